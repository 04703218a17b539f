"""The SELECTs about the origins of visitors' holds, for staff who end unwanted holds."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import BigInteger, Select, and_, bindparam, func, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import InstrumentedAttribute

from soulter.access.actor import Actor
from soulter.access.permissions import HoldPermission
from soulter.bookings.hold_rules import OriginKind
from soulter.bookings.models import Booking, Night
from soulter.bookings.states import Status
from soulter.bookings.visibility import NOTHING
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Source, Transaction
from soulter.core.database.types import Instant
from soulter.core.records import paging
from soulter.core.records.paging import Order, PageOut, PageQuery
from soulter.guests.contacts import contact
from soulter.guests.models import Guest

_KEY: dict[OriginKind, InstrumentedAttribute[str | None]] = {
    OriginKind.CONTACT: Booking.hold_contact,
    OriginKind.NETWORK: Booking.hold_network,
}
_open = and_(Booking.status == Status.PENDING, Booking.hold_expires_at > bindparam("now", type_=Instant()))


class OriginRow(NamedTuple):
    """All open holds of one origin.

    `name` and `contact` are those of one of its `guests`. The dates span `[first_night, check_out)`.
    """

    origin: str
    holds: int
    units: int
    nights: int
    first_night: date
    check_out: date
    first_ends_at: datetime
    last_ends_at: datetime
    guests: int
    name: str
    contact: str


def _holds(kind: OriginKind, allowed: bool) -> Select[*tuple[Any, ...]]:
    """The open holds of visitors with their sizes; without `allowed` no row matches."""
    key = _KEY[kind]
    columns = (
        key.label("origin"),
        Booking.hold_expires_at,
        Booking.check_in,
        Booking.check_out,
        Guest.name,
        contact(Guest).label("contact"),
    )
    statement: Select[*tuple[Any, ...]] = (
        select(*columns, func.count(Night.unit_id.distinct()).label("units"), func.count().label("nights"))
        .select_from(Booking)
        .join(Guest, Guest.id == Booking.guest_id)
        .join(Night, Night.booking_id == Booking.id)
        .where(key.is_not(None), _open)
        .group_by(Booking.id, *columns)
    )
    return statement if allowed else statement.where(NOTHING)


@lru_cache
def _origins(kind: OriginKind, allowed: bool, continued: bool) -> tuple[Query[OriginRow], Order]:
    hold = _holds(kind, allowed).subquery("hold")
    grouped = (
        select(
            hold.c.origin,
            func.count().label("holds"),
            sql_cast(func.sum(hold.c.units), BigInteger).label("units"),
            sql_cast(func.sum(hold.c.nights), BigInteger).label("nights"),
            func.min(hold.c.check_in).label("first_night"),
            func.max(hold.c.check_out).label("check_out"),
            func.min(hold.c.hold_expires_at).label("first_ends_at"),
            func.max(hold.c.hold_expires_at).label("last_ends_at"),
            func.count(hold.c.contact.distinct()).label("guests"),
            func.min(hold.c.name).label("name"),
            func.min(hold.c.contact).label("contact"),
        )
        .group_by(hold.c.origin)
        .subquery("grouped")
    )
    by = cast("tuple[InstrumentedAttribute[Any], ...]", (grouped.c.nights, grouped.c.origin))
    order = Order(by, (paging.whole, paging.words), descending=True)
    return Query(OriginRow, order.apply(select(grouped), continued=continued)), order


async def listed(
    source: Source, actor: Actor, kind: OriginKind, query: PageQuery, now: datetime
) -> tuple[list[OriginRow], PageOut]:
    """A page of the origins of open holds, the most unit-nights first. Only staff see them."""
    statement, order = _origins(kind, actor.may(HoldPermission.READ), query.cursor is not None)
    rows = await source.all(statement, **order.params(query), now=now)
    return paging.cut(rows, query, lambda row: (row.nights, row.origin))


class OpenHold(NamedTuple):
    """An open hold of an origin, as it is read to end it."""

    id: UUID
    property_id: UUID
    code: str
    version: int


@lru_cache
def _of_origin(kind: OriginKind, allowed: bool) -> Query[OpenHold]:
    statement: Select[*tuple[Any, ...]] = (
        select(Booking.id, Booking.property_id, Booking.code, Booking.version)
        .where(_KEY[kind] == bindparam("origin"), _open)
        .order_by(Booking.id)
    )
    statement = statement if allowed else statement.where(NOTHING)
    return Query(OpenHold, statement.with_for_update(key_share=True))


async def lock(
    session: Transaction, actor: Actor, kind: OriginKind, origin: str, now: datetime
) -> list[OpenHold]:
    """The open holds of an origin, locked until the transaction ends.

    Empty for an actor who may not end them.
    """
    query = _of_origin(kind, actor.may(HoldPermission.END))
    return await session.all(query, origin=origin, now=now)
