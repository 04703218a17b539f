"""Invariants of bookings, blocks and nights. Their queries share nothing with the code that writes."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import and_, func, select

from soulter.bookings.models import Block, Booking, BookingUnit, Night
from soulter.bookings.states import Status
from soulter.exports.exporters import Source
from soulter.exports.judging import Judgement

_LIVE: Final = frozenset({Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN})
_MOVED: Final = frozenset({Status.CHECKED_IN, Status.COMPLETED})
_GONE: Final = frozenset({Status.CANCELLED, Status.EXPIRED})

_TWICE = select(Night.unit_id, Night.night).group_by(Night.unit_id, Night.night).having(func.count() > 1)
_CLAIMED_BY_NOTHING = (
    select(Night.unit_id, Night.night)
    .outerjoin(
        BookingUnit, and_(BookingUnit.booking_id == Night.booking_id, BookingUnit.unit_id == Night.unit_id)
    )
    .outerjoin(Block, and_(Block.id == Night.block_id, Block.unit_id == Night.unit_id))
    .where(BookingUnit.booking_id.is_(None), Block.id.is_(None))
)
_IN_STAY = and_(Night.night >= Booking.check_in, Night.night < Booking.check_out)
_SOLD = (
    select(
        Booking.code,
        Booking.status,
        Booking.check_in,
        Booking.check_out,
        Booking.total_minor,
        BookingUnit.unit_id,
        BookingUnit.price_minor,
        BookingUnit.nightly,
        select(func.count())
        .where(Night.booking_id == Booking.id, Night.unit_id == BookingUnit.unit_id)
        .scalar_subquery(),
        select(func.count())
        .where(Night.booking_id == Booking.id, Night.unit_id == BookingUnit.unit_id, _IN_STAY)
        .scalar_subquery(),
    )
    .outerjoin(BookingUnit, BookingUnit.booking_id == Booking.id)
    .order_by(Booking.id, BookingUnit.unit_id)
)
_BLOCKED = (
    select(Block.id, Block.starts_on, Block.ends_on, func.count(Night.night))
    .outerjoin(
        Night,
        and_(
            Night.block_id == Block.id,
            Night.unit_id == Block.unit_id,
            Night.night >= Block.starts_on,
            Night.night < Block.ends_on,
        ),
    )
    .group_by(Block.id, Block.starts_on, Block.ends_on)
)


class _Sold(NamedTuple):
    """A unit of a booking, with what the ledger holds for it: in all, and within the stay."""

    code: str
    status: Status
    check_in: date
    check_out: date
    total_minor: int
    unit_id: UUID | None
    price_minor: int | None
    nightly: list[tuple[str, int]] | None
    held: int
    held_in_stay: int


async def judge_bookings(source: Source, found: Judgement) -> None:
    """No night is taken twice or by nothing; each active booking has exactly its nights; prices add up."""
    async for rows in source.batches(_TWICE):
        for unit_id, night in rows:
            found.add(f"Unit {unit_id} is taken twice on {night}.")
    async for rows in source.batches(_CLAIMED_BY_NOTHING):
        for unit_id, night in rows:
            found.add(f"Unit {unit_id} is taken on {night} by nothing.")
    some: list[_Sold] = []
    async for rows in source.batches(_SOLD):
        for row in map(_Sold._make, rows):
            if some and some[0].code != row.code:
                _judge_booking(some, found)
                some = []
            some.append(row)
    if some:
        _judge_booking(some, found)


async def judge_blocks(source: Source, found: Judgement) -> None:
    """Each block has exactly its nights."""
    async for rows in source.batches(_BLOCKED):
        for block_id, starts_on, ends_on, held in rows:
            found.checked("blocks")
            if held != (ends_on - starts_on).days:
                found.add(f"Block {block_id} holds {held} of its {(ends_on - starts_on).days} nights.")


def _judge_booking(units: Sequence[_Sold], found: Judgement) -> None:
    found.checked("bookings")
    first = units[0]
    if first.unit_id is None:
        found.add(f"{first.code} has no unit.")
        return
    for sentence in (sentence for unit in units for sentence in _wrong_with(unit)):
        found.add(sentence)
    nights = {line[0] for unit in units for line in unit.nightly or []}
    if len(nights) != (first.check_out - first.check_in).days:
        found.add(
            f"{first.code} has {len(nights)} nights, and its stay {(first.check_out - first.check_in).days}."
        )
    if (paid := sum(unit.price_minor or 0 for unit in units)) != first.total_minor:
        found.add(f"{first.code} costs {first.total_minor}, and its units {paid}.")


def _wrong_with(unit: _Sold) -> Iterator[str]:
    lines: list[Any] = unit.nightly or []
    nights = {line[0] for line in lines}
    stay = {str(unit.check_in + timedelta(days=i)) for i in range((unit.check_out - unit.check_in).days)}
    if unit.status in _LIVE and not unit.held == unit.held_in_stay == len(nights):
        yield (
            f"{unit.code} is {unit.status} and holds {unit.held_in_stay} of its {len(nights)} nights "
            f"in unit {unit.unit_id}."
        )
    elif unit.held != (0 if unit.status in _GONE else unit.held_in_stay):
        yield f"{unit.code} is {unit.status} and holds nights that are not its own in unit {unit.unit_id}."
    # Who changed the unit during the stay has in each of them a part of the nights.
    parts = unit.status in _MOVED and nights < stay
    if len(nights) < len(lines) or not (parts or nights == stay):
        yield f"{unit.code} has prices for other nights than its own in unit {unit.unit_id}."
    if sum(line[1] for line in lines) != unit.price_minor:
        yield f"{unit.code} has nights in unit {unit.unit_id} that do not add up to its price."
