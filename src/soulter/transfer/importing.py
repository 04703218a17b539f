"""Taking an export in: all lines are judged first, then all are written in one transaction, their nights through the ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from soulter.bookings import availability, ledger
from soulter.bookings.availability import SellableUnit
from soulter.bookings.ledger import Claimant
from soulter.bookings.models import BookingUnit, NightKind
from soulter.core import ids
from soulter.core.config.settings import Settings
from soulter.core.database import transactions
from soulter.core.database.statements import insert_row
from soulter.core.database.transactions import Transaction
from soulter.core.dates import Stay
from soulter.core.money import Money
from soulter.core.records import audit
from soulter.core.records.audit import AuditEvent
from soulter.pricing.engine import NightPrice
from soulter.transfer import checking, exporting, queries, reading, rows
from soulter.transfer.checking import Known
from soulter.transfer.errors import OddRow, Trouble
from soulter.transfer.lines import MODELS, BlockLine, BookingLine, Kind, Record
from soulter.transfer.reading import Lines

_ROWS_AT_ONCE = 500
_UNITS_AT_ONCE = 50
_ACTOR = "cli"
_AUDITED = {
    Kind.PROPERTIES: "property",
    Kind.UNITS: "unit",
    Kind.USERS: "user",
    Kind.BOOKINGS: "booking",
    Kind.BLOCKS: "block",
}


@dataclass
class Imported:
    """How many lines of each kind were new, how many were there already, and what is wrong: then nothing was written."""

    counts: dict[str, int] = field(default_factory=dict)
    there: int = 0
    troubles: list[Trouble] = field(default_factory=list)


class _Enough(Exception):
    """Ends a transaction that is not to be committed."""


async def take_in(settings: Settings, source: Path, now: datetime, *, dry_run: bool) -> Imported:
    """Import, all or nothing; with `dry_run` everything but the commit. Raises NotAnExport, PlaceUnusable, SchemaPending, NoDatabase."""
    await exporting.check_schema(settings)
    with reading.opened(source) as files:
        lines, troubles = reading.read(files)
    done = Imported(troubles=troubles)
    try:
        async with transactions.patiently_writing(settings) as session:
            units_by_id = await _lock(session, lines)
            checked = checking.check(lines, await _known(session))
            done.there = checked.there
            done.troubles += checked.troubles
            done.counts = {kind.value: len(checked.new[kind]) for kind in Kind}
            if done.troubles:
                raise _Enough
            await _write(session, checked.new, units_by_id, now)
            if dry_run or not any(done.counts.values()):
                raise _Enough
            await audit.record(
                session, now, _ACTOR, "import.done", ids.new_id(), there=done.there, **done.counts
            )
    except _Enough:
        pass
    return done


async def _lock(session: Transaction, lines: Lines) -> dict[UUID, SellableUnit]:
    """Units that are there already, held so that nobody takes a night between the look and the write."""
    wanted = {
        unit.id
        for _number, line in lines[Kind.BOOKINGS]
        if isinstance(line, BookingLine)
        for unit in line.units
    }
    wanted |= {line.unit_id for _number, line in lines[Kind.BLOCKS] if isinstance(line, BlockLine)}
    return {
        offer.unit_id: offer
        for some in _some(sorted(wanted), _UNITS_AT_ONCE)
        for offer in await availability.units_for_sale(session, some, for_update=True)
    }


async def _known(session: Transaction) -> Known:
    """What is there, in the form of lines. Raises OddRow."""
    known = Known()
    for kind in Kind:
        async for line in queries.lines(session, kind):
            try:
                record = MODELS[kind].model_validate(line)
            except ValidationError:
                raise OddRow(kind, line["id"]) from None
            known.add(kind, record, f"{_AUDITED.get(kind, kind)} {line.get('code', line['id'])}")
    return known


async def _locked(session: Transaction, unit_ids: Sequence[UUID]) -> dict[UUID, SellableUnit]:
    found: dict[UUID, SellableUnit] = {}
    for some in _some(unit_ids, _UNITS_AT_ONCE):
        found |= {
            unit.unit_id: unit for unit in await availability.units_for_sale(session, some, for_update=True)
        }
    return found


async def _write(
    session: Transaction, new: dict[Kind, list[Record]], units_by_id: dict[UUID, SellableUnit], now: datetime
) -> None:
    for kind in Kind:
        await _insert(session, rows.TABLES[kind], map(rows.OF[kind], new[kind]))
        if kind is Kind.UNITS:
            added = [record.id for record in new[kind]]
            units_by_id |= await _locked(session, added)
        if entity := _AUDITED.get(kind):
            events = (audit.event(now, _ACTOR, f"{entity}.imported", record.id, {}) for record in new[kind])
            await _insert(session, AuditEvent, events)
    bookings = [line for line in new[Kind.BOOKINGS] if isinstance(line, BookingLine)]
    await _insert(session, BookingUnit, (row for line in bookings for row in rows.units_of(line)))
    for line in bookings:
        prices = [
            NightPrice(unit.id, part.night, part.price.money())
            for unit in line.units
            for part in unit.nights
            if part.held
        ]
        await _take(
            session,
            [units_by_id[unit.id] for unit in line.units],
            Claimant(NightKind.BOOKING, line.id),
            prices,
        )
    for block in new[Kind.BLOCKS]:
        assert isinstance(block, BlockLine)
        unit = units_by_id[block.unit_id]
        free = [
            NightPrice(block.unit_id, night, Money(0, unit.price.currency))
            for night in Stay(block.begin, block.end).nights
        ]
        await _take(session, [unit], Claimant(NightKind.BLOCK, block.id), free)


async def _take(
    session: Transaction, units: Sequence[SellableUnit], claimant: Claimant, prices: Sequence[NightPrice]
) -> None:
    if prices:
        await ledger.take(session, units, claimant, prices)


async def _insert(session: Transaction, table: Any, found: Iterable[dict[str, Any]]) -> None:
    for some in _some(list(found), _ROWS_AT_ONCE):
        await session.run_many(insert_row(table), some)


def _some(items: Sequence[Any], most: int) -> Iterable[Sequence[Any]]:
    return (items[i : i + most] for i in range(0, len(items), most))
