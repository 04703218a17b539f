"""The outbox: what happened and somebody must hear of, written in the transaction of its cause.

Nothing leaves the building inside a request. A row is published here; the worker reads it after
the commit and delivers it, at least once, under the row's id.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, String, bindparam, text
from sqlalchemy.orm import Mapped, mapped_column

from soulter.core import ids
from soulter.core.database.statements import delete_some, insert_row
from soulter.core.database.transactions import Transaction
from soulter.core.database.types import Base, Document, Instant, one_of, words
from soulter.core.telemetry import request_context

KEPT = timedelta(days=90)
"""How long an event can be looked up after it was settled."""


class OutboxState(StrEnum):
    """Where an event stands: to be delivered, delivered, found to need no delivery, or given up."""

    WAITING = "WAITING"
    DELIVERED = "DELIVERED"
    NEEDLESS = "NEEDLESS"
    DEAD = "DEAD"


class OutboxEvent(Base):
    """One event on its way out. Events of one `subject` are delivered in the order in which they were published."""

    __tablename__ = "outbox"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(60))
    subject: Mapped[UUID | None]
    facts: Mapped[dict[str, Any]] = mapped_column(Document)
    request_id: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    state: Mapped[OutboxState] = mapped_column(words(OutboxState))
    attempts: Mapped[int] = mapped_column(SmallInteger)
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    recipient: Mapped[str | None] = mapped_column(String(254))
    last_error: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        one_of("state", OutboxState),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        CheckConstraint("(settled_at IS NULL) = (state = 'WAITING')", name="settled_has_a_time"),
        Index("ix_outbox_created_at_id", "created_at", "id"),
        Index("ix_outbox_due_at_id", "due_at", "id", postgresql_where=text("state = 'WAITING'"), sqlite_where=text("state = 'WAITING'")),
        Index("ix_outbox_subject_id", "subject", "id", postgresql_where=text("state = 'WAITING'"), sqlite_where=text("state = 'WAITING'")),
    )


_INSERT = insert_row(OutboxEvent)
_before = bindparam("before", type_=Instant())
# Nothing is settled before it was made: the first condition says nothing new, but it has an index.
_FORGET = delete_some(UUID, OutboxEvent.id, OutboxEvent.created_at < _before, OutboxEvent.settled_at < _before)


async def publish(session: Transaction, now: datetime, topic: str, subject: UUID | None, **details: Any) -> UUID:
    """Write that `topic` (`account.invited`) happened; the event's id, which its receivers can tell repetitions by.

    `details` are JSON values: ids rather than personal data, and never a secret. Order within a subject is
    kept between transactions that hold the subject's row, as all that change it do.
    """
    event_id = _next_id()
    row = {
        "id": event_id,
        "topic": topic,
        "subject": subject,
        "facts": details,
        "request_id": request_context.request_id(),
        "created_at": now,
        "state": OutboxState.WAITING,
        "attempts": 0,
        "due_at": now,
        "lease_until": None,
        "settled_at": None,
        "recipient": None,
        "last_error": None,
    }
    await session.run(_INSERT, **row)
    return event_id


async def forget_settled(session: Transaction, now: datetime) -> int:
    """Delete some of the events that were settled long ago; how many."""
    return len(await session.all(_FORGET, before=now - KEPT))


_latest = UUID(int=0)


def _next_id() -> UUID:
    """An id behind all that this process gave before: by itself, an id tells no order within a millisecond."""
    global _latest  # noqa: PLW0603 -- the order of a process is the process's own state
    _latest = max(ids.new_id(), UUID(int=_latest.int + 1))
    return _latest
