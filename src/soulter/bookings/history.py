"""Every SELECT about the history of a booking: its events in the audit log."""

from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Integer, and_, bindparam, select

from soulter.access.actor import Actor
from soulter.access.grants import Scope
from soulter.accounts.models import User
from soulter.bookings.errors import BookingNotFound
from soulter.bookings.models import Booking
from soulter.bookings.visibility import VISIBLE, visible_params
from soulter.core.database.statements import Query, prefixed
from soulter.core.database.transactions import Source
from soulter.core.records import paging
from soulter.core.records.audit import AuditEvent
from soulter.core.records.paging import Order, PageOut, PageQuery


class EventRow(NamedTuple):
    """A change of a booking; `name` is the actor's current name."""

    id: UUID
    at: datetime
    actor: str
    actor_id: UUID | None
    name: str | None
    action: str
    facts: dict[str, Any]


class _HistoryRow(NamedTuple):
    booking_id: UUID
    event: EventRow | None


_EVENT = (
    AuditEvent.id,
    AuditEvent.at,
    AuditEvent.actor,
    AuditEvent.actor_id,
    User.name,
    AuditEvent.action,
    AuditEvent.facts,
)


@lru_cache
def _latest(scope: Scope) -> Query[EventRow]:
    statement = (
        select(*_EVENT)
        .outerjoin(User, User.id == AuditEvent.actor_id)
        .where(AuditEvent.entity == "booking", AuditEvent.entity_id == bindparam("id"))
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(bindparam("most", type_=Integer()))
    )
    if scope is not Scope.ALL:
        visible = select(Booking.id).where(Booking.id == bindparam("id"), VISIBLE[scope])
        statement = statement.where(AuditEvent.entity_id.in_(visible))
    return Query(EventRow, statement)


async def latest_events(source: Source, actor: Actor, booking_id: UUID, most: int) -> list[EventRow]:
    """The last changes of a booking, newest first; empty for a booking that the actor does not see."""
    return await source.all(_latest(actor.scope), id=booking_id, most=most, **visible_params(actor))


@lru_cache
def _last_step(scope: Scope) -> Query[EventRow]:
    statement = (
        select(*_EVENT)
        .outerjoin(User, User.id == AuditEvent.actor_id)
        .join(Booking, Booking.id == AuditEvent.entity_id)
        .where(
            AuditEvent.entity == "booking",
            AuditEvent.entity_id == bindparam("id"),
            AuditEvent.action == bindparam("step"),
            VISIBLE[scope],
        )
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .limit(1)
    )
    return Query(EventRow, statement)


async def last_step(source: Source, actor: Actor, booking_id: UUID, status: str) -> EventRow | None:
    """The event of the last change to a status; None if there is none, or if the booking is not visible."""
    step = f"booking.{status.lower()}"
    return await source.one(_last_step(actor.scope), id=booking_id, step=step, **visible_params(actor))


_OLDEST_FIRST = Order((AuditEvent.at, AuditEvent.id), (paging.instant, UUID))


@lru_cache
def _history(scope: Scope, continued: bool) -> Query[_HistoryRow]:
    of_this = and_(AuditEvent.entity == "booking", AuditEvent.entity_id == Booking.id)
    # A booking without audit events still exists: its only row here has no event.
    columns = (Booking.id.label("booking_id"), *prefixed("event", _EVENT))
    statement = (
        select(*columns)
        .select_from(Booking)
        .outerjoin(AuditEvent, of_this)
        .outerjoin(User, User.id == AuditEvent.actor_id)
    )
    page = _OLDEST_FIRST.apply(
        statement.where(Booking.id == bindparam("id"), VISIBLE[scope]), continued=continued
    )
    return Query(_HistoryRow, page, event=EventRow)


async def history(
    source: Source, actor: Actor, booking_id: UUID, query: PageQuery
) -> tuple[list[EventRow], PageOut]:
    """A page of the events of a booking, oldest first.

    Raises BookingNotFound, also for a booking that the actor does not see.
    """
    statement = _history(actor.scope, query.cursor is not None)
    rows = await source.all(statement, id=booking_id, **visible_params(actor), **_OLDEST_FIRST.params(query))
    if not rows:
        raise BookingNotFound
    events = [row.event for row in rows if row.event]
    return paging.cut(events, query, lambda row: (row.at.isoformat(), row.id))
