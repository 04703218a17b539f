"""The photos of the demo: drawn by ourselves (`tools/art`), brought along in the widths in which photos are kept."""

from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import select

from soulter.access.actor import Actor
from soulter.core.database.transactions import Transaction
from soulter.inventory import photos
from soulter.inventory.models import Unit
from soulter.inventory.pictures import WIDTHS, Size

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
"""The units by their slug, with what is seen of each."""


async def hang(session: Transaction, owner: Actor, property_id: UUID, now: datetime) -> None:
    """Give photos to the demo's units that have none."""
    statement = select(Unit.id, Unit.slug, Unit.photos).where(Unit.property_id == property_id).order_by(Unit.position, Unit.id)
    for unit_id, slug, there in await session.fetch(statement):
        for name in () if there else OF_UNITS.get(slug, ()):
            await photos.add(session, owner, unit_id, _sizes(name), now)


def _sizes(name: str) -> list[Size]:
    """Three by two, each of them."""
    return [Size(width, width, round(width * 2 / 3), (FOLDER / f"{name}.{width}.webp").read_bytes()) for width in WIDTHS]
