"""What somebody opened for others is good only as long as they may open it.

`end_links` ends all of it when somebody is deactivated or gets another role; `check` is made when a link is
used, for what was opened at that very moment.
"""

from datetime import datetime
from uuid import UUID

from soulter.access.actor import Actor
from soulter.access.permissions import Permission
from soulter.access.roles import Role
from soulter.accounts import links, queries
from soulter.accounts.errors import LinkUnusable
from soulter.core.database.transactions import Transaction
from soulter.core.records import audit


async def end_links(session: Transaction, principal: str, user_id: UUID, reason: str, now: datetime) -> None:
    """End the open links that a user opened for others: invitations, and resets of other accounts.

    Whatever takes a right from an account calls this in its own transaction.
    """
    ended = await links.end_opened_by(session, user_id, now)
    resets = [(link.user_id, {"reason": reason}) for link in ended if link.user_id]
    invitations = [(link.id, {"reason": reason}) for link in ended if not link.user_id]
    if resets:
        await audit.record_many(session, now, principal, "user.reset_withdrawn", resets)
    if invitations:
        await audit.record_many(session, now, principal, "invitation.withdrawn", invitations)


async def check(session: Transaction, sender_id: UUID | None, permission: Permission, role: Role) -> None:
    """Check that the sender of a link may still open it for this role; the sender is held until the commit.

    Raises LinkUnusable, as for a link whose time is over.
    """
    if not await may_send(session, sender_id, permission, role):
        raise LinkUnusable


async def may_send(session: Transaction, sender_id: UUID | None, permission: Permission, role: Role) -> bool:
    """Whether the sender is active, has the permission and manages accounts of this role."""
    sender = await queries.hold(session, sender_id) if sender_id else None
    if sender is None or not sender.active:
        return False
    actor = Actor(role=sender.role, user_id=sender.id)
    return actor.may(permission) and actor.manages(role)
