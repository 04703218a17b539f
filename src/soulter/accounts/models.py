"""Tables of users and their login sessions."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from soulter.access.roles import Role
from soulter.core.database.types import Base, Document, enum_check, not_exported, text_enum


class User(Base):
    """Somebody who can log in. `email` is normalised; without a password hash nobody can log in."""

    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    phone: Mapped[str | None] = mapped_column(String(32))
    password_hash: Mapped[str | None] = mapped_column(String(200), info=not_exported("a secret"))
    role: Mapped[Role] = mapped_column(text_enum(Role))
    active: Mapped[bool]
    session_epoch: Mapped[int] = mapped_column(info=not_exported("belongs to logins"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    __table_args__ = (
        enum_check("role", Role),
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
    # When the password was last typed; the beginning of the session when it was not typed since.
    authenticated_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoke_reason: Mapped[str | None] = mapped_column(String(40))
    user_agent: Mapped[str] = mapped_column(String(200))
    ip: Mapped[str] = mapped_column(String(45))

    __table_args__ = ({"info": not_exported("logins stay where they are")},)


class Purpose(StrEnum):
    """What a one-time link is good for."""

    VERIFY = "verify"
    INVITE = "invite"
    RESET = "reset"
    UNLOCK = "unlock"


class OneTimeLink(Base):
    """A link sent by mail, usable once. Of its token only the SHA-256 is stored.

    `verify` and `invite` make an account when they are used, so there is none before: what they make
    stands in `details`. The others belong to an account.
    """

    __tablename__ = "one_time_links"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    purpose: Mapped[Purpose] = mapped_column(text_enum(Purpose))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"), index=True)
    email: Mapped[str | None] = mapped_column(String(254), index=True)
    details: Mapped[dict[str, Any]] = mapped_column(Document)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="RESTRICT"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (
        enum_check("purpose", Purpose),
        CheckConstraint(
            "(purpose IN ('verify', 'invite')) = (user_id IS NULL)", name="account_where_there_is_one"
        ),
        CheckConstraint("(user_id IS NULL) = (email IS NOT NULL)", name="addressed"),
        CheckConstraint("length(token_hash) = 64", name="token_hashed"),
        Index("ix_one_time_links_purpose_created_at_id", "purpose", "created_at", "id"),
        {"info": not_exported("open accounts")},
    )
