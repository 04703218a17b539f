"""Every SELECT about units."""

from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, SmallInteger, bindparam, func, select

from soulter.access.actor import Actor
from soulter.access.permissions import UnitPermission
from soulter.core.database.transactions import Source, Transaction
from soulter.core.money import Money
from soulter.core.records import paging
from soulter.core.records.paging import Order, PageQuery
from soulter.inventory.errors import PhotoNotFound, UnitNotFound
from soulter.inventory.models import Photo, PhotoSize, Unit, UnitStatus
from soulter.properties.models import Property


class UnitRow(NamedTuple):
    """A unit with its price per night."""

    id: UUID
    property_id: UUID
    name: str
    slug: str
    sleeps: int
    price: Money
    status: UnitStatus
    description: str
    amenities: list[str]
    photos: list[str]
    position: int


COLUMNS = (
    Unit.id,
    Unit.property_id,
    Unit.name,
    Unit.slug,
    Unit.sleeps,
    Unit.price_minor,
    Unit.status,
    Unit.description,
    Unit.amenities,
    Unit.photos,
    Unit.position,
    Property.currency,
)
IN_SHOP_ORDER = Order((Unit.position, Unit.id), (paging.whole, UUID))


def unit_row(row: Any) -> UnitRow:
    """A row of COLUMNS as a unit."""
    unit_id, property_id, name, slug, sleeps, minor, *rest, currency = row
    return UnitRow(unit_id, property_id, name, slug, sleeps, Money(minor, currency), *rest)


@lru_cache
def _listing(by_property: bool, by_sleeps: bool, by_status: bool, continued: bool) -> "Select[*tuple[Any, ...]]":
    statement = select(*COLUMNS).join(Property, Property.id == Unit.property_id)
    if by_property:
        statement = statement.where(Unit.property_id == bindparam("property"))
    if by_sleeps:
        statement = statement.where(Unit.sleeps >= bindparam("sleeps"))
    if by_status:
        statement = statement.where(Unit.status == bindparam("status"))
    return IN_SHOP_ORDER.apply(statement, continued=continued)


async def visible_to(
    source: Source, actor: Actor, query: PageQuery, property_id: UUID | None, sleeps: int | None, status: UnitStatus | None
) -> tuple[list[UnitRow], paging.PageOut]:
    """A page of the units that the actor sees, in the order of the shop window."""
    if not actor.may(UnitPermission.READ_INACTIVE):
        status = UnitStatus.ACTIVE
    statement = _listing(property_id is not None, sleeps is not None, status is not None, query.cursor is not None)
    params = IN_SHOP_ORDER.params(query) | {"property": property_id, "sleeps": sleeps, "status": status}
    rows = [unit_row(row) for row in await source.fetch(statement, params)]
    found, page = paging.cut(rows, query, lambda unit: (unit.position, unit.id))
    return list(found), page


_BY_ID = select(*COLUMNS).join(Property, Property.id == Unit.property_id).where(Unit.id == bindparam("id"))


async def get(source: Source, actor: Actor, unit_id: UUID) -> UnitRow:
    """A unit. Raises UnitNotFound, also for an inactive one that the actor does not see."""
    rows = await source.fetch(_BY_ID, {"id": unit_id})
    if rows:
        unit = unit_row(rows[0])
        if unit.status is UnitStatus.ACTIVE or actor.may(UnitPermission.READ_INACTIVE):
            return unit
    raise UnitNotFound


async def lock(session: Transaction, unit_id: UUID) -> UnitRow:
    """The unit, held to the end of the transaction. Raises UnitNotFound."""
    rows = await session.fetch(_BY_ID.with_for_update(of=Unit, key_share=True), {"id": unit_id})
    if not rows:
        raise UnitNotFound
    return unit_row(rows[0])


async def slug_is_taken(session: Transaction, property_id: UUID, slug: str, by_other_than: UUID | None) -> bool:
    """Whether another unit of the property has the slug."""
    statement = select(Unit.id).where(Unit.property_id == property_id, Unit.slug == slug)
    if by_other_than:
        statement = statement.where(Unit.id != by_other_than)
    return (await session.execute(statement)).first() is not None


async def last_position(session: Transaction, property_id: UUID) -> int:
    """The place of the last unit in the shop window of a property; -1 before there is one."""
    found: int | None = (await session.execute(select(func.max(Unit.position)).where(Unit.property_id == property_id))).scalar_one()
    return -1 if found is None else found


_POSITIONS = select(Unit.id, Unit.position).where(Unit.property_id == bindparam("property")).order_by(Unit.id).with_for_update(key_share=True)


async def lock_positions(session: Transaction, property_id: UUID) -> dict[UUID, int]:
    """The place of each unit of a property; the units are held to the end of the transaction, in id order."""
    return {row[0]: row[1] for row in await session.fetch(_POSITIONS, {"property": property_id})}


class PhotoRow(NamedTuple):
    """A photo in one size; `public` when everybody sees its unit."""

    fits: int
    content: bytes
    public: bool


_PHOTO = (
    select(PhotoSize.fits, PhotoSize.content, Unit.status)
    .join(Photo, Photo.id == PhotoSize.photo_id)
    .join(Unit, Unit.id == Photo.unit_id)
    .where(PhotoSize.photo_id == bindparam("photo"), PhotoSize.fits <= bindparam("fits", type_=SmallInteger()))
    .order_by(PhotoSize.fits.desc())
    .limit(1)
)


async def photo(source: Source, actor: Actor, photo_id: UUID, fits: int) -> PhotoRow:
    """The largest size of a photo up to the one that is wanted. Raises PhotoNotFound, also for one of a unit that the actor does not see."""
    for found, content, status in await source.fetch(_PHOTO, {"photo": photo_id, "fits": fits}):
        public = status is UnitStatus.ACTIVE
        if public or actor.may(UnitPermission.READ_INACTIVE):
            return PhotoRow(found, content, public)
    raise PhotoNotFound


_LOCK_PROPERTY = select(Property.id).where(Property.id == bindparam("property")).with_for_update(key_share=True)
_COUNT_PHOTOS = select(func.count()).select_from(Photo).join(Unit, Unit.id == Photo.unit_id).where(Unit.property_id == bindparam("property"))


async def lock_and_count_photos(session: Transaction, property_id: UUID) -> int:
    """How many photos the units of a property have; the property is held, so that nobody adds one meanwhile."""
    await session.fetch(_LOCK_PROPERTY, {"property": property_id})
    return int((await session.fetch(_COUNT_PHOTOS, {"property": property_id}))[0][0])
