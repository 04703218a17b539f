"""Wire shapes of the history of a booking."""

from datetime import datetime
from typing import Any

from typing_extensions import TypedDict

from soulter.accounts.schemas import AuditActorOut
from soulter.bookings.history import EventRow
from soulter.core.http.web import IdOut
from soulter.core.records.paging import PageOut


class HistoryEventOut(TypedDict):
    """One change: when, by whom, what, and the facts before and after."""

    id: IdOut
    at: datetime
    actor: AuditActorOut
    action: str
    facts: dict[str, Any]


class BookingHistory(TypedDict):
    """A page of the history of a booking, oldest first."""

    events: list[HistoryEventOut]
    page: PageOut


def event_out(row: EventRow) -> HistoryEventOut:
    """The wire shape of one change of a booking."""
    kind = row.actor.partition(":")[0]
    return {
        "id": str(row.id),
        "at": row.at,
        "actor": {"kind": kind, "id": str(row.actor_id) if row.actor_id else None, "name": row.name},
        "action": row.action,
        "facts": row.facts,
    }
