"""Wire shapes of logins and users."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from soulter.accounts.passwords import LONGEST
from soulter.accounts.permissions import Permission, Role
from soulter.core.paging import PageOut, PageQuery
from soulter.core.web import Email, WireIn


class LoginIn(WireIn):
    """E-mail and password."""

    email: Email
    # Taken as it is: spaces around a password belong to it.
    password: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, strip_whitespace=False)]


class UserOut(TypedDict):
    """A user as others see them."""

    id: UUID
    name: str
    email: str
    role: Role
    active: bool


class UserEnvelope(TypedDict):
    """One user."""

    user: UserOut


class MeOut(UserOut):
    """The logged-in user, with what they may do, so that a screen need not know roles."""

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
