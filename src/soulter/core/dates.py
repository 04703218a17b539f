"""Stays: half-open intervals of calendar dates at the property."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from soulter.core.errors import Invalid

LONGEST_STAY = 365
"""Nights; also a CHECK in the database (rule 2.6)."""

EARLIEST = date(2000, 1, 1)
LATEST = date(2199, 12, 31)
"""Dates outside of these are typing errors; far ones overflow calendars of clients."""


class StayTooShort(Invalid):
    """Check-out is not after check-in."""

    def __init__(self, check_in: date, check_out: date) -> None:
        super().__init__(
            f"A stay has at least one night: check-out ({check_out}) must be after check-in ({check_in}).",
            check_in=check_in,
            check_out=check_out,
        )


class StayTooLong(Invalid):
    """More nights than one booking can have."""

    def __init__(self, nights: int) -> None:
        super().__init__(
            f"A stay has at most {LONGEST_STAY} nights; this one has {nights}.",
            nights=nights,
            longest=LONGEST_STAY,
        )


class DateOutOfRange(Invalid):
    """A date that no booking can have."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"{day} is not a date that can be booked: dates run from {EARLIEST} to {LATEST}.", date=day
        )


@dataclass(frozen=True)
class Stay:
    """`[check_in, check_out)`, 1 to 365 nights. Raises StayTooShort, StayTooLong, DateOutOfRange."""

    check_in: date
    check_out: date

    def __post_init__(self) -> None:
        for day in (self.check_in, self.check_out):
            if not EARLIEST <= day <= LATEST:
                raise DateOutOfRange(day)
        length = (self.check_out - self.check_in).days
        if length < 1:
            raise StayTooShort(self.check_in, self.check_out)
        if length > LONGEST_STAY:
            raise StayTooLong(length)

    @cached_property
    def nights(self) -> tuple[date, ...]:
        """The nights of the stay, each named by the date on which it begins (rule 1.3)."""
        return tuple(self.check_in + timedelta(days=i) for i in range((self.check_out - self.check_in).days))

    def overlaps(self, other: "Stay") -> bool:
        """Whether a night is in both; a turnover day is in neither (rules 1.5 and 1.6)."""
        return self.check_in < other.check_out and other.check_in < self.check_out
