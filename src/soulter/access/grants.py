"""What each role may do, whose accounts it manages, and which rows exist for it."""

from enum import StrEnum
from typing import Final

from soulter.access.permissions import (
    ALL,
    AccountPermission,
    AuditPermission,
    AvailabilityPermission,
    BlockPermission,
    BookingPermission,
    CalendarPermission,
    DoctorPermission,
    GuestPermission,
    HoldPermission,
    InvitationPermission,
    MailPermission,
    Permission,
    PropertyPermission,
    SessionPermission,
    SystemPermission,
    UnitPermission,
    UserPermission,
)
from soulter.access.roles import Role

_VISITOR: frozenset[Permission] = frozenset(
    {PropertyPermission.READ, UnitPermission.READ, AvailabilityPermission.READ, BookingPermission.CREATE}
)
_OWN_BOOKING: frozenset[Permission] = frozenset(
    {BookingPermission.READ, BookingPermission.CHANGE, BookingPermission.CANCEL}
)
_CUSTOMER: frozenset[Permission] = (
    _VISITOR
    | _OWN_BOOKING
    | {
        AccountPermission.READ,
        AccountPermission.CHANGE,
        SessionPermission.READ,
        SessionPermission.END,
        BookingPermission.LIST,
    }
)
_AGENT: frozenset[Permission] = _CUSTOMER | {CalendarPermission.READ}
_STAFF: frozenset[Permission] = _AGENT | {
    UserPermission.READ,
    UserPermission.CHANGE,
    UserPermission.DEACTIVATE,
    UserPermission.SIGN_OUT,
    UserPermission.SEND_RESET,
    InvitationPermission.READ,
    InvitationPermission.WRITE,
    UnitPermission.READ_INACTIVE,
    UnitPermission.WRITE,
    CalendarPermission.DETAILS,
    BlockPermission.READ,
    BlockPermission.WRITE,
    BookingPermission.CREATE_CONFIRMED,
    BookingPermission.MOVE_CONFIRMED,
    BookingPermission.SET_PRICE,
    BookingPermission.HISTORY,
    BookingPermission.CONFIRM,
    BookingPermission.CHECK_IN,
    BookingPermission.CHECK_OUT,
    BookingPermission.NO_SHOW,
    BookingPermission.UNDO,
    HoldPermission.READ,
    HoldPermission.END,
    GuestPermission.READ,
}
_OWNER: frozenset[Permission] = _STAFF | {
    PropertyPermission.WRITE,
    UserPermission.CHANGE_ROLE,
    SessionPermission.END_EVERYBODYS,
    AuditPermission.READ,
    MailPermission.READ,
    MailPermission.RETRY,
    SystemPermission.READ,
    DoctorPermission.READ,
}

GRANTS: Final[dict[Role | None, frozenset[Permission]]] = {
    None: _VISITOR,
    Role.CUSTOMER: _CUSTOMER,
    Role.AGENT: _AGENT,
    Role.ADMIN: _STAFF,
    Role.SUPER_ADMIN: _OWNER,
}
"""What each role may do; None is a visitor without an account."""


def may_more_than_customers(role: Role) -> bool:
    """Whether this role may do something that a customer may not."""
    return bool(GRANTS[role] - GRANTS[Role.CUSTOMER])


LINK_GRANTS: Final = _OWN_BOOKING
"""What the link of a booking adds for a visitor."""

MANAGES: Final[dict[Role | None, frozenset[Role]]] = {
    None: frozenset(),
    Role.CUSTOMER: frozenset(),
    Role.AGENT: frozenset(),
    Role.ADMIN: frozenset({Role.AGENT, Role.CUSTOMER}),
    Role.SUPER_ADMIN: frozenset(Role),
}
"""Whose accounts a role sees, invites and changes: the roles below it, and all roles for the owner."""

if set(GRANTS) != {None, *Role} or set(MANAGES) != {None, *Role}:
    raise ImportError("every role, and the visitor, needs a row in GRANTS and in MANAGES")
if strangers := sorted(frozenset[Permission]().union(*GRANTS.values(), LINK_GRANTS) - set(ALL.values())):
    raise ImportError(f"granted, but not in access.permissions.ALL: {', '.join(strangers)}")


class Scope(StrEnum):
    """Which bookings an actor can see at all; the others do not exist for them."""

    ALL = "all"
    AGENT = "agent"
    CUSTOMER = "customer"
    LINK = "link"


SCOPES: Final[dict[Role | None, Scope]] = {
    None: Scope.LINK,
    Role.CUSTOMER: Scope.CUSTOMER,
    Role.AGENT: Scope.AGENT,
    Role.ADMIN: Scope.ALL,
    Role.SUPER_ADMIN: Scope.ALL,
}


class AccessScope(StrEnum):
    """Which things of a kind exist for a role; the others do not exist for it."""

    ANY = "any"
    ACTIVE = "active ones"
    BELOW = "of roles below"
    OWN = "own"
    LINK = "by link"


_BOOKINGS: Final = {
    Scope.ALL: AccessScope.ANY,
    Scope.AGENT: AccessScope.OWN,
    Scope.CUSTOMER: AccessScope.OWN,
    Scope.LINK: AccessScope.LINK,
}


def access_scope(kind: str, role: Role | None) -> AccessScope:
    """The access scope of a role for a kind of thing, given that it has the permission.

    Raises KeyError for an unknown kind.
    """
    people = AccessScope.ANY if MANAGES[role] == frozenset(Role) else AccessScope.BELOW
    units = AccessScope.ANY if UnitPermission.READ_INACTIVE in GRANTS[role] else AccessScope.ACTIVE
    return {
        "booking": _BOOKINGS[SCOPES[role]],
        "unit": units,
        "photo": units,
        "user": people,
        "invitation": people,
        "session": AccessScope.OWN,
        "property": AccessScope.ANY,
        "block": AccessScope.ANY,
        "mail": AccessScope.ANY,
    }[kind]
