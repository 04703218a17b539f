"""Every SELECT about users, their sessions and their links."""

from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, false, or_, select, true

from soulter.access.actor import Actor
from soulter.access.grants import MANAGES
from soulter.access.roles import OWNER, Role
from soulter.accounts.errors import InvitationNotFound, SessionNotFound, UserNotFound
from soulter.accounts.models import LoginSession, OneTimeLink, Purpose, User
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Source, Transaction
from soulter.core.database.types import Instant
from soulter.core.records import paging
from soulter.core.records.paging import Order, PageOut, PageQuery


class Login(NamedTuple):
    """A session row with its user: all that decides whether a token is good."""

    user_id: UUID
    name: str
    email: str
    phone: str | None
    role: Role
    active: bool
    user_epoch: int
    epoch: int
    created_at: datetime
    last_seen_at: datetime
    authenticated_at: datetime | None
    expires_at: datetime
    revoked_at: datetime | None


_LOGIN = Query(
    Login,
    select(
        User.id.label("user_id"),
        User.name,
        User.email,
        User.phone,
        User.role,
        User.active,
        User.session_epoch.label("user_epoch"),
        LoginSession.epoch,
        LoginSession.created_at,
        LoginSession.last_seen_at,
        LoginSession.authenticated_at,
        LoginSession.expires_at,
        LoginSession.revoked_at,
    )
    .join(User, User.id == LoginSession.user_id)
    .where(LoginSession.id == bindparam("session_id")),
)


async def find_login(source: Source, session_id: UUID) -> Login | None:
    """The session and its user in one statement; every authenticated request makes it."""
    return await source.one(_LOGIN, session_id=session_id)


class Credentials(NamedTuple):
    """What a login is judged by."""

    user_id: UUID
    name: str
    email: str
    phone: str | None
    role: Role
    active: bool
    epoch: int
    password_hash: str | None


_CREDENTIALS = select(
    User.id.label("user_id"),
    User.name,
    User.email,
    User.phone,
    User.role,
    User.active,
    User.session_epoch.label("epoch"),
    User.password_hash,
)
_CREDENTIALS_BY_EMAIL = Query(Credentials, _CREDENTIALS.where(User.email == bindparam("email")))
_CREDENTIALS_BY_ID = Query(Credentials, _CREDENTIALS.where(User.id == bindparam("id")))


async def find_credentials(source: Source, email: str) -> Credentials | None:
    """The account with a normalised e-mail address."""
    return await source.one(_CREDENTIALS_BY_EMAIL, email=email)


async def find_credentials_of(source: Source, user_id: UUID) -> Credentials | None:
    """The account with an id."""
    return await source.one(_CREDENTIALS_BY_ID, id=user_id)


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
def _listing(roles: frozenset[Role], by_role: bool, by_active: bool, continued: bool) -> Query[UserRow]:
    statement = select(*_COLUMNS).where(or_(false(), *(User.role == role for role in sorted(roles))))
    if by_role:
        statement = statement.where(User.role == bindparam("role"))
    if by_active:
        statement = statement.where(User.active == bindparam("active"))
    return Query(UserRow, _NEWEST_FIRST.apply(statement, continued=continued))


async def visible_to(
    source: Source, actor: Actor, query: PageQuery, role: Role | None, active: bool | None
) -> tuple[list[UserRow], PageOut]:
    """A page of the users whose accounts the actor sees, newest first."""
    statement = _listing(MANAGES[actor.role], role is not None, active is not None, query.cursor is not None)
    given = {name: value for name, value in (("role", role), ("active", active)) if value is not None}
    rows = await source.all(statement, **_NEWEST_FIRST.params(query), **given)
    return paging.cut(rows, query, lambda user: (user.created_at.isoformat(), user.id))


_USER = select(*_COLUMNS).where(User.id == bindparam("id"))
_BY_ID, _LOCK = Query(UserRow, _USER), Query(UserRow, _USER.with_for_update(key_share=True))
_HOLD = Query(UserRow, _USER.with_for_update(read=True))


async def get(source: Source, actor: Actor, user_id: UUID) -> UserRow:
    """A user. Raises UserNotFound, also for one that the actor does not see."""
    found = await source.one(_BY_ID, id=user_id)
    return _seen(actor, found)


async def lock(session: Transaction, actor: Actor, user_id: UUID) -> UserRow:
    """A user, locked until the transaction ends.

    Raises UserNotFound, also for a user that the actor does not see.
    """
    found = await session.one(_LOCK, id=user_id)
    return _seen(actor, found)


def _seen(actor: Actor, found: UserRow | None) -> UserRow:
    if found is None or not actor.manages(found.role):
        raise UserNotFound
    return found


async def hold(session: Transaction, user_id: UUID) -> UserRow | None:
    """A user as it stays until the transaction ends; several transactions may hold the same one."""
    return await session.one(_HOLD, id=user_id)


async def find_user(source: Source, user_id: UUID) -> UserRow | None:
    """A user, whoever asks: for what nobody asked for, such as a mail."""
    return await source.one(_BY_ID, id=user_id)


_OWNERS = Query(
    UUID,
    select(User.id)
    .where(User.role == OWNER, User.active == true())
    .order_by(User.id)
    .with_for_update(key_share=True),
)


