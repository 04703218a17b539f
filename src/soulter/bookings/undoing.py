"""Undoes a step that was taken by mistake, on the business date on which it was taken."""

from datetime import datetime
from uuid import UUID

from soulter.access.actor import Actor, Channel
from soulter.bookings import history, in_house, ledger, queries, rules, states
from soulter.bookings.errors import NothingToUndo, UndoTooLate
from soulter.bookings.events import BookingStepUndone
from soulter.bookings.ledger import Claimant
from soulter.bookings.models import Booking, NightKind
from soulter.bookings.queries import FoundBooking
from soulter.bookings.states import STEPS, Action, Frees, Status
from soulter.core import clock
from soulter.core.database.statements import update_row
from soulter.core.database.transactions import Transaction
from soulter.core.dates import Stay
from soulter.core.records import audit
from soulter.outbox.publishing import publish


async def undo(session: Transaction, actor: Actor, booking_id: UUID, action: Action, now: datetime) -> None:
    """Return a booking to the status before the step, and take the nights again that the step freed.

    A hold that was confirmed becomes a hold of full length. Raises BookingNotFound, NothingToUndo,
    UndoTooLate, HoldExpired, NightsTaken.
    """
    booking = await queries.lock(session, actor, booking_id)
    status, step = booking.row.status, STEPS[action]
    taken = await history.last_step(session, actor, booking_id, step.to) if status is step.to else None
    if taken is None:
        raise NothingToUndo(action, status)
    taken_on, today = (clock.business_date(moment, booking.timezone) for moment in (taken.at, now))
    if taken_on != today:
        raise UndoTooLate(states.spoken(action), taken_on, today)
    before = Status(taken.facts["before"])
    if before is Status.PENDING and not step.ends_hold:
        booking.row._replace(status=before).check_hold(now, booking.timezone)
    if step.frees is not Frees.NOTHING:
        await _take_again(session, actor, booking, now)
    values = {
        "status": before,
        "hold_expires_at": await _hold(session, actor, booking, before, step.ends_hold, now),
        "version": booking.row.version + 1,
        "updated_at": now,
    }
    await session.run(update_row(Booking, frozenset(values)), of=booking_id, **values)
    await audit.record(
        session, now, actor.principal, "booking.undone", booking_id, before=status, after=before, step=action
    )
    undone = BookingStepUndone(booking_id, booking.row.property_id, actor.principal, status, before)
    await publish(session, now, undone)


async def _take_again(session: Transaction, actor: Actor, booking: FoundBooking, now: datetime) -> None:
    """Take the nights of the booking that the ledger no longer has for it, as a new booking would."""
    row, own = booking.row, Claimant(NightKind.BOOKING, booking.row.id)
    sold = await queries.units_of(session, actor, row.id)
    units = await ledger.lock(session, [unit.unit_id for unit in sold], for_sale=False)
    stay = Stay(row.check_in, row.check_out)
    await ledger.ensure_free(session, units, stay, now, own)
    held = await ledger.nights_of(session, own)
    missing = [
        line
        for line in in_house.prices_of(((unit.unit_id, unit.nightly) for unit in sold), row.currency)
        if (line.unit_id, line.night) not in held
    ]
    if missing:
        await ledger.take(session, units, own, missing)


async def _hold(
    session: Transaction,
    actor: Actor,
    booking: FoundBooking,
    before: Status,
    ended_hold: bool,
    now: datetime,
) -> datetime | None:
    if before is not Status.PENDING or not ended_hold:
        return booking.row.hold_expires_at
    sold = await queries.units_of(session, actor, booking.row.id)
    [place, *_] = await ledger.sellable(session, [unit.unit_id for unit in sold], for_sale=False)
    sells = booking.row.source is Channel.AGENT
    return rules.hold_until(now, place.agent_hold_minutes if sells else place.hold_minutes)
