"""Pure rules of booking: dates, parties and moments in, an answer or a refusal out."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from soulter.bookings.errors import StayInThePast, TooManyGuests
from soulter.core.dates import Stay


def check_party(adults: int, children: int, sleeps: Sequence[int]) -> None:
    """Everybody needs a bed in the units together. Raises TooManyGuests."""
    beds = sum(sleeps)
    if adults + children > beds:
        raise TooManyGuests(adults + children, beds)


def check_not_past(stay: Stay, today: date) -> None:
    """A stay begins on the property's business date or later (rule 3.5). Raises StayInThePast."""
    if stay.check_in < today:
        raise StayInThePast(stay.check_in, today)


def hold_until(now: datetime, minutes: int) -> datetime:
    """When a hold that begins now ends."""
    return now + timedelta(minutes=minutes)


def hold_has_lapsed(expires_at: datetime | None, now: datetime) -> bool:
    """Whether a hold claims its nights no longer."""
    return expires_at is not None and expires_at <= now
