"""The table of properties."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from soulter.core.database.types import Base


class Property(Base):
    """A place of business. Its currency and time zone apply to everything that happens there.

    Until the `arrival_cutoff` of a day, a local time, guests arrive for the night before it; None stands for
    the check-out time.
    """

    __tablename__ = "properties"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    timezone: Mapped[str] = mapped_column(String(64))
    currency: Mapped[str] = mapped_column(String(3))
    check_in_time: Mapped[time]
    check_out_time: Mapped[time]
    arrival_cutoff: Mapped[time | None]
    hold_minutes: Mapped[int] = mapped_column(SmallInteger)
    agent_hold_minutes: Mapped[int] = mapped_column(SmallInteger)
    visitor_share_percent: Mapped[int] = mapped_column(SmallInteger)
    visitor_longest_stay: Mapped[int] = mapped_column(SmallInteger)
    visitor_furthest_days: Mapped[int] = mapped_column(SmallInteger)
    visitor_most_units: Mapped[int] = mapped_column(SmallInteger)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        CheckConstraint("length(name) BETWEEN 1 AND 120", name="name_length"),
        CheckConstraint("length(slug) BETWEEN 1 AND 60", name="slug_length"),
        CheckConstraint("length(currency) = 3", name="currency_length"),
        CheckConstraint("hold_minutes BETWEEN 5 AND 10080", name="hold_minutes"),
        CheckConstraint("agent_hold_minutes BETWEEN 5 AND 10080", name="agent_hold_minutes"),
        CheckConstraint("visitor_share_percent BETWEEN 1 AND 100", name="visitor_share_percent"),
        CheckConstraint("visitor_longest_stay BETWEEN 1 AND 365", name="visitor_longest_stay"),
        CheckConstraint("visitor_furthest_days BETWEEN 1 AND 1095", name="visitor_furthest_days"),
        CheckConstraint("visitor_most_units BETWEEN 1 AND 50", name="visitor_most_units"),
    )
