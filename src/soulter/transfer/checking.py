"""Checks of an import across its lines: references lead somewhere, and no value and no night stands twice.

The lines are read once, some hundred at a time, and compared with the rows of the database that they name.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select

from soulter.exports.exporters import Claims, Complaint, Exporter, Key, Source, rows_by_keys
from soulter.exports.records import Record, RecordType
from soulter.transfer import exporting, reading
from soulter.transfer.errors import OddRow, Trouble
from soulter.transfer.file_index import FileIndex
from soulter.transfer.reading import Files, file_of

LINES_AT_ONCE: Final = 500
_DIFFERENT: Final = (
    "There is already one with this id, and it is different. An import changes nothing: leave the line out."
)


@dataclass
class Checked:
    """How many lines of each kind are new, how many records are there already, and what is wrong."""

    counts: dict[str, int] = field(default_factory=dict)
    there: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    roles: dict[str, int] = field(default_factory=dict)
    """How many new accounts get each role that is more than a guest's."""


class Kept:
    """The records of the exporters that are `kept`: of the database, and of the lines that were read."""

    def __init__(self) -> None:
        self._records: dict[str, dict[UUID, Any]] = {}

    async def load(self, source: Source, exporter: Exporter[Any]) -> None:
        """Read the records of the database. Raises OddRow."""
        found = {record.id: record async for record in _records(source, exporter, None)}
        self._records[exporter.name] = found

    def find(self, exporter: Exporter[RecordType], record_id: UUID) -> RecordType | None:
        """The record with this id."""
        found: RecordType | None = self._records[exporter.name].get(record_id)
        return found

    def add(self, exporter: Exporter[Any], record: Record) -> None:
        """From now on it is known, if the exporter's records are kept."""
        if exporter.kept:
            self._records[exporter.name][record.id] = record


@dataclass(frozen=True)
class _Rows:
    """What the database has of that which some lines name."""

    there: Mapping[UUID, Record]
    holders: Mapping[str, Mapping[Key, str]]
    """By the space of a claim."""
    referred: Mapping[str, set[UUID]]
    """By the name of an exporter."""


async def check(
    source: Source, exporters: Sequence[Exporter[Any]], files: Files, index: FileIndex
) -> Checked:
    """Read and judge all lines; the index then knows which of them are new. Raises OddRow."""
    done = Checked()
    kept = Kept()
    for exporter in exporters:
        if exporter.kept:
            await kept.load(source, exporter)
    for exporter in exporters:
        done.counts[exporter.name] = 0
        for lines in reading.batches(reading.read(files, exporter), LINES_AT_ONCE):
            records = [record for _number, record in lines if isinstance(record, exporter.model)]
            rows = await _rows(source, exporter, records, index)
            for number, found in lines:
                if isinstance(found, exporter.model):
                    _check_line(exporter, number, found, rows, kept, index, done)
                else:
                    done.troubles += found
    return done


def _check_line(
    exporter: Exporter[Any],
    number: int,
    record: Record,
    rows: _Rows,
    kept: Kept,
    index: FileIndex,
    done: Checked,
) -> None:
    label = f"{file_of(exporter)}:{number}"
    complaints: list[Complaint] = []
    if not index.add(exporter.name, record.id):
        complaints = [("/id", "An earlier line of this file has the same id.")]
    elif (there := rows.there.get(record.id)) is not None:
        index.mark_there(exporter.name, record.id)
        if there == record:
            done.there += 1
            return
        complaints = [("/id", _DIFFERENT)]
    clashes = list(_clashes(exporter, record, label, rows, index))
    complaints = complaints or [
        *clashes,
        *_dangling(exporter, record, rows, kept, index),
        *exporter.check(record, kept),
    ]
    kept.add(exporter, record)
    if complaints:
        file = file_of(exporter)
        done.troubles += [Trouble(file, number, pointer, sentence) for pointer, sentence in complaints]
    else:
        done.counts[exporter.name] += 1
        if role := exporter.role(record):
            done.roles[role] = done.roles.get(role, 0) + 1


def _clashes(
    exporter: Exporter[Any], record: Record, label: str, rows: _Rows, index: FileIndex
) -> Iterator[Complaint]:
    for claims in exporter.claims:
        holders = rows.holders[claims.space]
        for pointer, key in claims.of(record):
            first = index.claim(claims.space, key, label)
            holder = holders.get(key) or (first if first != label else None)
            if holder:
                yield pointer, claims.sentence(key, holder)


def _dangling(
    exporter: Exporter[Any], record: Record, rows: _Rows, kept: Kept, index: FileIndex
) -> Iterator[Complaint]:
    for reference in exporter.references(record):
        target = reference.exporter
        if reference.id is None or index.has(target.name, reference.id):
            continue
        if target.kept and kept.find(target, reference.id):
            continue
        if reference.id in rows.referred.get(target.name, ()):
            continue
        where = f"There is no line in {file_of(target)}, and nothing in the database,"
        yield reference.pointer, f"{where} with the id {reference.id}."


async def _rows(
    source: Source, exporter: Exporter[Any], records: Sequence[Record], index: FileIndex
) -> _Rows:
    ids = [record.id for record in records]
    there = {record.id: record async for record in _records(source, exporter, ids)} if ids else {}
    return _Rows(
        there,
        {claims.space: await _holders(source, claims, records) for claims in exporter.claims},
        await _referred(source, exporter, records, index),
    )


async def _holders(source: Source, claims: Claims[Any], records: Sequence[Record]) -> Mapping[Key, str]:
    keys = {key for record in records for _pointer, key in claims.of(record)}
    return await claims.holders(source, list(keys)) if keys else {}


async def _referred(
    source: Source, exporter: Exporter[Any], records: Sequence[Record], index: FileIndex
) -> dict[str, set[UUID]]:
    wanted: dict[Exporter[Any], set[UUID]] = {}
    for record in records:
        for reference in exporter.references(record):
            target = reference.exporter
            if reference.id and not target.kept and not index.has(target.name, reference.id):
                wanted.setdefault(target, set()).add(reference.id)
    found: dict[str, set[UUID]] = {}
    for target, ids in wanted.items():
        key = target.tables[0].__table__.columns["id"]
        rows = rows_by_keys(source, select(key), (key,), [(each,) for each in ids])
        found[target.name] = {row[0] async for row in rows}
    return found


async def _records(
    source: Source, exporter: Exporter[Any], ids: Sequence[UUID] | None
) -> AsyncIterator[Record]:
    """The records of the database, in the form of lines. Raises OddRow."""
    async for line in exporting.lines(source, exporter, ids):
        try:
            yield exporter.model.model_validate(line)
        except ValidationError:
            raise OddRow(exporter.name, line["id"]) from None
