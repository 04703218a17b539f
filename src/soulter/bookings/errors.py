"""Refusals about bookings, each with the facts behind it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from soulter.core.errors import Conflict, Invalid, NotFound, TooMany, duration_label

_NAMED = 6


class TakenNight(NamedTuple):
    """A taken night."""

    unit_id: UUID
    unit_name: str
    night: date


class BookingNotFound(NotFound):
    """The booking does not exist, or this actor does not see it."""

    def __init__(self) -> None:
        super().__init__("There is no such booking.")


class BlockNotFound(NotFound):
    """The block does not exist."""

    def __init__(self) -> None:
        super().__init__("There is no such block.")


class TooManyHolds(TooMany):
    """More stays were booked by one guest, or from one network, in an hour than anybody needs."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "Many stays were booked from here within the hour. "
            f"Please call us, or book the next one in {duration_label(seconds)}.",
            seconds,
        )


class NightsTaken(Conflict):
    """Nights of the request belong to somebody else already."""

    def __init__(self, taken: Sequence[TakenNight]) -> None:
        nights = [
            {"unitId": night.unit_id, "unitName": night.unit_name, "night": night.night} for night in taken
        ]
        by_unit: dict[str, list[str]] = {}
        for night in taken:
            by_unit.setdefault(night.unit_name, []).append(
                f"{night.night:%a} {night.night.day} {night.night:%b %Y}"
            )
        parts = [
            f"{name} on {', '.join(days[:_NAMED])}{' and more' if len(days) > _NAMED else ''}"
            for name, days in by_unit.items()
        ]
        super().__init__(
            f"Already taken: {'; '.join(parts)}. Choose other nights or another unit.", nights=nights
        )


class UnitNotBookable(Invalid):
    """A unit that does not exist or is not for sale."""

    def __init__(self, unit_ids: Sequence[UUID]) -> None:
        super().__init__("A unit of this request does not exist or is not for sale.", unit_ids=list(unit_ids))


class UnitsOfSeveralProperties(Invalid):
    """A booking cannot have units of several properties."""

    def __init__(self) -> None:
        super().__init__("All units of a booking belong to one property. Make one booking for each property.")


class TooManyGuests(Invalid):
    """The party has more people than the units have beds."""

    def __init__(self, guests: int, sleeps: int) -> None:
        super().__init__(
            f"{guests} guests do not fit: what is booked sleeps {sleeps}.", guests=guests, sleeps=sleeps
        )


class ArrivalIsOver(Invalid):
    """The check-in date of a stay that has begun cannot change."""

    def __init__(self, check_in: date) -> None:
        super().__init__(
            f"The guest arrived on {check_in}, which cannot be changed any more.", check_in=check_in
        )


class NightsAreOver(Invalid):
    """A stay cannot end before nights that are over."""

    def __init__(self, check_out: date, earliest: date) -> None:
        super().__init__(
            f"The guest was still here after {check_out}: the earliest check-out is {earliest}.",
            check_out=check_out,
            earliest=earliest,
        )


class StayHasBegun(Conflict):
    """A guest in house, and whoever sold the stay, asks the property for a change."""

    def __init__(self) -> None:
        super().__init__("The stay has begun: ask the property to change it.")


class StayInThePast(Invalid):
    """The stay begins before the current business date of the property."""

    def __init__(self, check_in: date, today: date) -> None:
        super().__init__(
            f"Check-in {check_in} is in the past: today at the property is {today}.",
            check_in=check_in,
            today=today,
        )


class RangeTooLong(Invalid):
    """More nights than one calendar answer holds."""

    def __init__(self, longest: int) -> None:
        super().__init__(f"Ask for 1 to {longest} nights at a time, `from` before `to`.", longest=longest)


class StatusForbids(Conflict):
    """The step is not possible in this status."""

    def __init__(self, action: str, status: str, possible: Sequence[str]) -> None:
        others = (
            f" Possible now: {', '.join(possible)}." if possible else " Nothing can be done with it any more."
        )
        super().__init__(
            f"A booking that is {_spoken(status)} cannot be {action}.{others}",
            booking_status=status,
            action=action,
            possible=list(possible),
        )


