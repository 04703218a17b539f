"""The actor of a request: who makes it, what they may do, and which bookings exist for them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from soulter.access.grants import GRANTS, LINK_GRANTS, MANAGES, SCOPES, Scope
from soulter.access.permissions import Permission
from soulter.access.roles import FRESH, Role


class Channel(StrEnum):
    """Who made a booking: a visitor on the web, a customer, an agent or staff."""

    WEB = "WEB"
    CUSTOMER = "CUSTOMER"
    AGENT = "AGENT"
    STAFF = "STAFF"


CHANNELS: Final[dict[Role | None, Channel]] = {
    None: Channel.WEB,
    Role.CUSTOMER: Channel.CUSTOMER,
    Role.AGENT: Channel.AGENT,
    Role.ADMIN: Channel.STAFF,
    Role.SUPER_ADMIN: Channel.STAFF,
}


@dataclass(frozen=True, slots=True)
class BookingLink:
    """What a visitor without an account shows to open one booking.

    The hash of the booking's token, and the contact it was made with.
    """

    token_hash: str
    contact: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes this request. Without a role: a visitor, perhaps with the link of a booking."""

    role: Role | None = None
    user_id: UUID | None = None
    session_id: UUID | None = None
    name: str = ""
    email: str = ""
    link: BookingLink | None = None
    authenticated_at: datetime | None = None
    phone: str | None = None

    def may(self, permission: Permission) -> bool:
        """Whether the role grants it; which rows it reaches is `scope`."""
        return permission in GRANTS[self.role] or (self.link is not None and permission in LINK_GRANTS)

    def is_fresh(self, now: datetime) -> bool:
        """Whether this person typed their password within `FRESH` (ASVS 7.5.1)."""
        return self.authenticated_at is not None and now - self.authenticated_at <= FRESH

    def manages(self, role: Role) -> bool:
        """Whether this actor sees, invites and changes accounts of this role."""
        return role in MANAGES[self.role]

    @property
    def scope(self) -> Scope:
        """Which bookings exist for this actor."""
        return SCOPES[self.role]

    @property
    def channel(self) -> Channel:
        """The channel of a booking that this actor makes."""
        return CHANNELS[self.role]

    @property
    def principal(self) -> str:
        """Names the actor in the audit log and for idempotency keys; contains no personal data."""
        if self.user_id:
            return f"user:{self.user_id}"
        return f"link:{self.link.token_hash[:16]}" if self.link else "visitor"


VISITOR: Final = Actor()
"""Somebody without an account."""
