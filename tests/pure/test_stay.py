"""Stays: half-open intervals of dates (rules 1.1 to 1.7)."""

import itertools
from dataclasses import FrozenInstanceError
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulter.core.dates import EARLIEST, LATEST, LONGEST_STAY, DateOutOfRange, Stay, StayTooLong, StayTooShort

A_DAY = date(2027, 5, 10)


def days(first: int, last: int) -> Stay:
    return Stay(date(2027, 5, first), date(2027, 5, last))


@st.composite
def stays(draw: st.DrawFn) -> Stay:
    """Stays that often meet: all within three weeks, or anywhere at all."""
    begin = draw(
        st.dates(A_DAY, A_DAY + timedelta(days=21))
        | st.dates(EARLIEST, LATEST - timedelta(days=LONGEST_STAY))
    )
    return Stay(begin, begin + timedelta(days=draw(st.integers(1, 10) | st.integers(1, LONGEST_STAY))))


@given(stays(), stays())
def test_two_stays_overlap_exactly_when_they_share_a_night(one: Stay, other: Stay) -> None:
    assert one.overlaps(other) == bool(set(one.nights) & set(other.nights))
    assert one.overlaps(other) == other.overlaps(one)


def test_every_constellation_of_short_stays_overlaps_exactly_when_a_night_is_shared() -> None:
    # Random stays seldom touch: here every way to touch, contain and miss each other stands.
    short = [days(first, last) for first, last in itertools.combinations(range(1, 9), 2)]
    for one, other in itertools.product(short, short):
        assert one.overlaps(other) == bool(set(one.nights) & set(other.nights)), (one, other)


@given(stays())
def test_a_stay_has_one_night_for_each_date_but_the_last(stay: Stay) -> None:
    assert len(stay.nights) == (stay.check_out - stay.check_in).days
    assert stay.nights[0] == stay.check_in
    assert stay.nights[-1] == stay.check_out - timedelta(days=1)
    assert all(later - earlier == timedelta(days=1) for earlier, later in itertools.pairwise(stay.nights))


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ((1, 4), (4, 6), False),
        ((4, 6), (1, 4), False),
        ((1, 4), (3, 6), True),
        ((1, 6), (2, 3), True),
        ((1, 4), (1, 4), True),
        ((1, 2), (3, 4), False),
    ],
)
def test_a_turnover_day_is_legal(one: tuple[int, int], other: tuple[int, int], overlap: bool) -> None:
    assert days(*one).overlaps(days(*other)) is overlap


def test_the_night_of_the_clock_change_is_one_night() -> None:
    stay = Stay(date(2024, 10, 27), date(2024, 10, 28))
    berlin = ZoneInfo("Europe/Berlin")
    midnights = [
        datetime(day.year, day.month, day.day, tzinfo=berlin).timestamp()
        for day in (stay.check_in, stay.check_out)
    ]
    assert midnights[1] - midnights[0] == 25 * 3600, "the day that misleads those who divide seconds"
    assert stay.nights == (date(2024, 10, 27),)


def test_a_stay_over_a_leap_day_and_a_new_year_counts_by_dates() -> None:
    assert len(Stay(date(2028, 2, 28), date(2028, 3, 1)).nights) == 2
    assert len(Stay(date(2027, 2, 28), date(2027, 3, 1)).nights) == 1
    assert Stay(date(2027, 12, 31), date(2028, 1, 2)).nights == (date(2027, 12, 31), date(2028, 1, 1))


@pytest.mark.parametrize("nights", [0, -1, -365])
def test_a_stay_without_a_night_is_refused(nights: int) -> None:
    with pytest.raises(StayTooShort):
        Stay(A_DAY, A_DAY + timedelta(days=nights))


@pytest.mark.parametrize("nights", [1, 2, 364, 365])
def test_a_stay_has_one_to_365_nights(nights: int) -> None:
    assert len(Stay(A_DAY, A_DAY + timedelta(days=nights)).nights) == nights


@pytest.mark.parametrize("nights", [366, 400, 20_000])
def test_a_longer_stay_is_refused_with_its_length(nights: int) -> None:
    with pytest.raises(StayTooLong) as refusal:
        Stay(A_DAY, A_DAY + timedelta(days=nights))
    assert refusal.value.facts == {"nights": nights, "longest": 365}


@pytest.mark.parametrize(
    ("check_in", "check_out"),
    [
        (date(1999, 12, 31), date(2000, 1, 2)),
        (date(2199, 12, 31), date(2200, 1, 1)),
        (date(1, 1, 1), date(9999, 12, 31)),
        (A_DAY, date.max),
    ],
)
def test_dates_outside_the_bookable_years_are_refused(check_in: date, check_out: date) -> None:
    with pytest.raises(DateOutOfRange):
        Stay(check_in, check_out)


def test_the_first_and_the_last_date_can_be_stayed() -> None:
    assert Stay(EARLIEST, EARLIEST + timedelta(days=1)).nights == (EARLIEST,)
    assert Stay(LATEST - timedelta(days=1), LATEST).nights == (LATEST - timedelta(days=1),)


def test_bookable_dates_run_over_two_centuries() -> None:
    assert (date(2000, 1, 1), date(2199, 12, 31)) == (EARLIEST, LATEST)


def test_a_refusal_states_the_rule_and_the_dates_that_break_it() -> None:
    with pytest.raises(StayTooShort) as too_short:
        days(4, 3)
    assert too_short.value.facts == {"check_in": date(2027, 5, 4), "check_out": date(2027, 5, 3)}
    assert str(too_short.value) == (
        "A stay has at least one night: check-out (2027-05-03) must be after check-in (2027-05-04)."
    )
    with pytest.raises(StayTooLong) as too_long:
        Stay(A_DAY, A_DAY + timedelta(days=400))
    assert str(too_long.value) == "A stay has at most 365 nights; this one has 400."
    with pytest.raises(DateOutOfRange) as out_of_range:
        Stay(A_DAY, date.max)
    assert out_of_range.value.facts == {"date": date.max, "earliest": EARLIEST, "latest": LATEST}
    assert str(out_of_range.value) == (
        "9999-12-31 is not a date that can be booked: dates run from 2000-01-01 to 2199-12-31."
    )


def test_a_stay_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        days(3, 4).check_in = A_DAY  # type: ignore[misc]  # that it is read-only is what is tested
