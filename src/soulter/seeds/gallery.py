"""The photos of the demo: drawings of `tools/demo_photos` in the widths in which photos are stored."""

from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from soulter.access.actor import Actor
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Transaction
from soulter.inventory import photos
from soulter.inventory.models import Unit
from soulter.inventory.picture_formats import WIDTHS, Size

FOLDER: Final = Path(__file__).parent / "photos"

OF_UNITS: Final = {
    "lakeside-bell-tent": ("bell-lakeside", "bell-inside", "lake-morning", "bell-evening"),
    "orchard-bell-tent": ("bell-orchard", "bell-inside", "bell-evening"),
    "ridge-bell-tent": ("bell-ridge", "bell-inside", "bell-evening"),
    "walnut-safari-lodge": ("lodge-walnut", "lodge-inside", "lodge-evening"),
    "river-safari-lodge": ("lodge-river", "lodge-inside", "lake-morning", "lodge-evening"),
    "north-star-dome": ("dome-north-star", "dome-inside", "dome-morning"),
    "milky-way-dome": ("dome-milky-way", "dome-inside", "dome-morning"),
    "deodar-treehouse": ("treehouse", "treehouse-inside", "treehouse-bridge", "treehouse-night"),
    "meadow-pitch-1": ("pitch-1", "pitch-morning", "lake-morning"),
    "meadow-pitch-2": ("pitch-2", "pitch-morning", "lake-morning"),
}
"""The units by their slug, with the pictures of each."""


class _UnitOfDemo(NamedTuple):
    """A unit and the addresses of its photos."""

    id: UUID
    slug: str
    photos: list[str]


_UNITS = Query(
    _UnitOfDemo,
    select(Unit.id, Unit.slug, Unit.photos)
    .where(Unit.property_id == bindparam("property"))
    .order_by(Unit.position, Unit.id),
)


async def add_photos(session: Transaction, owner: Actor, property_id: UUID, now: datetime) -> None:
    """Give photos to the demo's units that have none."""
    for unit in await session.all(_UNITS, property=property_id):
        for name in () if unit.photos else OF_UNITS.get(unit.slug, ()):
            await photos.add(session, owner, unit.id, _sizes(name), now)


def _sizes(name: str) -> list[Size]:
    """The pictures, all in the ratio three to two."""
    return [
        Size(width, width, round(width * 2 / 3), (FOLDER / f"{name}.{width}.webp").read_bytes())
        for width in WIDTHS
    ]
