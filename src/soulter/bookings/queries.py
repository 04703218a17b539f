"""Every SELECT about bookings. Each takes the actor and returns only the bookings that the actor sees."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    bindparam,
    func,
    or_,
    select,
    union,
)

from soulter.access.actor import Actor, Channel
from soulter.access.grants import Scope
from soulter.bookings import rules
from soulter.bookings.errors import BookingNotFound, HoldExpired
from soulter.bookings.hold_rules import HoldOrigin
from soulter.bookings.link_rules import MadeWith
from soulter.bookings.models import Booking, BookingUnit
from soulter.bookings.states import Status
from soulter.bookings.visibility import VISIBLE, visible_params
from soulter.core.database.statements import Query, prefixed
from soulter.core.database.transactions import Source, Transaction
from soulter.core.database.types import Instant
from soulter.core.dates import EARLIEST, LONGEST_STAY
from soulter.core.money import Money
from soulter.core.records import paging
from soulter.core.records.paging import Order, PageOut, PageQuery
from soulter.guests import contacts
from soulter.guests.models import Guest
from soulter.properties.models import Property
from soulter.properties.queries import ARRIVAL_CUTOFF


class UnitOfBooking(NamedTuple):
    """A unit as it was sold: name, price of the stay, and `(night, minor units)` for each night."""

    unit_id: UUID
    name: str
    price_minor: int
    nightly: list[tuple[str, int]]


class ListedUnit(NamedTuple):
    """A unit of a booking in a list, without its nights."""

    unit_id: UUID
    name: str
    price_minor: int


class BookingRow(NamedTuple):
    """A booking with its guest."""

    id: UUID
    code: str
    property_id: UUID
    property_name: str
    status: Status
    check_in: date
    check_out: date
    adults: int
    children: int
    total_minor: int
    currency: str
    agent_id: UUID | None
    agent_name: str | None
    source: Channel
    hold_expires_at: datetime | None
    notes: str
    version: int
    created_at: datetime
    updated_at: datetime
    guest_name: str
    guest_email: str | None
    guest_phone: str | None

    def status_at(self, now: datetime) -> Status:
        """The effective status: a lapsed hold is expired even before its row says so."""
        lapsed = self.status is Status.PENDING and rules.hold_has_lapsed(self.hold_expires_at, now)
        return Status.EXPIRED if lapsed else self.status

    def check_hold(self, now: datetime) -> None:
        """Raise HoldExpired for a lapsed hold, whether or not its row says so yet."""
        if self.hold_expires_at and self.status is not self.status_at(now):
            raise HoldExpired(self.hold_expires_at)

    @property
    def total(self) -> Money:
        """The price of the whole stay."""
        return Money(self.total_minor, self.currency)


_BOOKING = (
    Booking.id,
    Booking.code,
    Booking.property_id,
    Booking.property_name,
    Booking.status,
    Booking.check_in,
    Booking.check_out,
    Booking.adults,
    Booking.children,
    Booking.total_minor,
    Booking.currency,
    Booking.agent_id,
    Booking.agent_name,
    Booking.source,
    Booking.hold_expires_at,
    Booking.notes,
    Booking.version,
    Booking.created_at,
    Booking.updated_at,
)
_GUEST = (Guest.name.label("guest_name"), Guest.email.label("guest_email"), Guest.phone.label("guest_phone"))
BOOKING = (*_BOOKING, *_GUEST)
"""The columns of a BookingRow."""

LISTED_UNIT = (BookingUnit.unit_id, BookingUnit.unit_name.label("name"), BookingUnit.price_minor)
"""The columns of a ListedUnit."""

_UNIT = (*LISTED_UNIT, BookingUnit.nightly)


class ListedRow(NamedTuple):
    """A booking with one of its units, as lists are read."""

    booking: BookingRow
    unit: ListedUnit | None


class _DetailRow(NamedTuple):
    booking: BookingRow
    unit: UnitOfBooking | None


ORDERS: dict[str, Order] = {
    "createdAt": Order((Booking.created_at, Booking.id), (paging.instant, UUID)),
    "-createdAt": Order((Booking.created_at, Booking.id), (paging.instant, UUID), descending=True),
    "checkIn": Order((Booking.check_in, Booking.id), (date.fromisoformat, UUID)),
    "-checkIn": Order((Booking.check_in, Booking.id), (date.fromisoformat, UUID), descending=True),
}
"""The sorts of the booking list; `-` is descending."""


class Filters(NamedTuple):
    """The filters of a list of bookings; None, and no status, mean no filter."""

    statuses: frozenset[Status] = frozenset()
    unit: UUID | None = None
    property: UUID | None = None
    agent: UUID | None = None
    guest: UUID | None = None
    from_: date | None = None
    to: date | None = None
    q: str | None = None


_now = bindparam("now", type_=Instant())
_lapsed = and_(Booking.status == Status.PENDING, Booking.hold_expires_at <= _now)
_pattern = bindparam("pattern", type_=String())


def _gathered(
    matches: "Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]", name: str
) -> "Select[*tuple[Any, ...]]":
    """The ids of `matches`, materialized.

    A planner that merges them into the page reads the whole table in its order.
    """
    return select(matches.cte(name).prefix_with("MATERIALIZED").c.id)


_STATUS_IS: dict[Status, ColumnElement[bool]] = {status: Booking.status == status for status in Status} | {
    Status.PENDING: and_(Booking.status == Status.PENDING, Booking.hold_expires_at > _now),
    Status.EXPIRED: or_(Booking.status == Status.EXPIRED, _lapsed),
}
_KNOWS_NOW = frozenset({Status.PENDING, Status.EXPIRED})
_NARROWED: dict[str, ColumnElement[bool]] = {
    "unit": Booking.id.in_(
        _gathered(
            select(BookingUnit.booking_id.label("id")).where(BookingUnit.unit_id == bindparam("unit")),
            "of_unit",
        )
    ),
    "property": Booking.property_id == bindparam("property"),
    "agent": Booking.agent_id == bindparam("agent"),
    "guest": Booking.guest_id.in_(_gathered(contacts.same_person(bindparam("guest")), "of_guest")),
    # The second condition is implied, since no stay is longer; it lets an index scan start near the result.
    "from_": and_(Booking.check_out > bindparam("from_"), Booking.check_in > bindparam("from_floor")),
    "to": Booking.check_in < bindparam("to"),
    "q": Booking.id.in_(
        _gathered(
            union(
                select(Booking.id.label("id")).where(func.lower(Booking.code).like(_pattern, escape="\\")),
                select(Booking.id.label("id"))
                .join(Guest, Guest.id == Booking.guest_id)
                .where(
                    or_(
                        func.lower(Guest.name).like(_pattern, escape="\\"),
                        Guest.email.like(_pattern, escape="\\"),
                    )
                ),
            ),
            "matching",
        )
    ),
}


@lru_cache(maxsize=512)
def _listing(
    scope: Scope, statuses: frozenset[Status], narrowed: frozenset[str], sort: str, continued: bool
) -> Query[ListedRow]:
    page: Select[*tuple[Any, ...]] = (
        select(*BOOKING).join(Guest, Guest.id == Booking.guest_id).where(VISIBLE[scope])
    )
    if statuses:
        page = page.where(or_(*(_STATUS_IS[status] for status in sorted(statuses))))
    for name in sorted(narrowed):
        page = page.where(_NARROWED[name])
    order = ORDERS[sort]
    cut = order.apply(page, continued=continued).subquery("page")
    # The page is limited before the units are joined: one statement returns exactly this many bookings.
    by = [cut.c[column.key] for column in order.columns]
    columns = (*prefixed("booking", cut.c), *prefixed("unit", LISTED_UNIT))
    statement = select(*columns).outerjoin(BookingUnit, BookingUnit.booking_id == cut.c.id)
    ordered = statement.order_by(
        *(column.desc() if order.descending else column for column in by), BookingUnit.unit_id
    )
    return Query(ListedRow, ordered, booking=BookingRow, unit=ListedUnit)


def gathered(rows: Iterable[ListedRow]) -> list[tuple[BookingRow, list[ListedUnit]]]:
    """Each booking once, with its units. The rows of one booking are consecutive."""
    found: list[tuple[BookingRow, list[ListedUnit]]] = []
    for row in rows:
        if not found or found[-1][0].id != row.booking.id:
            found.append((row.booking, []))
        if row.unit:
            found[-1][1].append(row.unit)
    return found


async def visible_to(
    source: Source, actor: Actor, query: PageQuery, filters: Filters, sort: str, now: datetime
) -> tuple[list[tuple[BookingRow, list[ListedUnit]]], PageOut]:
    """A page of the bookings that the actor sees, each with its units (without their nights)."""
    given = {
        name: value for name, value in filters._asdict().items() if value is not None and name != "statuses"
    }
    statement = _listing(actor.scope, filters.statuses, frozenset(given), sort, query.cursor is not None)
    params = visible_params(actor) | ORDERS[sort].params(query) | given
    if filters.statuses & _KNOWS_NOW:
        params["now"] = now
    if filters.from_:
        params["from_floor"] = max(filters.from_, EARLIEST) - timedelta(days=LONGEST_STAY)
    if params.pop("q", None) is not None and filters.q is not None:
        params["pattern"] = (
            "%" + filters.q.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        )
    found = gathered(await source.all(statement, **params))
    field = sort.lstrip("-")
    place = (
        (lambda entry: (entry[0].created_at.isoformat(), entry[0].id))
        if field == "createdAt"
        else (lambda entry: (entry[0].check_in, entry[0].id))
    )
    return paging.cut(found, query, place)


@lru_cache
def _detail(scope: Scope) -> Query[_DetailRow]:
    statement = (
        select(*prefixed("booking", BOOKING), *prefixed("unit", _UNIT))
        .select_from(Booking)
        .join(Guest, Guest.id == Booking.guest_id)
        .outerjoin(BookingUnit, BookingUnit.booking_id == Booking.id)
        .where(Booking.id == bindparam("id"), VISIBLE[scope])
        .order_by(BookingUnit.unit_id)
    )
    return Query(_DetailRow, statement, booking=BookingRow, unit=UnitOfBooking)


async def get(source: Source, actor: Actor, booking_id: UUID) -> tuple[BookingRow, list[UnitOfBooking]]:
    """A booking with its units and their nightly prices.

    Raises BookingNotFound, also for a booking that the actor does not see.
    """
    rows = await source.all(_detail(actor.scope), id=booking_id, **visible_params(actor))
    if not rows:
        raise BookingNotFound
    return rows[0].booking, [row.unit for row in rows if row.unit]


class FoundBooking(NamedTuple):
    """A booking with the columns that a step or a change needs."""

    row: BookingRow
    guest_id: UUID
    timezone: str
    arrival_cutoff: time
    hold_contact: str | None
    hold_network: str | None
    made_email_hash: str | None
    made_phone_hash: str | None

    @property
    def hold_origin(self) -> HoldOrigin | None:
        """The origin of this hold, if a visitor made it and it is still a hold."""
        return HoldOrigin(self.hold_contact, self.hold_network) if self.hold_contact else None

    @property
    def made_with(self) -> MadeWith:
        """The contacts that its link was made with; empty without a link."""
        return MadeWith(self.made_email_hash, self.made_phone_hash)


@lru_cache
def _with_place(scope: Scope, for_update: bool) -> Query[FoundBooking]:
    statement: Select[*tuple[Any, ...]] = (
        select(
            *prefixed("row", BOOKING),
            Booking.guest_id,
            Property.timezone,
            ARRIVAL_CUTOFF,
            Booking.hold_contact,
            Booking.hold_network,
            Booking.made_email_hash,
            Booking.made_phone_hash,
        )
        .select_from(Booking)
        .join(Guest, Guest.id == Booking.guest_id)
        .join(Property, Property.id == Booking.property_id)
        .where(Booking.id == bindparam("id"), VISIBLE[scope])
    )
    statement = statement.with_for_update(of=Booking, key_share=True) if for_update else statement
    return Query(FoundBooking, statement, row=BookingRow)


async def lock(session: Transaction, actor: Actor, booking_id: UUID) -> FoundBooking:
    """The booking, locked until the transaction ends.

    Raises BookingNotFound, also for a booking that the actor does not see.
    """
    return await find(session, actor, booking_id, for_update=True)


async def find(source: Source, actor: Actor, booking_id: UUID, *, for_update: bool) -> FoundBooking:
    """The booking, locked `for_update` or only read.

    Raises BookingNotFound, also for a booking that the actor does not see.
    """
    found = await source.one(_with_place(actor.scope, for_update), id=booking_id, **visible_params(actor))
    if found is None:
        raise BookingNotFound
    return found


@lru_cache
def _units(scope: Scope) -> Query[UnitOfBooking]:
    statement = (
        select(*_UNIT).where(BookingUnit.booking_id == bindparam("booking_id")).order_by(BookingUnit.unit_id)
    )
    if scope is not Scope.ALL:
        visible = select(Booking.id).where(Booking.id == bindparam("booking_id"), VISIBLE[scope])
        statement = statement.where(BookingUnit.booking_id.in_(visible))
    return Query(UnitOfBooking, statement)


async def units_of(source: Source, actor: Actor, booking_id: UUID) -> list[UnitOfBooking]:
    """The units of a booking; empty for a booking that the actor does not see."""
    return await source.all(_units(actor.scope), booking_id=booking_id, **visible_params(actor))
