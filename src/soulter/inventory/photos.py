"""Adding photos to a unit, ordering and removing them."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, delete

from soulter.access.actor import Actor
from soulter.core import ids
from soulter.core.database.statements import Command, insert_row, update_row
from soulter.core.database.transactions import Transaction
from soulter.core.records import audit
from soulter.inventory import queries
from soulter.inventory.errors import (
    NoPhotoOfThisUnit,
    PhotoNotFound,
    PhotosLeftOut,
    PropertyHasEnoughPhotos,
    UnitHasEnoughPhotos,
)
from soulter.inventory.models import Photo, PhotoSize, Unit
from soulter.inventory.picture_formats import Size

MOST_OF_A_UNIT: Final = 20
MOST_OF_A_PROPERTY: Final = 1_000

_REMOVE_SIZES = Command(delete(PhotoSize).where(PhotoSize.photo_id == bindparam("photo")))
_REMOVE = Command(delete(Photo).where(Photo.id == bindparam("photo")))


def address(photo_id: UUID) -> str:
    """Where a photo is served, as `unit.photos` names it."""
    return f"/api/photos/{photo_id}"


async def add(session: Transaction, actor: Actor, unit_id: UUID, sizes: list[Size], now: datetime) -> UUID:
    """A new photo behind the others. Raises UnitNotFound, UnitHasEnoughPhotos, PropertyHasEnoughPhotos."""
    unit = await queries.lock(session, unit_id)
    if len(unit.photos) >= MOST_OF_A_UNIT:
        raise UnitHasEnoughPhotos(MOST_OF_A_UNIT)
    if await queries.lock_and_count_photos(session, unit.property_id) >= MOST_OF_A_PROPERTY:
        raise PropertyHasEnoughPhotos(MOST_OF_A_PROPERTY)
    photo_id = ids.new_id()
    await session.run(
        insert_row(Photo), id=photo_id, unit_id=unit_id, created_at=now, created_by=actor.user_id
    )
    rows = [
        {"photo_id": photo_id, "fits": s.fits, "width": s.width, "height": s.height, "content": s.content}
        for s in sizes
    ]
    await session.run_many(insert_row(PhotoSize), rows)
    await _list(session, unit_id, [*unit.photos, address(photo_id)], now)
    width, height = sizes[-1].width, sizes[-1].height
    await audit.record(
        session,
        now,
        actor.principal,
        "unit.photo_added",
        unit_id,
        photo_id=str(photo_id),
        width=width,
        height=height,
    )
    return photo_id


async def remove(session: Transaction, actor: Actor, unit_id: UUID, photo_id: UUID, now: datetime) -> None:
    """Take a photo away for good. Raises UnitNotFound, PhotoNotFound."""
    unit = await queries.lock(session, unit_id)
    if address(photo_id) not in unit.photos:
        raise PhotoNotFound
    await session.run(_REMOVE_SIZES, photo=photo_id)
    await session.run(_REMOVE, photo=photo_id)
    await _list(session, unit_id, [photo for photo in unit.photos if photo != address(photo_id)], now)
    await audit.record(session, now, actor.principal, "unit.photo_removed", unit_id, photo_id=str(photo_id))


def check_order(there: list[str], wanted: list[str]) -> None:
    """A new order contains each photo once, so that a concurrent upload is not lost.

    Raises NoPhotoOfThisUnit, PhotosLeftOut.
    """
    places = [i for i, photo in enumerate(wanted) if photo not in there or photo in wanted[:i]]
    if places:
        raise NoPhotoOfThisUnit(places)
    if left_out := set(there) - set(wanted):
        raise PhotosLeftOut(len(left_out))


async def _list(session: Transaction, unit_id: UUID, photos: list[str], now: datetime) -> None:
    await session.run(
        update_row(Unit, frozenset({"photos", "updated_at"})), of=unit_id, photos=photos, updated_at=now
    )
