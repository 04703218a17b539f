"""Publishing an event: subscribers inside the transaction, and deliveries for the channels after its commit.

Nothing leaves the building inside a request. A channel's delivery is a row of the transaction that caused it; the worker
delivers it after the commit, at least once, under the row's id.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, exists

from soulter.core import ids
from soulter.core.database.statements import delete_some, insert_row
from soulter.core.database.transactions import Transaction
from soulter.core.database.types import Instant
from soulter.core.telemetry import request_context
from soulter.outbox.events import Event
from soulter.outbox.models import Delivery, DeliveryState, OutboxEvent

KEPT: Final = timedelta(days=90)
"""How long a delivery can be looked up after it was settled."""

Subscriber = Callable[[Transaction, Any, datetime], Awaitable[None]]
"""Called with the transaction, the event and the moment; what it raises undoes the whole transaction."""


class NotConnected(RuntimeError):
    """An event was published in a process that has not said who hears of it."""


async def _nowhere(_session: Transaction) -> UUID | None:
    return None


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """Who hears of which event: `within` its transaction, and `after` the commit by which channels.

    `place` finds the property of an event that names none.
    """

    within: Mapping[type[Event], tuple[Subscriber, ...]] = field(default_factory=dict)
    after: Mapping[type[Event], tuple[str, ...]] = field(default_factory=dict)
    place: Callable[[Transaction], Awaitable[UUID | None]] = _nowhere


_connected: Subscriptions | None = None


def connect(subscriptions: Subscriptions) -> None:
    """Say who hears of events in this process. Called where the process is composed, before anything is published."""
    global _connected  # noqa: PLW0603 -- composed once for a process, like the tables themselves
    _connected = subscriptions


_ADD_EVENT, _ADD_DELIVERY = insert_row(OutboxEvent), insert_row(Delivery)


async def publish(session: Transaction, now: datetime, event: Event) -> None:
    """Tell that something happened, in the transaction of its cause.

    Order within a subject is kept between transactions that hold the subject's row, as all that change it do. An event
    that no channel takes is not stored: the audit log has it. Raises NotConnected, and what a subscriber raises.
    """
    if _connected is None:
        raise NotConnected(
            f"nobody has said who hears of {type(event).__name__}: call outbox.publishing.connect first"
        )
    for subscriber in _connected.within.get(type(event), ()):
        await subscriber(session, event, now)
    if channels := _connected.after.get(type(event), ()):
        await _deliver_later(session, now, event, channels, event.place or await _connected.place(session))


async def _deliver_later(
    session: Transaction, now: datetime, event: Event, channels: tuple[str, ...], place: UUID | None
) -> None:
    event_id = ids.next_id()
    row = {
        "id": event_id,
        "topic": event.topic(),
        "subject": event.subject,
        "property_id": place,
        "facts": dict(event.facts()),
        "request_id": request_context.request_id(),
        "created_at": now,
    }
    await session.run(_ADD_EVENT, **row)
    shared = {
        "event_id": event_id,
        "subject": event.subject,
        "state": DeliveryState.WAITING,
        "attempts": 0,
        "created_at": now,
        "due_at": now,
        "lease_until": None,
        "settled_at": None,
        "recipient": None,
        "last_error": None,
    }
    await session.run_many(
        _ADD_DELIVERY, [{"id": ids.next_id(), "channel": channel, **shared} for channel in channels]
    )


_before = bindparam("before", type_=Instant())
# Nothing is settled before it was made: the first condition says nothing new, but it has an index.
_FORGET = delete_some(UUID, Delivery.id, Delivery.created_at < _before, Delivery.settled_at < _before)
_FORGET_EVENTS = delete_some(
    UUID,
    OutboxEvent.id,
    OutboxEvent.created_at < _before,
    ~exists().where(Delivery.event_id == OutboxEvent.id),
)


async def forget_settled(session: Transaction, now: datetime) -> int:
    """Delete some of the deliveries that were settled long ago, and events that have none left; how many deliveries."""
    gone = await session.all(_FORGET, before=now - KEPT)
    await session.all(_FORGET_EVENTS, before=now - KEPT)
    return len(gone)
