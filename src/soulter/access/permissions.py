"""Permissions: one enum for each feature, merged into one table."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

_FORM = re.compile(r"[a-z]+:[a-z]+(_[a-z]+)*")


class Permission(StrEnum):
    """`area:action`. A route states one; which rows it reaches is the actor's scope."""


class AccountPermission(Permission):
    """The actor's own account."""

    READ = "account:read"
    CHANGE = "account:change"


class SessionPermission(Permission):
    """Logins of the actor, and of everybody."""

    READ = "sessions:read"
    END = "sessions:end"
    END_EVERYBODYS = "sessions:end_everybodys"


class UserPermission(Permission):
    """Accounts of other people."""

    READ = "users:read"
    CHANGE = "users:change"
    DEACTIVATE = "users:deactivate"
    SIGN_OUT = "users:sign_out"
    SEND_RESET = "users:send_reset"
    CHANGE_ROLE = "users:change_role"


class InvitationPermission(Permission):
    """Invitations of people without an account."""

    READ = "invitations:read"
    WRITE = "invitations:write"


class AuditPermission(Permission):
    """The audit log."""

    READ = "audit:read"


class PropertyPermission(Permission):
    """Properties and their settings."""

    READ = "properties:read"
    WRITE = "properties:write"


class UnitPermission(Permission):
    """Units and their photos."""

    READ = "units:read"
    READ_INACTIVE = "units:read_inactive"
    WRITE = "units:write"


class AvailabilityPermission(Permission):
    """What is free, and at what price."""

    READ = "availability:read"


class CalendarPermission(Permission):
    """The calendar of all units; its details are bookings, blocks and guests."""

    READ = "calendar:read"
    DETAILS = "calendar:details"


class BlockPermission(Permission):
    """Nights that are taken out of sale."""

    READ = "blocks:read"
    WRITE = "blocks:write"


class BookingPermission(Permission):
    """Bookings, and each step of their life cycle."""

    LIST = "bookings:list"
    READ = "bookings:read"
    CREATE = "bookings:create"
    CREATE_CONFIRMED = "bookings:create_confirmed"
    CHANGE = "bookings:change"
    MOVE_CONFIRMED = "bookings:move_confirmed"
    SET_PRICE = "bookings:set_price"
    HISTORY = "bookings:history"
    CANCEL = "bookings:cancel"
    CONFIRM = "bookings:confirm"
    CHECK_IN = "bookings:check_in"
    CHECK_OUT = "bookings:check_out"
    NO_SHOW = "bookings:no_show"
    UNDO = "bookings:undo"


class HoldPermission(Permission):
    """What visitors hold without having paid."""

    READ = "holds:read"
    END = "holds:end"


class GuestPermission(Permission):
    """The list of guests."""

    READ = "guests:read"


class MailPermission(Permission):
    """Mails that were sent, wait or failed."""

    READ = "mails:read"
    RETRY = "mails:retry"


class SystemPermission(Permission):
    """The condition of the service."""

    READ = "system:read"


class DoctorPermission(Permission):
    """The checks of `soulter doctor`."""

    READ = "doctor:read"


def merged(*features: type[Permission]) -> Mapping[str, Permission]:
    """Every permission of these enums by its value, in order.

    Raises ValueError for a value that is not `area:action`, and for an area or a value declared twice: two
    permissions with the same value are equal, so granting one would grant the other.
    """
    table: dict[str, Permission] = {}
    areas: dict[str, type[Permission]] = {}
    for feature in features:
        for name, permission in feature.__members__.items():
            if not _FORM.fullmatch(permission):
                raise ValueError(f"{feature.__name__}.{name}: {permission.value!r} is not `area:action`")
            area = permission.partition(":")[0]
            owner = areas.setdefault(area, feature)
            if permission in table or owner is not feature:
                raise ValueError(
                    f"{feature.__name__}.{name}: {permission.value!r} is declared by {owner.__name__} too"
                )
            table[permission.value] = permission
    return table


ALL: Final = merged(
    AccountPermission,
    SessionPermission,
    UserPermission,
    InvitationPermission,
    AuditPermission,
    PropertyPermission,
    UnitPermission,
    AvailabilityPermission,
    CalendarPermission,
    BlockPermission,
    BookingPermission,
    HoldPermission,
    GuestPermission,
    MailPermission,
    SystemPermission,
    DoctorPermission,
)
"""Every permission by its value. A permission of an enum that is not listed here is held by nobody."""
