"""Statements: written in SQLAlchemy, tied to the class of their rows, compiled once per database.

A `Query` answers rows, a `Command` answers none. Both are made when a module is imported, or in a
cached function, since the object is the key of its compiled form. What can be compared at that
moment is compared then: the labels of the columns with the fields of the row class. Parameters are
compared when a statement runs: a name that is missing or unknown raises TypeError on both databases,
before anything is sent.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Dialect, Enum, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import Dialect as AnyDialect
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeEngine

from soulter.core import clock
from soulter.core.database import query_hooks
from soulter.core.database.types import Base

Row = TypeVar("Row")
DriverRows = Sequence[Sequence[Any]]
Params = Mapping[str, object]

BATCH = 1_000
"""Rows that a clean-up deletes in one transaction: few enough to hold nobody up."""


@dataclass(frozen=True)
class ByDialect:
    """One statement in the two spellings that the databases need."""

    postgresql: Any
    sqlite: Any

    def of(self, dialect: str) -> Any:
        """The spelling for the dialect with this name."""
        return self.postgresql if dialect == "postgresql" else self.sqlite


class Command:
    """A statement that answers no rows."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement

    def statement(self, dialect: str) -> Any:
        """The SQLAlchemy statement for a dialect."""
        return self._statement.of(dialect) if isinstance(self._statement, ByDialect) else self._statement


Insertion = tuple[Command, Params]
"""An INSERT that answers no rows, with its parameters: to be run beside another."""


class Query(Command, Generic[Row]):
    """A statement that answers rows of one class: a NamedTuple, or a plain type for a single column.

    The labels of its columns must be the names of the fields, all of them and in their order. A field
    named in `parts` is itself a row of that class: its columns are labelled `<field>_<name>` (see
    `prefixed`), and it is None where the first of them is NULL, as an outer join leaves it.

    Raises TypeError, so that a module with a column too many, too few or in another's place is not imported.
    """

    def __init__(self, row: type[Row], statement: Any, /, **parts: type[Any]) -> None:
        super().__init__(statement)
        self.row = row
        self._parts = parts
        self._fields: tuple[str, ...] | None = getattr(row, "_fields", None)
        for dialect in ("postgresql", "sqlite"):
            self._check(tuple(self.statement(dialect).exported_columns.keys()))

    def _check(self, labels: tuple[str, ...]) -> None:
        if self._fields is None:
            if len(labels) != 1:
                raise TypeError(
                    f"{self.row.__name__} is one column, and the statement answers {len(labels)}: {labels}"
                )
            return
        wanted: list[str] = []
        for field in self._fields:
            part = self._parts.get(field)
            wanted += [f"{field}_{name}" for name in part._fields] if part else [field]
        if list(labels) != wanted:
            raise TypeError(f"the columns {list(labels)} are not the fields {wanted} of {self.row.__name__}")

    def maker(self) -> Callable[[DriverRows], list[Row]]:
        """What makes rows of this class from the rows of a driver."""
        if self._fields is None:
            return lambda found: [row[0] for row in found]
        make: Callable[[Any], Row] = partial(tuple.__new__, self.row)  # type: ignore[type-var]
        if not self._parts:
            return lambda found: list(map(make, found))
        spans = list(self._spans(self._fields))
        return lambda found: [make([_part(row, *span) for span in spans]) for row in found]

    def _spans(self, fields: tuple[str, ...]) -> Iterator[tuple[int, int, Any]]:
        begin = 0
        for field in fields:
            part = self._parts.get(field)
            end = begin + (len(part._fields) if part else 1)
            yield begin, end, partial(tuple.__new__, part) if part else None
            begin = end


def _part(row: Sequence[Any], begin: int, end: int, make: Callable[[Any], Any] | None) -> Any:
    if make is None:
        return row[begin]
    return None if row[begin] is None else make(row[begin:end])


def prefixed(field: str, columns: Iterable[Any]) -> list[Any]:
    """Columns under the labels that they need as a part of a row, `<field>_<name>`."""
    return [column.label(f"{field}_{column.key}") for column in columns]


