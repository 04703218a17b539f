"""Wire shapes of availability, calendars and blocks."""

from datetime import date, datetime
from typing import Annotated, NotRequired
from uuid import UUID

from pydantic import MISSING, Field, StringConstraints
from typing_extensions import TypedDict

from soulter.bookings.availability import BlockRow, CalendarRow
from soulter.bookings.schemas import NightPriceOut
from soulter.bookings.states import Status
from soulter.core.http.web import Day, MoneyOut, SingleLine, WireIn, money_out
from soulter.core.records.paging import PageOut, PageQuery
from soulter.inventory.queries import UnitRow
from soulter.inventory.schemas import UnitOut, unit_out
from soulter.pricing.engine import Quote


class FreeUnitOut(UnitOut):
    """A free unit with the price of the requested stay."""

    total: MoneyOut
    priceLines: list[NightPriceOut]


class AvailabilityQuery(PageQuery):
    """The dates and the party of a search."""

    check_in: Day
    check_out: Day
    guests: int = Field(ge=1, le=1000, description="Adults and children together.")
    property: UUID | None = None
    unit: UUID | None = Field(
        None, description="Only this unit: one that is taken or too small is an empty list."
    )


class AvailabilityOut(TypedDict):
    """A page of free units in listing order."""

    units: list[FreeUnitOut]
    page: PageOut


class CalendarQuery(WireIn):
    """Nights `[from, to)`."""

    begin: Day = Field(alias="from")
    end: Day = Field(alias="to")


class CalendarBookingOut(TypedDict):
    """The booking that has a night."""

    id: UUID
    code: str
    status: Status
    guestName: str


class CalendarBlockOut(TypedDict):
    """The block that has a night."""

    id: UUID
    reason: str


class CalendarNightOut(TypedDict):
    """A night of a unit. Only staff see who has it."""

    night: date
    free: bool
    booking: NotRequired[CalendarBookingOut | None]
    block: NotRequired[CalendarBlockOut | None]


class CalendarOut(TypedDict):
    """The nights of a unit in order."""

    nights: list[CalendarNightOut]


class BlockIn(WireIn):
    """Nights `[from, to)` to take out of sale."""

    unit_id: UUID
    begin: Day = Field(alias="from")
    end: Day = Field(alias="to")
    reason: Annotated[SingleLine, StringConstraints(min_length=1, max_length=200)]


class BlockPatch(WireIn):
    """The fields of a block to change; omitted fields stay as they are."""

    unit_id: UUID | MISSING = MISSING
    begin: Day | MISSING = Field(MISSING, alias="from")
    end: Day | MISSING = Field(MISSING, alias="to")
    reason: Annotated[SingleLine, StringConstraints(min_length=1, max_length=200)] | MISSING = MISSING


BlockOut = TypedDict(
    "BlockOut",
    {
        "id": UUID,
        "unitId": UUID,
        "unitName": str,
        "from": date,
        "to": date,
        "reason": str,
        "createdAt": datetime,
    },
)
BlockOut.__doc__ = "Nights `[from, to)` out of sale."


class BlockEnvelope(TypedDict):
    """One block."""

    block: BlockOut


class BlockList(TypedDict):
    """A page of blocks."""

    blocks: list[BlockOut]
    page: PageOut


class BlockQuery(PageQuery):
    """Filters of the list of blocks."""

    unit: UUID | None = None
    begin: Day | None = Field(
        None, alias="from", description="Only blocks that have a night on or after this date."
    )
    to: Day | None = Field(None, description="Only blocks that have a night before this date.")


def free_unit_out(unit: UnitRow, quote: Quote) -> FreeUnitOut:
    """The wire shape of a free unit."""
    lines: list[NightPriceOut] = [
        {"unitId": str(line.unit_id), "night": line.night, "price": money_out(line.price)}
        for line in quote.lines
    ]
    return {**unit_out(unit), "total": money_out(quote.total), "priceLines": lines}


def night_out(night: date, row: CalendarRow | None, *, details: bool) -> CalendarNightOut:
    """The wire shape of a night in a calendar."""
    found: CalendarNightOut = {"night": night, "free": row is None}
    if details:
        of_booking = (
            row is not None
            and row.booking_id is not None
            and row.code
            and row.status
            and row.guest_name is not None
        )
        found["booking"] = (
            {"id": row.booking_id, "code": row.code, "status": row.status, "guestName": row.guest_name}
            if row and of_booking
            else None  # type: ignore[typeddict-item]
        )
        found["block"] = {"id": row.block_id, "reason": row.reason or ""} if row and row.block_id else None
    return found


def block_out(row: BlockRow) -> BlockOut:
    """The wire shape of a block."""
    return {
        "id": row.id,
        "unitId": row.unit_id,
        "unitName": row.unit_name,
        "from": row.starts_on,
        "to": row.ends_on,
        "reason": row.reason,
        "createdAt": row.created_at,
    }
