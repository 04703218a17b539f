"""Deliveries as the worker works them: claim what is due, deliver, settle.

A claim is a lease. It counts as an attempt, hides the delivery from other workers for its time, and is checked again when
the delivery is settled: a worker that lost the lease settles nothing. No lock is held while a delivery is on its way. A
delivery waits as long as an earlier one of its subject and channel does.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    SmallInteger,
    String,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import aliased

from soulter.core.database.statements import Command, Query
from soulter.core.database.transactions import Source, Transaction
from soulter.core.database.types import Instant
from soulter.outbox.models import Delivery, DeliveryState, OutboxEvent

LEASE = timedelta(minutes=2)
"""Longer than composing and sending may take together."""

_LONGEST_ERROR = 200


class Claimed(NamedTuple):
    """A delivery that this worker has claimed, with its event; `attempts` counts this one."""

    id: UUID
    channel: str
    topic: str
    subject: UUID | None
    property_id: UUID | None
    facts: dict[str, Any]
    request_id: str | None
    created_at: datetime
    attempts: int
    lease_until: datetime


# Written out, not as a parameter: the index holds waiting deliveries only, and a planner has to see that it fits.
_WAITING: ColumnElement[Any] = literal_column(f"'{DeliveryState.WAITING}'")
_now = bindparam("now", type_=Instant())
_earlier = aliased(Delivery, name="earlier")
_CLAIMABLE = (
    Delivery.state == _WAITING,
    Delivery.due_at <= _now,
    or_(Delivery.lease_until.is_(None), Delivery.lease_until <= _now),
    ~exists().where(
        _earlier.subject == Delivery.subject,
        _earlier.id < Delivery.id,
        _earlier.channel == Delivery.channel,
        _earlier.state == _WAITING,
    ),
)
_LOOK = Query(UUID, select(Delivery.id).where(*_CLAIMABLE).limit(1))
_DUE = (
    select(Delivery.id)
    .where(*_CLAIMABLE)
    .order_by(Delivery.due_at, Delivery.id)
    .limit(bindparam("most", type_=Integer()))
    # Two workers look at the same moment: the second one passes over what the first is claiming.
    .with_for_update(skip_locked=True, of=Delivery)
    .cte("due")
    .prefix_with("MATERIALIZED")
)
_CLAIM = Query(
    UUID,
    update(Delivery)
    .where(Delivery.id.in_(select(_DUE.c.id)))
    .values(lease_until=bindparam("lease", type_=Instant()), attempts=Delivery.attempts + 1)
    .returning(Delivery.id),
)
_MINE = (
    Delivery.id == bindparam("of"),
    Delivery.state == _WAITING,
    Delivery.lease_until == bindparam("lease", type_=Instant()),
    Delivery.attempts == bindparam("attempt", type_=SmallInteger()),
)
_SETTLE = Query(
    UUID,
    update(Delivery)
    .where(*_MINE)
    .values(
        state=bindparam("to", type_=Delivery.state.type),
        settled_at=bindparam("settled_at", type_=Instant()),
        due_at=bindparam("due_at", type_=Instant()),
        lease_until=None,
        recipient=bindparam("recipient", type_=String()),
        last_error=bindparam("error", type_=String()),
    )
    .returning(Delivery.id),
)
_RETURN = Command(update(Delivery).where(*_MINE).values(lease_until=None, attempts=Delivery.attempts - 1))


@lru_cache
def _claimed(count: int) -> Query[Claimed]:
    # A second statement, since SQLite answers with columns of the updated table alone.
    columns = (
        Delivery.id,
        Delivery.channel,
        OutboxEvent.topic,
        OutboxEvent.subject,
        OutboxEvent.property_id,
        OutboxEvent.facts,
        OutboxEvent.request_id,
        OutboxEvent.created_at,
        Delivery.attempts,
        Delivery.lease_until,
    )
    wanted = Delivery.id.in_([bindparam(f"id_{i}", type_=Delivery.id.type) for i in range(count)])
    joined = select(*columns).join(OutboxEvent, OutboxEvent.id == Delivery.event_id)
    return Query(Claimed, joined.where(wanted).order_by(Delivery.id))


async def has_work(source: Source, now: datetime) -> bool:
    """Whether anything can be claimed: one look into an index, without a transaction."""
    return await source.one(_LOOK, now=now) is not None


async def claim(session: Transaction, most: int, now: datetime) -> list[Claimed]:
    """Take up to `most` deliveries that are due, the longest due first, for as long as the lease."""
    found = await session.all(_CLAIM, now=now, most=most, lease=now + LEASE)
    if not found:
        return []
    return await session.all(
        _claimed(len(found)), **{f"id_{i}": delivery_id for i, delivery_id in enumerate(found)}
    )


async def settle(
    session: Transaction,
    claimed: Claimed,
    state: DeliveryState,
    now: datetime,
    *,
    recipient: str | None,
    error: str | None = None,
    due_at: datetime,
) -> bool:
    """Write what became of a claimed delivery; False when the lease was lost to another worker."""
    return (
        await session.one(
            _SETTLE,
            **_of(claimed),
            to=state,
            settled_at=None if state is DeliveryState.WAITING else now,
            due_at=due_at,
            recipient=recipient,
            error=error[:_LONGEST_ERROR] if error else None,
        )
        is not None
    )


async def give_back(session: Transaction, claimed: Claimed) -> None:
    """Return a claimed delivery as if it had not been claimed."""
    await session.run(_RETURN, **_of(claimed))


def _of(claimed: Claimed) -> dict[str, object]:
    return {"of": claimed.id, "lease": claimed.lease_until, "attempt": claimed.attempts}