async def lock_owners(session: Transaction) -> list[UUID]:
    """The active owners, locked in the order of their ids.

    Of two owners who demote each other, the second waits and sees the result of the first.
    """
    return await session.all(_OWNERS)


class SessionRow(NamedTuple):
    """A login on a device that is still good."""

    id: UUID
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    user_agent: str
    ip: str


_LATEST_FIRST = Order((LoginSession.created_at, LoginSession.id), (paging.instant, UUID), descending=True)


@lru_cache
def _sessions(continued: bool) -> Query[SessionRow]:
    statement = (
        select(
            LoginSession.id,
            LoginSession.created_at,
            LoginSession.last_seen_at,
            LoginSession.expires_at,
            LoginSession.user_agent,
            LoginSession.ip,
        )
        .join(User, User.id == LoginSession.user_id)
        .where(
            LoginSession.user_id == bindparam("user_id"),
            LoginSession.revoked_at.is_(None),
            LoginSession.expires_at > bindparam("now", type_=Instant()),
            LoginSession.epoch == User.session_epoch,
        )
    )
    return Query(SessionRow, _LATEST_FIRST.apply(statement, continued=continued))


async def sessions_of(
    source: Source, user_id: UUID, query: PageQuery, now: datetime
) -> tuple[list[SessionRow], PageOut]:
    """A page of somebody's sessions that are not over, latest first."""
    rows = await source.all(
        _sessions(query.cursor is not None), **_LATEST_FIRST.params(query), user_id=user_id, now=now
    )
    return paging.cut(rows, query, lambda row: (row.created_at.isoformat(), row.id))


_OWN_SESSION = Query(
    UUID,
    select(LoginSession.id).where(
        LoginSession.id == bindparam("id"),
        LoginSession.user_id == bindparam("user_id"),
        LoginSession.revoked_at.is_(None),
    ),
)


async def check_own_session(source: Source, user_id: UUID, session_id: UUID) -> None:
    """Raises SessionNotFound, also for somebody else's and for one that has ended."""
    if await source.one(_OWN_SESSION, id=session_id, user_id=user_id) is None:
        raise SessionNotFound


class LinkRow(NamedTuple):
    """A one-time link."""

    id: UUID
    purpose: Purpose
    token_hash: str
    user_id: UUID | None
    email: str | None
    details: dict[str, Any]
    created_by: UUID | None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


_LINK = select(
    OneTimeLink.id,
    OneTimeLink.purpose,
    OneTimeLink.token_hash,
    OneTimeLink.user_id,
    OneTimeLink.email,
    OneTimeLink.details,
    OneTimeLink.created_by,
    OneTimeLink.created_at,
    OneTimeLink.expires_at,
    OneTimeLink.used_at,
    OneTimeLink.revoked_at,
)
_LINK_BY_ID = Query(LinkRow, _LINK.where(OneTimeLink.id == bindparam("id")))
_LINK_BY_HASH = Query(LinkRow, _LINK.where(OneTimeLink.token_hash == bindparam("token_hash")))


async def find_link(source: Source, link_id: UUID) -> LinkRow | None:
    """A link by its id."""
    return await source.one(_LINK_BY_ID, id=link_id)


async def find_link_by_hash(source: Source, token_hash: str) -> LinkRow | None:
    """A link by the hash of its token."""
    return await source.one(_LINK_BY_HASH, token_hash=token_hash)


_NEWEST_LINK_FIRST = Order((OneTimeLink.created_at, OneTimeLink.id), (paging.instant, UUID), descending=True)


def _open_invitations(roles: frozenset[Role]) -> tuple[ColumnElement[bool], ...]:
    invited_as = OneTimeLink.details["role"].as_string()
    return (
        OneTimeLink.purpose == Purpose.INVITE,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.revoked_at.is_(None),
        OneTimeLink.expires_at > bindparam("now", type_=Instant()),
        or_(false(), *(invited_as == known.value for known in sorted(roles))),
    )


@lru_cache
def _invitations(roles: frozenset[Role], continued: bool) -> Query[LinkRow]:
    return Query(
        LinkRow, _NEWEST_LINK_FIRST.apply(_LINK.where(*_open_invitations(roles)), continued=continued)
    )


async def invitations_visible_to(
    source: Source, actor: Actor, query: PageQuery, now: datetime
) -> tuple[list[LinkRow], PageOut]:
    """A page of the open invitations to roles that the actor manages, newest first."""
    statement = _invitations(MANAGES[actor.role], query.cursor is not None)
    rows = await source.all(statement, **_NEWEST_LINK_FIRST.params(query), now=now)
    return paging.cut(rows, query, lambda row: (row.created_at.isoformat(), row.id))


@lru_cache
def _invitation(roles: frozenset[Role]) -> Query[LinkRow]:
    wanted = _LINK.where(OneTimeLink.id == bindparam("id"), *_open_invitations(roles))
    return Query(LinkRow, wanted.with_for_update(key_share=True))


async def lock_invitation(session: Transaction, actor: Actor, invitation_id: UUID, now: datetime) -> LinkRow:
    """An open invitation, locked until the transaction ends.

    Raises InvitationNotFound, also for an invitation that the actor does not see.
    """
    found = await session.one(_invitation(MANAGES[actor.role]), id=invitation_id, now=now)
    if found is None:
        raise InvitationNotFound
    return found
