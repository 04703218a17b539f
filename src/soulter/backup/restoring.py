"""Bringing a backup back: read to its end first, then everything in one transaction, or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import Connection, MetaData, literal, select, text
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection

from soulter.backup import aftermath, container, kinds, schema
from soulter.backup.aftermath import Ended
from soulter.backup.container import Header
from soulter.backup.errors import DoesNotFit, NewerSchema, NotEmpty
from soulter.backup.keys import Keys
from soulter.backup.places import Place
from soulter.core.config.settings import Settings
from soulter.core.database import driver_errors, engines
from soulter.core.database.snapshot import Snapshot
from soulter.core.errors import DatabaseUnavailable
from soulter.core.storage.errors import PlaceUnusable
from soulter.exports import exporters as exports
from soulter.exports.exporters import Exporter
from soulter.exports.judging import Judgement
from soulter.schema import migrate, schema_version
from soulter.tables import METADATA


@dataclass
class Restored:
    """What was brought back, and what followed from that."""

    header: Header
    rows: dict[str, int]
    ended: Ended = field(default_factory=Ended)
    judgement: Judgement = field(default_factory=Judgement)


async def restore(
    settings: Settings,
    exporters: Sequence[Exporter[Any]],
    place: Place,
    keys: Keys,
    now: datetime,
    *,
    force: bool = False,
    say: Callable[[str], None],
) -> Restored:
    """Replace the database by the backup. Raises the errors of `backup.errors`; nothing is then changed."""
    if place.name is None:
        raise PlaceUnusable(place.shown, "it is a folder; name the backup in it")
    with place.storage.opened(place.name) as file:
        reader = container.Reader(file, keys, place.shown)
        if reader.header.revision not in schema_version.known():
            raise NewerSchema(place.shown, reader.header.revision)
        done = Restored(reader.header, reader.verify())
        say(
            f"{place.shown} is whole: {sum(done.rows.values())} rows "
            f"of {done.header.created_at:%Y-%m-%d %H:%M} UTC, schema {done.header.revision}."
        )
        engine = engines.for_migrations(settings)
        try:
            async with engine.begin() as connection:
                await _replace(connection, file, keys, place.shown, done, force=force, say=say)
                done.ended = await aftermath.settle(connection, done.header, sum(done.rows.values()), now)
                done.judgement = await exports.judge(Snapshot(connection), exporters)
        finally:
            await engine.dispose()
    return done


async def _replace(
    connection: AsyncConnection,
    file: BinaryIO,
    keys: Keys,
    name: str,
    done: Restored,
    *,
    force: bool,
    say: Callable[[str], None],
) -> None:
    await migrate.hold_back_others(connection)
    await connection.run_sync(_clear, done.header, force)
    await connection.run_sync(migrate.apply, done.header.revision, lambda _text: None)
    found = await connection.run_sync(schema.read, done.header.tables)
    if found.tables.keys() != done.header.tables.keys() or any(
        found.tables[table].items() != columns.items() for table, columns in done.header.tables.items()
    ):
        raise DoesNotFit(name, "it has other tables or columns")
    reader = container.Reader(file, keys, name)
    rows_of = {table: kinds.from_json(columns) for table, columns in reader.header.tables.items()}
    inserts = {table: kinds.table(table, columns).insert() for table, columns in reader.header.tables.items()}
    for table, rows in reader.batches():
        try:
            await connection.execute(inserts[table], [rows_of[table](row) for row in rows])
        except (DBAPIError, StatementError) as error:
            raise _refusal(error, name, table) from None
    await connection.run_sync(_check_references, name)
    await connection.run_sync(migrate.apply, "head", say)


def _clear(connection: Connection, header: Header, force: bool) -> None:
    """Take away what is there. Raises NotEmpty, NewerSchema."""
    if (state := migrate.state_of(migrate.revision(connection))).newer:
        raise NewerSchema("The database", state.current)
    there = MetaData()
    ours = METADATA.tables.keys() | header.tables.keys()
    there.reflect(connection, only=lambda name, _metadata: name in ours)
    tables = [table for table in there.sorted_tables if table.name in ours]
    full = [
        table.name
        for table in tables
        if connection.execute(select(literal(1)).select_from(table).limit(1)).first()
    ]
    if full and not force:
        raise NotEmpty(full)
    for table in reversed(tables):
        table.drop(connection)
    if state.current:
        connection.execute(text("DROP TABLE alembic_version"))


def _check_references(connection: Connection, name: str) -> None:
    """Check foreign keys on SQLite, where they may be switched off; PostgreSQL has checked every row."""
    if connection.dialect.name == "sqlite" and (
        broken := connection.execute(text("PRAGMA foreign_key_check")).first()
    ):
        raise DoesNotFit(name, f"a row of {broken[0]} refers to one of {broken[2]} that is not there")


def _refusal(error: Exception, name: str, table: str) -> Exception:
    """An invalid value is an error of the backup; any other error is one of the database."""
    refused = driver_errors.refusal(error)
    if refused is not None and not isinstance(refused, DatabaseUnavailable):
        return DoesNotFit(name, f"a row of {table} is refused by the database")
    return error
