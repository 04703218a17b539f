"""The table of units."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from soulter.core.types import Base, Document, one_of, words

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
    status: Mapped[UnitStatus] = mapped_column(words(UnitStatus))
    position: Mapped[int]
    description: Mapped[str] = mapped_column(String(4000))
    amenities: Mapped[list[str]] = mapped_column(Document)
    photos: Mapped[list[str]] = mapped_column(Document)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        one_of("status", UnitStatus),
        UniqueConstraint("property_id", "slug"),
        Index("ix_units_position_id", "position", "id"),
        CheckConstraint("length(name) BETWEEN 1 AND 120", name="name_length"),
        CheckConstraint("length(slug) BETWEEN 1 AND 60", name="slug_length"),
        CheckConstraint("sleeps BETWEEN 1 AND 100", name="sleeps_range"),
        CheckConstraint("price_minor BETWEEN 0 AND 9007199254740991", name="price_range"),
        CheckConstraint("position BETWEEN 0 AND 1000000", name="position_range"),
    )
