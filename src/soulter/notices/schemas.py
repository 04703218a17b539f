"""Wire shapes of mails."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from soulter.core.http import text_patterns
from soulter.core.records.paging import PageOut, PageQuery
from soulter.notices.queries import MailRow
from soulter.outbox.models import DeliveryState


class MailOut(TypedDict):
    """A mail: waiting, sent, or given up. Its text is not stored."""

    id: UUID
    topic: str
    state: DeliveryState
    attempts: int
    recipient: str | None
    createdAt: datetime
    dueAt: datetime
    settledAt: datetime | None
    lastError: str | None


class MailEnvelope(TypedDict):
    """One mail."""

    mail: MailOut


class MailList(TypedDict):
    """A page of mails."""

    mails: list[MailOut]
    page: PageOut


class MailQuery(PageQuery):
    """Filters of the list of mails."""

    state: DeliveryState | None = Field(
        None, description="Only mails that stand so; `DEAD` are those given up."
    )
    topic: Annotated[str, StringConstraints(pattern=text_patterns.TOPIC)] | None = Field(
        None, description="Only mails about this."
    )


def mail_out(row: MailRow) -> MailOut:
    """The wire shape of a mail."""
    return {
        "id": row.id,
        "topic": row.topic,
        "state": row.state,
        "attempts": row.attempts,
        "recipient": row.recipient,
        "createdAt": row.created_at,
        "dueAt": row.due_at,
        "settledAt": row.settled_at,
        "lastError": row.last_error,
    }
