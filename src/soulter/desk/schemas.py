"""Wire shapes of the board, the sellers' calendar and a day."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Literal, NotRequired
from uuid import UUID

from pydantic import Field
from typing_extensions import TypedDict

from soulter.access.actor import Actor
from soulter.bookings.changing import Editing
from soulter.bookings.schemas import BookingOut, actions_of, booking_out
from soulter.bookings.states import Action, Status
from soulter.core import clock
from soulter.core.http.web import BookableDay, Day, IdOut, MoneyOut, WireIn, money_out
from soulter.core.money import Money
from soulter.desk import board
from soulter.desk.board import BoardRow
from soulter.desk.day import DayBooking
from soulter.desk.vacancies import VacancyRow
from soulter.inventory.models import UnitStatus


class BoardQuery(WireIn):
    """A property, and days `[from, to)`."""

    property: UUID
    begin: Day = Field(alias="from")
    end: Day = Field(alias="to")


class BoardPropertyOut(TypedDict):
    """The property of a board and its current business date."""

    id: IdOut
    name: str
    timezone: str
    currency: str
    today: date


class BoardUnitOut(TypedDict):
    """A row of the board."""

    id: IdOut
    name: str
    sleeps: int
    status: UnitStatus


BoardNightsOut = TypedDict("BoardNightsOut", {"unitId": IdOut, "from": date, "to": date})
BoardNightsOut.__doc__ = "The nights `[from, to)` that a booking has in one of its units."


class BoardBookingOut(TypedDict):
    """A booking with nights in the range.

    `heldUntil` is set when nights before its check-out were freed, `nights` when it has other nights in one
    unit than in another.
    """

    id: IdOut
    code: str
    status: Status
    guestName: str
    checkIn: date
    checkOut: date
    heldUntil: NotRequired[date]
    unitIds: list[IdOut]
    nights: NotRequired[list[BoardNightsOut]]
    adults: int
    children: int
    version: int
    holdExpiresAt: datetime | None


BoardBlockOut = TypedDict(
    "BoardBlockOut", {"id": IdOut, "unitId": IdOut, "from": date, "to": date, "reason": str}
)
BoardBlockOut.__doc__ = "Nights `[from, to)` of a unit out of sale."


class BoardOut(TypedDict):
    """All data of the board."""

    property: BoardPropertyOut
    units: list[BoardUnitOut]
    bookings: list[BoardBookingOut]
    blocks: list[BoardBlockOut]


TakenOut = TypedDict("TakenOut", {"from": date, "to": date})
TakenOut.__doc__ = "Nights `[from, to)` that are taken, by however many bookings and blocks."


class VacancyOut(TypedDict):
    """A unit for sale, its price per night, and its taken nights; all other nights are free."""

    id: IdOut
    name: str
    sleeps: int
    price: MoneyOut
    taken: list[TakenOut]


class VacanciesOut(TypedDict):
    """The units of a property in listing order."""

    units: list[VacancyOut]


class DayQuery(WireIn):
    """A property and a business date; without a date, the current one."""

    property: UUID
    date: BookableDay | None = None


class DayBookingOut(BookingOut):
    """A booking of the day, and what the caller can do with it now."""

    actions: list[Action | Editing]


class DayOut(TypedDict):
    """Arrivals, departures and guests in house.

    Arrivals of today include guests who are overdue and can still arrive. Departures of today include guests
    who should have left earlier. `firstNight` is the first night that staff can still sell.
    """

    date: date
    today: date
    firstNight: date
    arrivals: list[DayBookingOut]
    departures: list[DayBookingOut]
    inHouse: list[DayBookingOut]


def vacancies_out(rows: Iterable[VacancyRow], currency: str) -> dict[str, Any]:
    """The wire shape `VacanciesOut`.

    Consecutive nights become one range, so that it does not show where one stay ends and another begins.
    """
    units: dict[UUID, dict[str, Any]] = {}
    for row in rows:
        if row.unit_id not in units:
            price = money_out(Money(row.price_minor, currency))
            units[row.unit_id] = {
                "id": str(row.unit_id),
                "name": row.name,
                "sleeps": row.sleeps,
                "price": price,
                "taken": [],
            }
        if row.night is None:
            continue
        taken, following = units[row.unit_id]["taken"], row.night + timedelta(days=1)
        if taken and taken[-1]["to"] == row.night:
            taken[-1]["to"] = following
        else:
            taken.append({"from": row.night, "to": following})
    return {"units": list(units.values())}


def board_out(rows: Iterable[BoardRow], begin: date, now: datetime) -> dict[str, Any]:
    """The wire shape of the board, `BoardOut`. A plain dictionary, because it is encoded only once."""
    units, blocks = [], []
    bookings: dict[UUID, dict[str, Any]] = {}
    spans: dict[UUID, list[dict[str, Any]]] = {}
    place: dict[str, Any] = {}
    for row in rows:
        if row.kind == board.BOOKING:
            if row.first_night and row.last_night:
                spans.setdefault(row.id, []).append(_span(row, row.first_night, row.last_night))
            if row.id in bookings:
                bookings[row.id]["unitIds"].append(str(row.unit_id))
            elif (held := _held_until(row)) > max(begin, row.begin or begin):
                bookings[row.id] = _booking(row, held)
        elif row.kind == board.UNIT:
            units.append({"id": str(row.id), "name": row.name, "sleeps": row.adults, "status": row.word})
        elif row.kind == board.BLOCK:
            blocks.append(
                {
                    "id": str(row.id),
                    "unitId": str(row.unit_id),
                    "from": row.begin,
                    "to": row.end,
                    "reason": row.name,
                }
            )
        else:
            timezone = row.word or ""
            place = {
                "id": str(row.id),
                "name": row.name,
                "timezone": timezone,
                "currency": row.code,
                "today": clock.business_date(now, timezone),
            }
    for booking_id, found in spans.items():
        if booking_id in bookings and len({(span["from"], span["to"]) for span in found}) > 1:
            bookings[booking_id]["nights"] = found
    return {"property": place, "units": units, "bookings": list(bookings.values()), "blocks": blocks}


def _span(row: BoardRow, first: date, last: date) -> dict[str, Any]:
    return {"unitId": str(row.unit_id), "from": first, "to": last + timedelta(days=1)}


def _held_until(row: BoardRow) -> date:
    """The first day on which the nights of a booking are free again."""
    begin, end = row.begin or date.min, row.end or date.min
    if row.word not in (Status.COMPLETED, Status.NO_SHOW):
        return end
    return row.last_night + timedelta(days=1) if row.last_night else begin


def _booking(row: BoardRow, held_until: date) -> dict[str, Any]:
    found = {
        "id": str(row.id),
        "code": row.code,
        "status": row.word,
        "guestName": row.name,
        "checkIn": row.begin,
        "checkOut": row.end,
        "unitIds": [str(row.unit_id)],
        "adults": row.adults,
        "children": row.children,
        "version": row.version,
        "holdExpiresAt": row.hold_expires_at,
    }
    return found if held_until == row.end else found | {"heldUntil": held_until}


def day_out(
    actor: Actor, found: list[DayBooking], day: date, today: date, night: date, now: datetime
) -> DayOut:
    """The wire shape of a day; `night` is the night that guests still arrive for."""
    answer: DayOut = {
        "date": day,
        "today": today,
        "firstNight": night,
        "arrivals": [],
        "departures": [],
        "inHouse": [],
    }
    for booking in found:
        status = booking.row.status_at(now)
        part = part_of_day(booking, status, day, today, night)
        if part:
            shape = booking_out(booking.row, booking.units, now)
            answer[part].append({**shape, "actions": actions_of(actor, status)})
    return answer


def part_of_day(
    booking: DayBooking, status: Status, day: date, today: date, night: date
) -> Literal["arrivals", "departures", "inHouse"] | None:
    """The list of a day that a booking belongs to; None when it belongs to none."""
    row = booking.row
    if status in (Status.EXPIRED, Status.CANCELLED):
        return None
    late = status in _EXPECTED and row.check_in < day == today and night < row.check_out
    if row.check_in == day or late:
        return "arrivals"
    leaves = row.check_out
    if status is Status.COMPLETED and booking.last_night:
        # A guest who left early has been gone since the day after the last night that the booking kept.
        leaves = booking.last_night + timedelta(days=1)
    overdue = status is Status.CHECKED_IN and leaves < day == today
    if overdue or (leaves == day and status in _GOING):
        return "departures"
    there = _WERE_THERE if day < today else _STAYING
    return "inHouse" if row.check_in < day < leaves and status in there else None


_EXPECTED = (Status.PENDING, Status.CONFIRMED)
_GOING = (Status.CONFIRMED, Status.CHECKED_IN, Status.COMPLETED)
_WERE_THERE = (Status.CHECKED_IN, Status.COMPLETED)
_STAYING = (Status.CONFIRMED, Status.CHECKED_IN)
