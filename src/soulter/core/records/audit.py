"""The audit trail: append-only, in the transaction of the change that it tells of."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from soulter.core import ids
from soulter.core.database.statements import Insertion, insert_row
from soulter.core.database.transactions import Transaction
from soulter.core.database.types import Base, Document
from soulter.core.telemetry import request_context


class AuditEvent(Base):
    """One change: who, what, to which row, and the facts before and after."""

    __tablename__ = "audit_events"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(80))
    # Whose account acted, for finding it; no foreign key, since the trail outlives what it tells of.
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
    )


_USER = "user:"
_INSERT = insert_row(AuditEvent)


async def record(
    session: Transaction, at: datetime, actor: str, action: str, entity_id: UUID, **details: Any
) -> None:
    """Write that `actor` did `action` (`booking.confirmed`) to a row; the part before the dot names the entity.

    `details` hold JSON values and no more personal data than the row itself.
    """
    await session.run(_INSERT, **event(at, actor, action, entity_id, details))


def recording(at: datetime, actor: str, action: str, entity_id: UUID, **details: Any) -> Insertion:
    """The same, to be run beside another insert."""
    return _INSERT, event(at, actor, action, entity_id, details)


def event(at: datetime, actor: str, action: str, entity_id: UUID, details: dict[str, Any]) -> dict[str, Any]:
    """The row of an event, for whoever writes many at once or into a schema that is not of today."""
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
