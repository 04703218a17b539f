"""Holds of the demo: what visitors hold at this moment, one of them more than anybody means."""

import secrets
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from soulter.access.actor import VISITOR
from soulter.bookings import booking
from soulter.bookings.booking import Request
from soulter.bookings.errors import NightsTaken
from soulter.bookings.hold_errors import VisitorShareHeld, VisitorShareTooSmall
from soulter.bookings.hold_limits import HoldLimits
from soulter.core.database.transactions import Database, Transaction
from soulter.core.dates import Stay
from soulter.core.records.rate_limits import Limiter
from soulter.guests.details import GuestDetails


class _Wish(NamedTuple):
    """A stay of a visitor: `first` days from today, in a unit by its number, made `minutes` ago."""

    name: str
    address: str
    first: int
    nights: int
    unit: int
    minutes: int


_WISHES: Final = (
    _Wish("Noor Jahan", "203.0.113.20", 82, 2, 3, 21),
    _Wish("Peter Vogel", "203.0.113.31", 90, 3, 5, 12),
    _Wish("Quick Deals", "203.0.113.66", 84, 14, 1, 9),
    _Wish("Quick Deals", "203.0.113.66", 98, 14, 1, 8),
    _Wish("Quick Deals", "203.0.113.66", 84, 21, 2, 8),
    _Wish("Best Rates", "203.0.113.66", 105, 21, 2, 7),
)


async def add(
    session: Transaction, database: Database, unit_ids: list[UUID], today: date, now: datetime
) -> None:
    """Add them through the same limits as requests; what the season or the limits refuse is left out."""
    limiter = Limiter(database, secrets.token_bytes(32))
    for wish in _WISHES:
        begin = today + timedelta(days=wish.first)
        stay = Stay(begin, begin + timedelta(days=wish.nights))
        contact = f"{wish.name.lower().replace(' ', '.')}@guests.soulter.example"
        request = Request((unit_ids[wish.unit],), stay, 2, 0, GuestDetails(wish.name, contact, None))
        limits = HoldLimits(limiter, wish.address)
        try:
            await booking.book(session, VISITOR, request, now - timedelta(minutes=wish.minutes), limits)
        except (NightsTaken, VisitorShareHeld, VisitorShareTooSmall):
            continue
