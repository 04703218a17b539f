"""The property's own midnight (rules 3.5 and 3.8)."""

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from datetime import time as wall_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulter.core import clock
from soulter.core.clock import Clock, FixedClock, business_date

EVENING = datetime(2026, 7, 1, 20, 30, tzinfo=UTC)
MACHINES = ["UTC", "Asia/Karachi", "Pacific/Kiritimati", "America/Los_Angeles", "Etc/GMT+12"]


@pytest.fixture(params=MACHINES)
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A machine that is set up in some zone."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


@pytest.mark.parametrize(
    ("zone", "today"),
    [
        ("Asia/Karachi", date(2026, 7, 2)),
        ("Pacific/Auckland", date(2026, 7, 2)),
        ("Pacific/Kiritimati", date(2026, 7, 2)),
        ("America/Los_Angeles", date(2026, 7, 1)),
        ("UTC", date(2026, 7, 1)),
    ],
)
def test_today_is_the_propertys_wherever_the_machine_stands(machine: str, zone: str, today: date) -> None:
    assert (
        datetime.fromtimestamp(EVENING.timestamp()).astimezone().utcoffset()
        == EVENING.astimezone(ZoneInfo(machine)).utcoffset()
    )
    assert business_date(EVENING, zone) == today


def test_the_machines_clock_is_read_in_utc(machine: str) -> None:
    now = Clock().now()
    assert now.tzinfo is UTC, machine
    assert abs(now.timestamp() - time.time()) < 60  # noqa: TID251 -- the clock itself is looked at
    assert abs(clock.unix_milliseconds() / 1000 - now.timestamp()) < 60


def test_the_day_changes_at_local_midnight_and_not_a_moment_before() -> None:
    midnight = datetime(2026, 7, 2, tzinfo=ZoneInfo("Asia/Karachi"))
    assert business_date(midnight - timedelta(microseconds=1), "Asia/Karachi") == date(2026, 7, 1)
    assert business_date(midnight, "Asia/Karachi") == date(2026, 7, 2)


def test_the_day_of_the_clock_change_is_one_day_of_25_hours() -> None:
    begin = datetime(2024, 10, 26, 22, tzinfo=UTC)
    dates = [business_date(begin + timedelta(hours=i), "Europe/Berlin") for i in range(26)]
    assert dates == [date(2024, 10, 27)] * 25 + [date(2024, 10, 28)]


@given(
    st.datetimes(datetime(2000, 1, 2), datetime(2199, 12, 30)),
    st.integers(-14, 14),
    st.sampled_from(["Asia/Karachi", "America/St_Johns"]),
)
def test_a_moment_has_one_business_date_however_it_is_written(
    moment: datetime, hours: int, zone: str
) -> None:
    utc = moment.replace(tzinfo=UTC)
    assert business_date(utc.astimezone(timezone(timedelta(hours=hours))), zone) == business_date(utc, zone)


def test_a_fixed_clock_stands_until_it_is_moved() -> None:
    stopped = FixedClock(EVENING)
    assert stopped.now() == stopped.now() == EVENING
    stopped.moment += timedelta(days=1)
    assert stopped.now() == EVENING + timedelta(days=1)


def test_durations_never_run_backwards() -> None:
    moments = [clock.monotonic() for _ in range(1000)]
    assert moments == sorted(moments)


@pytest.mark.parametrize(
    ("hour", "minute", "until", "night"),
    [
        (0, 0, wall_time(11), date(2027, 5, 1)),
        (10, 59, wall_time(11), date(2027, 5, 1)),
        (11, 0, wall_time(11), date(2027, 5, 2)),
        (23, 59, wall_time(11), date(2027, 5, 2)),
        (0, 0, wall_time(0), date(2027, 5, 2)),
        (3, 59, wall_time(4), date(2027, 5, 1)),
    ],
)
def test_a_night_runs_until_the_cut_off_of_the_next_day(
    hour: int, minute: int, until: wall_time, night: date
) -> None:
    moment = datetime(2027, 5, 2, hour, minute, tzinfo=ZoneInfo("Asia/Karachi"))
    assert clock.running_night(moment, "Asia/Karachi", until) == night
