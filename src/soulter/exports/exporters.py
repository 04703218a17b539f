"""An exporter: all that an export, an import and a check of the whole need to know about one kind of record.

A feature makes one for each of its kinds in `<feature>/export.py`; `wiring.EXPORTERS` lists them in the
order in which they are written and imported, so that a record stands after those that it refers to.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, Select, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from soulter.core.database.statements import insert_row
from soulter.core.database.transactions import Transaction
from soulter.core.database.types import Base
from soulter.exports.judging import Judgement
from soulter.exports.records import Line, RecordType, Row

Complaint = tuple[str, str]
"""A JSON pointer into a line and a sentence that says what is wrong there."""

Key = tuple[Any, ...]
"""The value of a claim, such as a code, or a unit and a night."""

_KEYS_AT_ONCE = 1_000
_ROWS_AT_ONCE = 500


class Source(Protocol):
    """A snapshot, or a transaction."""

    def batches(
        self, statement: Executable, params: dict[str, object] | None = None
    ) -> AsyncIterator[Sequence[Sequence[Any]]]:
        """The rows of a statement, some at a time."""
        ...


class Known(Protocol):
    """The records of the database and of the lines before this one."""

    def find(self, exporter: "Exporter[RecordType]", record_id: UUID) -> RecordType | None:
        """The record with this id. The exporter must be one whose records are `kept`."""
        ...


@dataclass(frozen=True)
class Claims(Generic[RecordType]):
    """Values of which each belongs to one record only. Claims with the same `space` exclude each other."""

    space: str
    of: Callable[[RecordType], Iterable[tuple[str, Key]]]
    """The claims of a record, with a pointer to each."""
    holders: Callable[[Source, Sequence[Key]], Awaitable[Mapping[Key, str]]]
    """Who has these values in the database."""
    sentence: Callable[[Key, str], str]
    """What is said of a value that has another holder."""


def unique(
    entity: str, pointer: str, columns: Sequence[InstrumentedAttribute[Any]], of: Callable[[RecordType], Key]
) -> Claims[RecordType]:
    """The claim on a value that is unique among the rows of a table; `of` gives it in the columns' order."""

    async def holders(source: Source, keys: Sequence[Key]) -> Mapping[Key, str]:
        found = rows_by_keys(source, select(*columns), columns, keys)
        return {tuple(row): entity async for row in found}

    return Claims(
        f"{entity}{pointer}",
        lambda record: ((pointer, of(record)),),
        holders,
        lambda key, _holder: f"{key[-1]} is taken by another {entity}.",
    )


async def rows_by_keys(
    source: Source,
    statement: Any,
    columns: Sequence[ColumnElement[Any] | InstrumentedAttribute[Any]],
    keys: Sequence[Key],
) -> AsyncIterator[Sequence[Any]]:
    """The rows of a SELECT in which these columns have one of the keys."""
    for start in range(0, len(keys), _KEYS_AT_ONCE):
        some = keys[start : start + _KEYS_AT_ONCE]
        among = columns[0].in_([key[0] for key in some]) if len(columns) == 1 else tuple_(*columns).in_(some)
        async for rows in source.batches(statement.where(among)):
            for row in rows:
                yield row


@dataclass(frozen=True)
class Reference:
    """A value that is the id of another record; None refers to nothing."""

    pointer: str
    exporter: "Exporter[Any]"
    id: UUID | None


def _no_references(_record: Any) -> Iterable[Reference]:
    return ()


def _no_complaints(_record: Any, _known: Known) -> Iterator[Complaint]:
    return iter(())


@dataclass(frozen=True, eq=False)
class Exporter(Generic[RecordType]):
    """One kind of record."""

    name: str
    """The name of its files, without their ending."""
    tables: tuple[type[Base], ...]
    """The tables whose rows its lines hold; the first one has the record's id."""
    model: type[RecordType]
    statement: Select[Any]
    """The rows of all records, those of one record next to each other, in the order of ids."""
    line: Callable[[Sequence[Any]], Line]
    """The line of a record, made of its rows."""
    write: Callable[[Transaction, Sequence[RecordType]], Awaitable[None]]
    """Inserts records that were checked."""
    entity: str | None = None
    """What the audit log calls it; None for a kind that has no events there."""
    claims: tuple[Claims[RecordType], ...] = ()
    references: Callable[[RecordType], Iterable[Reference]] = _no_references
    check: Callable[[RecordType, Known], Iterator[Complaint]] = _no_complaints
    """What is wrong with a record whose references lead somewhere."""
    role: Callable[[RecordType], str | None] = lambda _record: None
    """The role that a record gives somebody, if it is more than a guest has."""
    kept: bool = False
    """Whether an import keeps all records in memory, so that others can be checked against them."""
    sheet: Callable[[Line], Line] = lambda line: line
    """The line as a spreadsheet shows it; objects become columns, lists become text."""
    more_sheets: Mapping[str, Callable[[Line], Iterator[Row]]] = field(default_factory=dict)
    """Other spreadsheets, by name, with the rows that a line has in them."""
    judge: Callable[[Source, Judgement], Awaitable[None]] | None = None
    """Checks all rows in a database by queries that share nothing with the code that writes them."""


def inserting(
    table: type[Base], row: Callable[[RecordType], Row]
) -> Callable[[Transaction, Sequence[RecordType]], Awaitable[None]]:
    """The `write` of records that are one row each."""

    async def write(session: Transaction, records: Sequence[RecordType]) -> None:
        await insert(session, table, map(row, records))

    return write


async def insert(session: Transaction, table: type[Base], rows: Iterable[Row]) -> None:
    """Insert rows, several in one round trip."""
    found = list(rows)
    for start in range(0, len(found), _ROWS_AT_ONCE):
        await session.run_many(insert_row(table), found[start : start + _ROWS_AT_ONCE])


async def judge(source: Source, exporters: Iterable[Exporter[Any]]) -> Judgement:
    """Check all records of a database."""
    found = Judgement()
    for exporter in exporters:
        if exporter.judge:
            await exporter.judge(source, found)
    return found
