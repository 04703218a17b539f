"""The price of a changed stay when staff decide it. Pure: lines before and after in, lines out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from soulter.core.money import Money, total
from soulter.pricing.engine import Kept, NightPrice, Quote


class Pricing(StrEnum):
    """What the nights of a changed stay cost.

    `KEEP`: each date what it cost before, also in another unit. `NEW`: each night its present price.
    """

    KEEP = "KEEP"
    NEW = "NEW"


def kept_by_date(before: Iterable[NightPrice], unit_ids: Sequence[UUID]) -> Kept:
    """The price of each date before, handed to the units after the change.

    A unit that stays keeps its own price. The others take over the prices of the units that were left, in
    the order of ids. A unit that has no price to take over has none here.
    """
    by_date: dict[date, dict[UUID, Money]] = {}
    for line in before:
        by_date.setdefault(line.night, {})[line.unit_id] = line.price
    kept: dict[tuple[UUID, date], Money] = {}
    for night, prices in by_date.items():
        left = [prices[unit_id] for unit_id in sorted(prices) if unit_id not in unit_ids]
        came = [unit_id for unit_id in sorted(unit_ids) if unit_id not in prices]
        stays = {unit_id: prices[unit_id] for unit_id in unit_ids if unit_id in prices}
        taken_over = dict(zip(came, left, strict=False))
        kept |= {(unit_id, night): price for unit_id, price in (stays | taken_over).items()}
    return kept


def at_total(quote: Quote, wanted: Money, used: int) -> Quote | None:
    """The quote at a total that somebody named, or None when the nights cannot have it.

    The first `used` lines are nights that are over and keep their price. The rest of the total is spread over
    the other lines in proportion to their prices, to the minor unit (rule 7.5).
    """
    over, open_lines = quote.lines[:used], quote.lines[used:]
    rest = wanted - total((line.price for line in over), wanted.currency)
    if rest.minor < 0 or (not open_lines and rest.minor):
        return None
    weights = [line.price.minor for line in open_lines]
    parts = rest.split(weights if any(weights) else [1] * len(weights)) if open_lines else []
    lines = [replace(line, price=price) for line, price in zip(open_lines, parts, strict=True)]
    return Quote((*over, *lines), wanted)
