"""Ends all open holds of one origin at once."""

from datetime import datetime

from soulter.access.actor import Actor
from soulter.bookings import hold_origins, ledger
from soulter.bookings.events import BookingCancelled
from soulter.bookings.hold_origins import OpenHold
from soulter.bookings.hold_rules import OriginKind
from soulter.bookings.models import Booking
from soulter.bookings.states import Status
from soulter.core.database.statements import update_row
from soulter.core.database.transactions import Transaction
from soulter.core.records import audit
from soulter.outbox.publishing import publish


async def end(
    session: Transaction, actor: Actor, kind: OriginKind, origin: str, now: datetime
) -> list[OpenHold]:
    """Cancel all open holds of an origin and free their nights. Returns them; ending none changes nothing.

    The number of round trips does not depend on how many there are.
    """
    found = await hold_origins.lock(session, actor, kind, origin, now)
    ended = {"status": Status.CANCELLED, "hold_contact": None, "hold_network": None, "updated_at": now}
    await session.run_many(
        update_row(Booking, frozenset({*ended, "version"})),
        [{**ended, "of": hold.id, "version": hold.version + 1} for hold in found],
    )
    await ledger.release_many(session, [hold.id for hold in found])
    facts = {"before": Status.PENDING, "after": Status.CANCELLED, "holds_of": kind, "together": len(found)}
    await audit.record_many(
        session, now, actor.principal, "booking.cancelled", [(hold.id, facts) for hold in found]
    )
    for hold in found:
        await publish(session, now, BookingCancelled(hold.id, hold.property_id, actor.principal))
    return found
