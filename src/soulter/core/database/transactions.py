"""The database: reading through connections that cannot write, writing in one transaction."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any, Final, Protocol

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from soulter.core import clock
from soulter.core.config.settings import Settings
from soulter.core.database import driver_errors, engines, lending, snapshot
from soulter.core.database.pool_stats import PoolStats
from soulter.core.database.statements import (
    Command,
    Compiled,
    DriverRows,
    Insertion,
    Params,
    Query,
    Row,
    Statements,
)
from soulter.core.database.writer_queue import WriterQueue

_LOOK: Final = 0.005
"""Seconds between two checks whether the last connection was returned."""


class Source(Protocol):
    """Where rows come from: the read path, or the current transaction."""

    async def all(self, query: Query[Row], /, **params: object) -> list[Row]:
        """Every row of the answer.

        Raises TypeError unless the parameters are exactly those of the statement.
        """
        ...

    async def one(self, query: Query[Row], /, **params: object) -> Row | None:
        """The only row of the answer, or None. Raises SeveralRows, and TypeError as `all` does."""
        ...


class SeveralRows(Exception):
    """A statement that may return one row has returned several: its condition is not a key."""


def _only(rows: list[Row]) -> Row | None:
    if len(rows) > 1:
        raise SeveralRows
    return rows[0] if rows else None


class Reader:
    """The read path. It has no transaction and no ORM, and the database refuses to write through it."""

    def __init__(self, settings: Settings) -> None:
        self._engine = engines.make(settings, read_only=True)
        self._statements = Statements(self._engine.dialect)
        self.pool_stats = PoolStats(self._engine)
        self._may_begin = asyncio.Event()
        self._may_begin.set()

    async def one(self, query: Query[Row], /, **params: object) -> Row | None:
        """The only row, or None. Raises SeveralRows, and TypeError as `all` does."""
        return _only(await self.all(query, **params))

    async def all(self, query: Query[Row], /, **params: object) -> list[Row]:
        """Every row, in one round trip.

        Raises TypeError unless the parameters are exactly those of the statement.
        """
        compiled = self._statements.compiled(query)
        left = engines.CONNECTION_WAIT
        for tries_left in (1, 0):
            began = clock.monotonic()
            with self.pool_stats:
                async with asyncio.timeout(left):
                    await self._may_begin.wait()
                    connection = await lending.lent(self._engine)
            left -= clock.monotonic() - began
            try:
                return await compiled.run(connection.driver_connection, params)
            except BaseException as error:
                lost = driver_errors.connection_lost(error)
                if lost or not isinstance(error, Exception):
                    # A cancelled or broken exchange leaves the connection in the middle of a message.
                    connection.invalidate()
                if not (lost and tries_left):
                    raise
                # Reading changes nothing, so a second attempt on a new connection is safe.
            finally:
                connection.close()
        raise AssertionError("unreachable")

    async def start_over(self) -> None:
        """Replace all connections: no new one is made until the last of the present ones is closed.

        It waits for them no longer than a request waits for a connection.
        """
        self._may_begin.clear()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(engines.CONNECTION_WAIT):
                    while self.pool_stats.used:  # noqa: ASYNC110 -- the pool tells nobody when the last one is back
                        await asyncio.sleep(_LOOK)
            await self.close()
        finally:
            self._may_begin.set()

    async def close(self) -> None:
        """Close every connection; later requests make new ones."""
        await engines.close(self._engine)


class Transaction:
    """One transaction of the writing pool. Whoever opened it commits it; features never commit.

    It connects at its first statement, so that slow work, such as a password hash, can come first.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        statements: Statements,
        writer_queue: WriterQueue | None,
        pool_stats: PoolStats,
        *,
        direct: bool = False,
    ) -> None:
        self._direct = lending.DirectTransaction(engine) if direct else None
        self._writer_queue = writer_queue
        self._pool_stats = pool_stats
        self._afterwards: list[tuple[Callable[..., None], tuple[str, ...]]] = []
        self.dialect = engine.dialect.name
        self._engine = engine
        self._statements = statements
        self._stack = AsyncExitStack()
        self._connection: AsyncConnection | None = None
        self._driver: Any = None

    async def one(self, query: Query[Row], /, **params: object) -> Row | None:
        """The only row, or None. Raises SeveralRows, and TypeError as `all` does."""
        return _only(await self.all(query, **params))

    async def all(self, query: Query[Row], /, **params: object) -> list[Row]:
        """Every row of the answer, as this transaction sees it.

        Raises TypeError unless the parameters are exactly those of the statement.
        """
        return await self._run(self._statements.compiled(query), params)

    async def run(self, command: Command, /, **params: object) -> None:
        """Run a statement that returns no rows. Raises TypeError as `all` does."""
        await self._run(self._statements.compiled(command), params)

    async def run_many(self, command: Command, rows: Sequence[Params]) -> None:
        """Run a statement that returns no rows once for each of `rows`. Raises TypeError as `all` does."""
        compiled = self._statements.compiled(command)
        if self._driver is None and rows:
            await self._run(compiled, rows[0])
            rows = rows[1:]
        if rows:
            await compiled.run_many(self._driver, rows)

    async def all_beside(
        self, inserts: Sequence[Insertion], query: Query[Row], /, **params: object
    ) -> list[Row]:
        """Every row of a query that inserts, run after other inserts; on PostgreSQL in one round trip.

        No statement may depend on what another one writes. Raises TypeError as `all` does.
        """
        if inserts and self._driver is not None and self.dialect == "postgresql":
            joined = self._statements.joined(*(command for command, _ in inserts), query)
            return await joined.run(self._driver, [*(given for _, given in inserts), params])
        for command, given in inserts:
            await self._run(self._statements.compiled(command), given)
        return await self._run(self._statements.compiled(query), params)

    async def _run(self, compiled: Compiled, params: Params) -> list[Any]:
        if self._driver is not None:
            return await compiled.run(self._driver, params)
        if self._direct is not None:
            compiled.arguments(params)  # wrong parameters are refused before anything is sent
            with self._pool_stats:
                async with asyncio.timeout(engines.CONNECTION_WAIT):
                    self._driver = await self._direct.begin()
            return await compiled.run(self._driver, params)
        # The first statement goes through SQLAlchemy, which begins the transaction as each database needs it.
        arguments = tuple(compiled.arguments(params))
        connection = await self._open()
        result = await connection.exec_driver_sql(compiled.sql, arguments)
        self._driver = (await connection.get_raw_connection()).driver_connection
        return compiled.rows(result.all()) if result.returns_rows else []

    async def batches(
        self, statement: Executable, params: dict[str, object] | None = None
    ) -> AsyncIterator[DriverRows]:
        """The rows of a statement in batches; for more rows than fit into memory."""
        async for some in snapshot.streamed(await self._open(), statement, params):
            yield some

    async def _open(self) -> AsyncConnection:
        if self._connection is None:
            if self._driver is not None:
                raise TypeError("rows in batches come first in their transaction")
            self._direct = None
            with self._pool_stats:
                if self._writer_queue:
                    await self._stack.enter_async_context(self._writer_queue.taken())
                async with asyncio.timeout(engines.CONNECTION_WAIT):
                    self._connection = await self._stack.enter_async_context(self._engine.connect())
        return self._connection

    def once_committed(self, count: Callable[..., None], *labels: str) -> None:
        """Call `count` only if and when this transaction is committed."""
        self._afterwards.append((count, labels))

    async def commit(self) -> None:
        """Commit, then call what waited for the commit."""
        if self._direct is not None:
            await self._direct.commit()
        elif self._connection is not None:
            await self._connection.commit()
        for count, labels in self._afterwards:
            count(*labels)

    async def drop(self) -> None:
        """Close the connection, so that the pool makes a new one."""
        if self._direct is not None:
            await self._direct.drop()
        elif self._connection is not None:
            await self._connection.invalidate()

    async def close(self) -> None:
        """Return the connection; what was not committed is rolled back."""
        if self._direct is not None:
            await self._direct.close()
        await self._stack.aclose()


