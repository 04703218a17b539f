"""Wire shapes of visitors' holds."""

from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from soulter.bookings.hold_origins import OpenHold, OriginRow
from soulter.bookings.hold_rules import OriginKind
from soulter.core.http import text_patterns
from soulter.core.http.web import WireIn
from soulter.core.records.paging import PageOut, PageQuery

OriginKey = Annotated[
    str,
    StringConstraints(pattern=text_patterns.DIGEST),
    Field(description="The `id` of an origin, as the list of holds has it."),
]


class HoldQuery(PageQuery):
    """How the open holds are grouped."""

    by: OriginKind = Field(
        OriginKind.CONTACT,
        description="`contact`: by the account, e-mail address or phone number that made them. `network`: by "
        "the network that they came from; holds from an unknown address are not listed.",
    )


class HoldOriginOut(TypedDict):
    """All open holds of one origin: how many units and unit-nights, for which nights, and when they end.

    `id` reveals neither a contact nor an address. `name` and `contact` are those of one of the `guests`.
    """

    id: str
    holds: int
    units: int
    unitNights: int
    firstNight: date
    lastNight: date
    firstEndsAt: datetime
    lastEndsAt: datetime
    guests: int
    name: str
    contact: str


class HoldOriginList(TypedDict):
    """A page of origins."""

    origins: list[HoldOriginOut]
    page: PageOut


class HoldsEndIn(WireIn):
    """The origin whose open holds are to be ended."""

    by: OriginKind
    origin: OriginKey


class HoldsEndedOut(TypedDict):
    """The number of ended holds, and the codes of their bookings."""

    holds: int
    codes: list[str]


def origin_out(row: OriginRow) -> HoldOriginOut:
    """The wire shape of an origin."""
    return {
        "id": row.origin,
        "holds": row.holds,
        "units": row.units,
        "unitNights": row.nights,
        "firstNight": row.first_night,
        "lastNight": row.check_out - timedelta(days=1),
        "firstEndsAt": row.first_ends_at,
        "lastEndsAt": row.last_ends_at,
        "guests": row.guests,
        "name": row.name,
        "contact": row.contact,
    }


def ended_out(ended: list[OpenHold]) -> HoldsEndedOut:
    """The wire shape of ended holds."""
    return {"holds": len(ended), "codes": [hold.code for hold in ended]}
