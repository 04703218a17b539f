"""Every SELECT about mails."""

from datetime import datetime
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, select

from soulter.core.database.statements import Query
from soulter.core.database.transactions import Source, Transaction
from soulter.core.records import paging
from soulter.core.records.paging import Order, PageOut, PageQuery
from soulter.core.telemetry.metrics import Figure
from soulter.notices.channel_names import MAIL
from soulter.notices.errors import MailNotFound
from soulter.outbox.models import Delivery, DeliveryState, OutboxEvent


class MailRow(NamedTuple):
    """A delivery by mail, as the owner watches it."""

    id: UUID
    topic: str
    state: DeliveryState
    attempts: int
    recipient: str | None
    created_at: datetime
    due_at: datetime
    settled_at: datetime | None
    last_error: str | None


_COLUMNS = (
    Delivery.id,
    OutboxEvent.topic,
    Delivery.state,
    Delivery.attempts,
    Delivery.recipient,
    Delivery.created_at,
    Delivery.due_at,
    Delivery.settled_at,
    Delivery.last_error,
)
_MAILS = (
    select(*_COLUMNS).join(OutboxEvent, OutboxEvent.id == Delivery.event_id).where(Delivery.channel == MAIL)
)
_NEWEST_FIRST = Order((Delivery.created_at, Delivery.id), (paging.instant, UUID), descending=True)
_MAIL = _MAILS.where(Delivery.id == bindparam("id"))
_BY_ID, _LOCK = Query(MailRow, _MAIL), Query(MailRow, _MAIL.with_for_update(of=Delivery))


@lru_cache
def _listing(by_state: bool, by_topic: bool, continued: bool) -> Query[MailRow]:
    statement = _MAILS
    if by_state:
        statement = statement.where(Delivery.state == bindparam("state"))
    if by_topic:
        statement = statement.where(OutboxEvent.topic == bindparam("topic"))
    return Query(MailRow, _NEWEST_FIRST.apply(statement, continued=continued))


class DepthRow(NamedTuple):
    """How many deliveries are in a state, and since when the oldest of them."""

    state: DeliveryState
    deliveries: int
    oldest: datetime


_DEPTH = Query(
    DepthRow,
    select(
        Delivery.state, func.count().label("deliveries"), func.min(Delivery.created_at).label("oldest")
    ).group_by(Delivery.state),
)


async def outbox(source: Source, now: datetime) -> list[Figure]:
    """How many deliveries stand where, and how long the oldest has been waiting, in seconds; 0 when none waits."""
    rows = {row.state: row for row in await source.all(_DEPTH)}
    counts = {state: rows[state].deliveries if state in rows else 0 for state in DeliveryState}
    waiting = rows.get(DeliveryState.WAITING)
    age = (now - waiting.oldest).total_seconds() if waiting else 0.0
    return [
        *(
            Figure(_EVENTS, "Deliveries by where they stand.", counts[state], (("state", state.lower()),))
            for state in DeliveryState
        ),
        Figure("soulter_outbox_oldest_waiting_seconds", "Age of the oldest delivery that waits.", age),
    ]


_EVENTS: Final = "soulter_outbox_events"


async def listed(
    source: Source, query: PageQuery, state: DeliveryState | None, topic: str | None
) -> tuple[list[MailRow], PageOut]:
    """A page of the mails, newest first."""
    statement = _listing(state is not None, topic is not None, query.cursor is not None)
    given = {name: value for name, value in (("state", state), ("topic", topic)) if value is not None}
    rows = await source.all(statement, **_NEWEST_FIRST.params(query), **given)
    return paging.cut(rows, query, lambda row: (row.created_at.isoformat(), row.id))


async def get(source: Source, mail_id: UUID) -> MailRow:
    """A mail. Raises MailNotFound."""
    found = await source.one(_BY_ID, id=mail_id)
    if found is None:
        raise MailNotFound
    return found


async def lock(session: Transaction, mail_id: UUID) -> MailRow:
    """The mail, held to the end of the transaction. Raises MailNotFound."""
    found = await session.one(_LOCK, id=mail_id)
    if found is None:
        raise MailNotFound
    return found
