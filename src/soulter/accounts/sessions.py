"""Sessions: begun, seen, ended; one at a time, all of one person's, or everybody's."""

import asyncio
import contextvars
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import String, Uuid, bindparam, update

from soulter.access.actor import Actor
from soulter.accounts.models import LoginSession, User
from soulter.accounts.queries import Credentials
from soulter.accounts.tokens import LIFETIME
from soulter.core import ids
from soulter.core.database.statements import Command, Query, insert_row, update_row
from soulter.core.database.transactions import Database, Transaction
from soulter.core.database.types import Instant
from soulter.core.records import audit
from soulter.core.telemetry import logs, request_context

_log = logs.get(__name__)

SEEN_EVERY: Final = timedelta(minutes=5)
"""How exact `last_seen_at` is: a write for every request would cost more than it tells."""

_INSERT = insert_row(LoginSession)
_at = bindparam("at", type_=Instant())
_SEEN = Command(
    update(LoginSession)
    .where(LoginSession.id == bindparam("of"), LoginSession.last_seen_at < _at)
    .values(last_seen_at=_at)
)
_alive = LoginSession.revoked_at.is_(None)
_revoked = {"revoked_at": _at, "revoke_reason": bindparam("reason", type_=String())}
_END = Query(
    UUID,
    update(LoginSession)
    .where(LoginSession.id == bindparam("of"), _alive)
    .values(_revoked)
    .returning(LoginSession.user_id),
)
_NEXT_EPOCH = Query(
    int,
    update(User)
    .where(User.id == bindparam("of"))
    .values(session_epoch=User.session_epoch + 1, updated_at=_at)
    .returning(User.session_epoch),
)
_others = (_alive, LoginSession.id != bindparam("keep", type_=Uuid()))
_END_OTHERS_OF = Command(
    update(LoginSession).where(LoginSession.user_id == bindparam("of"), *_others).values(_revoked)
)
_END_ALL_OF = Command(
    update(LoginSession).where(LoginSession.user_id == bindparam("of"), _alive).values(_revoked)
)
_NEXT_EPOCH_OF_ALL = Command(update(User).values(session_epoch=User.session_epoch + 1))
_KEEP_WITH_NEXT_EPOCH = Command(
    update(LoginSession).where(LoginSession.id == bindparam("of")).values(epoch=LoginSession.epoch + 1)
)
_END_OTHERS = Command(update(LoginSession).where(*_others).values(_revoked))


@dataclass(frozen=True, slots=True)
class Device:
    """Where a login comes from, as the user will see it in their list of sessions."""

    user_agent: str
    address: str


async def begin(
    session: Transaction, account: Credentials, device: Device, replaced: UUID | None, now: datetime
) -> UUID:
    """A new session row; the one that this login replaces ends (ASVS 7.2.4)."""
    if replaced:
        await end(session, replaced, "replaced", now)
    session_id = ids.new_id()
    row = {
        "id": session_id,
        "user_id": account.user_id,
        "epoch": account.epoch,
        "created_at": now,
        "last_seen_at": now,
        "authenticated_at": now,
        "expires_at": now + LIFETIME,
        "revoked_at": None,
        "revoke_reason": None,
        "user_agent": device.user_agent[:200],
        "ip": device.address[:45],
    }
    await session.run(_INSERT, **row)
    await audit.record(session, now, f"user:{account.user_id}", "session.began", session_id)
    request_context.note_user(account.user_id)
    return session_id


async def end(session: Transaction, session_id: UUID, reason: str, now: datetime) -> None:
    """Revoke a session; its token is refused from the next request on, on every worker."""
    ended = await session.one(_END, of=session_id, at=now, reason=reason)
    if ended:
        await audit.record(session, now, f"user:{ended}", "session.ended", session_id, reason=reason)


async def end_all_of(
    session: Transaction, user_id: UUID, reason: str, now: datetime, keep: UUID | None = None
) -> None:
    """End every session of a user but `keep`.

    The epoch ends also the one that a login begins at this very moment, with what it has read before.
    """
    epoch = await session.one(_NEXT_EPOCH, of=user_id, at=now)
    if keep:
        await session.run(update_row(LoginSession, frozenset({"epoch"})), of=keep, epoch=epoch)
        await session.run(_END_OTHERS_OF, of=user_id, keep=keep, at=now, reason=reason)
    else:
        await session.run(_END_ALL_OF, of=user_id, at=now, reason=reason)


async def end_everybodys(session: Transaction, actor: Actor, now: datetime) -> None:
    """End every session of everybody, but the one that asks."""
    assert actor.user_id
    assert actor.session_id
    await session.run(_NEXT_EPOCH_OF_ALL)
    await session.run(_KEEP_WITH_NEXT_EPOCH, of=actor.session_id)
    await session.run(_END_OTHERS, keep=actor.session_id, at=now, reason="everybody was signed out")
    await audit.record(session, now, actor.principal, "user.everybody_signed_out", actor.user_id)


async def confirm(session: Transaction, session_id: UUID, now: datetime) -> None:
    """Remember that the password was typed again in this session."""
    await session.run(
        update_row(LoginSession, frozenset({"authenticated_at"})), of=session_id, authenticated_at=now
    )


class LastSeen:
    """Writes when a session was last used, beside the request and not inside it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._writing: dict[UUID, asyncio.Task[None]] = {}

    def note(self, session_id: UUID, known: datetime, now: datetime) -> None:
        """The session is used now; `known` is what the database has."""
        if now - known < SEEN_EVERY or session_id in self._writing:
            return
        # Without the request's context: its round trips are not those of the request.
        task = asyncio.create_task(self._write(session_id, now), context=contextvars.Context())
        self._writing[session_id] = task
        task.add_done_callback(lambda _done: self._writing.pop(session_id, None))

    async def settle(self) -> None:
        """Wait for what is being written."""
        await asyncio.gather(*self._writing.values())

    async def _write(self, session_id: UUID, now: datetime) -> None:
        try:
            async with self._database.writing() as session:
                await session.run(_SEEN, of=session_id, at=now)
        except Exception as error:  # noqa: BLE001 -- nobody waits for it, and the next request tries again
            _log.warning("last use of a session not written", exc_info=error)
