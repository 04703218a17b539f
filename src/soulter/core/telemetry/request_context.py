"""The context of the current request, for its log line and its answers."""

from collections.abc import MutableMapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(slots=True)
class RequestFacts:
    """Collected while a request runs; no personal data and no secrets belong here.

    `scope`, the request itself, is kept for its route only.
    """

    request_id: str
    user_id: str | None = None
    code: str | None = None
    queries: int = 0
    database_seconds: float = 0.0
    scope: MutableMapping[str, Any] = field(default_factory=dict)

    @property
    def route(self) -> str | None:
        """The template of the matched route, `/api/bookings/{booking_id}`; None before a route matched."""
        return getattr(self.scope.get("route"), "path", None) or None


current: ContextVar[RequestFacts | None] = ContextVar("request_facts", default=None)
"""The facts of the request that this task serves; None outside of a request."""


def request_id() -> str | None:
    """The id of the current request."""
    facts = current.get()
    return facts.request_id if facts else None


def note_user(user_id: UUID) -> None:
    """Record whose request it is, also after a login."""
    if facts := current.get():
        facts.user_id = str(user_id)


def note_refusal(code: str) -> None:
    """Record the code with which the current request is refused."""
    if facts := current.get():
        facts.code = code


def count_query(seconds: float) -> None:
    """Add one round trip to the database to the current request."""
    if facts := current.get():
        facts.queries += 1
        facts.database_seconds += seconds
