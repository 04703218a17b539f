"""The only module that computes prices. Pure: rates and dates in, a quote with one line per night out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from soulter.core.dates import Stay
from soulter.core.money import Money, total

Kept = Mapping[tuple[UUID, date], Money]
"""Prices that were promised for the nights that a changed booking keeps."""


@dataclass(frozen=True, slots=True)
class Rate:
    """The price of a unit for one night."""

    unit_id: UUID
    nightly: Money


@dataclass(frozen=True, slots=True)
class NightPrice:
    """A line of a quote: a night of a unit and its price."""

    unit_id: UUID
    night: date
    price: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """A price with its lines; `total` is their sum."""

    lines: tuple[NightPrice, ...]
    total: Money

    def of_unit(self, unit_id: UUID) -> tuple[NightPrice, ...]:
        """The lines of one unit, in the order of the nights."""
        return tuple(line for line in self.lines if line.unit_id == unit_id)


def quote(rates: Sequence[Rate], stay: Stay, currency: str, kept: Kept | None = None) -> Quote:
    """The price of a stay: the sum of its nights.

    Each night costs the unit's nightly price, or the price that was promised for it before.
    """
    promised = kept or {}
    lines = tuple(
        NightPrice(rate.unit_id, night, promised.get((rate.unit_id, night), rate.nightly))
        for rate in rates
        for night in stay.nights
    )
    return Quote(lines, total((line.price for line in lines), currency))
