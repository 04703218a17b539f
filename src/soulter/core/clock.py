"""The only module that reads the clock."""

import time as machine
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


class Clock:
    """The clock of the machine.

    It is passed to whatever needs the time, so that a test can pass a `FixedClock`.
    """

    def now(self) -> datetime:
        """The present moment as an aware UTC datetime."""
        return datetime.now(UTC)  # noqa: TID251 -- here is the only place


@dataclass
class FixedClock(Clock):
    """A clock that stands at `moment` until it is changed; for tests and demo data."""

    moment: datetime

    def now(self) -> datetime:
        """The moment that was set."""
        return self.moment


def business_date(now: datetime, timezone: str) -> date:
    """Today at the property: the calendar date of `now` in its IANA time zone (rule 3.5)."""
    return now.astimezone(ZoneInfo(timezone)).date()


def running_night(now: datetime, timezone: str, until: time) -> date:
    """The night that guests can still arrive for: until the local time `until` of a day, the one before."""
    local = now.astimezone(ZoneInfo(timezone))
    return local.date() - timedelta(days=1) if local.time() < until else local.date()


def monotonic() -> float:
    """Seconds of a clock that never goes backwards, for durations only."""
    return machine.perf_counter()


def unix_nanoseconds() -> int:
    """Nanoseconds since 1970 in UTC, for traces only."""
    return machine.time_ns()


def unix_milliseconds() -> int:
    """Milliseconds since 1970 in UTC, for identifiers only."""
    return machine.time_ns() // 1_000_000
