"""The SELECT behind the day: who comes, goes and stays at a property."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select

from soulter.bookings.models import Booking, BookingUnit
from soulter.bookings.queries import BOOKING, LISTED_UNIT, BookingRow, ListedRow, ListedUnit, gathered
from soulter.bookings.states import Status
from soulter.core.database.statements import Query, prefixed
from soulter.core.database.transactions import Source
from soulter.core.dates import LONGEST_STAY
from soulter.guests.models import Guest
from soulter.properties.errors import PropertyNotFound
from soulter.properties.models import Property


class _DayRow(NamedTuple):
    timezone: str
    booking: BookingRow | None
    unit: ListedUnit | None


_DAY = timedelta(days=1)
_AROUND = Query(
    _DayRow,
    select(Property.timezone, *prefixed("booking", BOOKING), *prefixed("unit", LISTED_UNIT))
    .select_from(Property)
    .outerjoin(
        Booking,
        and_(
            Booking.property_id == Property.id,
            Booking.status != Status.CANCELLED,
            Booking.status != Status.EXPIRED,
            Booking.check_in <= bindparam("latest"),
            Booking.check_in > bindparam("floor"),
            or_(Booking.check_out >= bindparam("earliest"), Booking.status == Status.CHECKED_IN),
        ),
    )
    .outerjoin(Guest, Guest.id == Booking.guest_id)
    .outerjoin(BookingUnit, BookingUnit.booking_id == Booking.id)
    .where(Property.id == bindparam("property"))
    .order_by(func.lower(Guest.name), Booking.id, BookingUnit.unit_id),
    booking=BookingRow,
    unit=ListedUnit,
)


async def around(
    source: Source, property_id: UUID, day: date | None, now: datetime
) -> tuple[str, list[tuple[BookingRow, list[ListedUnit]]]]:
    """The time zone of a property, and its bookings that come, go or stay on a day, by the guest's name.

    Without a day, all that may be of its today, wherever it lies. Raises PropertyNotFound.
    """
    earliest, latest = (day, day) if day else (now.date() - _DAY, now.date() + _DAY)
    floor = earliest - timedelta(days=2 * LONGEST_STAY)
    rows = await source.all(_AROUND, property=property_id, earliest=earliest, latest=latest, floor=floor)
    if not rows:
        raise PropertyNotFound
    return rows[0].timezone, gathered(ListedRow(row.booking, row.unit) for row in rows if row.booking)
