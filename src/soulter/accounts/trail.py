"""Reading the audit trail, with the names of those who acted."""

from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from soulter.accounts.models import User
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Source
from soulter.core.database.types import Instant
from soulter.core.records import paging
from soulter.core.records.audit import AuditEvent
from soulter.core.records.paging import Order, PageOut, PageQuery


class TrailRow(NamedTuple):
    """One event; `name` is the actor's name of today."""

    id: UUID
    at: datetime
    actor: str
    actor_id: UUID | None
    name: str | None
    action: str
    entity: str
    entity_id: UUID
    facts: dict[str, Any]
    request_id: str | None


class Filters(NamedTuple):
    """What the trail is narrowed to; None means not at all."""

    actor: UUID | None
    action: str | None
    entity: str | None
    entity_id: UUID | None
    begin: datetime | None
    end: datetime | None


_NARROWED = {
    "actor": AuditEvent.actor_id == bindparam("actor"),
    "action": AuditEvent.action == bindparam("action"),
    "entity": AuditEvent.entity == bindparam("entity"),
    "entity_id": AuditEvent.entity_id == bindparam("entity_id"),
    "begin": AuditEvent.at >= bindparam("begin", type_=Instant()),
    "end": AuditEvent.at < bindparam("end", type_=Instant()),
}
_NEWEST_FIRST = Order((AuditEvent.at, AuditEvent.id), (paging.instant, UUID), descending=True)


@lru_cache(maxsize=128)
def _listing(narrowed: frozenset[str], continued: bool) -> Query[TrailRow]:
    statement = select(
        AuditEvent.id,
        AuditEvent.at,
        AuditEvent.actor,
        AuditEvent.actor_id,
        User.name,
        AuditEvent.action,
        AuditEvent.entity,
        AuditEvent.entity_id,
        AuditEvent.facts,
        AuditEvent.request_id,
    ).outerjoin(User, User.id == AuditEvent.actor_id)
    for name in sorted(narrowed):
        statement = statement.where(_NARROWED[name])
    return Query(TrailRow, _NEWEST_FIRST.apply(statement, continued=continued))


async def listed(source: Source, query: PageQuery, filters: Filters) -> tuple[list[TrailRow], PageOut]:
    """A page of the trail, newest first."""
    given = {name: value for name, value in filters._asdict().items() if value is not None}
    rows = await source.all(
        _listing(frozenset(given), query.cursor is not None), **_NEWEST_FIRST.params(query), **given
    )
    return paging.cut(rows, query, lambda row: (row.at.isoformat(), row.id))
