"""What the database tells about itself, for `soulter doctor`."""

from dataclasses import dataclass

from sqlalchemy import text

from soulter.core.config.database_url import sqlite_file_is_missing
from soulter.core.config.settings import Settings
from soulter.core.database.transactions import Reader
from soulter.schema import schema_version

_POSTGRES = text(
    "SELECT current_setting('max_connections')::int, current_setting('superuser_reserved_connections')::int"
    # Since PostgreSQL 16.
    " + coalesce(current_setting('reserved_connections', true), '0')::int,"
    " current_setting('fsync'), current_setting('synchronous_commit')"
)


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """`revision` is "" without a schema; `connections` is what the server gives to users like ours, None for SQLite."""

    revision: str
    connections: int | None = None
    fsync: str = "on"
    synchronous_commit: str = "on"


async def ask(settings: Settings) -> DatabaseFacts:
    """Ask the database. Raises what the driver raises when there is no answer."""
    if sqlite_file_is_missing(settings.database_url):
        return DatabaseFacts("")
    reader = Reader(settings)
    try:
        return await read(reader, settings)
    finally:
        await reader.close()


async def read(reader: Reader, settings: Settings) -> DatabaseFacts:
    """The same by connections that are there already."""
    revision = await schema_version.read(reader)
    if settings.sqlite:
        return DatabaseFacts(revision)
    [[most, reserved, fsync, synchronous_commit]] = await reader.fetch_plain(_POSTGRES)
    return DatabaseFacts(revision, most - reserved, fsync, synchronous_commit)