class HoldExpired(Conflict):
    """The hold lapsed before it was confirmed. The sentence tells the time at the property."""

    def __init__(self, expired_at: datetime, timezone: str) -> None:
        local = expired_at.astimezone(ZoneInfo(timezone))
        super().__init__(
            f"The hold ended on {local:%Y-%m-%d at %H:%M} and its nights are free again. Please book anew.",
            expired_at=expired_at,
            timezone=timezone,
        )


class TooEarly(Conflict):
    """The day of this step has not come."""

    def __init__(self, action: str, check_in: date, today: date) -> None:
        super().__init__(
            f"A booking can be {action} from its check-in date {check_in} on; today is {today}.",
            action=action,
            check_in=check_in,
            today=today,
        )


class TooLate(Conflict):
    """The stay is over."""

    def __init__(self, check_out: date, today: date) -> None:
        super().__init__(
            f"The stay ended on {check_out}; today is {today}.", check_out=check_out, today=today
        )


class UndoTooLate(Conflict):
    """A step can be undone only on the day on which it was taken."""

    def __init__(self, action: str, taken_on: date, today: date) -> None:
        super().__init__(
            f"The booking was {action} on {taken_on}, which can be undone on the same day only; "
            f"today is {today}.",
            action=action,
            taken_on=taken_on,
            today=today,
        )


class NothingToUndo(Conflict):
    """The booking has left the status that the step led to, or the step was never taken."""

    def __init__(self, action: str, status: str) -> None:
        super().__init__(
            f"The booking is {_spoken(status)}: there is nothing to undo. Reload it to see what happened.",
            action=action,
            booking_status=status,
        )


class StaleVersion(Conflict):
    """Somebody changed the booking since it was read.

    `changes` lists the changes, newest first; staff also see who made them, and which fields changed.
    """

    def __init__(self, given: int, current: int, changes: Sequence[Mapping[str, object]] = ()) -> None:
        by = changes[0]["by"] if changes else None
        facts = {
            "changed_at": changes[0]["at"] if changes else None,
            "changed_by": by,
            "changes": list(changes),
        }
        sentence = (
            f"{by or 'Somebody'} changed this booking meanwhile. Reload it and apply your change again."
        )
        super().__init__(sentence, given=given, current=current, **facts)


class MoveNeedsStaff(Conflict):
    """Only staff change dates, units and party of a confirmed booking."""

    def __init__(self) -> None:
        super().__init__("The booking is confirmed: ask the property to change its dates, units or party.")


class ContactOpensBooking(Conflict):
    """The contact that opens a booking by its link cannot be replaced.

    Of a hold one of those it was made with has to stay; of a confirmed booking each one that exists.
    """

    def __init__(self, *, confirmed: bool) -> None:
        asked = (
            "The booking is confirmed: ask the property to change its e-mail address or phone number. "
            "You can add the one that is missing."
        )
        kept = (
            "An e-mail address or phone number that the booking was made with has to stay. "
            "You can add another one; ask the property to replace it."
        )
        super().__init__(asked if confirmed else kept, confirmed=confirmed)


class PriceNeedsStaff(Conflict):
    """A price that its caller may not decide."""

    def __init__(self) -> None:
        super().__init__(
            "Only the property decides the price of a change. Leave it out, or ask the property."
        )


class TwoPrices(Invalid):
    """A way to make the price and a total, in one change."""

    def __init__(self) -> None:
        super().__init__("Send either pricing or total: a named total is the price.")


class OtherCurrency(Invalid):
    """An amount in another currency than the booking's."""

    def __init__(self, currency: str) -> None:
        super().__init__(f"This booking is in {currency}; write its total in {currency}.", currency=currency)


class TotalBelowNightsOver(Invalid):
    """A named total that the nights which are over exceed, or that no open night can make up."""

    def __init__(self, over: int, currency: str) -> None:
        super().__init__(
            "The nights that are over keep their price, and there must be a night left that can change. "
            "Name a total that is not below their price.",
            over={"amount": over, "currency": currency},
        )


class TotalTooLarge(Invalid):
    """The total is larger than JSON clients can represent exactly."""

    def __init__(self) -> None:
        super().__init__("The total of this booking is larger than can be counted.")


def _spoken(status: str) -> str:
    return status.lower().replace("_", " ")
