"""What lines must be together: references that lead somewhere, amounts that add up, no night twice."""

import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final, cast
from uuid import UUID

from soulter.bookings.states import Status
from soulter.core.dates import Stay
from soulter.core.errors import Invalid
from soulter.core.money import is_currency
from soulter.transfer.errors import Trouble
from soulter.transfer.lines import (
    BlockLine,
    BookedUnitPart,
    BookingLine,
    GuestLine,
    Kind,
    PropertyLine,
    Record,
    UnitLine,
    UserLine,
)
from soulter.transfer.reading import Lines, file_of

_ALL: Final = frozenset({Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN})
_MAY_HAVE_MOVED: Final = frozenset({Status.CHECKED_IN, Status.COMPLETED})
_NONE: Final = frozenset({Status.CANCELLED, Status.EXPIRED})
Night = tuple[UUID, date]
Complaint = tuple[str, str]
"""A pointer and a sentence."""


@dataclass
class Known:
    """What is in the database, and then what the lines add to it."""

    records: dict[Kind, dict[UUID, Record]] = field(default_factory=lambda: {kind: {} for kind in Kind})
    nights: dict[Night, str] = field(default_factory=dict)
    """Each night that is taken, and by what."""
    names: set[tuple[str, ...]] = field(default_factory=set)
    """Slugs, addresses and codes that only one may have."""

    def add(self, kind: Kind, record: Record, label: str) -> None:
        """From now on it is there."""
        self.records[kind][record.id] = record
        self.names |= {name for _pointer, name in _unique(record)}
        for _pointer, night in _taken(record):
            self.nights[night] = label


@dataclass
class Checked:
    """Which lines are new, how many are there already, and what is wrong."""

    new: dict[Kind, list[Record]] = field(default_factory=lambda: {kind: [] for kind in Kind})
    there: int = 0
    troubles: list[Trouble] = field(default_factory=list)


def check(lines: Lines, known: Known) -> Checked:
    """Judge all lines in the order in which they will be written; `known` grows by what is new."""
    done = Checked()
    for kind in Kind:
        seen: set[UUID] = set()
        for number, record in lines[kind]:
            label = f"{file_of(kind)}:{number}"
            complaints = list(_repeated(record, seen))
            seen.add(record.id)
            there = known.records[kind].get(record.id)
            if there is not None and not complaints:
                if there == record:
                    done.there += 1
                    continue
                complaints = [
                    (
                        "/id",
                        (
                            "There is already one with this id, and it is different. "
                            "An import changes nothing: leave the line out."
                        ),
                    )
                ]
            complaints = complaints or [*_clashes(record, known), *_CHECKS[kind](record, known)]
            if complaints:
                done.troubles += [
                    Trouble(file_of(kind), number, pointer, sentence) for pointer, sentence in complaints
                ]
            else:
                done.new[kind].append(record)
            known.add(kind, record, label)
    return done


def _repeated(record: Record, seen: set[UUID]) -> Iterator[Complaint]:
    if record.id in seen:
        yield "/id", "An earlier line of this file has the same id."


def _unique(record: Record) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(record, PropertyLine):
        yield "/slug", ("property", record.slug)
    elif isinstance(record, UnitLine):
        yield "/slug", ("unit", str(record.property_id), record.slug)
    elif isinstance(record, UserLine):
        yield "/email", ("user", record.email.lower())
    elif isinstance(record, BookingLine):
        yield "/code", ("booking", record.code)


def _taken(record: Record) -> Iterator[tuple[str, Night]]:
    if isinstance(record, BookingLine):
        for i, unit in enumerate(record.units):
            for j, part in enumerate(unit.nights):
                if part.held:
                    yield f"/units/{i}/nights/{j}", (unit.id, part.night)
    elif isinstance(record, BlockLine):
        try:
            nights = Stay(record.begin, record.end).nights
        except Invalid:
            return
        for night in nights:
            yield "/from", (record.unit_id, night)


def _clashes(record: Record, known: Known) -> Iterator[Complaint]:
    for pointer, name in _unique(record):
        if name in known.names:
            yield pointer, f"{name[-1]} is taken by another {name[0]}."
    for pointer, night in _taken(record):
        if night in known.nights:
            yield pointer, f"The night {night[1]} of unit {night[0]} is taken by {known.nights[night]}."


