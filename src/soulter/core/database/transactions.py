"""The database: reading through connections that cannot write, writing in one transaction."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final, Protocol, cast

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import QueuePool

from soulter.core import clock
from soulter.core.config.settings import Settings
from soulter.core.database import driver_errors, engines, lending, snapshot
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

_LOOK: Final = 0.005
"""Seconds between two looks whether the last connection was given back."""


class Source(Protocol):
    """Where rows come from: the read path, or the transaction that is in progress."""

    async def all(self, query: Query[Row], /, **params: object) -> list[Row]:
        """Every row of the answer. Raises TypeError unless the parameters are exactly those of the statement."""
        ...

    async def one(self, query: Query[Row], /, **params: object) -> Row | None:
        """The only row of the answer, or None without one. Raises SeveralRows, and TypeError as `all` does."""
        ...


class SeveralRows(Exception):
    """A statement that may answer one row has answered several: its condition is not a key."""


def _only(rows: list[Row]) -> Row | None:
    if len(rows) > 1:
        raise SeveralRows
    return rows[0] if rows else None


@dataclass(frozen=True, slots=True)
class Connections:
    """The connections of one door: how many there may be, how many are in use, and how many requests wait for one."""

    size: int
    used: int
    waiting: int


class Line:
    """How many wait in front of a pool, which does not say it itself."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine.sync_engine
        self._waiting = 0

    def __enter__(self) -> None:
        self._waiting += 1

    def __exit__(self, *_error: object) -> None:
        self._waiting -= 1

    @property
    def connections(self) -> Connections:
        """As it is now."""
        pool = cast("QueuePool", self._engine.pool)
        return Connections(pool.size(), pool.checkedout(), self._waiting)


class Reader:
    """The read path. No transaction, no ORM, and the database refuses to write through it."""

    def __init__(self, settings: Settings) -> None:
        self._engine = engines.make(settings, read_only=True)
        self._statements = Statements(self._engine.dialect)
        self.line = Line(self._engine)
        self._may_begin = asyncio.Event()
        self._may_begin.set()

    async def one(self, query: Query[Row], /, **params: object) -> Row | None:
        """The only row, or None. Raises SeveralRows, and TypeError as `all` does."""
        return _only(await self.all(query, **params))

    async def all(self, query: Query[Row], /, **params: object) -> list[Row]:
        """Every row, in one round trip. Raises TypeError unless the parameters are exactly those of the statement."""
        compiled = self._statements.compiled(query)
        left = engines.CONNECTION_WAIT
        for tries_left in (1, 0):
            began = clock.monotonic()
            with self.line:
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
                # Reading changes nothing, so a second look through a fresh connection is safe.
            finally:
                connection.close()
        raise AssertionError("unreachable")

    async def start_over(self) -> None:
        """Let nobody have a new connection until the last of the present ones is closed; or until as long as anybody waits for one."""
        self._may_begin.clear()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(engines.CONNECTION_WAIT):
                    while self.line.connections.used:  # noqa: ASYNC110 -- the pool tells nobody when the last one is back
                        await asyncio.sleep(_LOOK)
            await self.close()
        finally:
            self._may_begin.set()

    async def close(self) -> None:
        """Close every connection; whoever asks after that gets new ones."""
        await self._engine.dispose()


