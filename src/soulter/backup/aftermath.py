"""What a restored database must not go on doing: keep logins that may have been ended since, accept old links, send mails twice."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from soulter.accounts.models import LoginSession, OneTimeLink
from soulter.backup.container import Header
from soulter.core.records import audit
from soulter.core.records.audit import AuditEvent
from soulter.outbox.models import Delivery, DeliveryState

ACTION: Final = "backup.restored"
HELD: Final = (
    "Held back: it waited when the backup was made, and may have been sent since. Retry it to send it."
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How many logins and links ended, and how many mails are held."""

    sessions: int = 0
    links: int = 0
    mails: int = 0


async def settle(connection: AsyncConnection, header: Header, rows: int, now: datetime) -> Ended:
    """End, hold, and write down that this happened."""
    live = (LoginSession.revoked_at.is_(None), LoginSession.expires_at > now)
    unused = (OneTimeLink.used_at.is_(None), OneTimeLink.revoked_at.is_(None), OneTimeLink.expires_at > now)
    waiting = Delivery.state == DeliveryState.WAITING
    ended = Ended(
        *[
            (
                await connection.execute(select(func.count()).select_from(table).where(*conditions))
            ).scalar_one()
            for table, conditions in ((LoginSession, live), (OneTimeLink, unused), (Delivery, (waiting,)))
        ]
    )
    await connection.execute(
        update(LoginSession)
        .where(LoginSession.revoked_at.is_(None))
        .values(revoked_at=now, revoke_reason="backup restored")
    )
    await connection.execute(update(OneTimeLink).where(*unused[:2]).values(revoked_at=now))
    held = {"state": DeliveryState.DEAD, "settled_at": now, "lease_until": None, "last_error": HELD}
    await connection.execute(update(Delivery).where(waiting).values(**held))
    facts = {
        "made_at": header.created_at.isoformat(),
        "revision": header.revision,
        "rows": rows,
        "ended_sessions": ended.sessions,
        "ended_links": ended.links,
        "held_mails": ended.mails,
    }
    await connection.execute(insert(AuditEvent), audit.event(now, "cli", ACTION, header.id, facts))
    return ended
