"""The price of a changed stay when staff decide it: kept by date, or a named total."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from soulter.core.money import Money, total
from soulter.pricing import repricing
from soulter.pricing.engine import NightPrice, Quote

FIRST = date(2027, 5, 11)
A, B, C = (UUID(int=number) for number in (1, 2, 3))


def night(unit: UUID, day: int, minor: int) -> NightPrice:
    return NightPrice(unit, FIRST + timedelta(days=day), Money(minor, "PKR"))


def quote(*lines: NightPrice) -> Quote:
    return Quote(lines, total((line.price for line in lines), "PKR"))


def test_another_unit_takes_over_the_price_of_each_date() -> None:
    kept = repricing.kept_by_date([night(A, 0, 100), night(A, 1, 150)], [B])
    assert kept == {(B, FIRST): Money(100, "PKR"), (B, FIRST + timedelta(days=1)): Money(150, "PKR")}


def test_a_unit_that_stays_keeps_its_own_price_and_another_takes_over_the_rest() -> None:
    kept = repricing.kept_by_date([night(A, 0, 100), night(B, 0, 300)], [C, B])
    assert kept == {(B, FIRST): Money(300, "PKR"), (C, FIRST): Money(100, "PKR")}


def test_a_unit_that_comes_in_addition_has_no_price_to_keep() -> None:
    assert repricing.kept_by_date([night(A, 0, 100)], [A, B]) == {(A, FIRST): Money(100, "PKR")}


def test_the_prices_of_units_that_are_given_up_are_gone() -> None:
    assert repricing.kept_by_date([night(A, 0, 100), night(B, 0, 300)], [B]) == {
        (B, FIRST): Money(300, "PKR")
    }


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=20), st.integers(0, 10**8), st.integers(0, 19))
def test_a_named_total_is_the_sum_of_its_nights(prices: list[int], wanted: int, used: int) -> None:
    before = quote(*(night(A, day, minor) for day, minor in enumerate(prices)))
    used = min(used, len(prices))
    named = repricing.at_total(before, Money(wanted, "PKR"), used)
    over = sum(prices[:used])
    if wanted < over or (used == len(prices) and wanted != over):
        assert named is None
        return
    assert named is not None
    assert named.total.minor == wanted == sum(line.price.minor for line in named.lines)
    assert named.lines[:used] == before.lines[:used]
    assert [(line.unit_id, line.night) for line in named.lines] == [
        (line.unit_id, line.night) for line in before.lines
    ]
    assert all(line.price.minor >= 0 for line in named.lines)


def test_a_named_total_follows_the_prices_of_the_nights() -> None:
    named = repricing.at_total(quote(night(A, 0, 100), night(A, 1, 300)), Money(200, "PKR"), 0)
    assert named is not None
    assert [line.price.minor for line in named.lines] == [50, 150]


def test_nights_that_cost_nothing_share_a_named_total_evenly() -> None:
    named = repricing.at_total(quote(night(A, 0, 0), night(A, 1, 0)), Money(5, "PKR"), 0)
    assert named is not None
    assert [line.price.minor for line in named.lines] == [3, 2]


def test_a_stay_without_an_open_night_costs_what_its_nights_did() -> None:
    over = quote(night(A, 0, 100))
    assert repricing.at_total(over, Money(100, "PKR"), 1) == over
    assert repricing.at_total(over, Money(101, "PKR"), 1) is None
