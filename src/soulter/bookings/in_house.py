"""Pure rules of changing a stay that has begun: past nights stay, the remaining ones can change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from soulter.bookings.errors import ArrivalIsOver, NightsAreOver
from soulter.core.dates import Stay
from soulter.core.money import Money
from soulter.pricing.engine import NightPrice


@dataclass(frozen=True, slots=True)
class Begun:
    """A stay that has begun.

    `used` are its nights before `since`, the first night that can change: the one of `today`, or that of an
    earlier check-out date when the guest should have left before.
    """

    stay: Stay
    today: date
    lines: tuple[NightPrice, ...]

    @property
    def since(self) -> date:
        """The first night that can change."""
        return min(max(self.today, self.stay.check_in), self.stay.check_out)

    @property
    def used(self) -> tuple[NightPrice, ...]:
        """The nights that are over, at the prices they were sold for."""
        return tuple(line for line in self.lines if line.night < self.since)

    @property
    def units(self) -> tuple[UUID, ...]:
        """The current units of the guest: those from `since` on, or else those of the last night."""
        last = max(line.night for line in self.lines)
        return _units_of(line for line in self.lines if line.night >= min(self.since, last))

    def rest_of(self, after: Stay) -> Stay | None:
        """The part of the changed stay that can change; None when the guest leaves today.

        Raises ArrivalIsOver, NightsAreOver.
        """
        if after.check_in != self.stay.check_in:
            raise ArrivalIsOver(self.stay.check_in)
        if after.check_out < self.since:
            raise NightsAreOver(after.check_out, self.since)
        return Stay(self.since, after.check_out) if after.check_out > self.since else None


def _units_of(lines: Iterable[NightPrice]) -> tuple[UUID, ...]:
    return tuple(sorted({line.unit_id for line in lines}))


def prices_of(
    units: Iterable[tuple[UUID, Iterable[tuple[str, int]]]], currency: str
) -> tuple[NightPrice, ...]:
    """The lines of sold units: `(unit, [(night, minor units)])`."""
    return tuple(
        NightPrice(unit_id, date.fromisoformat(night), Money(minor, currency))
        for unit_id, nightly in units
        for night, minor in nightly
    )
