"""Engines for both databases, each connection set up once, when it is made."""

import os
import sqlite3
from collections.abc import Awaitable
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import Connection, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DisconnectionError, MissingGreenlet
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, NullPool, PoolResetState
from sqlalchemy.util.concurrency import in_greenlet

from soulter.core import clock
from soulter.core.config.database_url import sqlite_path
from soulter.core.config.settings import Settings, WrongSettings
from soulter.core.database import postgres, query_hooks
from soulter.core.database.sqlite_file import DatabaseFile

POOL_WAIT = 2.0
"""Seconds a request waits for a connection; within the handler's time and the platform's (timeouts nest)."""

CONNECTION_WAIT = 2.5
"""Seconds until a connection is there, by whichever way: waiting for one and making one do not add up to more."""

SQLITE_LOCK_WAIT = 2.0
"""Seconds that SQLite's lock may be held by another process."""

SQLITE_STANDSTILL = 2.5
"""Seconds a request waits in the queue for SQLite's one writer while nobody in front of it comes to an end."""

SQLITE_WRITER_WAIT = 8.0
"""The same while the queue moves: a slow disk makes it long without anything being wrong."""

MIGRATION_WAIT = 120.0
"""Seconds that one migrating process waits for another."""


def make(settings: Settings, *, read_only: bool) -> AsyncEngine:
    """An engine whose connections either cannot write, or begin their transactions as writers."""
    engine = _sqlite(settings, read_only) if settings.sqlite else _postgres(settings, read_only)
    _measure(engine)
    return engine


def for_migrations(settings: Settings) -> AsyncEngine:
    """One connection that may work long but not wait long for a lock: writers queue behind a waiting migration."""
    if settings.sqlite:
        return _sqlite(settings, read_only=False, busy_seconds=MIGRATION_WAIT, may_be_made=True)

    async def connect(*_args: object, **_options: object) -> "asyncpg.Connection[asyncpg.Record]":
        patient = {"lock_timeout": "3s", "statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}
        return await postgres.connect(settings.database_url, **patient, application_name="soulter migrate")

    return create_async_engine(
        "postgresql+asyncpg://", async_creator=connect, hide_parameters=True, poolclass=NullPool
    )


def for_snapshots(settings: Settings) -> AsyncEngine:
    """One connection that cannot write and may read for as long as it takes; `core.database.snapshot` begins its one transaction."""
    if settings.sqlite:
        return _sqlite(settings, read_only=True)

    async def connect(*_args: object, **_options: object) -> "asyncpg.Connection[asyncpg.Record]":
        patient = {
            "statement_timeout": "0",
            "idle_in_transaction_session_timeout": "0",
            "default_transaction_read_only": "on",
        }
        return await postgres.connect(settings.database_url, **patient, application_name="soulter snapshot")

    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,
        hide_parameters=True,
        poolclass=NullPool,
        isolation_level="REPEATABLE READ",
    )


def _postgres(settings: Settings, read_only: bool) -> AsyncEngine:
    role = {"default_transaction_read_only": "on"} if read_only else {}

    def connect(*_args: object, **_options: object) -> "Awaitable[asyncpg.Connection[asyncpg.Record]]":
        if not in_greenlet():
            raise MissingGreenlet("a connection is made where somebody can wait for it")
        return postgres.connect(settings.database_url, **role)

    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,
        hide_parameters=True,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=POOL_WAIT,
        # A read connection never has a transaction to roll back: the reset would be a wasted round trip.
        **({"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None} if read_only else {}),
    )

    @event.listens_for(engine.sync_engine, "checkout")
    def drop_closed(dbapi_connection: Any, _record: object, _proxy: object) -> None:
        # Costs no round trip: asyncpg has noticed by itself that the server hung up.
        if dbapi_connection.driver_connection.is_closed():
            raise DisconnectionError

    return engine


def _file(settings: Settings, read_only: bool) -> Path:
    """The SQLite file, in a folder that is there. Raises WrongSettings."""
    path = Path(sqlite_path(settings.database_url))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSettings(
            f"DATABASE_URL names {path}, whose folder cannot be made: {error.strerror}."
        ) from None
    # Asked and not opened: to close a file that another connection of this process has open would end that one's locks.
    if path.is_dir() or (path.exists() and not os.access(path, os.R_OK if read_only else os.R_OK | os.W_OK)):
        raise WrongSettings(
            f"DATABASE_URL names {path}, which is no file that may be {'read' if read_only else 'written'}: name another one."
        )
    return path


class _Ending(sqlite3.Connection):
    """A connection whose transaction ends with it.

    SQLite only closes a connection for good when its last statement is gone. One that a stopped request left behind, in the
    traceback of its end, keeps the whole database locked until the garbage collector comes by.
    """

    def close(self) -> None:
        with suppress(sqlite3.ProgrammingError):  # closed already
            if self.in_transaction:
                self.rollback()
        super().close()


def _sqlite(
    settings: Settings, read_only: bool, busy_seconds: float = SQLITE_LOCK_WAIT, *, may_be_made: bool = False
) -> AsyncEngine:
    path = _file(settings, read_only)
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}",
        hide_parameters=True,
        poolclass=AsyncAdaptedQueuePool,
        # One writer at a time is SQLite's own rule; queueing for the connection is fair, its busy wait is not.
        pool_size=min(settings.database_pool_size, 4) if read_only else 1,
        max_overflow=0,
        pool_timeout=POOL_WAIT if read_only else SQLITE_WRITER_WAIT,
        connect_args={"timeout": busy_seconds, "factory": _Ending},
        **({"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None} if read_only else {}),
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(dbapi_connection: Any, _record: object) -> None:
        # The driver must not begin transactions by itself: it would begin readers that turn into writers and deadlock.
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            f"query_only = {'ON' if read_only else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    DatabaseFile(path, may_be_made=may_be_made).watch(engine)
    if not read_only:

        @event.listens_for(engine.sync_engine, "begin")
        def begin_as_writer(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        @event.listens_for(engine.sync_engine, "reset")
        def undo_failed_commit(dbapi_connection: Any, _record: object, state: PoolResetState) -> None:
            # SQLite keeps a transaction open whose COMMIT failed, and the pool takes it for ended.
            if state.asyncio_safe and dbapi_connection.driver_connection.in_transaction:
                dbapi_connection.rollback()

    return engine


def _measure(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def start(_conn: Any, _cursor: Any, _sql: Any, _params: Any, context: Any, _many: Any) -> None:
        if context is not None:
            context.soulter_started = clock.monotonic()

    @event.listens_for(engine.sync_engine, "after_cursor_execute")
    def stop(_conn: Any, _cursor: Any, sql: str, _params: Any, context: Any, _many: Any) -> None:
        if context is not None:
            query_hooks.ended(sql, clock.monotonic() - context.soulter_started, None)

    @event.listens_for(engine.sync_engine, "handle_error")
    def fail(failure: ExceptionContext) -> None:
        # What the database stopped because it took too long must be told of above all.
        started = getattr(failure.execution_context, "soulter_started", None)
        if started is not None and failure.statement:
            query_hooks.ended(failure.statement, clock.monotonic() - started, None)