class Database:
    """The database of one process: a read path, and transactions that write."""

    def __init__(self, settings: Settings) -> None:
        self.reader = Reader(settings)
        self._writer = engines.make(settings, read_only=False)
        self._statements = Statements(self._writer.dialect)
        self.pool_stats = PoolStats(self._writer)
        self.sqlite = settings.sqlite
        self.writer_queue = WriterQueue() if settings.sqlite else None

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        transaction = Transaction(
            self._writer, self._statements, self.writer_queue, self.pool_stats, direct=not self.sqlite
        )
        try:
            yield transaction
            await transaction.commit()
        except Exception as error:
            if driver_errors.connection_useless(error) or driver_errors.connection_lost(error):
                await transaction.drop()
            if self.writer_queue and driver_errors.connection_useless(error):
                # Connections of a process share SQLite's index of the log. Once opened read-only, it stays so
                # until all of them are closed.
                await self.reader.start_over()
            if self.writer_queue and driver_errors.locked_elsewhere(error):
                self.writer_queue.end_waiting()
            raise
        finally:
            await transaction.close()

    async def close(self) -> None:
        """Close every connection."""
        await asyncio.gather(self.reader.close(), engines.close(self._writer))


@asynccontextmanager
async def writing_without_timeouts(settings: Settings) -> AsyncIterator[Transaction]:
    """One transaction without the timeouts of requests, for the command line.

    It is committed when the block ends, and rolled back when it raises.
    """
    engine = engines.for_migrations(settings)
    transaction = Transaction(engine, Statements(engine.dialect), None, PoolStats(engine))
    try:
        yield transaction
        await transaction.commit()
    finally:
        await transaction.close()
        await engine.dispose()
