"""Pure rules of booking: they check dates, parties and times."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from soulter.bookings.errors import StayInThePast, TooManyGuests
from soulter.core.dates import Stay


def check_party(adults: int, children: int, sleeps: Sequence[int]) -> None:
    """Check that the units together have a bed for each person. Raises TooManyGuests."""
    beds = sum(sleeps)
    if adults + children > beds:
        raise TooManyGuests(adults + children, beds)


def check_not_past(stay: Stay, today: date) -> None:
    """Check that a stay begins on the property's business date or later (rule 3.5). Raises StayInThePast."""
    if stay.check_in < today:
        raise StayInThePast(stay.check_in, today)


def hold_until(now: datetime, minutes: int) -> datetime:
    """When a hold that begins now ends."""
    return now + timedelta(minutes=minutes)


def hold_has_lapsed(expires_at: datetime | None, now: datetime) -> bool:
    """Whether a hold no longer has its nights."""
    return expires_at is not None and expires_at <= now
