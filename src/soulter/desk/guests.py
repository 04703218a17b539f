"""The SELECT for the list of guests.

Each booking has its own guest record. Records with the same e-mail address, or without an address the same
phone number, are one person.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, String, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from soulter.access.actor import Actor
from soulter.access.permissions import GuestPermission
from soulter.bookings.models import Booking
from soulter.bookings.states import Status
from soulter.bookings.visibility import NOTHING
from soulter.core import clock
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Source
from soulter.core.database.types import Instant
from soulter.core.records import paging
from soulter.core.records.paging import Order, PageOut, PageQuery
from soulter.guests.contacts import contact
from soulter.guests.models import Guest
from soulter.properties import queries as properties

_IN_NUMBERS = str.maketrans("", "", " -()./")


class PersonRow(NamedTuple):
    """A person with the name and contact of their newest guest record; stays are given by check-in date."""

    id: UUID
    name: str
    email: str | None
    phone: str | None
    bookings: int
    last_stay: date | None
    next_stay: date | None


NEWEST_FIRST = Order((Guest.id,), (UUID,), descending=True)
_today, _now = bindparam("today", type_=Date()), bindparam("now", type_=Instant())
_pattern, _number = bindparam("pattern", type_=String()), bindparam("number", type_=String())
_stands = and_(
    Booking.status != Status.CANCELLED,
    Booking.status != Status.EXPIRED,
    Booking.status != Status.NO_SHOW,
    or_(Booking.status != Status.PENDING, Booking.hold_expires_at > _now),
)


def _digits(phone: Any) -> Any:
    for character in " -()./":
        phone = func.replace(phone, character, "")
    return phone


@lru_cache
def _listing(allowed: bool, searched: bool, continued: bool) -> Query[PersonRow]:
    later, record = aliased(Guest), aliased(Guest)
    newest = ~exists(select(later.id).where(contact(later) == contact(Guest), later.id > Guest.id))
    people = select(Guest.id, Guest.name, Guest.email, Guest.phone, contact(Guest).label("contact")).where(
        newest
    )
    if not allowed:
        people = people.where(NOTHING)
    if searched:
        matching = select(contact(record).label("contact")).where(
            or_(
                func.lower(record.name).like(_pattern, escape="\\"),
                record.email.like(_pattern, escape="\\"),
                _digits(record.phone).like(_number, escape="\\"),
            )
        )
        people = people.where(
            contact(Guest).in_(select(matching.cte("matching").prefix_with("MATERIALIZED").c.contact))
        )
    # The page is limited first, so that stays are counted only for the people on it.
    page = NEWEST_FIRST.apply(people, continued=continued).subquery("page")
    of_person = aliased(Guest)
    columns = (page.c.id, page.c.name, page.c.email, page.c.phone)
    last = func.max(case((and_(_stands, Booking.check_in <= _today), Booking.check_in)))
    following = func.min(case((and_(_stands, Booking.check_in > _today), Booking.check_in)))
    counted = (
        func.count(Booking.id).label("bookings"),
        last.label("last_stay"),
        following.label("next_stay"),
    )
    statement = (
        select(*columns, *counted)
        .join(of_person, contact(of_person) == page.c.contact)
        .join(Booking, Booking.guest_id == of_person.id)
        .group_by(*columns)
        .order_by(page.c.id.desc())
    )
    return Query(PersonRow, statement)


async def listed(
    source: Source, actor: Actor, query: PageQuery, q: str | None, now: datetime
) -> tuple[list[PersonRow], PageOut]:
    """A page of the people with bookings, the most recent booking first.

    Empty for an actor who may not read guests. "Today" is the business date of the first property.
    """
    place = await properties.first_opened(source)
    params = NEWEST_FIRST.params(query) | {
        "now": now,
        "today": clock.business_date(now, place.timezone if place else "UTC"),
    }
    if q is not None:
        params |= {
            "pattern": _like(q.lower()),
            "number": _like(q.translate(_IN_NUMBERS)) if any(map(str.isdigit, q)) else "",
        }
    statement = _listing(actor.may(GuestPermission.READ), q is not None, query.cursor is not None)
    rows = await source.all(statement, **params)
    return paging.cut(rows, query, lambda row: (row.id,))


def _like(part: str) -> str:
    return "%" + part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
