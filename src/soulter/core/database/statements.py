"""Statements compiled once: written in SQLAlchemy, run as text on the driver's own connection.

A statement object is its own cache key, so it is made once, at the top of a module or in a cached function.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Dialect, Insert, bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import Dialect as AnyDialect
from sqlalchemy.orm import InstrumentedAttribute

from soulter.core import clock
from soulter.core.database import query_hooks
from soulter.core.database.types import Base

Rows = Sequence[Sequence[Any]]
Params = Mapping[str, object]

BATCH = 1_000
"""Rows that a clean-up deletes in one transaction: short enough to be in nobody's way."""


class Compiled:
    """A statement as text for one driver, with what turns values into the driver's and back."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        if compiled.post_compile_params:
            raise TypeError("a compiled statement takes no expanding IN lists; make it for the number of values")
        self.sql = str(compiled)
        self._bind: list[tuple[str, object, Callable[[Any], Any] | None]] = []
        for name in compiled.positiontup or ():
            parameter = compiled.binds[name]
            processor = parameter.type.dialect_impl(dialect).bind_processor(dialect)
            self._bind.append((parameter.key, parameter.effective_value, processor))
        columns = getattr(statement, "exported_columns", ())  # plain text has none
        found = [(i, column.type.dialect_impl(dialect).result_processor(dialect, None)) for i, column in enumerate(columns)]
        self._results = [(i, processor) for i, processor in found if processor]

    async def run(self, driver: Any, params: Params) -> Rows:
        """All rows, in one round trip on a connection of the driver."""
        arguments = self.arguments(params)
        found: Rows | None = None
        started = clock.monotonic()
        try:
            if hasattr(driver, "execute_fetchall"):
                found = list(await driver.execute_fetchall(self.sql, arguments))
            else:
                found = await driver.fetch(self.sql, *arguments)
        finally:
            query_hooks.ended(self.sql, clock.monotonic() - started, None if found is None else len(found))
        return self.rows(found)

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


class Statements:
    """The compiled statements of one database."""

    def __init__(self, dialect: AnyDialect) -> None:
        self.compiled: Callable[[Any], Compiled] = lru_cache(maxsize=1024)(lambda statement: Compiled(statement, dialect))


def insert_row(table: type[Base]) -> Insert:
    """An INSERT of one row, whose parameters are named like the columns; what is not given is NULL."""
    return insert(table).values(_by_name(table))


@lru_cache
def insert_unless_there(dialect: str, table: type[Base], *returning: InstrumentedAttribute[Any]) -> Any:
    """An INSERT that leaves out a row which clashes with a key; RETURNING tells whether it went in.

    It waits for a clashing transaction that is still running, and never aborts its own.
    """
    return _insert(dialect, table).values(_by_name(table)).on_conflict_do_nothing().returning(*returning)


@lru_cache
def insert_or_update(dialect: str, table: type[Base], key: str, *changing: str) -> Any:
    """An INSERT of one row that, where there is one with this `key`, renews the columns `changing` of it instead."""
    statement = _insert(dialect, table).values(_by_name(table))
    return statement.on_conflict_do_update(index_elements=[key], set_={name: statement.excluded[name] for name in changing})


@lru_cache(maxsize=256)
def insert_rows_unless_there(dialect: str, table: type[Base], count: int, own: tuple[str, ...], *returning: InstrumentedAttribute[Any]) -> Any:
    """The same for `count` rows at once: the columns `own` have a parameter for each row (`night_0`, `night_1`), the others share one."""
    shared = {name: value for name, value in _by_name(table).items() if name not in own}
    rows = [shared | {name: bindparam(f"{name}_{i}", type_=table.__table__.columns[name].type) for name in own} for i in range(count)]
    return _insert(dialect, table).values(rows).on_conflict_do_nothing().returning(*returning)


def delete_some(column: InstrumentedAttribute[Any], *conditions: ColumnElement[bool]) -> Any:
    """A DELETE of at most `BATCH` rows, by their key `column`; RETURNING tells how many it were.

    Rows that somebody else holds at the moment are left for the next time, so nobody waits for it.
    """
    found = select(column).where(*conditions).limit(BATCH).with_for_update(skip_locked=True).cte("some").prefix_with("MATERIALIZED")
    return delete(column.class_).where(column.in_(select(found.c[column.key]))).returning(column)


def _insert(dialect: str, table: type[Base]) -> Any:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def _by_name(table: type[Base]) -> dict[str, Any]:
    return {column.key: bindparam(column.key, type_=column.type) for column in table.__table__.columns}
