"""The events of bookings, each published in the transaction of its change."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from soulter.access.actor import Channel
from soulter.outbox.events import Event


@dataclass(frozen=True, slots=True)
class BookingEvent(Event):
    """An event of a booking; `by` is the principal who caused it, or `system`."""

    SUBJECT: ClassVar[str] = "booking_id"

    booking_id: UUID
    property_id: UUID
    by: str


@dataclass(frozen=True, slots=True)
class BookingMade(BookingEvent):
    """A booking was made: a hold, or a confirmed booking of staff."""

    source: Channel
    confirmed: bool


@dataclass(frozen=True, slots=True)
class BookingChanged(BookingEvent):
    """Dates, units, party, guest or notes changed; `moved` when nights, units or party did."""

    moved: bool
    check_in: date
    check_out: date


@dataclass(frozen=True, slots=True)
class BookingConfirmed(BookingEvent):
    """A hold was confirmed."""


@dataclass(frozen=True, slots=True)
class BookingCancelled(BookingEvent):
    """A booking or a hold was cancelled; its nights are free."""


@dataclass(frozen=True, slots=True)
class BookingCheckedIn(BookingEvent):
    """The guest checked in."""


@dataclass(frozen=True, slots=True)
class BookingCompleted(BookingEvent):
    """The guest checked out."""


@dataclass(frozen=True, slots=True)
class BookingNotShown(BookingEvent):
    """The guest did not come: a no-show."""


@dataclass(frozen=True, slots=True)
class BookingStepUndone(BookingEvent):
    """A step was undone: the booking returned from the status `undone` to the earlier `status`."""

    undone: str
    status: str


@dataclass(frozen=True, slots=True)
class BookingExpired(BookingEvent):
    """A hold lapsed before it was confirmed; its nights are free."""
