"""What an import checks of bookings and blocks: amounts that add up, a night for each day, no night twice."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import select

from soulter.bookings.export_lines import BlockLine, BookedUnitPart, BookingLine
from soulter.bookings.models import Booking, Night
from soulter.bookings.states import Status
from soulter.core.dates import Stay
from soulter.core.errors import Invalid
from soulter.exports.exporters import Claims, Complaint, Key, Known, Source, rows_by_keys
from soulter.inventory.export import UNITS
from soulter.properties.export import currency_complaints

_HOLD_ALL: Final = frozenset({Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN})
_MAY_HAVE_MOVED: Final = frozenset({Status.CHECKED_IN, Status.COMPLETED})
_HOLD_NONE: Final = frozenset({Status.CANCELLED, Status.EXPIRED})

_TAKEN = (
    select(Night.unit_id, Night.night, Booking.code, Night.block_id)
    .select_from(Night)
    .outerjoin(Booking, Booking.id == Night.booking_id)
)


async def _holders(source: Source, keys: Sequence[Key]) -> Mapping[Key, str]:
    found = rows_by_keys(source, _TAKEN, (Night.unit_id, Night.night), keys)
    return {
        (unit_id, night): f"booking {code}" if code else f"block {block_id}"
        async for unit_id, night, code, block_id in found
    }


def _said(key: Key, holder: str) -> str:
    unit_id, night = key
    return f"The night {night} of unit {unit_id} is taken by {holder}."


def _nights_of_booking(line: BookingLine) -> Iterator[tuple[str, Key]]:
    for i, unit in enumerate(line.units):
        for j, part in enumerate(unit.nights):
            if part.held:
                yield f"/units/{i}/nights/{j}", (unit.id, part.night)


def _nights_of_block(line: BlockLine) -> Iterator[tuple[str, Key]]:
    try:
        nights = Stay(line.begin, line.end).nights
    except Invalid:
        return
    for night in nights:
        yield "/from", (line.unit_id, night)


_NIGHTS: Final = "nights"
BOOKED_NIGHTS: Final = Claims(_NIGHTS, _nights_of_booking, _holders, _said)
BLOCKED_NIGHTS: Final = Claims(_NIGHTS, _nights_of_block, _holders, _said)


def check_booking(line: BookingLine, known: Known) -> Iterator[Complaint]:
    """Complain of amounts, units and nights that do not fit together."""
    yield from currency_complaints(known, line.property_id, "/total/currency", line.total.currency)
    try:
        stay = Stay(line.check_in, line.check_out)
    except Invalid as refused:
        yield "/checkOut", refused.detail
        return
    if len({unit.id for unit in line.units}) < len(line.units):
        yield "/units", "A unit stands here twice."
    for i, unit in enumerate(line.units):
        yield from _check_property(known, f"/units/{i}/id", unit.id, line.property_id)
        yield from _check_unit(line, stay, f"/units/{i}", unit)
    if {part.night for unit in line.units for part in unit.nights} < set(stay.nights):
        yield "/units", "The units together have an entry for each night of the stay."
    if sum(unit.price.amount for unit in line.units) != line.total.amount:
        yield "/total/amount", "The prices of the units do not add up to the total."


def _check_unit(line: BookingLine, stay: Stay, pointer: str, unit: BookedUnitPart) -> Iterator[Complaint]:
    if {line.total.currency} != {unit.price.currency, *(part.price.currency for part in unit.nights)}:
        yield f"{pointer}/price/currency", "All amounts of a booking are in one currency."
    nights = [part.night for part in unit.nights]
    # A guest who changed the unit during the stay has in each of them a part of the nights.
    whole = line.status not in _MAY_HAVE_MOVED or len(line.units) == 1
    if (
        len(set(nights)) < len(nights)
        or not set(nights) <= set(stay.nights)
        or (whole and set(nights) != set(stay.nights))
    ):
        yield (
            f"{pointer}/nights",
            "There is one entry for each night from check-in to the day before check-out.",
        )
    if sum(part.price.amount for part in unit.nights) != unit.price.amount:
        yield f"{pointer}/price/amount", "The prices of the nights do not add up to the price of the unit."
    held = sum(part.held for part in unit.nights)
    if line.status in _HOLD_ALL and held < len(unit.nights):
        yield f"{pointer}/nights", f"A booking that is {line.status} holds all of its nights: held is true."
    if line.status in _HOLD_NONE and held:
        yield f"{pointer}/nights", f"A booking that is {line.status} holds no night: held is false."


def check_block(line: BlockLine, known: Known) -> Iterator[Complaint]:
    """Complain of a unit of another property, and of a block that ends before it begins."""
    yield from _check_property(known, "/unitId", line.unit_id, line.property_id)
    try:
        Stay(line.begin, line.end)
    except Invalid as refused:
        yield "/to", refused.detail


def _check_property(known: Known, pointer: str, unit_id: UUID, property_id: UUID) -> Iterator[Complaint]:
    unit = known.find(UNITS, unit_id)
    if unit and unit.property_id != property_id:
        yield pointer, "The unit belongs to another property."
