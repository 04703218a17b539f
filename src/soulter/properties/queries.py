"""Every SELECT about properties."""

from datetime import time
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, func, select

from soulter.core.database.statements import Query
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
    arrival_cutoff: time | None
    hold_minutes: int
    agent_hold_minutes: int
    visitor_share_percent: int
    visitor_longest_stay: int
    visitor_furthest_days: int
    visitor_most_units: int


ARRIVAL_CUTOFF = func.coalesce(Property.arrival_cutoff, Property.check_out_time).label("arrival_cutoff")
"""The local time until which guests of a property arrive for the night before."""

_COLUMNS = (
    Property.id,
    Property.name,
    Property.slug,
    Property.timezone,
    Property.currency,
    Property.check_in_time,
    Property.check_out_time,
    Property.arrival_cutoff,
    Property.hold_minutes,
    Property.agent_hold_minutes,
    Property.visitor_share_percent,
    Property.visitor_longest_stay,
    Property.visitor_furthest_days,
    Property.visitor_most_units,
)
_BY_NAME = Order((Property.name, Property.id), (paging.words, UUID))
_PROPERTY = select(*_COLUMNS).where(Property.id == bindparam("id"))
_BY_ID, _LOCK = Query(PropertyRow, _PROPERTY), Query(PropertyRow, _PROPERTY.with_for_update(key_share=True))
_FIRST = Query(PropertyRow, select(*_COLUMNS).order_by(Property.created_at, Property.id).limit(1))
_ANY_TWO = Query(UUID, select(Property.id).limit(2))
_BY_SLUG = Query(UUID, select(Property.id).where(Property.slug == bindparam("slug")))


@lru_cache
def _listing(continued: bool) -> Query[PropertyRow]:
    return Query(PropertyRow, _BY_NAME.apply(select(*_COLUMNS), continued=continued))


async def listed(source: Source, query: PageQuery) -> tuple[list[PropertyRow], paging.PageOut]:
    """A page of the properties, ordered by name."""
    rows = await source.all(_listing(query.cursor is not None), **_BY_NAME.params(query))
    return paging.cut(rows, query, lambda row: (row.name, row.id))


async def get(source: Source, property_id: UUID) -> PropertyRow:
    """A property. Raises PropertyNotFound."""
    found = await find(source, property_id)
    if found is None:
        raise PropertyNotFound
    return found


async def find(source: Source, property_id: UUID) -> PropertyRow | None:
    """A property, or None without one."""
    return await source.one(_BY_ID, id=property_id)


async def only_one(source: Source) -> UUID | None:
    """The property of a business with a single one; None when there are none or several."""
    found = await source.all(_ANY_TWO)
    return found[0] if len(found) == 1 else None


async def first_opened(source: Source) -> PropertyRow | None:
    """The oldest property, whose name and time zone are those of the business; None before there is one."""
    return await source.one(_FIRST)


async def lock(session: Transaction, property_id: UUID) -> PropertyRow:
    """The property, locked until the transaction ends. Raises PropertyNotFound."""
    found = await session.one(_LOCK, id=property_id)
    if found is None:
        raise PropertyNotFound
    return found


async def slug_is_taken(session: Transaction, slug: str, by_other_than: UUID | None) -> bool:
    """Whether another property has the slug."""
    return await find_by_slug(session, slug) not in (None, by_other_than)


async def find_by_slug(source: Source, slug: str) -> UUID | None:
    """The id of the property with a slug."""
    return await source.one(_BY_SLUG, slug=slug)
