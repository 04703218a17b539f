"""Every SELECT about users and sessions."""

from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, false, or_, select

from soulter.accounts.errors import UserNotFound
from soulter.accounts.models import LoginSession, User
from soulter.accounts.permissions import SEES_USERS, Actor, Role
from soulter.core import paging
from soulter.core.db import Source
from soulter.core.paging import Order, PageQuery


class Login(NamedTuple):
    """A session row with its user: all that decides whether a token is good."""

    user_id: UUID
    name: str
    email: str
    role: Role
    active: bool
    user_epoch: int
    epoch: int
    expires_at: datetime
    revoked_at: datetime | None


_LOGIN = (
    select(
        User.id,
        User.name,
        User.email,
        User.role,
        User.active,
        User.session_epoch,
        LoginSession.epoch,
        LoginSession.expires_at,
        LoginSession.revoked_at,
    )
    .join(User, User.id == LoginSession.user_id)
    .where(LoginSession.id == bindparam("session_id"))
)


async def find_login(source: Source, session_id: UUID) -> Login | None:
    """The session and its user in one statement; every authenticated request makes it."""
    rows = await source.fetch(_LOGIN, {"session_id": session_id})
    return Login(*rows[0]) if rows else None


class Credentials(NamedTuple):
    """What a login is judged by."""

    user_id: UUID
    name: str
    email: str
    role: Role
    active: bool
    epoch: int
    password_hash: str | None


_CREDENTIALS = select(User.id, User.name, User.email, User.role, User.active, User.session_epoch, User.password_hash).where(
    User.email == bindparam("email")
)


async def find_credentials(source: Source, email: str) -> Credentials | None:
    """The account with a normalised e-mail address."""
    rows = await source.fetch(_CREDENTIALS, {"email": email})
    return Credentials(*rows[0]) if rows else None


class UserRow(NamedTuple):
    """A user without secrets."""

    id: UUID
    name: str
    email: str
    phone: str | None
    role: Role
    active: bool
    created_at: datetime


_COLUMNS = (User.id, User.name, User.email, User.phone, User.role, User.active, User.created_at)
_NEWEST_FIRST = Order((User.created_at, User.id), (paging.instant, UUID), descending=True)


@lru_cache
def _listing(roles: frozenset[Role], by_role: bool, by_active: bool, continued: bool) -> "Select[*tuple[Any, ...]]":
    statement = select(*_COLUMNS).where(or_(false(), *(User.role == role for role in sorted(roles))))
    if by_role:
        statement = statement.where(User.role == bindparam("role"))
    if by_active:
        statement = statement.where(User.active == bindparam("active"))
    return _NEWEST_FIRST.apply(statement, continued=continued)


async def visible_to(source: Source, actor: Actor, query: PageQuery, role: Role | None, active: bool | None) -> tuple[list[UserRow], paging.PageOut]:
    """A page of the users whose accounts the actor sees, newest first."""
    statement = _listing(SEES_USERS[actor.role], role is not None, active is not None, query.cursor is not None)
    rows = await source.fetch(statement, {**_NEWEST_FIRST.params(query), "role": role, "active": active})
    users, page = paging.cut([UserRow(*row) for row in rows], query, lambda user: (user.created_at.isoformat(), user.id))
    return list(users), page


async def get(source: Source, actor: Actor, user_id: UUID) -> UserRow:
    """A user. Raises UserNotFound, also for one that the actor does not see."""
    rows = await source.fetch(_BY_ID, {"id": user_id})
    if not rows or rows[0][4] not in SEES_USERS[actor.role]:
        raise UserNotFound
    return UserRow(*rows[0])


_BY_ID = select(*_COLUMNS).where(User.id == bindparam("id"))
