"""The tables of units and their photos."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from soulter.core.database.types import Base, Document, enum_check, not_exported, text_enum

LAST_POSITION = 1_000_000


class UnitStatus(StrEnum):
    """Whether the unit is in use; an inactive one is invisible to everybody but staff."""

    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"


class Unit(Base):
    """One bookable thing. `price_minor` is per night in the property's currency."""

    __tablename__ = "units"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    property_id: Mapped[UUID] = mapped_column(ForeignKey("properties.id", ondelete="RESTRICT"))
    name: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(60))
    sleeps: Mapped[int] = mapped_column(SmallInteger)
    price_minor: Mapped[int]
    status: Mapped[UnitStatus] = mapped_column(text_enum(UnitStatus))
    position: Mapped[int]
    description: Mapped[str] = mapped_column(String(4000))
    amenities: Mapped[list[str]] = mapped_column(Document)
    photos: Mapped[list[str]] = mapped_column(
        Document, info=not_exported("uploaded pictures; a backup keeps them")
    )
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        enum_check("status", UnitStatus),
        UniqueConstraint("property_id", "slug"),
        Index("ix_units_position_id", "position", "id"),
        CheckConstraint("length(name) BETWEEN 1 AND 120", name="name_length"),
        CheckConstraint("length(slug) BETWEEN 1 AND 60", name="slug_length"),
        CheckConstraint("sleeps BETWEEN 1 AND 100", name="sleeps_range"),
        CheckConstraint("price_minor BETWEEN 0 AND 9007199254740991", name="price_range"),
        CheckConstraint("position BETWEEN 0 AND 1000000", name="position_range"),
    )


class Photo(Base):
    """A photo that was uploaded for a unit; its place among the others is in `Unit.photos`."""

    __tablename__ = "photos"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id", ondelete="RESTRICT"), index=True)
    created_at: Mapped[datetime]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))

    __table_args__ = ({"info": not_exported("uploaded pictures; a backup keeps them")},)


class PhotoSize(Base):
    """A photo drawn for one width: WebP bytes that we made, and what they measure in pixels.

    In the database rather than in files, so that a backup has them and a new machine needs nothing else.
    """

    __tablename__ = "photo_sizes"

    photo_id: Mapped[UUID] = mapped_column(ForeignKey("photos.id", ondelete="RESTRICT"), primary_key=True)
    fits: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    width: Mapped[int] = mapped_column(SmallInteger)
    height: Mapped[int] = mapped_column(SmallInteger)
    content: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (
        CheckConstraint("fits IN (480, 960, 1600)", name="fits_known"),
        CheckConstraint("width BETWEEN 1 AND fits", name="width_range"),
        CheckConstraint("height BETWEEN 1 AND 2 * fits", name="height_range"),
        CheckConstraint("length(content) BETWEEN 1 AND 8388608", name="content_size"),
        {"info": not_exported("uploaded pictures; a backup keeps them")},
    )
