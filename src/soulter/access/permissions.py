"""Who may do what. The one table of roles and permissions; no other module asks for a role by name."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID


class Role(StrEnum):
    """What a user is to the business. Exactly one each."""

    SUPER_ADMIN = "SUPER_ADMIN"
    ADMIN = "ADMIN"
    AGENT = "AGENT"
    CUSTOMER = "CUSTOMER"


class Permission(StrEnum):
    """`area:action`. A route states one; which rows it reaches is the actor's scope."""

    ACCOUNT_READ = "account:read"
    ACCOUNT_CHANGE = "account:change"
    SESSIONS_READ = "sessions:read"
    SESSIONS_END = "sessions:end"
    SESSIONS_END_EVERYBODYS = "sessions:end_everybodys"
    USERS_READ = "users:read"
    USERS_CHANGE = "users:change"
    USERS_DEACTIVATE = "users:deactivate"
    USERS_SIGN_OUT = "users:sign_out"
    USERS_SEND_RESET = "users:send_reset"
    USERS_CHANGE_ROLE = "users:change_role"
    INVITATIONS_READ = "invitations:read"
    INVITATIONS_WRITE = "invitations:write"
    AUDIT_READ = "audit:read"
    PROPERTIES_READ = "properties:read"
    PROPERTIES_WRITE = "properties:write"
    UNITS_READ = "units:read"
    UNITS_READ_INACTIVE = "units:read_inactive"
    UNITS_WRITE = "units:write"
    AVAILABILITY_READ = "availability:read"
    CALENDAR_READ = "calendar:read"
    CALENDAR_DETAILS = "calendar:details"
    BLOCKS_READ = "blocks:read"
    BLOCKS_WRITE = "blocks:write"
    BOOKINGS_LIST = "bookings:list"
    BOOKINGS_READ = "bookings:read"
    BOOKINGS_CREATE = "bookings:create"
    BOOKINGS_CREATE_CONFIRMED = "bookings:create_confirmed"
    BOOKINGS_CHANGE = "bookings:change"
    BOOKINGS_MOVE_CONFIRMED = "bookings:move_confirmed"
    BOOKINGS_HISTORY = "bookings:history"
    BOOKINGS_CANCEL = "bookings:cancel"
    BOOKINGS_CONFIRM = "bookings:confirm"
    BOOKINGS_CHECK_IN = "bookings:check_in"
    BOOKINGS_CHECK_OUT = "bookings:check_out"
    BOOKINGS_NO_SHOW = "bookings:no_show"
    GUESTS_READ = "guests:read"
    MAILS_READ = "mails:read"
    MAILS_RETRY = "mails:retry"
    SYSTEM_READ = "system:read"
    DOCTOR_READ = "doctor:read"


class Scope(StrEnum):
    """Which bookings an actor can see at all; the others do not exist for them."""

    ALL = "all"
    AGENT = "agent"
    CUSTOMER = "customer"
    LINK = "link"


class Channel(StrEnum):
    """Where a booking comes from: by what right it was made."""

    WEB = "WEB"
    CUSTOMER = "CUSTOMER"
    AGENT = "AGENT"
    STAFF = "STAFF"


_P = Permission
_ANYBODY = frozenset({_P.PROPERTIES_READ, _P.UNITS_READ, _P.AVAILABILITY_READ, _P.BOOKINGS_CREATE})
_OWN_BOOKING = frozenset({_P.BOOKINGS_READ, _P.BOOKINGS_CHANGE, _P.BOOKINGS_CANCEL})
_KNOWN = _ANYBODY | _OWN_BOOKING | {_P.ACCOUNT_READ, _P.ACCOUNT_CHANGE, _P.SESSIONS_READ, _P.SESSIONS_END, _P.BOOKINGS_LIST}
_SELLER = _KNOWN | {_P.CALENDAR_READ}
_STAFF = _SELLER | {
    _P.USERS_READ,
    _P.USERS_CHANGE,
    _P.USERS_DEACTIVATE,
    _P.USERS_SIGN_OUT,
    _P.USERS_SEND_RESET,
    _P.INVITATIONS_READ,
    _P.INVITATIONS_WRITE,
    _P.UNITS_READ_INACTIVE,
    _P.UNITS_WRITE,
    _P.CALENDAR_DETAILS,
    _P.BLOCKS_READ,
    _P.BLOCKS_WRITE,
    _P.BOOKINGS_CREATE_CONFIRMED,
    _P.BOOKINGS_MOVE_CONFIRMED,
    _P.BOOKINGS_HISTORY,
    _P.BOOKINGS_CONFIRM,
    _P.BOOKINGS_CHECK_IN,
    _P.BOOKINGS_CHECK_OUT,
    _P.BOOKINGS_NO_SHOW,
    _P.GUESTS_READ,
}

