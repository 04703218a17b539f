"""The SELECT behind the sellers' calendar: which nights of every unit are taken."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from soulter.bookings.availability import COUNTS
from soulter.bookings.models import Booking, Night
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Source
from soulter.inventory.models import Unit, UnitStatus


class VacancyRow(NamedTuple):
    """A unit in sale with one of its taken nights; `night` is None for a unit that is free on all of them."""

    unit_id: UUID
    name: str
    sleeps: int
    price_minor: int
    night: date | None


_taken_nights = (
    select(Night.unit_id, Night.night)
    .outerjoin(Booking, Booking.id == Night.booking_id)
    .where(
        Night.property_id == bindparam("property"),
        Night.night >= bindparam("from_"),
        Night.night < bindparam("to"),
        COUNTS,
    )
    .subquery()
)
_VACANCIES = Query(
    VacancyRow,
    select(Unit.id.label("unit_id"), Unit.name, Unit.sleeps, Unit.price_minor, _taken_nights.c.night)
    .outerjoin(_taken_nights, _taken_nights.c.unit_id == Unit.id)
    .where(Unit.property_id == bindparam("property"), Unit.status == UnitStatus.ACTIVE)
    .order_by(Unit.position, Unit.id, _taken_nights.c.night),
)


async def vacancies(
    source: Source, property_id: UUID, begin: date, end: date, now: datetime
) -> list[VacancyRow]:
    """The active units of a property in the order of the shop window, each once for every taken night in `[begin, end)`."""
    return await source.all(_VACANCIES, property=property_id, from_=begin, to=end, now=now)
