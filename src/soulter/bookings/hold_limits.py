"""How many stays may be held for nothing: otherwise anybody empties the calendar without paying."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from soulter.access.actor import Actor, Channel
from soulter.bookings.errors import TooManyHolds
from soulter.core.database.transactions import Transaction
from soulter.core.records.rate_limits import Bucket, Limit, Limiter, network

FROM_NETWORK: Final = Limit("stays held from one network", 30, 3600)
OF_GUEST: Final = Limit("stays held by one guest", 10, 3600)


@dataclass(frozen=True, slots=True)
class HoldLimits:
    """The limits as they apply to one request. `address` is the client's, "" where it cannot be known."""

    limiter: Limiter | None
    address: str = ""

    async def charge(self, session: Transaction, actor: Actor, contact: str, now: datetime) -> None:
        """Count a stay that has just been held. Staff and agents are known and not counted.

        Raises TooManyHolds, which undoes the booking with its transaction.
        """
        if self.limiter is None or actor.channel not in (Channel.WEB, Channel.CUSTOMER):
            return
        buckets: list[Bucket] = [self.limiter.bucket(OF_GUEST, str(actor.user_id or contact))]
        # Where all visitors seem to come from one address, the limit would hit everybody.
        if self.address:
            buckets.append(self.limiter.bucket(FROM_NETWORK, network(self.address)))
        if seconds := await self.limiter.count(session, buckets, now):
            raise TooManyHolds(seconds)


UNLIMITED: Final = HoldLimits(None)
"""For bookings that no request asks for, such as those of the demo."""
