"""Wire shapes of bookings."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, NotRequired
from uuid import UUID

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from soulter.access.actor import Actor, Channel
from soulter.bookings import changing, states
from soulter.bookings.booking import Request
from soulter.bookings.changing import Editing
from soulter.bookings.queries import BookingRow, Filters, ListedUnit, UnitOfBooking
from soulter.bookings.states import Action, Status
from soulter.core.dates import Stay
from soulter.core.http.web import (
    Day,
    Email,
    IdOut,
    MoneyOut,
    Paragraphs,
    Phone,
    SingleLine,
    Whole,
    WireIn,
    money_out,
    plain,
)
from soulter.core.money import Money
from soulter.core.records.paging import PageOut, PageQuery
from soulter.guests.details import GuestDetails

MOST_UNITS = 50

UnitIds = Annotated[
    list[UUID], Field(min_length=1, max_length=MOST_UNITS, json_schema_extra={"uniqueItems": True})
]
Adults = Annotated[Whole, Field(ge=1, le=1000)]
Children = Annotated[Whole, Field(ge=0, le=1000)]


class GuestIn(WireIn):
    """The person who stays: a name, and an e-mail address or a phone number."""

    name: Annotated[SingleLine, StringConstraints(min_length=1, max_length=120)]
    email: Email | None = None
    phone: Phone | None = None

    def details(self) -> GuestDetails:
        """Raises GuestUnreachable."""
        return GuestDetails(self.name, self.email.lower() if self.email else None, self.phone)


class BookingIn(WireIn):
    """A new booking: one stay, one or more units, one guest."""

    unit_ids: UnitIds
    check_in: Day
    check_out: Day
    adults: Adults
    children: Children = 0
    guest: GuestIn
    notes: Paragraphs = ""

    def request(self) -> Request:
        """Raises StayTooShort, StayTooLong, GuestUnreachable."""
        stay = Stay(self.check_in, self.check_out)
        return Request(
            tuple(dict.fromkeys(self.unit_ids)),
            stay,
            self.adults,
            self.children,
            self.guest.details(),
            self.notes,
        )


class UndoIn(WireIn):
    """The step to undo. Naming it makes a repeated request harmless."""

    action: Action


class Sort(StrEnum):
    """Orders of the booking list; `-` is descending."""

    NEWEST = "-createdAt"
    OLDEST = "createdAt"
    CHECK_IN = "checkIn"
    LATEST_CHECK_IN = "-checkIn"


class BookingQuery(PageQuery):
    """Filters and order of the booking list."""

    status: list[Status] = Field(
        [], max_length=len(Status), description="Only bookings in one of these states; it may be repeated."
    )
    unit: UUID | None = None
    property: UUID | None = None
    agent: UUID | None = None
    guest: UUID | None = Field(
        None, description="Only bookings of the person with this guest record, as the list of guests has it."
    )
    begin: Day | None = Field(
        None, alias="from", description="Only stays that have a night on or after this date."
    )
    to: Day | None = Field(None, description="Only stays that have a night before this date.")
    q: Annotated[SingleLine, StringConstraints(min_length=1, max_length=100)] | None = Field(
        None, description="Part of the guest's name, the e-mail address or the booking code."
    )
    sort: Sort = Sort.NEWEST

    def filters(self) -> Filters:
        """The filters, without the order."""
        return Filters(
            frozenset(self.status),
            self.unit,
            self.property,
            self.agent,
            self.guest,
            self.begin,
            self.to,
            self.q,
        )


class GuestOut(TypedDict):
    """The person who stays."""

    name: str
    email: str | None
    phone: str | None


class BookedUnitOut(TypedDict):
    """A unit of a booking, with the name and the price of the stay at which it was sold."""

    id: IdOut
    name: str
    price: MoneyOut


class AgentOut(TypedDict):
    """The agent who sold the booking."""

    id: IdOut
    name: str


class BookingOut(TypedDict):
    """A booking in a list."""

    id: IdOut
    code: str
    propertyId: IdOut
    propertyName: str
    status: Status
    checkIn: date
    checkOut: date
    nights: int
    adults: int
    children: int
    guest: GuestOut
    units: list[BookedUnitOut]
    total: MoneyOut
    agent: AgentOut | None
    source: Channel
    holdExpiresAt: datetime | None
    notes: str
    version: int
    createdAt: datetime
    updatedAt: datetime


class NightPriceOut(TypedDict):
    """A line of a price."""

    unitId: IdOut
    night: date
    price: MoneyOut


class BookingDetailOut(BookingOut):
    """A booking with its price lines, and what the caller can do with it now."""

    priceLines: list[NightPriceOut]
    actions: list[Action | Editing]


class BookingEnvelope(TypedDict):
    """One booking. `accessToken` is sent once, when a guest without an account books."""

    booking: BookingDetailOut
    accessToken: NotRequired[str]


class BookingList(TypedDict):
    """A page of bookings."""

    bookings: list[BookingOut]
    page: PageOut


def booking_out(row: BookingRow, units: Sequence[ListedUnit | UnitOfBooking], now: datetime) -> BookingOut:
    """The wire shape of a booking in a list."""
    currency = row.currency
    return {
        "id": str(row.id),
        "code": row.code,
        "propertyId": str(row.property_id),
        "propertyName": row.property_name,
        "status": plain(row.status_at(now)),
        "checkIn": row.check_in,
        "checkOut": row.check_out,
        "nights": (row.check_out - row.check_in).days,
        "adults": row.adults,
        "children": row.children,
        "guest": {"name": row.guest_name, "email": row.guest_email, "phone": row.guest_phone},
        "units": units_out(units, currency),
        "total": {"amount": row.total_minor, "currency": currency},
        "agent": {"id": str(row.agent_id), "name": row.agent_name}
        if row.agent_id and row.agent_name
        else None,
        "source": plain(row.source),
        "holdExpiresAt": row.hold_expires_at,
        "notes": row.notes,
        "version": row.version,
        "createdAt": row.created_at,
        "updatedAt": row.updated_at,
    }


def units_out(units: Sequence[ListedUnit | UnitOfBooking], currency: str) -> list[BookedUnitOut]:
    """The wire shape of the units of a booking."""
    return [
        {
            "id": str(unit.unit_id),
            "name": unit.name,
            "price": {"amount": unit.price_minor, "currency": currency},
        }
        for unit in units
    ]


def lines_out(units: Sequence[UnitOfBooking], currency: str) -> list[NightPriceOut]:
    """The wire shape of their nights, each with its price."""
    return [
        {
            "unitId": str(unit.unit_id),
            "night": date.fromisoformat(night),
            "price": money_out(Money(minor, currency)),
        }
        for unit in units
        for night, minor in unit.nightly
    ]


def actions_of(actor: Actor, status: Status) -> list[Action | Editing]:
    """What the actor can do with a booking in this status: steps, then what of it can be changed."""
    return [*states.possible(status, actor), *changing.possible(status, actor)]


def detail_out(actor: Actor, row: BookingRow, units: list[UnitOfBooking], now: datetime) -> BookingDetailOut:
    """The wire shape of one booking."""
    lines = lines_out(units, row.currency)
    return {
        **booking_out(row, units, now),
        "priceLines": lines,
        "actions": actions_of(actor, row.status_at(now)),
    }
