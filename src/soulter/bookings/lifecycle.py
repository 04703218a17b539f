"""The state table of a booking: which step leads where, who may take it, and what follows in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from soulter.access.permissions import Actor, Permission
from soulter.bookings import ledger, queries
from soulter.bookings.errors import StatusForbids, TooEarly, TooLate
from soulter.bookings.ledger import Claimant
from soulter.bookings.models import Booking, NightKind, Status
from soulter.bookings.queries import BookingRow
from soulter.core import clock
from soulter.core.database.statements import update_row
from soulter.core.database.transactions import Transaction
from soulter.core.records import audit


class Action(StrEnum):
    """A step that somebody takes; `EXPIRED` is reached by the clock alone."""

    CONFIRM = "confirm"
    CANCEL = "cancel"
    CHECK_IN = "check-in"
    CHECK_OUT = "check-out"
    NO_SHOW = "no-show"


class Frees(StrEnum):
    """Which nights a step gives back."""

    NOTHING = "nothing"
    ALL = "all"
    FROM_TODAY = "from today"


@dataclass(frozen=True, slots=True)
class Step:
    """Where a step leads, who may take it, what follows, and from when on (`opens`)."""

    to: Status
    permission: Permission
    frees: Frees
    from_check_in: bool = False
    ends_hold: bool = False


_P = Permission
_CONFIRM = Step(Status.CONFIRMED, _P.BOOKINGS_CONFIRM, Frees.NOTHING, ends_hold=True)
_CANCEL = Step(Status.CANCELLED, _P.BOOKINGS_CANCEL, Frees.ALL)
_CHECK_IN = Step(Status.CHECKED_IN, _P.BOOKINGS_CHECK_IN, Frees.NOTHING, from_check_in=True)
_CHECK_OUT = Step(Status.COMPLETED, _P.BOOKINGS_CHECK_OUT, Frees.FROM_TODAY)
_NO_SHOW = Step(Status.NO_SHOW, _P.BOOKINGS_NO_SHOW, Frees.FROM_TODAY, from_check_in=True)

TABLE: Final[Mapping[Status, Mapping[Action, Step]]] = {
    Status.PENDING: {Action.CONFIRM: _CONFIRM, Action.CANCEL: _CANCEL},
    Status.CONFIRMED: {Action.CANCEL: _CANCEL, Action.CHECK_IN: _CHECK_IN, Action.NO_SHOW: _NO_SHOW},
    Status.CHECKED_IN: {Action.CHECK_OUT: _CHECK_OUT},
    Status.COMPLETED: {},
    Status.CANCELLED: {},
    Status.EXPIRED: {},
    Status.NO_SHOW: {},
}

STEPS: Final[Mapping[Action, Step]] = {action: step for row in TABLE.values() for action, step in row.items()}
"""Each action's one meaning, wherever it is possible."""

_SPOKEN = {
    Action.CONFIRM: "confirmed",
    Action.CANCEL: "cancelled",
    Action.CHECK_IN: "checked in",
    Action.CHECK_OUT: "checked out",
    Action.NO_SHOW: "marked as no-show",
}

if set(TABLE) != set(Status) or set(STEPS) != set(Action) or set(_SPOKEN) != set(Action):
    raise ImportError("the state table of bookings is incomplete: every status needs a row, every action a step")


def possible(status: Status, actor: Actor) -> list[Action]:
    """The steps that this actor may take from here."""
    return [action for action, step in TABLE[status].items() if actor.may(step.permission)]


async def act(session: Transaction, actor: Actor, booking_id: UUID, action: Action, now: datetime) -> None:
    """Take a step, with all its effects. Taking one that was taken already changes nothing.

    Raises BookingNotFound, StatusForbids, HoldExpired, TooEarly, TooLate.
    """
    booking = await queries.lock(session, actor, booking_id)
    status, hold = booking.row.status, booking.row.hold_expires_at
    if status is STEPS[action].to:
        return
    step = TABLE[status].get(action)
    if step is None:
        raise StatusForbids(_SPOKEN[action], status, [other.value for other in possible(status, actor)])
    booking.row.check_hold(now)
    today = clock.business_date(now, booking.timezone)
    if step.from_check_in:
        _check_day(booking.row, action, today)
    await _free(session, booking_id, step.frees, today)
    values = {"status": step.to, "hold_expires_at": None if step.ends_hold else hold, "version": booking.row.version + 1, "updated_at": now}
    await session.run(update_row(Booking, frozenset(values)), of=booking_id, **values)
    await audit.record(session, now, actor.principal, f"booking.{step.to.lower()}", booking_id, before=status, after=step.to)


def _check_day(booking: BookingRow, action: Action, today: date) -> None:
    if today < booking.check_in:
        raise TooEarly(_SPOKEN[action], booking.check_in, today)
    if action is Action.CHECK_IN and today >= booking.check_out:
        raise TooLate(booking.check_out, today)


async def _free(session: Transaction, booking_id: UUID, frees: Frees, today: date) -> None:
    if frees is not Frees.NOTHING:
        since = today if frees is Frees.FROM_TODAY else None
        await ledger.release(session, Claimant(NightKind.BOOKING, booking_id), since)
