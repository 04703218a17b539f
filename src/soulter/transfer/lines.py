"""The lines of an export, one model for each kind, in the order in which they are written and imported."""

from enum import StrEnum
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    model_validator,
)

from soulter.access.actor import Channel
from soulter.access.roles import Role
from soulter.bookings.schemas import Adults, Children
from soulter.bookings.states import Status
from soulter.core.http import text_patterns
from soulter.core.http.web import Day, Email, MoneyIn, Paragraphs, Phone, SingleLine, Whole, WireIn
from soulter.inventory.models import UnitStatus
from soulter.inventory.schemas import Amenities, Position, Sleeps
from soulter.properties.schemas import (
    ClockTime,
    FurthestDays,
    LongestStay,
    Minutes,
    MostUnits,
    Name,
    SharePercent,
    Slug,
    Zone,
)

FORMAT: Final = "soulter-export"
VERSION: Final = 1

Code = Annotated[SingleLine, StringConstraints(min_length=1, max_length=16)]


class Kind(StrEnum):
    """The files of an export, without their ending."""

    PROPERTIES = "properties"
    UNITS = "units"
    USERS = "users"
    GUESTS = "guests"
    BOOKINGS = "bookings"
    BLOCKS = "blocks"


class Exact(WireIn):
    """Text is taken as it is, spaces at its ends too: what goes out comes in the same."""

    model_config = ConfigDict(str_strip_whitespace=False)


class Record(Exact):
    """What has an id; `created_at` is a moment with its offset."""

    id: UUID
    created_at: AwareDatetime


class PropertyLine(Record):
    """A property."""

    name: Name
    slug: Slug
    timezone: Zone
    currency: Annotated[str, StringConstraints(pattern=text_patterns.CURRENCY)]
    check_in_time: ClockTime
    check_out_time: ClockTime
    arrival_cutoff: ClockTime | None = None
    hold_minutes: Minutes
    agent_hold_minutes: Minutes
    visitor_share_percent: SharePercent
    visitor_longest_stay: LongestStay
    visitor_furthest_days: FurthestDays
    visitor_most_units: MostUnits
    updated_at: AwareDatetime


def _not_imported(_address: str) -> str:
    raise ValueError("leave this photo out: photos are uploaded to the unit after the import")


class UnitLine(Record):
    """A unit; `price` is for one night. `photos` is left out or empty: they are uploaded after the import."""

    property_id: UUID
    name: Name
    slug: Slug
    sleeps: Sleeps
    price: MoneyIn
    status: UnitStatus
    position: Position
    description: Paragraphs
    amenities: Amenities
    photos: list[Annotated[str, AfterValidator(_not_imported)]] = Field(default_factory=list)
    updated_at: AwareDatetime


class UserLine(Record):
    """Somebody with an account. No password: after an import each sets a new one by mail."""

    email: Email
    name: Name
    phone: Phone | None
    role: Role
    active: StrictBool
    updated_at: AwareDatetime


class GuestLine(Record):
    """Who stays."""

    name: Name
    email: Email | None
    phone: Phone | None
    user_id: UUID | None

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if not self.email and not self.phone:
            raise ValueError("a guest has an e-mail address or a phone number")
        return self


class AgentPart(Exact):
    """Who sold a booking, under the name of then."""

    id: UUID
    name: Name


class NightPart(Exact):
    """A night of a unit with its price; `held` when the ledger keeps it for this booking."""

    night: Day
    price: MoneyIn
    held: StrictBool


class BookedUnitPart(Exact):
    """A unit under the name and at the price of the stay that it was sold for."""

    id: UUID
    name: Name
    price: MoneyIn
    nights: Annotated[list[NightPart], Field(min_length=1, max_length=365)]


class BookingLine(Record):
    """A booking with its units and their nights."""

    code: Code
    property_id: UUID
    property_name: Name
    guest_id: UUID
    agent: AgentPart | None
    created_by: UUID | None
    source: Channel
    status: Status
    check_in: Day
    check_out: Day
    adults: Adults
    children: Children
    total: MoneyIn
    hold_expires_at: AwareDatetime | None
    notes: Paragraphs
    version: Annotated[Whole, Field(ge=1)]
    units: Annotated[list[BookedUnitPart], Field(min_length=1, max_length=50)]
    updated_at: AwareDatetime

    @model_validator(mode="after")
    def _holds(self) -> Self:
        if self.status is Status.PENDING and self.hold_expires_at is None:
            raise ValueError("a PENDING booking says when its hold ends, in holdExpiresAt")
        return self


class BlockLine(Record):
    """Nights `[from, to)` of a unit out of sale."""

    property_id: UUID
    unit_id: UUID
    begin: Day = Field(alias="from")
    end: Day = Field(alias="to")
    reason: Annotated[SingleLine, StringConstraints(min_length=1, max_length=200)]
    created_by: UUID | None


MODELS: Final[dict[Kind, type[Record]]] = {
    Kind.PROPERTIES: PropertyLine,
    Kind.UNITS: UnitLine,
    Kind.USERS: UserLine,
    Kind.GUESTS: GuestLine,
    Kind.BOOKINGS: BookingLine,
    Kind.BLOCKS: BlockLine,
}

LEFT_OUT: Final[dict[str, str]] = {
    "users.password_hash": "a secret",
    "users.session_epoch": "belongs to logins",
    "units.photos": "uploaded pictures; a backup keeps them",
    "bookings.access_hash": "opens a booking without a login",
    "bookings.hold_contact": "a hash of a limit of minutes",
    "bookings.hold_network": "a hash of a limit of minutes",
    "login_sessions": "logins stay where they are",
    "one_time_links": "open accounts",
    "idempotency_keys": "repeated requests of two days",
    "rate_buckets": "limits of some minutes",
    "photos": "uploaded pictures; a backup keeps them",
    "photo_sizes": "uploaded pictures; a backup keeps them",
    "system_samples": "tells of these processes",
    "outbox": "events whose deliveries are on their way; a backup keeps them",
    "deliveries": "mails on their way; a backup keeps them",
    "audit_events": "tells of this database and not of another; a backup keeps it",
}
"""Columns and tables that no file has, and why."""
