"""Tables of bookings, blocks, and the ledger of nights."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from soulter.access.actor import Channel
from soulter.bookings.states import Status
from soulter.core.database.types import Base, Document, at_most_nights, enum_check, not_exported, text_enum
from soulter.core.dates import LONGEST_STAY


class NightKind(StrEnum):
    """The kinds of holders of a night."""

    BOOKING = "booking"
    BLOCK = "block"


def _indexes_of_holds(*columns: str) -> Iterator[Index]:
    for column in columns:
        there = text(f"{column} IS NOT NULL")
        yield Index(f"ix_bookings_{column}", column, postgresql_where=there, sqlite_where=there)


class Booking(Base):
    """A booking: one stay, one or more units, one guest, one total."""

    __tablename__ = "bookings"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    property_id: Mapped[UUID] = mapped_column(ForeignKey("properties.id", ondelete="RESTRICT"))
    property_name: Mapped[str] = mapped_column(String(120))
    guest_id: Mapped[UUID] = mapped_column(ForeignKey("guests.id", ondelete="RESTRICT"), index=True)
    agent_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    agent_name: Mapped[str | None] = mapped_column(String(120))
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    source: Mapped[Channel] = mapped_column(text_enum(Channel))
    status: Mapped[Status] = mapped_column(text_enum(Status))
    check_in: Mapped[date]
    check_out: Mapped[date]
    adults: Mapped[int] = mapped_column(SmallInteger)
    children: Mapped[int] = mapped_column(SmallInteger)
    total_minor: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    hold_expires_at: Mapped[datetime | None]
    notes: Mapped[str] = mapped_column(String(4000))
    access_hash: Mapped[str | None] = mapped_column(
        String(64), info=not_exported("opens a booking without a login")
    )
    # The contacts with which the link was made. One of them has to stay while the booking is a hold.
    made_email_hash: Mapped[str | None] = mapped_column(
        String(64), info=not_exported("belongs to the link of a booking")
    )
    made_phone_hash: Mapped[str | None] = mapped_column(
        String(64), info=not_exported("belongs to the link of a booking")
    )
    # The origin of a hold as keyed hashes. They exist only while a visitor holds the booking, so that the
    # partial indexes stay small.
    hold_contact: Mapped[str | None] = mapped_column(
        String(64), info=not_exported("a hash of a limit of minutes")
    )
    hold_network: Mapped[str | None] = mapped_column(
        String(64), info=not_exported("a hash of a limit of minutes")
    )
    version: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        enum_check("source", Channel),
        enum_check("status", Status),
        CheckConstraint("check_in < check_out", name="stay_order"),
        *at_most_nights("check_in", "check_out", LONGEST_STAY, "stay_length"),
        CheckConstraint("adults BETWEEN 1 AND 1000", name="adults_range"),
        CheckConstraint("children BETWEEN 0 AND 1000", name="children_range"),
        CheckConstraint("total_minor BETWEEN 0 AND 9007199254740991", name="total_range"),
        CheckConstraint("length(currency) = 3", name="currency_length"),
        CheckConstraint("version >= 1", name="version_positive"),
        CheckConstraint("(agent_id IS NULL) = (agent_name IS NULL)", name="agent_named"),
        CheckConstraint("status <> 'PENDING' OR hold_expires_at IS NOT NULL", name="pending_holds"),
        Index("ix_bookings_created_at_id", "created_at", "id"),
        Index("ix_bookings_check_in_id_check_out", "check_in", "id", "check_out"),
        Index("ix_bookings_status_created_at_id", "status", "created_at", "id"),
        Index("ix_bookings_agent_id_created_at_id", "agent_id", "created_at", "id"),
        Index("ix_bookings_agent_id_check_in_id_check_out", "agent_id", "check_in", "id", "check_out"),
        Index("ix_bookings_property_id_check_in", "property_id", "check_in"),
        *_indexes_of_holds("hold_contact", "hold_network"),
    )


class BookingUnit(Base):
    """A unit of a booking, under the name and with the nightly prices it was sold at."""

    __tablename__ = "booking_units"

    booking_id: Mapped[UUID] = mapped_column(ForeignKey("bookings.id", ondelete="RESTRICT"), primary_key=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id", ondelete="RESTRICT"), primary_key=True)
    property_id: Mapped[UUID] = mapped_column(ForeignKey("properties.id", ondelete="RESTRICT"))
    unit_name: Mapped[str] = mapped_column(String(120))
    price_minor: Mapped[int]
    nightly: Mapped[list[tuple[str, int]]] = mapped_column(Document)

    __table_args__ = (
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        Index("ix_booking_units_unit_id_booking_id", "unit_id", "booking_id"),
    )


class Block(Base):
    """Nights `[starts_on, ends_on)` of a unit taken out of sale."""

    __tablename__ = "blocks"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    property_id: Mapped[UUID] = mapped_column(ForeignKey("properties.id", ondelete="RESTRICT"))
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id", ondelete="RESTRICT"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200))
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    created_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("starts_on < ends_on", name="block_order"),
        *at_most_nights("starts_on", "ends_on", LONGEST_STAY, "block_length"),
        CheckConstraint("length(reason) BETWEEN 1 AND 200", name="reason_length"),
        Index("ix_blocks_starts_on_id", "starts_on", "id"),
        Index("ix_blocks_unit_id_starts_on", "unit_id", "starts_on"),
    )


class Night(Base):
    """The ledger: one row for each taken night of a unit. Its primary key prevents double bookings."""

    __tablename__ = "nights"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("units.id", ondelete="RESTRICT"), primary_key=True)
    night: Mapped[date] = mapped_column(primary_key=True)
    property_id: Mapped[UUID] = mapped_column(ForeignKey("properties.id", ondelete="RESTRICT"))
    kind: Mapped[NightKind] = mapped_column(text_enum(NightKind))
    booking_id: Mapped[UUID | None] = mapped_column(ForeignKey("bookings.id", ondelete="RESTRICT"))
    block_id: Mapped[UUID | None] = mapped_column(ForeignKey("blocks.id", ondelete="RESTRICT"))
    price_minor: Mapped[int]

    __table_args__ = (
        enum_check("kind", NightKind),
        CheckConstraint(
            "(kind = 'booking' AND booking_id IS NOT NULL AND block_id IS NULL)"
            " OR (kind = 'block' AND block_id IS NOT NULL AND booking_id IS NULL)",
            name="one_reference",
        ),
        CheckConstraint("price_minor >= 0", name="price_not_negative"),
        Index("ix_nights_booking_id", "booking_id"),
        Index("ix_nights_block_id", "block_id"),
        Index("ix_nights_property_id_night", "property_id", "night"),
    )
