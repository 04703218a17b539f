"""Money: whole minor units, exact splits, one way of rounding (rules 7.1 to 7.6)."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulter.core import money
from soulter.core.money import CurrencyMismatch, Money, divide_half_away, exponent, is_currency, total

AMOUNTS = st.integers(-money.MAX_MINOR, money.MAX_MINOR)
WEIGHTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [
        (125, 10, 13),
        (-125, 10, -13),
        (124, 10, 12),
        (126, 10, 13),
        (5, 10, 1),
        (-5, 10, -1),
        (4, 10, 0),
        (-4, 10, 0),
        (135, 10, 14),
        (0, 7, 0),
        (-1, 1, -1),
        (-1, 2, -1),
    ],
)
def test_halves_round_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    assert divide_half_away(numerator, denominator) == rounded


@pytest.mark.parametrize(
    ("minor", "weights", "parts"),
    [
        (10_000, [1, 1, 1], [3334, 3333, 3333]),
        (-10_000, [1, 1, 1], [-3334, -3333, -3333]),
        (100, [1, 1, 1, 1, 1, 1], [17, 17, 17, 17, 16, 16]),
        (10, [0, 1, 0], [0, 10, 0]),
        (1, [1, 2], [0, 1]),
        (-1, [1, 2], [0, -1]),
        (0, [3, 4], [0, 0]),
    ],
)
def test_a_split_gives_the_rest_to_the_largest_remainder_and_then_to_the_first(
    minor: int, weights: list[int], parts: list[int]
) -> None:
    assert [part.minor for part in Money(minor, "USD").split(weights)] == parts


def _codes(text: str) -> set[str]:
    return set(text.split())


@given(AMOUNTS, WEIGHTS)
def test_the_parts_of_a_split_add_up_and_are_never_a_unit_off(minor: int, weights: list[int]) -> None:
    parts = Money(minor, "PKR").split(weights)
    assert total(parts, "PKR") == Money(minor, "PKR")
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor - Fraction(minor * weight, sum(weights))) < 1


@given(AMOUNTS, WEIGHTS)
def test_a_split_of_the_opposite_amount_is_the_opposite_split(minor: int, weights: list[int]) -> None:
    assert Money(-minor, "PKR").split(weights) == [-part for part in Money(minor, "PKR").split(weights)]


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [3, -1], [-1]])
def test_a_split_needs_weights_that_can_be_shared_by(weights: list[int]) -> None:
    with pytest.raises(ValueError, match=r"^weights must not be negative and not all zero$"):
        Money(100, "USD").split(weights)


@given(AMOUNTS, st.integers(-20_000, 20_000))
def test_a_share_is_the_nearest_unit_and_symmetrical_in_sign(minor: int, basis_points: int) -> None:
    share = Money(minor, "PKR").share(basis_points)
    assert abs(share.minor - Fraction(minor * basis_points, 10_000)) <= Fraction(1, 2)
    assert Money(-minor, "PKR").share(basis_points) == -share
    assert Money(minor, "PKR").share(-basis_points) == -share


@pytest.mark.parametrize(
    ("minor", "basis_points", "share"),
    [(1250, 1000, 125), (5, 1000, 1), (-5, 1000, -1), (4, 1000, 0), (12_345, 10_000, 12_345)],
)
def test_shares_in_worked_numbers(minor: int, basis_points: int, share: int) -> None:
    assert Money(minor, "USD").share(basis_points) == Money(share, "USD")


@given(AMOUNTS, AMOUNTS, st.integers(-1000, 1000))
def test_adding_subtracting_and_multiplying_stay_whole(first: int, second: int, count: int) -> None:
    one, two = Money(first, "USD"), Money(second, "USD")
    assert (one + two).minor == first + second
    assert one - two == one + -two
    assert one.times(count).minor == first * count


def test_a_total_of_nothing_is_zero_in_its_currency() -> None:
    assert total([], "JPY") == Money(0, "JPY")


def test_the_table_of_currencies_is_that_of_iso_4217() -> None:
    digits = {code: exponent(code) for codes in money._ISO_4217.values() for code in codes.split()}
    assert Counter(digits.values()) == {2: 139, 0: 17, 3: 7, 4: 2}
    assert {code for code, count in digits.items() if count == 0} == _codes(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
    )
    assert {code for code, count in digits.items() if count == 3} == _codes("BHD IQD JOD KWD LYD OMR TND")
    assert {code for code, count in digits.items() if count == 4} == {"CLF", "UYW"}
    assert all(exponent(code) == 2 for code in ("PKR", "USD", "EUR", "MGA", "HUF"))


@pytest.mark.parametrize("code", ["XAU", "XXX", "XTS", "ZZZ", "pkr", "PK", "", "PKRR", "€"])
def test_what_has_no_minor_unit_is_no_money(code: str) -> None:
    assert not is_currency(code)
    with pytest.raises(
        ValueError, match=f"^{re.escape(repr(code))} is no ISO 4217 currency with a minor unit$"
    ):
        Money(1, code)


@pytest.mark.parametrize("minor", [1.0, 0.5, True, False, "1", None, float("nan")])
def test_only_whole_numbers_are_money(minor: object) -> None:
    with pytest.raises(TypeError, match="whole minor units"):
        Money(minor, "PKR")  # type: ignore[arg-type]


def test_a_fraction_cannot_come_in_by_arithmetic() -> None:
    with pytest.raises(TypeError):
        Money(100, "PKR").times(1.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(100, "PKR").split([0.5, 0.5])  # type: ignore[list-item]
    with pytest.raises(TypeError):
        Money(100, "PKR").share(12.5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "mix",
    [
        lambda one, other: one + other,
        lambda one, other: one - other,
        lambda one, other: total([one, other], "PKR"),
        lambda one, other: total([other], "PKR"),
        lambda one, other: one < other,
        lambda one, other: one <= other,
        max,
    ],
    ids=["add", "subtract", "total", "total of another", "less", "at most", "largest"],
)
def test_currencies_do_not_mix(mix: Callable[[Money, Money], object]) -> None:
    with pytest.raises(CurrencyMismatch):
        mix(Money(1, "PKR"), Money(2, "USD"))


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 1), (2, 2), (-3, 2), (0, -1)])
def test_amounts_are_compared_like_their_numbers(one: int, other: int) -> None:
    left, right = Money(one, "PKR"), Money(other, "PKR")
    assert [left < right, left <= right, left > right, left >= right] == [
        one < other,
        one <= other,
        one > other,
        one >= other,
    ]


def test_the_largest_amount_is_the_last_that_every_reader_of_json_keeps() -> None:
    assert money.MAX_MINOR == 9_007_199_254_740_991
    assert float(money.MAX_MINOR) == money.MAX_MINOR
    assert float(money.MAX_MINOR + 1) == float(money.MAX_MINOR + 2), (
        "the next ones fall together in a reader that has floats only"
    )


def test_a_code_is_three_capital_letters() -> None:
    assert [code for code in money._EXPONENTS if not re.fullmatch("[A-Z]{3}", code)] == []


def test_a_refusal_names_what_was_given() -> None:
    with pytest.raises(TypeError, match=r"^money is counted in whole minor units, not float$"):
        Money(1.0, "PKR")  # type: ignore[arg-type]
    with pytest.raises(CurrencyMismatch, match=r"^PKR and USD do not add up$"):
        Money(1, "PKR") + Money(1, "USD")


def test_an_amount_does_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Money(1, "PKR").minor = 2  # type: ignore[misc]  # that it is read-only is what is tested
