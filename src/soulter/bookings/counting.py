"""Counting bookings for the metrics, once they are committed."""

from datetime import datetime

from soulter.access.actor import Channel
from soulter.bookings.events import BookingMade
from soulter.core.database.transactions import Transaction
from soulter.core.telemetry import metrics

for _channel in Channel:
    # Prometheus computes increases from existing series, so every series starts at 0.
    metrics.BOOKINGS_MADE.add(_channel, amount=0)


async def count_made(session: Transaction, event: BookingMade, _now: datetime) -> None:
    """Count a booking by its channel."""
    session.once_committed(metrics.BOOKINGS_MADE.add, event.source)