GRANTS: Final[dict[Role | None, frozenset[Permission]]] = {
    None: _ANYBODY,
    Role.CUSTOMER: _KNOWN,
    Role.AGENT: _SELLER,
    Role.ADMIN: _STAFF,
    Role.SUPER_ADMIN: _STAFF
    | {
        _P.PROPERTIES_WRITE,
        _P.USERS_CHANGE_ROLE,
        _P.SESSIONS_END_EVERYBODYS,
        _P.AUDIT_READ,
        _P.MAILS_READ,
        _P.MAILS_RETRY,
        _P.SYSTEM_READ,
        _P.DOCTOR_READ,
    },
}
"""What each role may do; None is a visitor without an account."""

LINK_GRANTS: Final = _OWN_BOOKING
"""What the link of a booking adds for a visitor."""

SCOPES: Final[dict[Role | None, Scope]] = {
    None: Scope.LINK,
    Role.CUSTOMER: Scope.CUSTOMER,
    Role.AGENT: Scope.AGENT,
    Role.ADMIN: Scope.ALL,
    Role.SUPER_ADMIN: Scope.ALL,
}

CHANNELS: Final[dict[Role | None, Channel]] = {
    None: Channel.WEB,
    Role.CUSTOMER: Channel.CUSTOMER,
    Role.AGENT: Channel.AGENT,
    Role.ADMIN: Channel.STAFF,
    Role.SUPER_ADMIN: Channel.STAFF,
}

SPOKEN: Final = {Role.SUPER_ADMIN: "owner", Role.ADMIN: "staff", Role.AGENT: "agent", Role.CUSTOMER: "customer"}
"""What a role is called in a sentence."""

MANAGES: Final[dict[Role | None, frozenset[Role]]] = {
    None: frozenset(),
    Role.CUSTOMER: frozenset(),
    Role.AGENT: frozenset(),
    Role.ADMIN: frozenset({Role.AGENT, Role.CUSTOMER}),
    Role.SUPER_ADMIN: frozenset(Role),
}
"""Whose accounts a role sees, invites and changes: strictly those below it, and everybody for the owner."""

OWNER: Final = Role.SUPER_ADMIN
"""The role of which at least one active account is always left."""

PASSWORD_FIRST: Final = frozenset({Role.ADMIN, Role.SUPER_ADMIN})
"""Roles that are handed out, taken or ended only by somebody who typed their own password within `FRESH`."""

FRESH: Final = timedelta(minutes=10)

IDLE: Final[dict[Role, timedelta | None]] = {
    Role.CUSTOMER: None,
    Role.AGENT: None,
    Role.ADMIN: timedelta(hours=24),
    Role.SUPER_ADMIN: timedelta(hours=24),
}
"""After how long without a request a session of this role ends."""

SHORTEST_PASSWORD: Final[dict[Role, int]] = {Role.CUSTOMER: 12, Role.AGENT: 15, Role.ADMIN: 15, Role.SUPER_ADMIN: 15}
"""Characters. NIST SP 800-63B-4: 15 where the password is all there is; customers, who see nothing but their own, have 12."""


class Reach(StrEnum):
    """Which things of a kind exist for a role; the others are as if they had never been."""

    ANY = "any"
    ACTIVE = "active ones"
    BELOW = "of roles below"
    OWN = "own"
    LINK = "by link"


def reach(kind: str, role: Role | None) -> Reach:
    """Which bookings, users and so on a role can get hold of, where it has the permission. Raises KeyError for an unknown kind."""
    scope = {Scope.ALL: Reach.ANY, Scope.AGENT: Reach.OWN, Scope.CUSTOMER: Reach.OWN, Scope.LINK: Reach.LINK}[SCOPES[role]]
    people = Reach.ANY if MANAGES[role] == frozenset(Role) else Reach.BELOW
    units = Reach.ANY if Permission.UNITS_READ_INACTIVE in GRANTS[role] else Reach.ACTIVE
    return {
        "booking": scope,
        "unit": units,
        "photo": units,
        "user": people,
        "invitation": people,
        "session": Reach.OWN,
        "property": Reach.ANY,
        "block": Reach.ANY,
        "mail": Reach.ANY,
    }[kind]


@dataclass(frozen=True, slots=True)
class BookingLink:
    """What a visitor without an account shows to open one booking: the token's hash, and the contact it was made with."""

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
        """Whether this person typed their password a short while ago (ASVS 7.5.1)."""
        return self.authenticated_at is not None and now - self.authenticated_at <= FRESH

    def manages(self, role: Role) -> bool:
        """Whether accounts with this role are this actor's to see, invite and change."""
        return role in MANAGES[self.role]

    @property
    def scope(self) -> Scope:
        """Which bookings exist for this actor."""
        return SCOPES[self.role]

    @property
    def channel(self) -> Channel:
        """Where a booking by this actor comes from."""
        return CHANNELS[self.role]

    @property
    def principal(self) -> str:
        """Names the actor in the audit trail and for idempotency keys; no personal data."""
        if self.user_id:
            return f"user:{self.user_id}"
        return f"link:{self.link.token_hash[:16]}" if self.link else "visitor"


VISITOR: Final = Actor()
"""Somebody without an account."""
