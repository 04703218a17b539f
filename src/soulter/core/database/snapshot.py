"""One moment of the whole database, read from beginning to end while others go on writing."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, text
from sqlalchemy.ext.asyncio import AsyncConnection

from soulter.core.config.settings import Settings
from soulter.core.database import engines

BATCH = 1_000
"""Rows that are in memory at once."""

_FIX = text("SELECT 1 FROM alembic_version")
Found = TypeVar("Found")


class Snapshot:
    """A transaction that reads; whatever is committed after it began does not exist in it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def look(self, work: Callable[[Connection], Found]) -> Found:
        """What a function finds on the connection; for reflection."""
        return await self._connection.run_sync(work)

    async def batches(
        self, statement: Executable, params: dict[str, object] | None = None
    ) -> AsyncIterator[Sequence[Sequence[Any]]]:
        """The rows of a statement, at most `BATCH` at a time."""
        async for some in streamed(self._connection, statement, params):
            yield some


async def streamed(
    connection: AsyncConnection, statement: Executable, params: dict[str, object] | None = None
) -> AsyncIterator[Sequence[Sequence[Any]]]:
    """The rows of a statement on a connection in a transaction, at most `BATCH` at a time."""
    result = await connection.stream(statement, params or {}, execution_options={"yield_per": BATCH})
    async for some in result.partitions():
        yield some


@asynccontextmanager
async def taken(settings: Settings) -> AsyncIterator[Snapshot]:
    """The database as it is now, for as long as the block lasts; nobody waits for it. Raises what the driver raises without a schema."""
    engine = engines.for_snapshots(settings)
    try:
        async with engine.connect() as connection:
            if settings.sqlite:
                await connection.exec_driver_sql("BEGIN")
            # Both databases fix the moment at the first look, not at BEGIN.
            await connection.execute(_FIX)
            yield Snapshot(connection)
    finally:
        await engine.dispose()
