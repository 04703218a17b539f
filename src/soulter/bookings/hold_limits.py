"""The limits of visitors' holds. Without them, anybody could hold the whole calendar without paying."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from soulter.access.actor import Actor, Channel
from soulter.bookings import hold_rules, visitor_holds
from soulter.bookings.availability import SellableUnit
from soulter.bookings.errors import TooManyHolds
from soulter.bookings.hold_rules import OF_CONTACT, OF_NETWORK, Amount, HoldOrigin
from soulter.bookings.visitor_holds import Holding
from soulter.core.database.transactions import Source, Transaction
from soulter.core.dates import Stay
from soulter.core.records import rate_limits
from soulter.core.records.rate_limits import Bucket, Limit, Limiter, network

FROM_NETWORK: Final = Limit("stays held from one network", 30, 3600)
OF_GUEST: Final = Limit("stays held by one guest", 10, 3600)
_OF_PROPERTY: Final = Limit("stays held at one property", 2**31 - 1, 3600)
"""A bucket that never fills. It is the lock under which visitors' holds of a property are counted."""


@dataclass(frozen=True, slots=True)
class Hold:
    """The hold of a new booking: its origin if a visitor makes it, and its duration in minutes."""

    minutes: int
    origin: HoldOrigin | None = None

    def columns(self) -> dict[str, str | None]:
        """The columns of a booking that store the origin of its hold."""
        contact, of_network = self.origin or (None, None)
        return {"hold_contact": contact, "hold_network": of_network}


@dataclass(frozen=True, slots=True)
class HoldLimits:
    """The limits for one request. `address` is the client's, or "" when it is unknown."""

    limiter: Limiter | None
    address: str = ""

    def check(
        self, actor: Actor, units: Sequence[SellableUnit], stay: Stay, today: date, guests: int
    ) -> None:
        """Check the visitor limits of the property for this actor.

        Raises what `hold_rules.check_request` does.
        """
        if self.limiter is not None and is_limited(actor):
            hold_rules.check_request(units[0].visitors, stay, today, len(units), guests)

    async def hold(
        self,
        session: Transaction,
        actor: Actor,
        contact: str,
        units: Sequence[SellableUnit],
        stay: Stay,
        now: datetime,
    ) -> Hold:
        """The hold of a booking that is about to be written. Holds of staff and agents are not limited.

        The buckets that count the stays of an hour are also locks: nothing more can be held before this
        transaction ends. Raises TooManyHolds, TooMuchHeld, VisitorShareHeld, VisitorShareTooSmall.
        """
        full = _full_minutes(actor, units[0])
        if self.limiter is None or not is_limited(actor):
            return Hold(full)
        buckets = [self.limiter.bucket(OF_GUEST, str(actor.user_id or hold_rules.normalised(contact)))]
        # Without client addresses all visitors share one, and the limit would refuse everybody.
        if self.address:
            buckets.append(self.limiter.bucket(FROM_NETWORK, network(self.address)))
        origin = HoldOrigin(buckets[0].key, buckets[1].key if self.address else None)
        place = Bucket(_OF_PROPERTY, _property_key(units[0].property_id))
        if seconds := await self.limiter.count(session, [*buckets, place], now):
            raise TooManyHolds(seconds)
        found = await visitor_holds.holding(session, origin, units[0].property_id, stay, None, now)
        _check(found, units, stay, now)
        return Hold(_minutes(actor, full, found, units[0]), origin)


UNLIMITED: Final = HoldLimits(None)
"""Limits for bookings outside a request, such as those of the demo."""


def is_limited(actor: Actor) -> bool:
    """Whether the holds of this actor are limited."""
    return actor.channel in visitor_holds.VISITORS


async def lock(session: Transaction, origin: HoldOrigin, property_id: UUID, now: datetime) -> None:
    """Lock what a new hold of this origin at this property locks, without counting a stay."""
    keys = [key for key in origin if key is not None]
    await rate_limits.lock(session, [*keys, _property_key(property_id)], now)


async def check_move(
    source: Source,
    origin: HoldOrigin,
    booking_id: UUID,
    units: Sequence[SellableUnit],
    stay: Stay,
    now: datetime,
) -> None:
    """Check a changed hold of a visitor. Raises TooMuchHeld, VisitorShareHeld, VisitorShareTooSmall."""
    found = await visitor_holds.holding(source, origin, units[0].property_id, stay, booking_id, now)
    _check(found, units, stay, now)


def _check(found: Holding, units: Sequence[SellableUnit], stay: Stay, now: datetime) -> None:
    settings = units[0].visitors
    wanted = Amount(len(units), len(units) * len(stay.nights))
    hold_rules.check_held(found.of_contact, wanted, hold_rules.at_most(OF_CONTACT, settings), now)
    hold_rules.check_held(found.of_network, wanted, hold_rules.at_most(OF_NETWORK, settings), now)
    hold_rules.check_share(found.nights, len(units), found.for_sale, settings, now)


def _full_minutes(actor: Actor, unit: SellableUnit) -> int:
    return unit.agent_hold_minutes if actor.channel is Channel.AGENT else unit.hold_minutes


def _minutes(actor: Actor, full: int, found: Holding, unit: SellableUnit) -> int:
    """The duration of a hold in minutes.

    Unverified visitors get less the more they hold; customers do not.
    """
    if actor.channel is not Channel.WEB:
        return full
    limits = (
        (found.of_contact.amount, hold_rules.at_most(OF_CONTACT, unit.visitors)),
        (found.of_network.amount, hold_rules.at_most(OF_NETWORK, unit.visitors)),
    )
    return hold_rules.hold_minutes(full, limits)


def _property_key(property_id: UUID) -> str:
    return f"holds-{property_id}"
