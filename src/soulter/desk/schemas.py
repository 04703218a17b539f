"""Wire shapes of the board, of the sellers' calendar, of a day, and of what happened to a booking."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NotRequired
from uuid import UUID

from pydantic import Field
from typing_extensions import TypedDict

from soulter.access.actor import Actor
from soulter.bookings.changing import Editing
from soulter.bookings.queries import BookingRow, ListedUnit
from soulter.bookings.schemas import BookingOut, actions_of, booking_out
from soulter.bookings.states import Action, Status
from soulter.core import clock
from soulter.core.http.web import Day, IdOut, MoneyOut, WireIn, money_out
from soulter.core.money import Money
from soulter.desk import board
from soulter.desk.board import BoardRow
from soulter.desk.vacancies import VacancyRow
from soulter.inventory.models import UnitStatus


class BoardQuery(WireIn):
    """A property, and days `[from, to)`."""

    property: UUID
    begin: Day = Field(alias="from")
    end: Day = Field(alias="to")


class BoardPropertyOut(TypedDict):
    """Whose board it is, and which day it is there."""

    id: IdOut
    name: str
    timezone: str
    currency: str
    today: date


class BoardUnitOut(TypedDict):
    """A line of the board."""

    id: IdOut
    name: str
    sleeps: int
    status: UnitStatus


class BoardBookingOut(TypedDict):
    """A booking that has nights in the window. `heldUntil` is there when nights before its check-out were given back."""

    id: IdOut
    code: str
    status: Status
    guestName: str
    checkIn: date
    checkOut: date
    heldUntil: NotRequired[date]
    unitIds: list[IdOut]
    adults: int
    children: int
    version: int
    holdExpiresAt: datetime | None


BoardBlockOut = TypedDict(
    "BoardBlockOut", {"id": IdOut, "unitId": IdOut, "from": date, "to": date, "reason": str}
)
BoardBlockOut.__doc__ = "Nights `[from, to)` of a unit out of sale."


class BoardOut(TypedDict):
    """Everything that the board draws."""

    property: BoardPropertyOut
    units: list[BoardUnitOut]
    bookings: list[BoardBookingOut]
    blocks: list[BoardBlockOut]


TakenOut = TypedDict("TakenOut", {"from": date, "to": date})
TakenOut.__doc__ = "Nights `[from, to)` that are taken, by however many bookings and blocks."


class VacancyOut(TypedDict):
    """A unit in sale, its price per night, and which nights are taken: all others are free."""

    id: IdOut
    name: str
    sleeps: int
    price: MoneyOut
    taken: list[TakenOut]


class VacanciesOut(TypedDict):
    """The units of a property in the order of the shop window."""

    units: list[VacancyOut]


class DayQuery(WireIn):
    """A property, and a business date of it; without one, its today."""

    property: UUID
    date: Day | None = None


class DayBookingOut(BookingOut):
    """A booking of the day, and what the caller can do with it now."""

    actions: list[Action | Editing]


class DayOut(TypedDict):
    """Who comes, who goes, who stays. Who should have gone before and is still here goes too."""

    date: date
    today: date
    arrivals: list[DayBookingOut]
    departures: list[DayBookingOut]
    inHouse: list[DayBookingOut]


def vacancies_out(rows: Iterable[VacancyRow], currency: str) -> dict[str, Any]:
    """The wire shape `VacanciesOut`; nights in a row become one range, so that nobody reads off where a stay of others ends."""
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
    """The wire shape of the board, `BoardOut`; plain, because it is encoded once."""
    units, blocks = [], []
    bookings: dict[UUID, dict[str, Any]] = {}
    place: dict[str, Any] = {}
    for row in rows:
        if row.kind == board.BOOKING:
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
    return {"property": place, "units": units, "bookings": list(bookings.values()), "blocks": blocks}


def _held_until(row: BoardRow) -> date:
    """The day on which the nights of a booking are free again."""
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


_GOING = (Status.CONFIRMED, Status.CHECKED_IN, Status.COMPLETED)
_STAYING = (Status.CONFIRMED, Status.CHECKED_IN)


def day_out(
    actor: Actor, found: list[tuple[BookingRow, list[ListedUnit]]], day: date, today: date, now: datetime
) -> DayOut:
    """The wire shape of a day."""
    answer: DayOut = {"date": day, "today": today, "arrivals": [], "departures": [], "inHouse": []}
    for row, units in found:
        status = row.status_at(now)
        overdue = status is Status.CHECKED_IN and row.check_out < day == today
        if status is Status.EXPIRED:
            continue
        shape: DayBookingOut = {**booking_out(row, units, now), "actions": actions_of(actor, status)}
        if row.check_in == day:
            answer["arrivals"].append(shape)
        elif (row.check_out == day and status in _GOING) or overdue:
            answer["departures"].append(shape)
        elif row.check_in < day < row.check_out and status in _STAYING:
            answer["inHouse"].append(shape)
    return answer
