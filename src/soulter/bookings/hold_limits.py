"""How many stays may be held for nothing: otherwise anybody empties the calendar without paying."""

from datetime import datetime
from typing import Final

from soulter.access.actor import Actor, Channel
from soulter.bookings.errors import TooManyHolds
from soulter.core.database.transactions import Transaction
from soulter.core.records.rate_limits import Bucket, Limit, Limiter, network

FROM_NETWORK: Final = Limit("stays held from one network", 30, 3600)
OF_GUEST: Final = Limit("stays held by one guest", 10, 3600)


async def count(session: Transaction, limiter: Limiter, actor: Actor, contact: str, address: str, now: datetime) -> None:
    """Count a stay that has just been held; staff and agents are known and not counted.

    Raises TooManyHolds, with which the stay is not held after all.
    """
    if actor.channel not in (Channel.WEB, Channel.CUSTOMER):
        return
    buckets: list[Bucket] = [limiter.bucket(OF_GUEST, str(actor.user_id or contact))]
    # Where all visitors seem to come from one address, the limit would hit everybody.
    if address:
        buckets.append(limiter.bucket(FROM_NETWORK, network(address)))
    if seconds := await limiter.count(session, buckets, now):
        raise TooManyHolds(seconds)
