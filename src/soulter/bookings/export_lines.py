"""The lines of bookings and blocks in an export."""

from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import Field, StrictBool, StringConstraints, model_validator

from soulter.access.actor import Channel
from soulter.accounts.schemas import Name
from soulter.bookings.schemas import Adults, Children
from soulter.bookings.states import Status
from soulter.core.http.web import Day, Moment, MoneyIn, Paragraphs, SingleLine, Whole
from soulter.exports.records import Exact, Record

MOST_UNITS: Final = 50
MOST_NIGHTS: Final = 365


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
    nights: Annotated[list[NightPart], Field(min_length=1, max_length=MOST_NIGHTS)]


class BookingLine(Record):
    """A booking with its units and their nights."""

    code: Annotated[SingleLine, StringConstraints(min_length=1, max_length=16)]
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
    hold_expires_at: Moment | None
    notes: Paragraphs
    version: Annotated[Whole, Field(ge=1)]
    units: Annotated[list[BookedUnitPart], Field(min_length=1, max_length=MOST_UNITS)]
    updated_at: Moment

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
