"""What happens to bookings, each told in the transaction in which it happened."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from soulter.access.actor import Channel
from soulter.outbox.events import Event


@dataclass(frozen=True, slots=True)
class BookingEvent(Event):
    """Something that happened to a booking; `by` is the principal who did it, or `system`."""

    SUBJECT: ClassVar[str] = "booking_id"

    booking_id: UUID
    property_id: UUID
    by: str


@dataclass(frozen=True, slots=True)
class BookingMade(BookingEvent):
    """A booking was made: a hold, or confirmed at once when staff book."""

    source: Channel
    confirmed: bool


@dataclass(frozen=True, slots=True)
class BookingChanged(BookingEvent):
    """Dates, units, party, guest or notes are others; `moved` when nights, units or party are."""

    moved: bool
    check_in: date
    check_out: date


@dataclass(frozen=True, slots=True)
class BookingConfirmed(BookingEvent):
    """A hold became a booking."""


@dataclass(frozen=True, slots=True)
class BookingCancelled(BookingEvent):
    """A booking or a hold was cancelled; its nights are free."""


@dataclass(frozen=True, slots=True)
class BookingCheckedIn(BookingEvent):
    """The guest arrived."""


@dataclass(frozen=True, slots=True)
class BookingCompleted(BookingEvent):
    """The guest left."""


@dataclass(frozen=True, slots=True)
class BookingNotShown(BookingEvent):
    """The guest did not come: a no-show."""


@dataclass(frozen=True, slots=True)
class BookingStepUndone(BookingEvent):
    """A step was taken back: the booking went from the status `undone` to the `status` before it."""

    undone: str
    status: str


@dataclass(frozen=True, slots=True)
class BookingExpired(BookingEvent):
    """A hold lapsed before it was confirmed; its nights are free."""
