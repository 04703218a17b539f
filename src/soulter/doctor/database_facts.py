"""What the database tells about itself, for `soulter doctor`."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Integer, String, column, text

from soulter.core.config.database_url import sqlite_file_is_missing
from soulter.core.config.settings import Settings
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Reader
from soulter.schema import schema_version


class _ServerRow(NamedTuple):
    """Settings of a PostgreSQL server."""

    most: int
    reserved: int
    fsync: str
    synchronous_commit: str


_POSTGRES = Query(
    _ServerRow,
    text(
        "SELECT current_setting('max_connections')::int, current_setting('superuser_reserved_connections')::int"
        # Since PostgreSQL 16.
        " + coalesce(current_setting('reserved_connections', true), '0')::int,"
        " current_setting('fsync'), current_setting('synchronous_commit')"
    ).columns(
        column("most", Integer()),
        column("reserved", Integer()),
        column("fsync", String()),
        column("synchronous_commit", String()),
    ),
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
    found = await reader.one(_POSTGRES)
    assert found is not None
    return DatabaseFacts(revision, found.most - found.reserved, found.fsync, found.synchronous_commit)
