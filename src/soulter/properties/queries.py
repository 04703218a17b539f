"""Every SELECT about properties."""

from datetime import time
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, select

from soulter.core.database.transactions import Source, Transaction
from soulter.core.records import paging
from soulter.core.records.paging import Order, PageQuery
from soulter.properties.errors import PropertyNotFound
from soulter.properties.models import Property


class PropertyRow(NamedTuple):
    """A property."""

    id: UUID
    name: str
    slug: str
    timezone: str
    currency: str
    check_in_time: time
    check_out_time: time
    hold_minutes: int
    agent_hold_minutes: int


_COLUMNS = (
    Property.id,
    Property.name,
    Property.slug,
    Property.timezone,
    Property.currency,
    Property.check_in_time,
    Property.check_out_time,
    Property.hold_minutes,
    Property.agent_hold_minutes,
)
_BY_NAME = Order((Property.name, Property.id), (paging.words, UUID))
_BY_ID = select(*_COLUMNS).where(Property.id == bindparam("id"))
_FIRST = select(*_COLUMNS).order_by(Property.created_at, Property.id).limit(1)


@lru_cache
def _listing(continued: bool) -> "Select[*tuple[Any, ...]]":
    return _BY_NAME.apply(select(*_COLUMNS), continued=continued)


async def listed(source: Source, query: PageQuery) -> tuple[list[PropertyRow], paging.PageOut]:
    """A page of the properties, by name."""
    rows = await source.fetch(_listing(query.cursor is not None), _BY_NAME.params(query))
    found, page = paging.cut([PropertyRow(*row) for row in rows], query, lambda row: (row.name, row.id))
    return list(found), page


async def get(source: Source, property_id: UUID) -> PropertyRow:
    """A property. Raises PropertyNotFound."""
    rows = await source.fetch(_BY_ID, {"id": property_id})
    if not rows:
        raise PropertyNotFound
    return PropertyRow(*rows[0])


async def first_opened(source: Source) -> PropertyRow | None:
    """The property that was there first: whose name and time zone stand for the whole business; None before there is one."""
    rows = await source.fetch(_FIRST)
    return PropertyRow(*rows[0]) if rows else None


async def lock(session: Transaction, property_id: UUID) -> PropertyRow:
    """The property, held to the end of the transaction. Raises PropertyNotFound."""
    rows = await session.fetch(_BY_ID.with_for_update(key_share=True), {"id": property_id})
    if not rows:
        raise PropertyNotFound
    return PropertyRow(*rows[0])


async def slug_is_taken(session: Transaction, slug: str, by_other_than: UUID | None) -> bool:
    """Whether another property has the slug."""
    statement = select(Property.id).where(Property.slug == slug)
    if by_other_than:
        statement = statement.where(Property.id != by_other_than)
    return (await session.execute(statement)).first() is not None
