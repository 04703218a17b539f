"""Bringing the schema up to date: once, however many processes try at the same moment."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from soulter.core import clock
from soulter.core.config.settings import Settings
from soulter.core.database import engines
from soulter.schema import schema_version
from soulter.schema.schema_version import AnotherIsMigrating

_LOCK_KEY = 7309_1129_0001
_PAUSE = 0.5
_LOCK_TRIES = 10


@dataclass(frozen=True, slots=True)
class State:
    """Where the schema is: `current` is "" for an empty database; `pending` is oldest first."""

    current: str
    pending: tuple[str, ...]
    newer: bool


def state_of(revision: str) -> State:
    """What is left to do from a revision on. One that we do not know was made by a newer release."""
    known = schema_version.known()
    if revision and revision not in known:
        return State(revision, (), newer=True)
    return State(revision, known[known.index(revision) + 1 :] if revision else known, newer=False)


async def upgrade(settings: Settings, say: Callable[[str], None]) -> State:
    """Apply what is pending, saying each step; returns the state found under the lock. Raises AnotherIsMigrating."""
    engine = engines.for_migrations(settings)
    try:
        async with engine.connect() as connection:
            if settings.sqlite:
                # One transaction from the look to the last step: it is the lock, and a killed process leaves no trace.
                return await connection.run_sync(_upgrade, say)
            await _take_lock(connection)
            return await _upgrade_patiently(connection, say)
    finally:
        await engine.dispose()


async def current(settings: Settings) -> State:
    """Where the schema is now."""
    engine = engines.for_migrations(settings)
    try:
        async with engine.connect() as connection:
            return state_of(await connection.run_sync(revision))
    finally:
        await engine.dispose()


async def _take_lock(connection: AsyncConnection) -> None:
    """A session lock on the connection that migrates: whoever dies in the middle gives it back by dying."""
    deadline = clock.monotonic() + engines.MIGRATION_WAIT
    while not (
        await connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LOCK_KEY})
    ).scalar():
        await connection.rollback()
        if clock.monotonic() > deadline:
            raise AnotherIsMigrating
        await asyncio.sleep(_PAUSE)
    await connection.commit()


async def _upgrade_patiently(connection: AsyncConnection, say: Callable[[str], None]) -> State:
    for attempt in range(1, _LOCK_TRIES + 1):
        try:
            return await connection.run_sync(_upgrade, say)
        except DBAPIError as error:
            await connection.rollback()
            if getattr(error.orig, "sqlstate", None) != "55P03" or attempt == _LOCK_TRIES:
                raise
            say(f"A table is in use; trying again ({attempt} of {_LOCK_TRIES}).")
            await asyncio.sleep(_PAUSE)
    raise AssertionError("unreachable")


def _upgrade(connection: Connection, say: Callable[[str], None]) -> State:
    before = state_of(revision(connection))
    if connection.dialect.name != "sqlite":
        connection.commit()
    if before.pending:
        apply(connection, "head", say)
    connection.commit()
    return before


def apply(connection: Connection, target: str, say: Callable[[str], None]) -> None:
    """Migrate to a revision; in the transaction of the connection where it has one, which nobody commits here."""
    config = Config()
    config.set_main_option("script_location", str(schema_version.folder()))
    config.attributes["connection"] = connection

    def applied(*, step: Any, **_rest: Any) -> None:
        say(f"Applied {step.up_revision_id}  {step.up_revision.doc}")

    config.attributes["on_version_apply"] = applied
    command.upgrade(config, target)


async def hold_back_others(connection: AsyncConnection) -> None:
    """Keep migrations away until the transaction ends. Raises AnotherIsMigrating."""
    if connection.dialect.name == "sqlite":
        return  # a transaction that writes is the lock
    if not (
        await connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})
    ).scalar():
        raise AnotherIsMigrating


def revision(connection: Connection) -> str:
    """Where the schema is; "" for an empty database."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
