"""The database: reading through connections that cannot write, writing in one transaction.

The hot path lives here: a statement is written in SQLAlchemy, compiled once for the
database at hand, and run on the driver's own connection from the same pool.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import lru_cache
from typing import Any, Protocol

from sqlalchemy import CursorResult, Dialect, Executable, Select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.dml import ReturningInsert

from soulter.core import clock, database_errors, engines, facts
from soulter.core.settings import Settings
from soulter.core.types import Base

Rows = Sequence[Sequence[Any]]
Params = Mapping[str, object]


class Source(Protocol):
    """Where rows come from: the read path, or the transaction that is in progress."""

    async def fetch(self, statement: "Select[*tuple[Any, ...]]", params: Params | None = None) -> Rows:
        """All rows of a statement, each a sequence in the order of its columns."""
        ...


class _Compiled:
    """A statement as text for one driver, with what turns values into the driver's and back."""

    def __init__(self, statement: "Select[*tuple[Any, ...]]", dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        if compiled.post_compile_params:
            raise TypeError("the hot path takes no expanding IN lists; use a subquery")
        self.sql = str(compiled)
        self._bind: list[tuple[str, object, Callable[[Any], Any] | None]] = []
        for name in compiled.positiontup or ():
            parameter = compiled.binds[name]
            processor = parameter.type.dialect_impl(dialect).bind_processor(dialect)
            self._bind.append((parameter.key, parameter.effective_value, processor))
        found = [(i, c.type.dialect_impl(dialect).result_processor(dialect, None)) for i, c in enumerate(statement.selected_columns)]
        self._results = [(i, processor) for i, processor in found if processor]

    def arguments(self, params: Params) -> list[object]:
        """The parameters in the driver's order and form."""
        values = []
        for key, default, processor in self._bind:
            value = params.get(key, default)
            values.append(processor(value) if processor else value)
        return values

    def rows(self, found: Rows) -> Rows:
        """The driver's rows as Python values; untouched where the driver gives them already."""
        if not self._results:
            return found
        rows = []
        for row in found:
            values = list(row)
            for i, processor in self._results:
                values[i] = processor(values[i])
            rows.append(values)
        return rows


class Reader:
    """The read path. No transaction, no ORM, and the database refuses to write through it."""

    def __init__(self, settings: Settings) -> None:
        self._engine = engines.make(settings, read_only=True)
        self._sqlite = settings.sqlite
        self._compile = lru_cache(maxsize=1024)(lambda statement: _Compiled(statement, self._engine.dialect))

    async def fetch(self, statement: "Select[*tuple[Any, ...]]", params: Params | None = None) -> Rows:
        """All rows, in one round trip. The statement object is the cache key: build it once."""
        compiled = self._compile(statement)
        arguments = compiled.arguments(params or {})
        started = clock.monotonic()
        try:
            return compiled.rows(await self._run(compiled.sql, arguments))
        finally:
            facts.count_query(clock.monotonic() - started)

    async def _run(self, sql: str, arguments: list[object]) -> Rows:
        for attempt in (1, 2):
            connection = await self._engine.raw_connection()
            try:
                driver: Any = connection.driver_connection
                if self._sqlite:
                    return list(await driver.execute_fetchall(sql, arguments))
                return await driver.fetch(sql, *arguments)  # type: ignore[no-any-return]
            except BaseException as error:
                if not isinstance(error, Exception) or database_errors.connection_lost(error):
                    # A cancelled or broken exchange leaves the connection in the middle of a message.
                    connection.invalidate()
                if attempt == 1 and isinstance(error, Exception) and database_errors.connection_lost(error):
                    continue  # reading changes nothing, so a second look is safe
                raise
            finally:
                connection.close()
        raise AssertionError("unreachable")

    async def fetch_plain(self, statement: "Select[*tuple[Any, ...]]", params: Params | None = None) -> Rows:
        """The same rows through SQLAlchemy's own execution; for statements that are built anew each time."""
        async with self._engine.connect() as connection:
            return (await connection.execute(statement, params or {})).all()

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


class Transaction:
    """One transaction of the writing pool, committed by whoever opened it; features never commit.

    Connects at its first statement, so that slow work (a password hash) can come first. Statements that are made
    once, at the top of a module, cost a third of those that are built for each call.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._stack = AsyncExitStack()
        self._connection: AsyncConnection | None = None

    @property
    def dialect(self) -> str:
        """`postgresql` or `sqlite`."""
        return self._engine.dialect.name

    async def execute(self, statement: Executable, params: Params | Sequence[Params] | None = None) -> CursorResult[Any]:
        """Run a statement; with a sequence of parameters, for each of them."""
        if self._connection is None:
            self._connection = await self._stack.enter_async_context(self._engine.connect())
        return await self._connection.execute(statement, params)

    async def fetch(self, statement: "Select[*tuple[Any, ...]]", params: Params | None = None) -> Rows:
        """All rows as this transaction sees them."""
        return (await self.execute(statement, params or {})).all()

    async def commit(self) -> None:
        """Make it so."""
        if self._connection is not None:
            await self._connection.commit()

    async def close(self) -> None:
        """Give the connection back; what was not committed never happened."""
        await self._stack.aclose()


def insert_unless_there(session: Transaction, table: type[Base], *returning: InstrumentedAttribute[Any]) -> "ReturningInsert[*tuple[Any, ...]]":
    """An INSERT that leaves out rows which clash with a key; RETURNING tells which ones went in.

    It waits for a clashing transaction that is still running, and never aborts its own.
    """
    return _insert_unless_there(session.dialect, table, returning)


@lru_cache
def _insert_unless_there(dialect: str, table: type[Base], returning: tuple[InstrumentedAttribute[Any], ...]) -> "ReturningInsert[*tuple[Any, ...]]":
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing().returning(*returning)


class Database:
    """Both doors to the data of one process."""

    def __init__(self, settings: Settings) -> None:
        self.reader = Reader(settings)
        self._writer = engines.make(settings, read_only=False)
        self.sqlite = settings.sqlite

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        transaction = Transaction(self._writer)
        try:
            yield transaction
            await transaction.commit()
        finally:
            await transaction.close()

    async def close(self) -> None:
        """Close every connection."""
        await self.reader.close()
        await self._writer.dispose()
