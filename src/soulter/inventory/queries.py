"""Every SELECT about units."""

from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import SmallInteger, bindparam, func, select

from soulter.access.actor import Actor
from soulter.access.permissions import UnitPermission
from soulter.core.database.statements import Query
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
    price_minor: int
    status: UnitStatus
    description: str
    amenities: list[str]
    photos: list[str]
    position: int
    currency: str

    @property
    def price(self) -> Money:
        """What a night costs."""
        return Money(self.price_minor, self.currency)


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


@lru_cache
def _listing(by_property: bool, by_sleeps: bool, by_status: bool, continued: bool) -> Query[UnitRow]:
    statement = select(*COLUMNS).join(Property, Property.id == Unit.property_id)
    if by_property:
        statement = statement.where(Unit.property_id == bindparam("property"))
    if by_sleeps:
        statement = statement.where(Unit.sleeps >= bindparam("sleeps"))
    if by_status:
        statement = statement.where(Unit.status == bindparam("status"))
    return Query(UnitRow, IN_SHOP_ORDER.apply(statement, continued=continued))


async def visible_to(
    source: Source,
    actor: Actor,
    query: PageQuery,
    property_id: UUID | None,
    sleeps: int | None,
    status: UnitStatus | None,
) -> tuple[list[UnitRow], paging.PageOut]:
    """A page of the units that the actor sees, in the order of the shop window."""
    if not actor.may(UnitPermission.READ_INACTIVE):
        status = UnitStatus.ACTIVE
    statement = _listing(
        property_id is not None, sleeps is not None, status is not None, query.cursor is not None
    )
    wanted = {"property": property_id, "sleeps": sleeps, "status": status}
    given = {name: value for name, value in wanted.items() if value is not None}
    rows = await source.all(statement, **IN_SHOP_ORDER.params(query), **given)
    return paging.cut(rows, query, lambda unit: (unit.position, unit.id))


_UNIT = select(*COLUMNS).join(Property, Property.id == Unit.property_id).where(Unit.id == bindparam("id"))
_BY_ID, _LOCK = Query(UnitRow, _UNIT), Query(UnitRow, _UNIT.with_for_update(of=Unit, key_share=True))
_BY_SLUG = Query(
    UUID, select(Unit.id).where(Unit.property_id == bindparam("property"), Unit.slug == bindparam("slug"))
)
_LAST_POSITION = Query(
    int, select(func.coalesce(func.max(Unit.position), -1)).where(Unit.property_id == bindparam("property"))
)


async def get(source: Source, actor: Actor, unit_id: UUID) -> UnitRow:
    """A unit. Raises UnitNotFound, also for an inactive one that the actor does not see."""
    unit = await source.one(_BY_ID, id=unit_id)
    if unit is None or not (unit.status is UnitStatus.ACTIVE or actor.may(UnitPermission.READ_INACTIVE)):
        raise UnitNotFound
    return unit


async def lock(session: Transaction, unit_id: UUID) -> UnitRow:
    """The unit, held to the end of the transaction. Raises UnitNotFound."""
    unit = await session.one(_LOCK, id=unit_id)
    if unit is None:
        raise UnitNotFound
    return unit


async def slug_is_taken(
    session: Transaction, property_id: UUID, slug: str, by_other_than: UUID | None
) -> bool:
    """Whether another unit of the property has the slug."""
    return await session.one(_BY_SLUG, property=property_id, slug=slug) not in (None, by_other_than)


async def last_position(session: Transaction, property_id: UUID) -> int:
    """The place of the last unit in the shop window of a property; -1 before there is one."""
    found = await session.one(_LAST_POSITION, property=property_id)
    assert found is not None
    return found


class PositionRow(NamedTuple):
    """The place of a unit in the order in which units are listed."""

    id: UUID
    position: int


_POSITIONS = Query(
    PositionRow,
    select(Unit.id, Unit.position)
    .where(Unit.property_id == bindparam("property"))
    .order_by(Unit.id)
    .with_for_update(key_share=True),
)


async def lock_positions(session: Transaction, property_id: UUID) -> dict[UUID, int]:
    """The place of each unit of a property; the units are held to the end of the transaction, in id order."""
    return {row.id: row.position for row in await session.all(_POSITIONS, property=property_id)}


class PhotoRow(NamedTuple):
    """A photo in one size, with the status of its unit."""

    fits: int
    content: bytes
    status: UnitStatus

    @property
    def public(self) -> bool:
        """Whether everybody sees the unit of the photo."""
        return self.status is UnitStatus.ACTIVE


_PHOTO = Query(
    PhotoRow,
    select(PhotoSize.fits, PhotoSize.content, Unit.status)
    .join(Photo, Photo.id == PhotoSize.photo_id)
    .join(Unit, Unit.id == Photo.unit_id)
    .where(
        PhotoSize.photo_id == bindparam("photo"), PhotoSize.fits <= bindparam("fits", type_=SmallInteger())
    )
    .order_by(PhotoSize.fits.desc())
    .limit(1),
)


async def photo(source: Source, actor: Actor, photo_id: UUID, fits: int) -> PhotoRow:
    """The largest size of a photo up to the one that is wanted. Raises PhotoNotFound, also for one of a unit that the actor does not see."""
    found = await source.one(_PHOTO, photo=photo_id, fits=fits)
    if found is None or not (found.public or actor.may(UnitPermission.READ_INACTIVE)):
        raise PhotoNotFound
    return found


_LOCK_PROPERTY = Query(
    UUID, select(Property.id).where(Property.id == bindparam("property")).with_for_update(key_share=True)
)
_COUNT_PHOTOS = Query(
    int,
    select(func.count())
    .select_from(Photo)
    .join(Unit, Unit.id == Photo.unit_id)
    .where(Unit.property_id == bindparam("property")),
)


async def lock_and_count_photos(session: Transaction, property_id: UUID) -> int:
    """How many photos the units of a property have; the property is held, so that nobody adds one meanwhile."""
    await session.one(_LOCK_PROPERTY, property=property_id)
    return await session.one(_COUNT_PHOTOS, property=property_id) or 0
