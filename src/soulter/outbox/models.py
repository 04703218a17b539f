"""The tables of the outbox: events, and one delivery of an event for each channel that takes it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from soulter.core.database.types import Base, Document, enum_check, not_exported, text_enum


class DeliveryState(StrEnum):
    """The state of a delivery: waiting, delivered, not needed, or given up (a dead letter)."""

    WAITING = "WAITING"
    DELIVERED = "DELIVERED"
    NEEDLESS = "NEEDLESS"
    DEAD = "DEAD"


class OutboxEvent(Base):
    """What happened, written in the transaction of its cause."""

    __tablename__ = "outbox"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    topic: Mapped[str] = mapped_column(String(60))
    subject: Mapped[UUID | None]
    # No foreign key: an event is history, and stays when its subject is deleted.
    property_id: Mapped[UUID | None]
    facts: Mapped[dict[str, Any]] = mapped_column(Document)
    request_id: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_outbox_created_at_id", "created_at", "id"),
        {"info": not_exported("events whose deliveries are on their way; a backup keeps them")},
    )


_WAITING = "state = 'WAITING'"


class Delivery(Base):
    """An event for one channel. Deliveries of one `subject` in one channel keep the order of their ids."""

    __tablename__ = "deliveries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(ForeignKey("outbox.id", ondelete="RESTRICT"), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    subject: Mapped[UUID | None]
    state: Mapped[DeliveryState] = mapped_column(text_enum(DeliveryState))
    attempts: Mapped[int] = mapped_column(SmallInteger)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    recipient: Mapped[str | None] = mapped_column(String(254))
    last_error: Mapped[str | None] = mapped_column(String(200))

    __table_args__ = (
        enum_check("state", DeliveryState),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        CheckConstraint("(settled_at IS NULL) = (state = 'WAITING')", name="settled_has_a_time"),
        Index("ix_deliveries_created_at_id", "created_at", "id"),
        Index(
            "ix_deliveries_due_at_id",
            "due_at",
            "id",
            postgresql_where=text(_WAITING),
            sqlite_where=text(_WAITING),
        ),
        Index(
            "ix_deliveries_subject_id",
            "subject",
            "id",
            postgresql_where=text(_WAITING),
            sqlite_where=text(_WAITING),
        ),
        {"info": not_exported("mails on their way; a backup keeps them")},
    )
