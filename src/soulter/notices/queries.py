"""Every SELECT about mails."""

from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select

from soulter.core.database.transactions import Source, Transaction
from soulter.core.records import paging
from soulter.core.records.events import OutboxEvent, OutboxState
from soulter.core.records.paging import Order, PageOut, PageQuery
from soulter.core.telemetry.metrics import Figure
from soulter.notices.errors import MailNotFound


class MailRow(NamedTuple):
    """An event of the outbox, as the owner watches it."""

    id: UUID
    topic: str
    state: OutboxState
    attempts: int
    recipient: str | None
    created_at: datetime
    due_at: datetime
    settled_at: datetime | None
    last_error: str | None


_COLUMNS = (
    OutboxEvent.id,
    OutboxEvent.topic,
    OutboxEvent.state,
    OutboxEvent.attempts,
    OutboxEvent.recipient,
    OutboxEvent.created_at,
    OutboxEvent.due_at,
    OutboxEvent.settled_at,
    OutboxEvent.last_error,
)
_NEWEST_FIRST = Order((OutboxEvent.created_at, OutboxEvent.id), (paging.instant, UUID), descending=True)
_BY_ID = select(*_COLUMNS).where(OutboxEvent.id == bindparam("id"))


@lru_cache
def _listing(by_state: bool, by_topic: bool, continued: bool) -> "Select[*tuple[Any, ...]]":
    statement: Select[*tuple[Any, ...]] = select(*_COLUMNS)
    if by_state:
        statement = statement.where(OutboxEvent.state == bindparam("state"))
    if by_topic:
        statement = statement.where(OutboxEvent.topic == bindparam("topic"))
    return _NEWEST_FIRST.apply(statement, continued=continued)


_DEPTH = select(OutboxEvent.state, func.count(), func.min(OutboxEvent.created_at)).group_by(OutboxEvent.state)


async def outbox(source: Source, now: datetime) -> list[Figure]:
    """How many mails stand where, and how long the oldest has been waiting, in seconds; 0 when none waits."""
    rows = {state: (count, oldest) for state, count, oldest in await source.fetch(_DEPTH)}
    waits = [oldest for state, (_, oldest) in rows.items() if state == OutboxState.WAITING]
    age = (now - waits[0]).total_seconds() if waits else 0.0
    return [
        *(Figure(_EVENTS, "Mails by where they stand.", rows.get(state, (0, None))[0], (("state", state.lower()),)) for state in OutboxState),
        Figure("soulter_outbox_oldest_waiting_seconds", "Age of the oldest mail that waits.", age),
    ]


_EVENTS: Final = "soulter_outbox_events"


async def listed(source: Source, query: PageQuery, state: OutboxState | None, topic: str | None) -> tuple[list[MailRow], PageOut]:
    """A page of the mails, newest first."""
    statement = _listing(state is not None, topic is not None, query.cursor is not None)
    rows = await source.fetch(statement, {**_NEWEST_FIRST.params(query), "state": state, "topic": topic})
    found, page = paging.cut([MailRow(*row) for row in rows], query, lambda row: (row.created_at.isoformat(), row.id))
    return list(found), page


async def get(source: Source, mail_id: UUID) -> MailRow:
    """A mail. Raises MailNotFound."""
    rows = await source.fetch(_BY_ID, {"id": mail_id})
    if not rows:
        raise MailNotFound
    return MailRow(*rows[0])


async def lock(session: Transaction, mail_id: UUID) -> MailRow:
    """The mail, held to the end of the transaction. Raises MailNotFound."""
    rows = await session.fetch(_BY_ID.with_for_update(), {"id": mail_id})
    if not rows:
        raise MailNotFound
    return MailRow(*rows[0])
