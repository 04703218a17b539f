"""Rules of booking: parties, past days, and the end of a hold."""

from datetime import UTC, date, datetime, timedelta

import pytest

from soulter.bookings import rules
from soulter.bookings.errors import StayInThePast, TooManyGuests
from soulter.core.dates import Stay

NOW = datetime(2027, 5, 10, 9, 0, tzinfo=UTC)
STAY = Stay(date(2027, 5, 10), date(2027, 5, 12))


@pytest.mark.parametrize(
    ("adults", "children", "sleeps"),
    [(1, 0, [2]), (2, 0, [2]), (2, 4, [2, 4]), (6, 0, [2, 4]), (1, 1, [1, 1])],
)
def test_a_party_that_has_beds_is_taken(adults: int, children: int, sleeps: list[int]) -> None:
    rules.check_party(adults, children, sleeps)


@pytest.mark.parametrize(
    ("adults", "children", "sleeps", "guests"),
    [(3, 0, [2], 3), (2, 1, [2], 3), (1, 2, [2], 3), (4, 3, [2, 4], 7)],
)
def test_a_party_without_beds_is_refused_with_both_numbers(
    adults: int, children: int, sleeps: list[int], guests: int
) -> None:
    with pytest.raises(TooManyGuests) as refusal:
        rules.check_party(adults, children, sleeps)
    assert refusal.value.facts == {"guests": guests, "sleeps": sum(sleeps)}


@pytest.mark.parametrize("days", [0, 1, 400])
def test_a_stay_may_begin_today_or_later(days: int) -> None:
    rules.check_not_past(STAY, STAY.check_in - timedelta(days=days))


@pytest.mark.parametrize("days", [1, 2, 400])
def test_a_stay_that_began_is_refused_with_both_dates(days: int) -> None:
    today = STAY.check_in + timedelta(days=days)
    with pytest.raises(StayInThePast) as refusal:
        rules.check_not_past(STAY, today)
    assert refusal.value.facts == {"check_in": STAY.check_in, "today": today}


@pytest.mark.parametrize("minutes", [1, 60, 1440])
def test_a_hold_ends_after_its_minutes(minutes: int) -> None:
    assert rules.hold_until(NOW, minutes) == NOW + timedelta(seconds=60 * minutes)


@pytest.mark.parametrize(("seconds", "lapsed"), [(-1, True), (0, True), (1, False)])
def test_a_hold_lapses_with_its_last_moment(seconds: int, lapsed: bool) -> None:
    assert rules.hold_has_lapsed(NOW + timedelta(seconds=seconds), NOW) is lapsed


def test_what_is_no_hold_does_not_lapse() -> None:
    assert rules.hold_has_lapsed(None, NOW) is False
