"""The audit log: append-only rows, each written in the transaction of the change that it records."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from soulter.core import ids
from soulter.core.database.statements import Insertion, insert_row
from soulter.core.database.transactions import Transaction
from soulter.core.database.types import Base, Document, not_exported
from soulter.core.telemetry import request_context


class AuditEvent(Base):
    """One change: who made it, what it was, which row it changed, and the facts before and after."""

    __tablename__ = "audit_events"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    # Whose account acted, for searching; no foreign key, since the audit log outlives what it records.
    actor_id: Mapped[UUID | None]
    action: Mapped[str] = mapped_column(String(60))
    entity: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[UUID]
    facts: Mapped[dict[str, Any]] = mapped_column(Document)
    request_id: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (
        Index("ix_audit_events_entity_entity_id_at", "entity", "entity_id", "at"),
        Index("ix_audit_events_at_id", "at", "id"),
        Index("ix_audit_events_actor_id_at_id", "actor_id", "at", "id"),
        Index("ix_audit_events_action_at_id", "action", "at", "id"),
        {"info": not_exported("tells of this database and not of another; a backup keeps it")},
    )


_USER = "user:"
_INSERT = insert_row(AuditEvent)


async def record(
    session: Transaction, at: datetime, actor: str, action: str, entity_id: UUID, **details: Any
) -> None:
    """Record that `actor` did `action`, such as `booking.confirmed`, to a row of the entity before the dot.

    `details` hold JSON values, and no more personal data than the row itself.
    """
    await session.run(_INSERT, **event(at, actor, action, entity_id, details))


async def record_many(
    session: Transaction,
    at: datetime,
    actor: str,
    action: str,
    details: Sequence[tuple[UUID, dict[str, Any]]],
) -> None:
    """The same for several rows of the entity, each with its facts, in as few round trips as for one."""
    await session.run_many(_INSERT, [event(at, actor, action, row, facts) for row, facts in details])


def recording(at: datetime, actor: str, action: str, entity_id: UUID, **details: Any) -> Insertion:
    """The same record as an insert, to be run together with another statement."""
    return _INSERT, event(at, actor, action, entity_id, details)


def event(at: datetime, actor: str, action: str, entity_id: UUID, details: dict[str, Any]) -> dict[str, Any]:
    """The row of an event, for code that writes many at once or into another schema version."""
    return {
        "id": ids.new_id(),
        "at": at,
        "actor": actor,
        "actor_id": UUID(actor[len(_USER) :]) if actor.startswith(_USER) else None,
        "action": action,
        "entity": action.partition(".")[0],
        "entity_id": entity_id,
        "facts": details,
        "request_id": request_context.request_id(),
    }
