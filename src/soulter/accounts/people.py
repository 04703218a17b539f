"""Accounts: create, change, change the role of, deactivate.

`check_role_in_scope` decides who may do this to whom.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, update

from soulter.access.actor import Actor
from soulter.access.roles import PASSWORD_FIRST, Role
from soulter.accounts import links, queries, senders, sessions
from soulter.accounts.errors import (
    EmailTaken,
    LastOwner,
    OwnAccount,
    PasswordNeeded,
    RoleOutOfReach,
    UserInactive,
)
from soulter.accounts.events import (
    AccountActivated,
    AccountDeactivated,
    AccountResetRequested,
    AccountRoleChanged,
)
from soulter.accounts.login import normalised
from soulter.accounts.models import Purpose, User
from soulter.accounts.queries import UserRow
from soulter.core import ids
from soulter.core.database.statements import Query, insert_unless_there, update_row
from soulter.core.database.transactions import Transaction
from soulter.core.database.types import Instant
from soulter.core.records import audit
from soulter.outbox.publishing import publish


@dataclass(frozen=True, slots=True)
class NewUser:
    """An account to be made. Without a password hash nobody can log in with it."""

    email: str
    name: str
    role: Role
    password_hash: str | None


async def create(session: Transaction, maker: str, new: NewUser, now: datetime) -> UUID:
    """An active account, made by the principal `maker`. Raises EmailTaken."""
    row = {
        "id": ids.new_id(),
        "email": normalised(new.email),
        "name": new.name,
        "phone": None,
        "password_hash": new.password_hash,
        "role": new.role,
        "active": True,
        "session_epoch": 1,
        "created_at": now,
        "updated_at": now,
    }
    user_id: UUID | None = await session.one(insert_unless_there(User, UUID, User.id), **row)
    if user_id is None:
        raise EmailTaken
    await audit.record(session, now, maker, "user.created", user_id, role=new.role)
    return user_id


_role = bindparam("role", type_=User.role.type)
_SET_ROLE = Query(
    UUID,
    update(User)
    .where(User.id == bindparam("of"), User.role != _role)
    .values(role=_role, updated_at=bindparam("updated_at", type_=Instant()))
    .returning(User.id),
)


def check_role_in_scope(actor: Actor, role: Role, now: datetime) -> None:
    """Check that the actor may grant this role, or act on an account with it.

    Raises RoleOutOfReach, PasswordNeeded.
    """
    if not actor.manages(role):
        raise RoleOutOfReach(role)
    if role in PASSWORD_FIRST:
        check_fresh(actor, now)


def check_fresh(actor: Actor, now: datetime) -> None:
    """Whether the actor typed their password a short while ago. Raises PasswordNeeded."""
    if not actor.is_fresh(now):
        raise PasswordNeeded


async def change(
    session: Transaction, actor: Actor, user_id: UUID, values: dict[str, Any], now: datetime
) -> None:
    """Change name and phone of the actor's own account, or of one that the actor manages.

    Raises UserNotFound, PasswordNeeded.
    """
    if user_id != actor.user_id:
        check_role_in_scope(actor, (await queries.lock(session, actor, user_id)).role, now)
    await _update(session, user_id, now, **values)
    await audit.record(session, now, actor.principal, "user.changed", user_id, changed=sorted(values))


async def set_role(session: Transaction, actor: Actor, user_id: UUID, role: Role, now: datetime) -> None:
    """Give an account another role; all its sessions end, and what it opened for others.

    The role that it has already changes nothing.

    Raises UserNotFound, OwnAccount, RoleOutOfReach, PasswordNeeded, LastOwner.
    """
    owners, found = await _lock(session, actor, user_id, now)
    check_role_in_scope(actor, role, now)
    if await session.one(_SET_ROLE, of=user_id, role=role, updated_at=now) is None:
        return
    _check_another_is_left(owners, user_id)
    await sessions.end_all_of(session, user_id, "the role changed", now)
    await senders.end_links(session, actor.principal, user_id, "the sender's role changed", now)
    await audit.record(
        session, now, actor.principal, "user.role_changed", user_id, before=found.role, after=role
    )
    await publish(session, now, AccountRoleChanged(user_id, role))


async def deactivate(session: Transaction, actor: Actor, user_id: UUID, now: datetime) -> None:
    """Shut an account: nobody can log in with it, its sessions and links end, and what it opened for others.

    Its bookings stay.

    Raises UserNotFound, OwnAccount, PasswordNeeded, LastOwner.
    """
    owners, found = await _lock(session, actor, user_id, now)
    if not found.active:
        return
    _check_another_is_left(owners, user_id)
    await _update(session, user_id, now, active=False)
    await sessions.end_all_of(session, user_id, "deactivated", now)
    await links.withdraw(session, user_id, now, Purpose.RESET, Purpose.UNLOCK)
    await senders.end_links(session, actor.principal, user_id, "the sender was deactivated", now)
    await audit.record(session, now, actor.principal, "user.deactivated", user_id)
    await publish(session, now, AccountDeactivated(user_id))


async def activate(session: Transaction, actor: Actor, user_id: UUID, now: datetime) -> None:
    """Reactivate an account; its earlier sessions stay ended.

    Raises UserNotFound, OwnAccount, PasswordNeeded.
    """
    _, found = await _lock(session, actor, user_id, now)
    if found.active:
        return
    await _update(session, user_id, now, active=True)
    await audit.record(session, now, actor.principal, "user.activated", user_id)
    await publish(session, now, AccountActivated(user_id))


async def sign_out(session: Transaction, actor: Actor, user_id: UUID, now: datetime) -> None:
    """End all sessions of an account. Raises UserNotFound, OwnAccount, PasswordNeeded."""
    await _lock(session, actor, user_id, now)
    await sessions.end_all_of(session, user_id, "signed out by somebody who may", now)
    await audit.record(session, now, actor.principal, "user.signed_out", user_id)


async def send_reset(session: Transaction, actor: Actor, user_id: UUID, now: datetime) -> None:
    """Mail somebody a link to choose a new password; nobody else ever types it (ASVS 6.4.6).

    Raises UserNotFound, OwnAccount, PasswordNeeded, UserInactive.
    """
    _, found = await _lock(session, actor, user_id, now)
    if not found.active:
        raise UserInactive
    await publish(session, now, AccountResetRequested(found.email, user_id, actor.user_id))
    await audit.record(session, now, actor.principal, "user.reset_sent", user_id)


async def _lock(
    session: Transaction, actor: Actor, user_id: UUID, now: datetime
) -> tuple[list[UUID], UserRow]:
    """The active owners and the account, held, once it is clear that the actor may act on it.

    The owners come first, always: two of them who act on each other wait instead of dying.
    """
    owners = await queries.lock_owners(session)
    found = await queries.lock(session, actor, user_id)
    if user_id == actor.user_id:
        raise OwnAccount
    check_role_in_scope(actor, found.role, now)
    return owners, found


def _check_another_is_left(owners: list[UUID], leaving: UUID) -> None:
    if owners == [leaving]:
        raise LastOwner


async def _update(session: Transaction, user_id: UUID, now: datetime, **values: object) -> None:
    await session.run(
        update_row(User, frozenset({*values, "updated_at"})), of=user_id, **values, updated_at=now
    )
