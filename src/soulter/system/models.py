"""What each process records about itself."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from soulter.core.database.types import Base, Document, enum_check, not_exported, text_enum


class ProcessKind(StrEnum):
    """What a process does; one that does both writes a row for each."""

    WEB = "WEB"
    WORKER = "WORKER"


class SystemSample(Base):
    """One minute of one process, rewritten while the minute lasts.

    `figures` hold sums of the minute and levels at `at`. The `at` of a worker is when it last completed a
    round, not when it wrote the row.
    """

    __tablename__ = "system_samples"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    process_id: Mapped[UUID]
    kind: Mapped[ProcessKind] = mapped_column(text_enum(ProcessKind))
    minute: Mapped[datetime]
    at: Mapped[datetime]
    started_at: Mapped[datetime]
    version: Mapped[str] = mapped_column(String(40))
    figures: Mapped[dict[str, Any]] = mapped_column(Document)

    __table_args__ = (
        enum_check("kind", ProcessKind),
        Index("ix_system_samples_kind_at", "kind", "at"),
        Index("ix_system_samples_minute", "minute"),
        {"info": not_exported("tells of these processes")},
    )
