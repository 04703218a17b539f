"""Money: whole minor units and a currency. No floats; rounding happens here only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

_ISO_4217 = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD "
    "GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL "
    "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR "
    "PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP "
    "TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
_EXPONENTS = {code: digits for digits, codes in _ISO_4217.items() for code in codes.split()}

MAX_MINOR = 2**53 - 1
"""The largest amount: the largest number that every JSON reader keeps exactly (rule 7.3)."""


def exponent(currency: str) -> int:
    """Decimal digits of the minor unit by ISO 4217 (rule 7.1). KeyError for an unknown code."""
    return _EXPONENTS[currency]


def is_currency(code: str) -> bool:
    """Whether `code` is an ISO 4217 currency that has a minor unit."""
    return code in _EXPONENTS


class CurrencyMismatch(ValueError):
    """Amounts in two currencies in one calculation."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole minor units (paisa, cents) of one currency."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"money is counted in whole minor units, not {type(self.minor).__name__}")
        if not is_currency(self.currency):
            raise ValueError(f"{self.currency!r} is no ISO 4217 currency with a minor unit")

    def __add__(self, other: Self) -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Self) -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __lt__(self, other: Self) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Self) -> bool:
        return self.minor <= self._same(other)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def times(self, count: int) -> "Money":
        """The amount `count` times."""
        return Money(self.minor * count, self.currency)

    def share(self, basis_points: int) -> "Money":
        """`basis_points` ten-thousandths of the amount, half away from zero (rule 7.4)."""
        return Money(divide_half_away(self.minor * basis_points, 10_000), self.currency)

    def split(self, weights: Sequence[int]) -> list["Money"]:
        """Parts in proportion to `weights` (not negative, not all zero) that add up exactly.

        Largest remainder, ties to the earliest part (rule 7.5).
        """
        whole = sum(weights)
        if whole <= 0 or min(weights) < 0:
            raise ValueError("weights must not be negative and not all zero")
        sign = -1 if self.minor < 0 else 1
        shares = [divmod(abs(self.minor) * weight, whole) for weight in weights]
        parts = [quotient for quotient, _ in shares]
        by_remainder = sorted(range(len(parts)), key=lambda i: (-shares[i][1], i))
        for i in by_remainder[: abs(self.minor) - sum(parts)]:
            parts[i] += 1
        return [Money(sign * part, self.currency) for part in parts]

    def _same(self, other: Self) -> int:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not add up")
        return other.minor


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum of amounts that are all in `currency`; zero for none."""
    result = Money(0, currency)
    for amount in amounts:
        result += amount
    return result


def divide_half_away(numerator: int, denominator: int) -> int:
    """`numerator / denominator` rounded half away from zero; `denominator` is positive."""
    quotient, remainder = divmod(abs(numerator), denominator)
    rounded = quotient + (2 * remainder >= denominator)
    return -rounded if numerator < 0 else rounded
