"""Wire shapes of logins, accounts, invitations and the audit log."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import MISSING, Field, StringConstraints, WithJsonSchema
from typing_extensions import TypeAliasType, TypedDict

from soulter.access import permissions
from soulter.access.roles import Role
from soulter.accounts.password_rules import LONGEST
from soulter.core.http import text_patterns
from soulter.core.http.web import Email, IdOut, Moment, Phone, SingleLine, WireIn
from soulter.core.records.paging import PageOut, PageQuery

# Taken as it is: spaces around a password belong to it.
Password = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, strip_whitespace=False)]
Name = Annotated[SingleLine, StringConstraints(min_length=1, max_length=120)]
Token = Annotated[str, StringConstraints(pattern=text_patterns.TOKEN_OF_A_LINK)]

_PERMISSION = {
    "type": "string",
    "enum": list(permissions.ALL),
    "title": "Permission",
    "description": permissions.Permission.__doc__,
}
# One named type for clients, although the permissions of each feature are an enum of their own.
Permission = TypeAliasType("Permission", Annotated[str, WithJsonSchema(_PERMISSION)])


class LoginIn(WireIn):
    """E-mail and password."""

    email: Email
    password: Password


class RegisterIn(WireIn):
    """A customer who wants an account; the password is chosen once the address is proven."""

    email: Email
    name: Name


class EmailIn(WireIn):
    """An address to mail to."""

    email: Email


class TokenIn(WireIn):
    """What stood in the link of a mail."""

    token: Token


class VerifyIn(WireIn):
    """The password of a new account, allowed by a link."""

    token: Token
    password: Password


class ResetIn(WireIn):
    """A new password, allowed by a link."""

    token: Token
    password: Password


class AcceptIn(WireIn):
    """An invitation that is accepted; without a name the invitation's is kept."""

    token: Token
    password: Password
    name: Name | None = None


class PasswordIn(WireIn):
    """The password typed again."""

    password: Password


class PasswordChangeIn(WireIn):
    """The current password and the one to come."""

    current_password: Password
    new_password: Password


class ProfilePatch(WireIn):
    """Name and phone; what is left out stays."""

    name: Name | MISSING = MISSING
    phone: Phone | MISSING | None = MISSING


class InvitationIn(WireIn):
    """Who is invited, as what."""

    email: Email
    name: Name
    role: Role


class RoleIn(WireIn):
    """Another role."""

    role: Role


class AnswerOut(TypedDict):
    """What happens now, in a sentence that is the same for everybody."""

    message: str


class UserOut(TypedDict):
    """A user as others see them."""

    id: UUID
    name: str
    email: str
    phone: str | None
    role: Role
    active: bool


class UserEnvelope(TypedDict):
    """One user."""

    user: UserOut


class MeOut(TypedDict):
    """The logged-in user, with what they may do, so that a screen need not know roles."""

    id: UUID
    name: str
    email: str
    phone: str | None
    role: Role
    active: bool
    permissions: list[Permission]


class MeEnvelope(TypedDict):
    """The logged-in user."""

    user: MeOut


class UserList(TypedDict):
    """A page of users."""

    users: list[UserOut]
    page: PageOut


class UserQuery(PageQuery):
    """Filters of the list of users."""

    role: Role | None = Field(None, description="Only users with this role.")
    active: bool | None = Field(None, description="Only active, or only inactive ones.")


class SessionOut(TypedDict):
    """A login on a device: when, with what, from where, and whether it is the one that asks."""

    id: UUID
    createdAt: datetime
    lastSeenAt: datetime
    expiresAt: datetime
    userAgent: str
    ip: str
    current: bool


class SessionList(TypedDict):
    """A page of sessions."""

    sessions: list[SessionOut]
    page: PageOut


class SessionQuery(PageQuery):
    """The list of sessions has no filters."""


class InvitationOut(TypedDict):
    """An open invitation."""

    id: UUID
    email: str
    name: str
    role: Role
    invitedBy: str
    createdAt: datetime
    expiresAt: datetime


class InvitationEnvelope(TypedDict):
    """One invitation."""

    invitation: InvitationOut


class InvitationList(TypedDict):
    """A page of open invitations."""

    invitations: list[InvitationOut]
    page: PageOut


class InvitationQuery(PageQuery):
    """The list of invitations has no filters."""


Word = Annotated[str, StringConstraints(pattern=text_patterns.AUDIT_NAME, max_length=60)]


class AuditQuery(PageQuery):
    """Filters of the audit log."""

    actor: UUID | None = Field(None, description="Only what this user did.")
    action: Word | None = Field(None, description="Only this action, such as `booking.cancelled`.")
    entity: Word | None = Field(
        None, description="Only what happened to this kind of thing, such as `booking`."
    )
    entity_id: UUID | None = Field(None, description="Only what happened to this one thing.")
    begin: Moment | None = Field(None, alias="from", description="Only from this moment on.")
    end: Moment | None = Field(None, alias="to", description="Only before this moment.")


class AuditActorOut(TypedDict):
    """Who acted: a user, a visitor, the link of a booking or a mail, the command line, or the system."""

    kind: str
    id: IdOut | None
    name: str | None


class AuditEventOut(TypedDict):
    """One change: when, by whom, what, to what, and the facts before and after."""

    id: UUID
    at: datetime
    actor: AuditActorOut
    action: str
    entity: str
    entityId: UUID
    facts: dict[str, Any]
    requestId: str | None


class AuditList(TypedDict):
    """A page of the audit log."""

    events: list[AuditEventOut]
    page: PageOut
