"""The SELECT for a day: arrivals, departures and guests in house of a property."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select

from soulter.access.actor import Actor
from soulter.access.grants import Scope
from soulter.bookings.models import Booking, BookingUnit, Night
from soulter.bookings.queries import BOOKING, LISTED_UNIT, BookingRow, ListedRow, ListedUnit, gathered
from soulter.bookings.states import Status
from soulter.bookings.visibility import VISIBLE, visible_params
from soulter.core.database.statements import Query, prefixed
from soulter.core.database.transactions import Source
from soulter.core.dates import LONGEST_STAY
from soulter.guests.models import Guest
from soulter.properties.errors import PropertyNotFound
from soulter.properties.models import Property
from soulter.properties.queries import ARRIVAL_CUTOFF


class DayBooking(NamedTuple):
    """A booking of a day with its units, and the last night that it holds."""

    row: BookingRow
    units: list[ListedUnit]
    last_night: date | None


class Place(NamedTuple):
    """The settings that decide which business date it is at a property."""

    timezone: str
    arrival_cutoff: time


class _DayRow(NamedTuple):
    place: Place
    last_night: date | None
    booking: BookingRow | None
    unit: ListedUnit | None


_DAY = timedelta(days=1)
_LAST_NIGHT = (
    select(func.max(Night.night)).where(Night.booking_id == Booking.id).scalar_subquery().label("last_night")
)


@lru_cache
def _around(scope: Scope) -> Query[_DayRow]:
    statement = (
        select(
            *prefixed("place", (Property.timezone, ARRIVAL_CUTOFF)),
            _LAST_NIGHT,
            *prefixed("booking", BOOKING),
            *prefixed("unit", LISTED_UNIT),
        )
        .select_from(Property)
        .outerjoin(
            Booking,
            and_(
                Booking.property_id == Property.id,
                VISIBLE[scope],
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
        .order_by(func.lower(Guest.name), Booking.id, BookingUnit.unit_id)
    )
    return Query(_DayRow, statement, place=Place, booking=BookingRow, unit=ListedUnit)


async def around(
    source: Source, actor: Actor, property_id: UUID, day: date | None, now: datetime
) -> tuple[Place, list[DayBooking]]:
    """The clock of a property, and its arrivals, departures and stays on a day, ordered by the guest's name.

    Contains only the bookings that the actor sees. Without a day, all bookings that may belong to today in
    the property's time zone. Raises PropertyNotFound.
    """
    earliest, latest = (day, day) if day else (now.date() - _DAY, now.date() + _DAY)
    floor = earliest - timedelta(days=2 * LONGEST_STAY)
    dates = {"earliest": earliest, "latest": latest, "floor": floor}
    rows = await source.all(_around(actor.scope), property=property_id, **dates, **visible_params(actor))
    if not rows:
        raise PropertyNotFound
    last = {row.booking.id: row.last_night for row in rows if row.booking}
    found = gathered(ListedRow(row.booking, row.unit) for row in rows if row.booking)
    return rows[0].place, [DayBooking(row, units, last[row.id]) for row, units in found]
