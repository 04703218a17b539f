"""Changing a stay that has begun: what has been slept in stays as it is."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulter.bookings.errors import ArrivalIsOver, NightsAreOver
from soulter.bookings.in_house import Begun, prices_of
from soulter.core.dates import Stay
from soulter.core.money import Money
from soulter.pricing.engine import NightPrice

TENT, CABIN = UUID(int=1), UUID(int=2)
FIRST = date(2027, 5, 10)
STAY = Stay(FIRST, FIRST + timedelta(days=4))


def lines(stay: Stay, *units: UUID) -> tuple[NightPrice, ...]:
    return tuple(NightPrice(unit, night, Money(100, "PKR")) for unit in units for night in stay.nights)


def begun(days: int, *units: UUID) -> Begun:
    """On a day of the stay, counted from its first one."""
    return Begun(STAY, FIRST + timedelta(days=days), lines(STAY, *(units or (TENT,))))


@pytest.mark.parametrize(
    ("days", "since"), [(-1, 0), (0, 0), (1, 1), (3, 3), (4, 4), (5, 4), (40, 4)], ids=str
)
def test_nights_can_change_from_today_on_or_from_the_check_out_that_was_missed(days: int, since: int) -> None:
    found = begun(days)
    assert found.since == FIRST + timedelta(days=since)
    assert [line.night for line in found.used] == list(STAY.nights[:since])


@pytest.mark.parametrize("days", range(5))
def test_a_guest_is_in_the_units_of_the_nights_to_come_or_of_the_last_one(days: int) -> None:
    assert begun(days, CABIN, TENT).units == (TENT, CABIN)


@pytest.mark.parametrize(("days", "unit"), [(0, (TENT, CABIN)), (2, (CABIN,)), (3, (CABIN,)), (4, (CABIN,))])
def test_who_changed_the_unit_is_in_the_second_one(days: int, unit: tuple[UUID, ...]) -> None:
    middle = FIRST + timedelta(days=2)
    both = lines(Stay(FIRST, middle), TENT) + lines(Stay(middle, STAY.check_out), CABIN)
    assert Begun(STAY, FIRST + timedelta(days=days), both).units == unit


def test_the_arrival_stays() -> None:
    with pytest.raises(ArrivalIsOver) as refusal:
        begun(1).rest_of(Stay(FIRST + timedelta(days=1), STAY.check_out))
    assert refusal.value.facts == {"check_in": FIRST}


def test_nobody_leaves_before_today() -> None:
    with pytest.raises(NightsAreOver) as refusal:
        begun(3).rest_of(Stay(FIRST, FIRST + timedelta(days=2)))
    assert refusal.value.facts == {
        "check_out": FIRST + timedelta(days=2),
        "earliest": FIRST + timedelta(days=3),
    }
    assert begun(3).rest_of(Stay(FIRST, FIRST + timedelta(days=3))) is None, (
        "whoever leaves today has no rest"
    )


@given(today=st.integers(-2, 12), nights=st.integers(1, 12))
def test_used_nights_and_the_rest_are_the_changed_stay(today: int, nights: int) -> None:
    found, after = begun(today), Stay(FIRST, FIRST + timedelta(days=nights))
    try:
        rest = found.rest_of(after)
    except NightsAreOver:
        assert after.check_out < found.since
        return
    used = [line.night for line in found.used]
    assert used + list(rest.nights if rest else ()) == list(after.nights)


def test_sold_units_are_lines_again() -> None:
    sold = [(TENT, [("2027-05-10", 100)]), (CABIN, [("2027-05-10", 250)])]
    assert prices_of(sold, "PKR") == (
        NightPrice(TENT, FIRST, Money(100, "PKR")),
        NightPrice(CABIN, FIRST, Money(250, "PKR")),
    )
