"""The outbox as the worker works it: claim what is due, deliver, settle.

A claim is a lease. It counts as an attempt, hides the event from other workers for its time, and
is asked for again when the event is settled: who lost it settles nothing. Nothing is held locked
while a mail is on its way. An event waits as long as an earlier one of its subject does.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, SmallInteger, String, bindparam, exists, literal_column, or_, select, update
from sqlalchemy.orm import aliased

from soulter.core.database.statements import Command, Query
from soulter.core.database.transactions import Source, Transaction
from soulter.core.database.types import Instant
from soulter.core.records.events import OutboxEvent, OutboxState

LEASE = timedelta(minutes=2)
"""Longer than composing and sending may take together."""

_LONGEST_ERROR = 200


class Event(NamedTuple):
    """An event that this worker has claimed; `attempts` counts this one."""

    id: UUID
    topic: str
    subject: UUID | None
    facts: dict[str, Any]
    request_id: str | None
    created_at: datetime
    attempts: int
    lease_until: datetime


# Written out, not as a parameter: the index holds waiting events only, and a planner has to see that it fits.
_WAITING: ColumnElement[Any] = literal_column(f"'{OutboxState.WAITING}'")
_now = bindparam("now", type_=Instant())
_earlier = aliased(OutboxEvent, name="earlier")
_CLAIMABLE = (
    OutboxEvent.state == _WAITING,
    OutboxEvent.due_at <= _now,
    or_(OutboxEvent.lease_until.is_(None), OutboxEvent.lease_until <= _now),
    ~exists().where(_earlier.subject == OutboxEvent.subject, _earlier.id < OutboxEvent.id, _earlier.state == _WAITING),
)
_LOOK = Query(UUID, select(OutboxEvent.id).where(*_CLAIMABLE).limit(1))
_DUE = (
    select(OutboxEvent.id)
    .where(*_CLAIMABLE)
    .order_by(OutboxEvent.due_at, OutboxEvent.id)
    .limit(bindparam("most", type_=Integer()))
    # Two workers look at the same moment: the second one passes over what the first is claiming.
    .with_for_update(skip_locked=True, of=OutboxEvent)
    .cte("due")
    .prefix_with("MATERIALIZED")
)
_CLAIM = Query(
    Event,
    update(OutboxEvent)
    .where(OutboxEvent.id.in_(select(_DUE.c.id)))
    .values(lease_until=bindparam("lease", type_=Instant()), attempts=OutboxEvent.attempts + 1)
    .returning(
        OutboxEvent.id,
        OutboxEvent.topic,
        OutboxEvent.subject,
        OutboxEvent.facts,
        OutboxEvent.request_id,
        OutboxEvent.created_at,
        OutboxEvent.attempts,
        OutboxEvent.lease_until,
    ),
)
_MINE = (
    OutboxEvent.id == bindparam("of"),
    OutboxEvent.state == _WAITING,
    OutboxEvent.lease_until == bindparam("lease", type_=Instant()),
    OutboxEvent.attempts == bindparam("attempt", type_=SmallInteger()),
)
_SETTLE = Query(
    UUID,
    update(OutboxEvent)
    .where(*_MINE)
    .values(
        state=bindparam("to", type_=OutboxEvent.state.type),
        settled_at=bindparam("settled_at", type_=Instant()),
        due_at=bindparam("due_at", type_=Instant()),
        lease_until=None,
        recipient=bindparam("recipient", type_=String()),
        last_error=bindparam("error", type_=String()),
    )
    .returning(OutboxEvent.id),
)
_RETURN = Command(update(OutboxEvent).where(*_MINE).values(lease_until=None, attempts=OutboxEvent.attempts - 1))


async def has_work(source: Source, now: datetime) -> bool:
    """Whether anything can be claimed: one look into an index, without a transaction."""
    return await source.one(_LOOK, now=now) is not None


async def claim(session: Transaction, most: int, now: datetime) -> list[Event]:
    """Take up to so many events that are due, the longest due first, for as long as the lease."""
    return sorted(await session.all(_CLAIM, now=now, most=most, lease=now + LEASE))


async def settle(
    session: Transaction, event: Event, state: OutboxState, now: datetime, *, recipient: str | None, error: str | None = None, due_at: datetime
) -> bool:
    """Write down what became of a claimed event; False when the lease was lost, and with it the say."""
    params = _claimed(event) | {
        "to": state,
        "settled_at": None if state is OutboxState.WAITING else now,
        "due_at": due_at,
        "recipient": recipient,
        "error": error[:_LONGEST_ERROR] if error else None,
    }
    return await session.one(_SETTLE, **params) is not None


async def give_back(session: Transaction, event: Event) -> None:
    """Return a claimed event as if it had not been claimed."""
    await session.run(_RETURN, **_claimed(event))


def _claimed(event: Event) -> dict[str, object]:
    return {"of": event.id, "lease": event.lease_until, "attempt": event.attempts}
