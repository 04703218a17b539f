"""Prices: one line per night and unit, and nothing but their sum (rules 2.7, 2.8, 4.2)."""

from dataclasses import FrozenInstanceError
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulter.core.dates import Stay
from soulter.core.money import CurrencyMismatch, Money
from soulter.pricing import engine
from soulter.pricing.engine import Rate

TENT, CABIN = UUID(int=1), UUID(int=2)
STAY = Stay(date(2027, 5, 10), date(2027, 5, 13))
MINOR = st.integers(0, 10**12)


@st.composite
def stays(draw: st.DrawFn) -> Stay:
    begin = date(2027, 1, 1) + timedelta(days=draw(st.integers(0, 700)))
    return Stay(begin, begin + timedelta(days=draw(st.integers(1, 40))))


@st.composite
def rates(draw: st.DrawFn) -> list[Rate]:
    ids = draw(st.lists(st.integers(1, 60), min_size=1, max_size=6, unique=True))
    return [Rate(UUID(int=i), Money(draw(MINOR), "PKR")) for i in ids]


@given(rates(), stays())
def test_the_price_of_a_stay_is_the_sum_of_its_nights(found: list[Rate], stay: Stay) -> None:
    quote = engine.quote(found, stay, "PKR")
    assert quote.total.minor == sum(line.price.minor for line in quote.lines)
    assert quote.total.minor == sum(rate.nightly.minor for rate in found) * len(stay.nights)


@given(rates(), stays())
def test_every_night_of_every_unit_has_one_line(found: list[Rate], stay: Stay) -> None:
    quote = engine.quote(found, stay, "PKR")
    assert [(line.unit_id, line.night) for line in quote.lines] == [
        (rate.unit_id, night) for rate in found for night in stay.nights
    ]
    for rate in found:
        assert [line.night for line in quote.of_unit(rate.unit_id)] == list(stay.nights)


@given(rates(), stays(), st.data())
def test_a_promised_night_keeps_its_price_and_the_others_have_the_new_one(
    found: list[Rate], stay: Stay, data: st.DataObject
) -> None:
    places = [(rate.unit_id, night) for rate in found for night in stay.nights]
    kept = {place: Money(data.draw(MINOR), "PKR") for place in data.draw(st.sets(st.sampled_from(places)))}
    nightly = {rate.unit_id: rate.nightly for rate in found}
    quote = engine.quote(found, stay, "PKR", kept)
    assert [line.price for line in quote.lines] == [
        kept.get((line.unit_id, line.night), nightly[line.unit_id]) for line in quote.lines
    ]
    assert quote.total.minor == sum(line.price.minor for line in quote.lines)


def test_a_promise_to_another_unit_or_for_another_night_changes_nothing() -> None:
    kept = {(CABIN, STAY.check_in): Money(1, "PKR"), (TENT, STAY.check_out): Money(1, "PKR")}
    assert engine.quote([Rate(TENT, Money(500, "PKR"))], STAY, "PKR", kept).total == Money(1500, "PKR")


def test_a_price_in_worked_numbers() -> None:
    quote = engine.quote(
        [Rate(TENT, Money(4500, "PKR")), Rate(CABIN, Money(12_000, "PKR"))],
        STAY,
        "PKR",
        {(TENT, date(2027, 5, 11)): Money(4000, "PKR")},
    )
    assert [line.price.minor for line in quote.of_unit(TENT)] == [4500, 4000, 4500]
    assert [line.price.minor for line in quote.of_unit(CABIN)] == [12_000] * 3
    assert quote.total == Money(49_000, "PKR")


def test_a_rate_in_another_currency_is_never_added_up() -> None:
    with pytest.raises(CurrencyMismatch):
        engine.quote([Rate(TENT, Money(1, "USD"))], STAY, "PKR")


def test_a_free_night_is_a_line_too() -> None:
    quote = engine.quote([Rate(TENT, Money(0, "PKR"))], STAY, "PKR")
    assert len(quote.lines) == 3
    assert quote.total == Money(0, "PKR")


@pytest.mark.parametrize("name", ["rate", "line", "quote"])
def test_a_price_does_not_change(name: str) -> None:
    rate = Rate(TENT, Money(500, "PKR"))
    quote = engine.quote([rate], STAY, "PKR")
    made = {"rate": (rate, "nightly"), "line": (quote.lines[0], "price"), "quote": (quote, "total")}
    with pytest.raises(FrozenInstanceError):
        setattr(*made[name], Money(1, "PKR"))