class Compiled:
    """A statement as text for one driver, with the conversion of values to the driver and back."""

    def __init__(self, command: Command, dialect: Dialect) -> None:
        statement = command.statement(dialect.name)
        compiled = statement.compile(dialect=dialect)
        if compiled.post_compile_params:
            raise TypeError(
                "a compiled statement takes no expanding IN lists; make it for the number of values"
            )
        self.sql = str(compiled)
        self._bind: list[tuple[str, bool, object, Callable[[Any], Any] | None]] = []
        for name in compiled.positiontup or ():
            parameter = compiled.binds[name]
            processor = parameter.type.dialect_impl(dialect).bind_processor(dialect)
            self._bind.append((parameter.key, parameter.required, parameter.effective_value, processor))
        self.places = len(self._bind)
        self.names = frozenset(key for key, is_open, _, _ in self._bind if is_open)
        columns = getattr(statement, "exported_columns", ()) if isinstance(command, Query) else ()
        found = [(i, _from_driver(column.type, dialect)) for i, column in enumerate(columns)]
        self._results = [(i, processor) for i, processor in found if processor]
        self._made = command.maker() if isinstance(command, Query) else None

    async def run(self, driver: Any, params: Params) -> list[Any]:
        """All rows, in one round trip on a connection of the driver. Raises TypeError for other parameters than its own."""
        return self.rows(await _sent(driver, self.sql, self.arguments(params)))

    async def run_many(self, driver: Any, rows: Sequence[Params]) -> None:
        """Run once for each set of parameters, in as few round trips as the driver can."""
        arguments = [self.arguments(params) for params in rows]
        started = clock.monotonic()
        try:
            await driver.executemany(self.sql, arguments)
        finally:
            query_hooks.ended(self.sql, clock.monotonic() - started, None)

    def arguments(self, params: Params) -> list[object]:
        """The parameters in the driver's order and form. Raises TypeError when they are not exactly those of the statement."""
        if params.keys() != self.names:
            missing, unknown = sorted(self.names - params.keys()), sorted(params.keys() - self.names)
            raise TypeError(
                f"parameters missing: {missing}, unknown: {unknown}; the statement is: {self.sql}"
            )
        values = []
        for key, is_open, constant, processor in self._bind:
            value = params[key] if is_open else constant
            values.append(processor(value) if processor else value)
        return values

    def rows(self, found: DriverRows) -> list[Any]:
        """The driver's rows as rows of the query's class."""
        if self._made is None:
            return []
        if not self._results:
            return self._made(found)
        rows = []
        for row in found:
            values = list(row)
            for i, processor in self._results:
                values[i] = processor(values[i])
            rows.append(values)
        return self._made(rows)


