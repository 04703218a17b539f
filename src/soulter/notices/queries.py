"""Every SELECT about mails."""

from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from soulter.core import paging
from soulter.core.db import Source, Transaction
from soulter.core.events import OutboxEvent, OutboxState
from soulter.core.paging import Order, PageOut, PageQuery
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
