"""A limit on guesses of the contact that opens a booking together with its link.

The same contact again is no new guess, so a guest who returns with the right one is never counted out. Only
requests with the right token are counted: others open nothing whatever they guess.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select

from soulter.access.actor import BookingLink
from soulter.bookings.models import Booking
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Source
from soulter.core.records.rate_limits import Limit, Limiter, TooOften

OF_LINK: Final = Limit("contacts tried with one link", 10, 3600)
_OF_CONTACT: Final = Limit("one contact tried with one link", 1, 3600)

_IS_OF = Query(
    UUID, select(Booking.id).where(Booking.id == bindparam("of"), Booking.access_hash == bindparam("link"))
)


async def count(source: Source, limiter: Limiter, booking_id: UUID, link: BookingLink, now: datetime) -> None:
    """Count this contact as tried, right or wrong. Raises TooOften, which tells neither."""
    if await source.one(_IS_OF, of=booking_id, link=link.token_hash) is None:
        return
    tried = limiter.bucket(_OF_CONTACT, link.token_hash, link.contact)
    charge = await limiter.charge([tried, limiter.bucket(OF_LINK, link.token_hash)], now)
    if OF_LINK in charge.over and _OF_CONTACT not in charge.over:
        raise TooOften(charge.over[OF_LINK])
