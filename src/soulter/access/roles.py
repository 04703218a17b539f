"""The roles of users, and the rules that depend on the role alone."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a user is to the business. Every user has exactly one role."""

    SUPER_ADMIN = "SUPER_ADMIN"
    ADMIN = "ADMIN"
    AGENT = "AGENT"
    CUSTOMER = "CUSTOMER"


LABELS: Final = {
    Role.SUPER_ADMIN: "owner",
    Role.ADMIN: "staff",
    Role.AGENT: "agent",
    Role.CUSTOMER: "customer",
}
"""What a role is called in a sentence."""

OWNER: Final = Role.SUPER_ADMIN
"""The role of which at least one active account must remain."""

PASSWORD_FIRST: Final = frozenset({Role.ADMIN, Role.SUPER_ADMIN})
"""Roles that only an actor who typed their own password within `FRESH` may grant, take or end."""

FRESH: Final = timedelta(minutes=10)
"""How long a typed password counts as recent."""

IDLE: Final[dict[Role, timedelta | None]] = {
    Role.CUSTOMER: None,
    Role.AGENT: None,
    Role.ADMIN: timedelta(hours=24),
    Role.SUPER_ADMIN: timedelta(hours=24),
}
"""After how long without a request a session of this role ends; None for never."""

SHORTEST_PASSWORD: Final[dict[Role, int]] = {
    Role.CUSTOMER: 12,
    Role.AGENT: 15,
    Role.ADMIN: 15,
    Role.SUPER_ADMIN: 15,
}
"""Characters. NIST SP 800-63B-4 asks for 15 where the password is the only factor.

Customers see only their own bookings, so 12 are enough.
"""