def _from_driver(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What turns a value of the driver into one of ours; None where they are the same."""
    if isinstance(kind, Enum) and kind.enum_class is not None:
        # A look into a dictionary: lists are full of them. A value that is unknown raises LookupError, as SQLAlchemy's own way does.
        return {None: None, **{word.value: word for word in kind.enum_class}}.__getitem__
    processor: Callable[[Any], Any] | None = kind.dialect_impl(dialect).result_processor(dialect, None)
    return processor


class Joined:
    """Several statements as one, in one round trip on PostgreSQL. It answers the rows of the last.

    All of them see the database as it was before; foreign keys are checked when all have run.
    """

    def __init__(self, parts: Sequence[Compiled]) -> None:
        self._parts = parts
        texts, places = [], 0
        for part in parts:
            texts.append(_PLACE.sub(lambda found, before=places: f"${int(found[1]) + before}", part.sql))  # type: ignore[misc]
            places += part.places
        beside = ", ".join(f"beside_{i} AS ({text})" for i, text in enumerate(texts[:-1]))
        self.sql = f"WITH {beside} {texts[-1]}"

    async def run(self, driver: Any, params: Sequence[Params]) -> list[Any]:
        """The rows of the last statement. Raises TypeError for other parameters than theirs."""
        arguments = [
            value for part, given in zip(self._parts, params, strict=True) for value in part.arguments(given)
        ]
        return self._parts[-1].rows(await _sent(driver, self.sql, arguments))


_PLACE = re.compile(r"\$([0-9]+)")


async def _sent(driver: Any, sql: str, arguments: Sequence[object]) -> DriverRows:
    found: DriverRows | None = None
    started = clock.monotonic()
    try:
        if hasattr(driver, "execute_fetchall"):
            found = list(await driver.execute_fetchall(sql, arguments))
        else:
            found = await driver.fetch(sql, *arguments)
    finally:
        query_hooks.ended(sql, clock.monotonic() - started, None if found is None else len(found))
    return found


class Statements:
    """The compiled statements of one database."""

    def __init__(self, dialect: AnyDialect) -> None:
        self.compiled: Callable[[Command], Compiled] = lru_cache(maxsize=1024)(
            lambda command: Compiled(command, dialect)
        )
        self.joined: Callable[..., Joined] = lru_cache(maxsize=256)(
            lambda *commands: Joined([self.compiled(one) for one in commands])
        )


@lru_cache
def insert_row(table: type[Base]) -> Command:
    """An INSERT of one row. Its parameters are all columns of the table, by name."""
    return Command(insert(table).values(_by_name(table)))


@lru_cache(maxsize=512)
def update_row(table: type[Base], columns: frozenset[str]) -> Command:
    """An UPDATE of the row whose `id` is `of`. Its other parameters are these columns, by name."""
    changed = {name: bindparam(name, type_=table.__table__.columns[name].type) for name in sorted(columns)}
    key = table.__table__.columns["id"]
    return Command(update(table).where(key == bindparam("of", type_=key.type)).values(changed))


@lru_cache
def insert_unless_there(
    table: type[Base], row: type[Row], returning: InstrumentedAttribute[Row]
) -> Query[Row]:
    """An INSERT that leaves out a row which clashes with a key; whether a row comes back tells whether it went in.

    It waits for a clashing transaction that is still running, and never aborts its own.
    """
    return Query(
        row,
        _for_both(
            lambda make: make(table).values(_by_name(table)).on_conflict_do_nothing().returning(returning)
        ),
    )


@lru_cache
def insert_or_update(table: type[Base], key: str, *changing: str) -> Command:
    """An INSERT of one row that, where there is one with this `key`, renews the columns `changing` of it instead."""

    def build(make: Callable[[type[Base]], Any]) -> Any:
        statement = make(table).values(_by_name(table))
        return statement.on_conflict_do_update(
            index_elements=[key], set_={name: statement.excluded[name] for name in changing}
        )

    return Command(_for_both(build))


@lru_cache(maxsize=256)
def insert_rows_unless_there(
    table: type[Base],
    count: int,
    own: tuple[str, ...],
    row: type[Row],
    *returning: InstrumentedAttribute[Any],
) -> Query[Row]:
    """The same for `count` rows at once: the columns `own` have a parameter for each row (`night_0`, `night_1`), the others share one."""
    shared = {name: value for name, value in _by_name(table).items() if name not in own}
    types = table.__table__.columns
    rows = [
        shared | {name: bindparam(f"{name}_{i}", type_=types[name].type) for name in own}
        for i in range(count)
    ]
    return Query(
        row, _for_both(lambda make: make(table).values(rows).on_conflict_do_nothing().returning(*returning))
    )


def delete_some(
    row: type[Row], column: InstrumentedAttribute[Row], *conditions: ColumnElement[bool]
) -> Query[Row]:
    """A DELETE of at most `BATCH` rows by their key `column`, which comes back for each.

    Rows that somebody else holds at the moment are left for the next time, so nobody waits for it.
    """
    found = (
        select(column)
        .where(*conditions)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
        .cte("some")
        .prefix_with("MATERIALIZED")
    )
    return Query(row, delete(column.class_).where(column.in_(select(found.c[column.key]))).returning(column))


def _for_both(build: Callable[[Callable[[type[Base]], Any]], Any]) -> ByDialect:
    return ByDialect(build(postgresql.insert), build(sqlite.insert))


def _by_name(table: type[Base]) -> dict[str, Any]:
    return {column.key: bindparam(column.key, type_=column.type) for column in table.__table__.columns}
