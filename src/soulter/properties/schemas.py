"""Wire shapes of properties."""

from datetime import time
from typing import Annotated
from uuid import UUID

from pydantic import MISSING, Field, StringConstraints
from typing_extensions import TypedDict

from soulter.core.dates import LONGEST_STAY
from soulter.core.http import text_patterns
from soulter.core.http.web import SingleLine, Whole, WireIn
from soulter.core.records.paging import PageOut, PageQuery

Name = Annotated[SingleLine, StringConstraints(min_length=1, max_length=120)]
Slug = Annotated[str, StringConstraints(pattern=text_patterns.SLUG, max_length=60)]
ClockTime = Annotated[str, StringConstraints(pattern=text_patterns.CLOCK_TIME)]
Zone = Annotated[SingleLine, StringConstraints(min_length=1, max_length=64)]
Minutes = Annotated[Whole, Field(ge=5, le=10080)]

SharePercent = Annotated[
    Whole,
    Field(ge=1, le=100, description="Of the free units of a night, how many visitors hold together at most."),
]
LongestStay = Annotated[
    Whole, Field(ge=1, le=LONGEST_STAY, description="The most nights of a visitor's stay.")
]
FurthestDays = Annotated[
    Whole, Field(ge=1, le=1095, description="How many days ahead a visitor's stay begins at most.")
]
MostUnits = Annotated[Whole, Field(ge=1, le=50, description="The most units of a visitor's booking.")]


class PropertyIn(WireIn):
    """A new property."""

    name: Name
    slug: Slug
    timezone: Zone
    currency: Annotated[str, StringConstraints(pattern=text_patterns.CURRENCY)]
    check_in_time: ClockTime = "15:00"
    check_out_time: ClockTime = "11:00"
    arrival_cutoff: ClockTime | None = None
    hold_minutes: Minutes = 60
    agent_hold_minutes: Minutes = 1440
    visitor_share_percent: SharePercent = 40
    visitor_longest_stay: LongestStay = 28
    visitor_furthest_days: FurthestDays = 365
    visitor_most_units: MostUnits = 5


class PropertyPatch(WireIn):
    """The fields of a property to change; omitted fields stay as they are. The currency never changes."""

    name: Name | MISSING = MISSING
    slug: Slug | MISSING = MISSING
    timezone: Zone | MISSING = MISSING
    check_in_time: ClockTime | MISSING = MISSING
    check_out_time: ClockTime | MISSING = MISSING
    arrival_cutoff: ClockTime | MISSING | None = MISSING
    hold_minutes: Minutes | MISSING = MISSING
    agent_hold_minutes: Minutes | MISSING = MISSING
    visitor_share_percent: SharePercent | MISSING = MISSING
    visitor_longest_stay: LongestStay | MISSING = MISSING
    visitor_furthest_days: FurthestDays | MISSING = MISSING
    visitor_most_units: MostUnits | MISSING = MISSING


class PropertyOut(TypedDict):
    """The public data of a property.

    `arrivalCutoff` is the local time until which guests arrive for the night before; null stands for
    `checkOutTime`.
    """

    id: UUID
    name: str
    slug: str
    timezone: str
    currency: str
    checkInTime: str
    checkOutTime: str
    arrivalCutoff: str | None
    holdMinutes: int
    agentHoldMinutes: int
    visitorSharePercent: int
    visitorLongestStay: int
    visitorFurthestDays: int
    visitorMostUnits: int


class PropertyEnvelope(TypedDict):
    """One property."""

    property: PropertyOut


class PropertyList(TypedDict):
    """A page of properties."""

    properties: list[PropertyOut]
    page: PageOut


class PropertyQuery(PageQuery):
    """The list of properties has no filters yet."""


def clock_time(text: str) -> time:
    """A local time from `HH:MM`."""
    return time.fromisoformat(text)
