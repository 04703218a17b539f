"""What happens to accounts and somebody must hear of."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from soulter.access.roles import Role
from soulter.outbox.events import Event


@dataclass(frozen=True, slots=True)
class AccountRegistrationRequested(Event):
    """Somebody asked for an account; `link` is the one-time link that makes it."""

    link: UUID


@dataclass(frozen=True, slots=True)
class AccountInvited(Event):
    """Somebody was invited; `link` is the one-time link that makes the account."""

    link: UUID


@dataclass(frozen=True, slots=True)
class AccountResetRequested(Event):
    """A new password was asked for, for an address (normalised) that may have an account.

    `sender` is who asked for it for somebody else.
    """

    SUBJECT: ClassVar[str] = "user_id"

    email: str
    user_id: UUID | None = None
    sender: UUID | None = None


@dataclass(frozen=True, slots=True)
class AccountLoginLimited(Event):
    """All logins together have used up the limit of an address (normalised)."""

    email: str


@dataclass(frozen=True, slots=True)
class AccountPasswordChanged(Event):
    """An account has another password."""

    SUBJECT: ClassVar[str] = "user_id"

    user_id: UUID


@dataclass(frozen=True, slots=True)
class AccountRoleChanged(Event):
    """An account has another role."""

    SUBJECT: ClassVar[str] = "user_id"

    user_id: UUID
    role: Role


@dataclass(frozen=True, slots=True)
class AccountDeactivated(Event):
    """An account was shut."""

    SUBJECT: ClassVar[str] = "user_id"

    user_id: UUID


@dataclass(frozen=True, slots=True)
class AccountActivated(Event):
    """An account was opened again."""

    SUBJECT: ClassVar[str] = "user_id"

    user_id: UUID
