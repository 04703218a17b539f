"""Inviting people: a link by mail, and an account once they accept it with a password of their own.

An invitation to an address that has an account looks the same to whoever invites; the mail says it
to its reader. So nobody can ask who has an account by inviting.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import String, bindparam, update

from soulter.access.actor import Actor
from soulter.access.permissions import InvitationPermission
from soulter.access.roles import Role
from soulter.accounts import links, people, queries, senders
from soulter.accounts.events import AccountInvited
from soulter.accounts.links import LinkSigner, NewLink
from soulter.accounts.login import normalised
from soulter.accounts.models import OneTimeLink, Purpose
from soulter.accounts.people import NewUser
from soulter.accounts.queries import LinkRow
from soulter.core.database.statements import Command, update_row
from soulter.core.database.transactions import Transaction
from soulter.core.database.types import Instant
from soulter.core.records import audit
from soulter.outbox.publishing import publish

_REPLACE = Command(
    update(OneTimeLink)
    .where(
        OneTimeLink.email == bindparam("email", type_=String()),
        OneTimeLink.purpose == Purpose.INVITE,
        OneTimeLink.details["role"].as_string() == bindparam("role", type_=String()),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.revoked_at.is_(None),
    )
    .values(revoked_at=bindparam("at", type_=Instant()))
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is invited, as what."""

    email: str
    name: str
    role: Role


async def invite(
    session: Transaction, signer: LinkSigner, actor: Actor, wanted: Invitation, now: datetime
) -> LinkRow:
    """Mail an invitation; it replaces an older one to the same address and role.

    Raises RoleOutOfReach, PasswordNeeded.
    """
    people.check_role_in_scope(actor, wanted.role, now)
    email = normalised(wanted.email)
    details = {"name": wanted.name, "role": wanted.role.value, "invited_by": actor.name}
    await session.run(_REPLACE, email=email, role=wanted.role.value, at=now)
    link_id = await links.make(
        session, signer, NewLink(Purpose.INVITE, email=email, details=details, created_by=actor.user_id), now
    )
    await publish(session, now, AccountInvited(link_id))
    await audit.record(session, now, actor.principal, "invitation.sent", link_id, role=wanted.role)
    return await queries.lock_invitation(session, actor, link_id, now)


async def withdraw(session: Transaction, actor: Actor, invitation_id: UUID, now: datetime) -> None:
    """Take an open invitation back. Raises InvitationNotFound, PasswordNeeded."""
    found = await queries.lock_invitation(session, actor, invitation_id, now)
    people.check_role_in_scope(actor, Role(found.details["role"]), now)
    await session.run(update_row(OneTimeLink, frozenset({"revoked_at"})), of=invitation_id, revoked_at=now)
    await audit.record(session, now, actor.principal, "invitation.withdrawn", invitation_id)


async def accept(
    session: Transaction, link: LinkRow, name: str | None, password_hash: str, now: datetime
) -> UUID:
    """Make the account, if its sender may still invite for this role. Raises LinkUnusable, EmailTaken."""
    role = Role(link.details["role"])
    await senders.check(session, link.created_by, InvitationPermission.WRITE, role)
    await links.use(session, link, now)
    assert link.email
    new = NewUser(link.email, name or link.details["name"], role, password_hash)
    return await people.create(session, f"link:{link.id}", new, now)
