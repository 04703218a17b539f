"""What is deleted of logins and links when nobody needs it any more."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, or_

from soulter.accounts.models import LoginSession, OneTimeLink
from soulter.core.database.statements import delete_some
from soulter.core.database.transactions import Transaction
from soulter.core.database.types import Instant

SESSIONS_KEPT = timedelta(days=90)
LINKS_KEPT = timedelta(days=30)

_before = bindparam("before", type_=Instant())
_FORGET_SESSIONS = delete_some(
    UUID, LoginSession.id, or_(LoginSession.expires_at < _before, LoginSession.revoked_at < _before)
)
_FORGET_LINKS = delete_some(UUID, OneTimeLink.id, OneTimeLink.expires_at < _before)


async def forget_sessions(session: Transaction, now: datetime) -> int:
    """Delete some of the logins that ended long ago, by time or by hand; how many."""
    return len(await session.all(_FORGET_SESSIONS, before=now - SESSIONS_KEPT))


async def forget_links(session: Transaction, now: datetime) -> int:
    """Delete some of the one-time links that expired long ago; how many."""
    return len(await session.all(_FORGET_LINKS, before=now - LINKS_KEPT))
