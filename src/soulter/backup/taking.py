"""Making a backup: one snapshot of the database, streamed into a file and verified before it is named."""

from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam

import soulter
from soulter.backup import container, kinds, places, schema
from soulter.backup.container import Header
from soulter.backup.errors import NewerSchema
from soulter.backup.keys import Encryption
from soulter.backup.kinds import Columns
from soulter.backup.places import Place
from soulter.backup.schema import Schema
from soulter.core import ids
from soulter.core.config.database_url import sqlite_file_is_missing
from soulter.core.config.settings import Settings
from soulter.core.database import snapshot
from soulter.core.database.snapshot import Snapshot
from soulter.core.database.statements import Command
from soulter.core.database.transactions import Database, Reader
from soulter.core.records import audit
from soulter.core.records.audit import AuditEvent
from soulter.schema import migrate, schema_version
from soulter.schema.errors import NoDatabase

ACTION = "backup.made"
"""The audit event of a backup that is complete; its moment is what an alert on the age of backups reads."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that is where it should be."""

    id: UUID
    name: str
    """Its file name there."""
    shown: str
    revision: str
    rows: dict[str, int]
    size: int
    """Bytes."""
    encrypted: bool
    strange: list[str]
    """Tables that are not of this release and were left out."""


async def take(settings: Settings, place: Place, encryption: Encryption, now: datetime) -> Made:
    """Back up everything as it is now, while others go on writing. Raises what `backup.errors` names."""
    await _check_there_is_one(settings)
    backup_id = ids.new_id()
    name = place.name or places.called(now, backup_id, encrypted=bool(encryption))
    place.storage.check_free(name)
    encrypting, keys = encryption.checkable()
    with place.storage.draft(name) as file:
        async with snapshot.taken(settings) as moment:
            found = await moment.look(schema.read)
            if migrate.state_of(found.revision).newer:
                raise NewerSchema("The database", found.revision)
            dialect = "sqlite" if settings.sqlite else "postgresql"
            header = Header(backup_id, now, soulter.__version__, dialect, found.revision, found.tables)
            with closing(container.Writer(file, header, encrypting)) as writer:
                await _copy(moment, found, writer)
                writer.finish()
        file.flush()
        size = file.tell()
        # What cannot be read is no backup; now it can still be made again.
        container.Reader(file, keys, name).verify()
        place.storage.publish(file, name)
    made = Made(
        backup_id,
        name,
        place.storage.shown(name),
        found.revision,
        writer.rows,
        size,
        bool(encryption),
        found.strange,
    )
    await _record(settings, made, found.tables[AuditEvent.__tablename__], now)
    return made


async def _check_there_is_one(settings: Settings) -> None:
    if sqlite_file_is_missing(settings.database_url):
        raise NoDatabase
    reader = Reader(settings)
    try:
        if not await schema_version.read(reader):
            raise NoDatabase
    finally:
        await reader.close()


async def _copy(moment: Snapshot, found: Schema, writer: container.Writer) -> None:
    for name, columns in found.tables.items():
        table = kinds.table(name, columns)
        writer.begin(name)
        async for rows in moment.batches(
            table.select().order_by(*(table.c[key] for key in found.keys[name]))
        ):
            writer.write(name, rows)
        writer.end(name)


async def _record(settings: Settings, made: Made, columns: Columns, now: datetime) -> None:
    """Into the columns that there are: before a migration the database is older than this code."""
    facts = {
        "revision": made.revision,
        "rows": sum(made.rows.values()),
        "bytes": made.size,
        "encrypted": made.encrypted,
    }
    event = audit.event(now, "cli", ACTION, made.id, facts)
    database = Database(settings)
    try:
        async with database.writing() as session:
            row = {name: value for name, value in event.items() if name in columns}
            statement = kinds.table(AuditEvent.__tablename__, columns).insert()
            await session.run(Command(statement.values({name: bindparam(name) for name in row})), **row)
    finally:
        await database.close()
