"""A new password: for somebody who forgot theirs, and for somebody who knows it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, true, update

from soulter.access.actor import Actor
from soulter.access.permissions import UserPermission
from soulter.accounts import links, queries, senders, sessions
from soulter.accounts.errors import LinkUnusable
from soulter.accounts.events import AccountPasswordChanged, AccountResetRequested
from soulter.accounts.models import Purpose, User
from soulter.accounts.queries import LinkRow
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Transaction
from soulter.core.records import audit
from soulter.outbox.publishing import publish

_SET_PASSWORD = Query(
    UUID,
    update(User)
    .where(User.id == bindparam("of"), User.active == true())
    .values(password_hash=bindparam("password_hash"), updated_at=bindparam("updated_at"))
    .returning(User.id),
)


async def ask_for_reset(session: Transaction, email: str, now: datetime) -> None:
    """Request a link for the (normalised) address.

    The worker checks later whether an account exists, so that the answer takes the same time for all
    addresses.
    """
    await publish(session, now, AccountResetRequested(email))


async def reset(session: Transaction, link: LinkRow, password_hash: str, now: datetime) -> None:
    """Set the password by a link; all sessions end, and a mail tells the owner. Raises LinkUnusable.

    A link that somebody else sent is good only while its sender may still send it.
    """
    assert link.user_id
    if link.created_by:
        account = await queries.find_user(session, link.user_id)
        assert account
        await senders.check(session, link.created_by, UserPermission.SEND_RESET, account.role)
    await links.use(session, link, now)
    await _set_password(session, link.user_id, password_hash, now)
    await sessions.end_all_of(session, link.user_id, "the password was reset", now)
    await _tell(session, f"link:{link.id}", "user.password_reset", link.user_id, now)


async def change_password(session: Transaction, actor: Actor, password_hash: str, now: datetime) -> None:
    """Set one's own password; all other sessions end, and the owner is told (ASVS 7.4.3, 6.3.7)."""
    assert actor.user_id
    await _set_password(session, actor.user_id, password_hash, now)
    await sessions.end_all_of(session, actor.user_id, "the password changed", now, keep=actor.session_id)
    if actor.session_id:
        await sessions.confirm(session, actor.session_id, now)
    await _tell(session, actor.principal, "user.password_changed", actor.user_id, now)


async def _set_password(session: Transaction, user_id: UUID, password_hash: str, now: datetime) -> None:
    if await session.one(_SET_PASSWORD, of=user_id, password_hash=password_hash, updated_at=now) is None:
        raise LinkUnusable
    await links.withdraw(session, user_id, now, Purpose.RESET, Purpose.UNLOCK)


async def _tell(session: Transaction, principal: str, action: str, user_id: UUID, now: datetime) -> None:
    await audit.record(session, now, principal, action, user_id)
    await publish(session, now, AccountPasswordChanged(user_id))
