"""The steps of a booking, each with its effects in one transaction. `states` has their table."""

from datetime import date, datetime
from uuid import UUID

from soulter.access.actor import Actor
from soulter.bookings import ledger, queries, states
from soulter.bookings.ledger import Claimant
from soulter.bookings.models import Booking, NightKind
from soulter.bookings.states import STEPS, Action, Frees
from soulter.core import clock
from soulter.core.database.statements import update_row
from soulter.core.database.transactions import Transaction
from soulter.core.dates import Stay
from soulter.core.records import audit
from soulter.outbox.publishing import publish


async def act(session: Transaction, actor: Actor, booking_id: UUID, action: Action, now: datetime) -> None:
    """Take a step, with all its effects. Repeating a step changes nothing.

    Raises BookingNotFound, StatusForbids, HoldExpired, TooEarly, TooLate.
    """
    booking = await queries.lock(session, actor, booking_id)
    status, hold = booking.row.status, booking.row.hold_expires_at
    if status is STEPS[action].to:
        return
    step = states.step_from(status, action, actor)
    booking.row.check_hold(now, booking.timezone)
    today = clock.business_date(now, booking.timezone)
    night = clock.running_night(now, booking.timezone, booking.arrival_cutoff)
    states.check_day(action, Stay(booking.row.check_in, booking.row.check_out), today, night)
    await _free(session, booking_id, step.frees, today, night)
    values = {
        "status": step.to,
        "hold_expires_at": None if step.ends_hold else hold,
        "hold_contact": None,
        "hold_network": None,
        "version": booking.row.version + 1,
        "updated_at": now,
    }
    await session.run(update_row(Booking, frozenset(values)), of=booking_id, **values)
    await audit.record(
        session, now, actor.principal, f"booking.{step.to.lower()}", booking_id, before=status, after=step.to
    )
    await publish(session, now, step.event(booking_id, booking.row.property_id, actor.principal))


async def _free(session: Transaction, booking_id: UUID, frees: Frees, today: date, night: date) -> None:
    if frees is not Frees.NOTHING:
        since = {Frees.FROM_TODAY: today, Frees.FROM_RUNNING_NIGHT: night}.get(frees)
        await ledger.release(session, Claimant(NightKind.BOOKING, booking_id), since)
