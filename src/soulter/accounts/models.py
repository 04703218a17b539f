"""Tables of users and their login sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from soulter.accounts.permissions import Role
from soulter.core.types import Base, one_of, words


class User(Base):
    """Somebody who can log in. `email` is normalised; without a password hash nobody can log in."""

    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(32))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(words(Role))
    active: Mapped[bool]
    session_epoch: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("length(email) BETWEEN 3 AND 254 AND email = lower(email)", name="email_normalised"),
        CheckConstraint("length(name) BETWEEN 1 AND 120", name="name_length"),
    )


class LoginSession(Base):
    """One login on one device; a token is good only while its row is."""

    __tablename__ = "login_sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), index=True)
    epoch: Mapped[int]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoke_reason: Mapped[str | None] = mapped_column(String(40))
    user_agent: Mapped[str] = mapped_column(String(200))
    ip: Mapped[str] = mapped_column(String(45))