class Turn:
    """One writer at a time, in the order of asking: SQLite's own rule.

    The pool keeps it too, but whoever waits there hears neither that the queue stands still nor that nobody can write.
    """

    def __init__(self) -> None:
        self.seconds, self.standstill = engines.SQLITE_WRITER_WAIT, engines.SQLITE_STANDSTILL
        self._free = asyncio.Semaphore(1)
        self._waiting: dict[asyncio.Timeout, float] = {}

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Raises TimeoutError after `standstill` seconds in which nobody in front came to an end, or after `seconds` in any case."""
        now = asyncio.get_running_loop().time()
        async with asyncio.timeout(min(self.standstill, self.seconds)) as limit:
            self._waiting[limit] = now + self.seconds
            try:
                await self._free.acquire()
            finally:
                del self._waiting[limit]
        try:
            yield
        finally:
            self._free.release()
            now = asyncio.get_running_loop().time()
            self._allow_all(now + self.standstill)

    def end_waiting(self) -> None:
        """Whoever waits would find the file locked by another process too, after as long a wait of their own."""
        self._allow_all(asyncio.get_running_loop().time())

    def _allow_all(self, until: float) -> None:
        for limit, latest in self._waiting.items():
            if not limit.expired():
                limit.reschedule(min(until, latest))


class Transaction:
    """One transaction of the writing pool, committed by whoever opened it; features never commit.

    Connects at its first statement, so that slow work (a password hash) can come first.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        statements: Statements,
        turn: Turn | None,
        line: Line,
        *,
        direct: bool = False,
    ) -> None:
        self._direct = lending.DirectTransaction(engine) if direct else None
        self._turn = turn
        self._line = line
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
        """Every row of the answer, as this transaction sees it. Raises TypeError unless the parameters are exactly those of the statement."""
        return await self._run(self._statements.compiled(query), params)

    async def run(self, command: Command, /, **params: object) -> None:
        """Run a statement that answers no rows. Raises TypeError as `all` does."""
        await self._run(self._statements.compiled(command), params)

    async def run_many(self, command: Command, rows: Sequence[Params]) -> None:
        """Run a statement that answers no rows once for each of `rows`. Raises TypeError as `all` does."""
        compiled = self._statements.compiled(command)
        if self._driver is None and rows:
            await self._run(compiled, rows[0])
            rows = rows[1:]
        if rows:
            await compiled.run_many(self._driver, rows)

    async def all_beside(
        self, inserts: Sequence[Insertion], query: Query[Row], /, **params: object
    ) -> list[Row]:
        """Every row of a query that inserts, run after other inserts; together in one round trip where the database can.

        None of them may need to see what the others write. Raises TypeError as `all` does.
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
            with self._line:
                async with asyncio.timeout(engines.CONNECTION_WAIT):
                    self._driver = await self._direct.begin()
            return await compiled.run(self._driver, params)
        # The first one goes through SQLAlchemy, which begins the transaction as each database needs it.
        arguments = tuple(compiled.arguments(params))
        connection = await self._open()
        result = await connection.exec_driver_sql(compiled.sql, arguments)
        self._driver = (await connection.get_raw_connection()).driver_connection
        return compiled.rows(result.all()) if result.returns_rows else []

    async def batches(
        self, statement: Executable, params: dict[str, object] | None = None
    ) -> AsyncIterator[DriverRows]:
        """The rows of a statement, some at a time; for what is too much to hold at once."""
        async for some in snapshot.streamed(await self._open(), statement, params):
            yield some

    async def _open(self) -> AsyncConnection:
        if self._connection is None:
            if self._driver is not None:
                raise TypeError("rows in batches come first in their transaction")
            self._direct = None
            with self._line:
                if self._turn:
                    await self._stack.enter_async_context(self._turn.taken())
                async with asyncio.timeout(engines.CONNECTION_WAIT):
                    self._connection = await self._stack.enter_async_context(self._engine.connect())
        return self._connection

    def once_committed(self, count: Callable[..., None], *labels: str) -> None:
        """Count something that has happened only if this transaction is committed."""
        self._afterwards.append((count, labels))

    async def commit(self) -> None:
        """Make it so, and then count it."""
        if self._direct is not None:
            await self._direct.commit()
        elif self._connection is not None:
            await self._connection.commit()
        for count, labels in self._afterwards:
            count(*labels)

    async def drop(self) -> None:
        """Let the pool make a new connection in the place of this one."""
        if self._direct is not None:
            await self._direct.drop()
        elif self._connection is not None:
            await self._connection.invalidate()

    async def close(self) -> None:
        """Give the connection back; what was not committed never happened."""
        if self._direct is not None:
            await self._direct.close()
        await self._stack.aclose()


class Database:
    """Both doors to the data of one process."""

    def __init__(self, settings: Settings) -> None:
        self.reader = Reader(settings)
        self._writer = engines.make(settings, read_only=False)
        self._statements = Statements(self._writer.dialect)
        self.line = Line(self._writer)
        self.sqlite = settings.sqlite
        self.turn = Turn() if settings.sqlite else None

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        transaction = Transaction(
            self._writer, self._statements, self.turn, self.line, direct=not self.sqlite
        )
        try:
            yield transaction
            await transaction.commit()
        except Exception as error:
            if driver_errors.connection_useless(error) or driver_errors.connection_lost(error):
                await transaction.drop()
            if self.turn and driver_errors.connection_useless(error):
                # Connections of a process share SQLite's index of the log: opened to be read, it stays so until the last of them is gone.
                await self.reader.start_over()
            if self.turn and driver_errors.locked_elsewhere(error):
                self.turn.end_waiting()
            raise
        finally:
            await transaction.close()

    async def close(self) -> None:
        """Close every connection."""
        await self.reader.close()
        await self._writer.dispose()


@asynccontextmanager
async def patiently_writing(settings: Settings) -> AsyncIterator[Transaction]:
    """One transaction that may take its time, for work of the command line; committed when the block ends, rolled back when it raises."""
    engine = engines.for_migrations(settings)
    transaction = Transaction(engine, Statements(engine.dialect), None, Line(engine))
    try:
        yield transaction
        await transaction.commit()
    finally:
        await transaction.close()
        await engine.dispose()
