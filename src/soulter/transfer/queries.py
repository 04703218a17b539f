"""Every SELECT of an export, and how its rows become lines: plain values in the shape of `lines`."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Protocol, cast

from sqlalchemy import Executable, and_, select

from soulter.accounts.models import User
from soulter.bookings.models import Block, Booking, BookingUnit, Night
from soulter.guests.models import Guest
from soulter.inventory.models import Unit
from soulter.properties.models import Property
from soulter.transfer.lines import Kind

Line = dict[str, Any]


class Batches(Protocol):
    """A snapshot, or a transaction."""

    def batches(
        self, statement: Executable, params: dict[str, object] | None = None
    ) -> AsyncIterator[Sequence[Sequence[Any]]]:
        """Rows, some at a time."""
        ...


_PROPERTIES = select(Property.__table__).order_by(Property.id)
_UNITS = (
    select(Unit.__table__, Property.currency)
    .join(Property, Property.id == Unit.property_id)
    .order_by(Unit.id)
)
_USERS = select(User.__table__).order_by(User.id)
_GUESTS = select(Guest.__table__).order_by(Guest.id)
_BLOCKS = select(Block.__table__).order_by(Block.id)
# Implied; it lets SQLite, which uses the ledger's key, read the nights of one stay and not all of the unit's.
_IN_STAY = (Night.night >= Booking.check_in, Night.night < Booking.check_out)
_BOOKINGS = (
    select(
        Booking.__table__,
        BookingUnit.unit_id,
        BookingUnit.unit_name,
        BookingUnit.price_minor,
        BookingUnit.nightly,
        Night.night,
    )
    .join(BookingUnit, BookingUnit.booking_id == Booking.id)
    .outerjoin(Night, and_(Night.booking_id == Booking.id, Night.unit_id == BookingUnit.unit_id, *_IN_STAY))
    .order_by(Booking.id, BookingUnit.unit_id, Night.night)
)


async def lines(source: Batches, kind: Kind) -> AsyncIterator[Line]:
    """Every line of a kind, in the order of ids."""
    if kind is Kind.BOOKINGS:
        async for line in _bookings(source):
            yield line
        return
    statement, line_of = _PLAIN[kind]
    async for rows in source.batches(statement):
        for row in rows:
            yield line_of(row)


def _property(row: Any) -> Line:
    return {
        "id": str(row.id),
        "name": row.name,
        "slug": row.slug,
        "timezone": row.timezone,
        "currency": row.currency,
        "checkInTime": f"{row.check_in_time:%H:%M}",
        "checkOutTime": f"{row.check_out_time:%H:%M}",
        "arrivalCutoff": f"{row.arrival_cutoff:%H:%M}" if row.arrival_cutoff else None,
        "holdMinutes": row.hold_minutes,
        "agentHoldMinutes": row.agent_hold_minutes,
        "visitorSharePercent": row.visitor_share_percent,
        "visitorLongestStay": row.visitor_longest_stay,
        "visitorFurthestDays": row.visitor_furthest_days,
        "visitorMostUnits": row.visitor_most_units,
        "createdAt": moment(row.created_at),
        "updatedAt": moment(row.updated_at),
    }


def _unit(row: Any) -> Line:
    return {
        "id": str(row.id),
        "propertyId": str(row.property_id),
        "name": row.name,
        "slug": row.slug,
        "sleeps": row.sleeps,
        "price": money(row.price_minor, row.currency),
        "status": row.status.value,
        "position": row.position,
        "description": row.description,
        "amenities": row.amenities,
        "createdAt": moment(row.created_at),
        "updatedAt": moment(row.updated_at),
    }


def _user(row: Any) -> Line:
    return {
        "id": str(row.id),
        "email": row.email,
        "name": row.name,
        "phone": row.phone,
        "role": row.role.value,
        "active": row.active,
        "createdAt": moment(row.created_at),
        "updatedAt": moment(row.updated_at),
    }


def _guest(row: Any) -> Line:
    return {
        "id": str(row.id),
        "name": row.name,
        "email": row.email,
        "phone": row.phone,
        "userId": _id(row.user_id),
        "createdAt": moment(row.created_at),
    }


def _block(row: Any) -> Line:
    return {
        "id": str(row.id),
        "propertyId": str(row.property_id),
        "unitId": str(row.unit_id),
        "from": row.starts_on.isoformat(),
        "to": row.ends_on.isoformat(),
        "reason": row.reason,
        "createdBy": _id(row.created_by),
        "createdAt": moment(row.created_at),
    }


async def _bookings(source: Batches) -> AsyncIterator[Line]:
    """The rows of a booking are adjacent: one for each unit and its night, one for a unit without nights."""
    some: list[Any] = []
    async for rows in source.batches(_BOOKINGS):
        for row in cast("Sequence[Any]", rows):
            if some and some[0].id != row.id:
                yield _booking(some)
                some = []
            some.append(row)
    if some:
        yield _booking(some)


def _booking(rows: Sequence[Any]) -> Line:
    row = rows[0]
    held = {(each.unit_id, each.night.isoformat()) for each in rows if each.night}
    units = {each.unit_id: each for each in rows}
    return {
        "id": str(row.id),
        "code": row.code,
        "propertyId": str(row.property_id),
        "propertyName": row.property_name,
        "guestId": str(row.guest_id),
        "agent": {"id": str(row.agent_id), "name": row.agent_name} if row.agent_id else None,
        "createdBy": _id(row.created_by),
        "source": row.source.value,
        "status": row.status.value,
        "checkIn": row.check_in.isoformat(),
        "checkOut": row.check_out.isoformat(),
        "adults": row.adults,
        "children": row.children,
        "total": money(row.total_minor, row.currency),
        "holdExpiresAt": moment(row.hold_expires_at) if row.hold_expires_at else None,
        "notes": row.notes,
        "version": row.version,
        "units": [
            {
                "id": str(unit_id),
                "name": unit.unit_name,
                "price": money(unit.price_minor, row.currency),
                "nights": [
                    {"night": night, "price": money(minor, row.currency), "held": (unit_id, night) in held}
                    for night, minor in sorted(unit.nightly)
                ],
            }
            for unit_id, unit in units.items()
        ],
        "createdAt": moment(row.created_at),
        "updatedAt": moment(row.updated_at),
    }


def money(minor: int, currency: str) -> Line:
    """An amount as the wire has it."""
    return {"amount": minor, "currency": currency}


def moment(value: datetime) -> str:
    """A moment in UTC, to the microsecond, always in the same form."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _id(value: object) -> str | None:
    return str(value) if value else None


_PLAIN: Final[dict[Kind, tuple[Executable, Callable[[Any], Line]]]] = {
    Kind.PROPERTIES: (_PROPERTIES, _property),
    Kind.UNITS: (_UNITS, _unit),
    Kind.USERS: (_USERS, _user),
    Kind.GUESTS: (_GUESTS, _guest),
    Kind.BLOCKS: (_BLOCKS, _block),
}
