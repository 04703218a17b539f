"""The state table of a booking: targets, permissions and effects of each step. No database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum, auto
from typing import Final

from soulter.access.actor import Actor
from soulter.access.permissions import BookingPermission, Permission
from soulter.bookings.errors import StatusForbids, TooEarly, TooLate
from soulter.bookings.events import (
    BookingCancelled,
    BookingCheckedIn,
    BookingCompleted,
    BookingConfirmed,
    BookingEvent,
    BookingNotShown,
)
from soulter.core.dates import Stay


class Status(StrEnum):
    """The status of a booking."""

    PENDING = "PENDING"
    CONFIRMED = "CONFIRMED"
    CHECKED_IN = "CHECKED_IN"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"
    NO_SHOW = "NO_SHOW"


class Action(StrEnum):
    """A step that a person takes; `EXPIRED` is reached only by time."""

    CONFIRM = "confirm"
    CANCEL = "cancel"
    CHECK_IN = "check-in"
    CHECK_OUT = "check-out"
    NO_SHOW = "no-show"


class Frees(Enum):
    """Which nights a step frees."""

    NOTHING = auto()
    ALL = auto()
    FROM_TODAY = auto()
    FROM_RUNNING_NIGHT = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its target, who may take it, its effects, and the day from which it is possible (`opens`)."""

    to: Status
    permission: Permission
    frees: Frees
    event: type[BookingEvent]
    from_check_in: bool = False
    ends_hold: bool = False


_CONFIRM = Step(Status.CONFIRMED, BookingPermission.CONFIRM, Frees.NOTHING, BookingConfirmed, ends_hold=True)
_CANCEL = Step(Status.CANCELLED, BookingPermission.CANCEL, Frees.ALL, BookingCancelled)
_CHECK_IN = Step(
    Status.CHECKED_IN, BookingPermission.CHECK_IN, Frees.NOTHING, BookingCheckedIn, from_check_in=True
)
_CHECK_OUT = Step(Status.COMPLETED, BookingPermission.CHECK_OUT, Frees.FROM_TODAY, BookingCompleted)
_NO_SHOW = Step(
    Status.NO_SHOW, BookingPermission.NO_SHOW, Frees.FROM_RUNNING_NIGHT, BookingNotShown, from_check_in=True
)

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
"""The single meaning of each action, in every status where it is possible."""

_SPOKEN = {
    Action.CONFIRM: "confirmed",
    Action.CANCEL: "cancelled",
    Action.CHECK_IN: "checked in",
    Action.CHECK_OUT: "checked out",
    Action.NO_SHOW: "marked as no-show",
}

if set(TABLE) != set(Status) or set(STEPS) != set(Action) or set(_SPOKEN) != set(Action):
    raise ImportError(
        "the state table of bookings is incomplete: every status needs a row, every action a step"
    )


def spoken(action: Action) -> str:
    """The past participle of a step, for sentences."""
    return _SPOKEN[action]


def possible(status: Status, actor: Actor) -> list[Action]:
    """The steps that this actor may take in this status."""
    return [action for action, step in TABLE[status].items() if actor.may(step.permission)]


def step_from(status: Status, action: Action, actor: Actor) -> Step:
    """The step of an action for a booking in this status.

    Raises StatusForbids, which names the possible actions.
    """
    step = TABLE[status].get(action)
    if step is None:
        raise StatusForbids(_SPOKEN[action], status, [other.value for other in possible(status, actor)])
    return step


def check_day(action: Action, stay: Stay, today: date, night: date) -> None:
    """Check that the day of check-in or no-show has come, and that the last night is not over.

    `today` is the date at the property, and `night` the night that guests still arrive for: until the
    property's cut-off, the one before. Raises TooEarly, TooLate.
    """
    if not STEPS[action].from_check_in:
        return
    if today < stay.check_in:
        raise TooEarly(_SPOKEN[action], stay.check_in, today)
    if action is Action.CHECK_IN and night >= stay.check_out:
        raise TooLate(stay.check_out, today)
