"""The largest total that a booking may have."""

from datetime import date, time
from uuid import UUID

import pytest

from soulter.bookings import booking
from soulter.bookings.availability import SellableUnit
from soulter.bookings.errors import TotalTooLarge
from soulter.bookings.hold_rules import VisitorSettings
from soulter.core.dates import Stay
from soulter.core.money import MAX_MINOR, Money
from soulter.inventory.models import UnitStatus

NIGHT = Stay(date(2027, 5, 10), date(2027, 5, 11))


def unit(number: int, minor: int) -> SellableUnit:
    sale = (UUID(int=number), "Tent", 2, minor, "PKR", UnitStatus.ACTIVE)
    return SellableUnit(
        *sale,
        UUID(int=9),
        "Starry Meadow",
        "Asia/Karachi",
        arrival_cutoff=time(11),
        hold_minutes=60,
        agent_hold_minutes=1440,
        visitors=VisitorSettings(40, 28, 365, 5),
    )


@pytest.mark.parametrize("minors", [[MAX_MINOR], [MAX_MINOR - 1, 1]])
def test_the_largest_total_is_a_price(minors: list[int]) -> None:
    found = booking.price([unit(i, minor) for i, minor in enumerate(minors)], NIGHT)
    assert found.total == Money(MAX_MINOR, "PKR")


def test_one_more_is_refused() -> None:
    with pytest.raises(TotalTooLarge):
        booking.price([unit(1, MAX_MINOR), unit(2, 1)], NIGHT)