def _refers(known: Known, kind: Kind, pointer: str, reference: UUID | None) -> Iterator[Complaint]:
    if reference is not None and reference not in known.records[kind]:
        yield (
            pointer,
            f"There is no line in {file_of(kind)}, and nothing in the database, with the id {reference}.",
        )


def _property(record: Record, _known: Known) -> Iterator[Complaint]:
    line = cast("PropertyLine", record)
    if line.timezone not in zoneinfo.available_timezones():
        yield "/timezone", f"{line.timezone} is not a time zone of the IANA list, such as Asia/Karachi."
    if not is_currency(line.currency):
        yield "/currency", f"{line.currency} is not an ISO 4217 currency with a minor unit."


def _unit(record: Record, known: Known) -> Iterator[Complaint]:
    line = cast("UnitLine", record)
    yield from _refers(known, Kind.PROPERTIES, "/propertyId", line.property_id)
    yield from _currency(known, line.property_id, "/price/currency", line.price.currency)


def _currency(known: Known, property_id: UUID, pointer: str, currency: str) -> Iterator[Complaint]:
    place = cast("PropertyLine | None", known.records[Kind.PROPERTIES].get(property_id))
    if place and place.currency != currency:
        yield pointer, f"The property counts in {place.currency}, not in {currency}."


def _guest(record: Record, known: Known) -> Iterator[Complaint]:
    yield from _refers(known, Kind.USERS, "/userId", cast("GuestLine", record).user_id)


def _booking(record: Record, known: Known) -> Iterator[Complaint]:
    line = cast("BookingLine", record)
    yield from _refers(known, Kind.PROPERTIES, "/propertyId", line.property_id)
    yield from _refers(known, Kind.GUESTS, "/guestId", line.guest_id)
    yield from _refers(known, Kind.USERS, "/agent/id", line.agent.id if line.agent else None)
    yield from _refers(known, Kind.USERS, "/createdBy", line.created_by)
    yield from _currency(known, line.property_id, "/total/currency", line.total.currency)
    try:
        stay = Stay(line.check_in, line.check_out)
    except Invalid as refused:
        yield "/checkOut", refused.detail
        return
    if len({unit.id for unit in line.units}) < len(line.units):
        yield "/units", "A unit stands here twice."
    for i, unit in enumerate(line.units):
        yield from _unit_of(known, f"/units/{i}/id", unit.id, line.property_id)
        yield from _nights(line, stay, f"/units/{i}", unit)
    if {part.night for unit in line.units for part in unit.nights} < set(stay.nights):
        yield "/units", "The units together have an entry for each night of the stay."
    if sum(unit.price.amount for unit in line.units) != line.total.amount:
        yield "/total/amount", "The prices of the units do not add up to the total."


def _nights(line: BookingLine, stay: Stay, pointer: str, unit: BookedUnitPart) -> Iterator[Complaint]:
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
    if line.status in _ALL and held < len(unit.nights):
        yield f"{pointer}/nights", f"A booking that is {line.status} holds all of its nights: held is true."
    if line.status in _NONE and held:
        yield f"{pointer}/nights", f"A booking that is {line.status} holds no night: held is false."


def _unit_of(known: Known, pointer: str, unit_id: UUID, property_id: UUID) -> Iterable[Complaint]:
    unit = cast("UnitLine | None", known.records[Kind.UNITS].get(unit_id))
    if unit is None:
        yield from _refers(known, Kind.UNITS, pointer, unit_id)
    elif unit.property_id != property_id:
        yield pointer, "The unit belongs to another property."


def _block(record: Record, known: Known) -> Iterator[Complaint]:
    line = cast("BlockLine", record)
    yield from _refers(known, Kind.PROPERTIES, "/propertyId", line.property_id)
    yield from _unit_of(known, "/unitId", line.unit_id, line.property_id)
    yield from _refers(known, Kind.USERS, "/createdBy", line.created_by)
    try:
        Stay(line.begin, line.end)
    except Invalid as refused:
        yield "/to", refused.detail


_CHECKS: Final[dict[Kind, Callable[[Record, Known], Iterator[Complaint]]]] = {
    Kind.PROPERTIES: _property,
    Kind.UNITS: _unit,
    Kind.USERS: lambda _record, _known: iter(()),
    Kind.GUESTS: _guest,
    Kind.BOOKINGS: _booking,
    Kind.BLOCKS: _block,
}
