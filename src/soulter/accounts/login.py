"""Logging in and out: the session row and the token that names it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, update

from soulter.accounts import passwords, queries
from soulter.accounts.errors import WrongCredentials
from soulter.accounts.models import LoginSession, User
from soulter.accounts.passwords import PasswordChecker
from soulter.accounts.queries import Credentials
from soulter.accounts.tokens import LIFETIME
from soulter.core import audit, ids
from soulter.core.db import Source, Transaction


@dataclass(frozen=True, slots=True)
class Device:
    """Where a login comes from, as the user will see it in their list of sessions."""

    user_agent: str
    ip: str


def normalised(email: str) -> str:
    """The form in which addresses are stored and compared."""
    return email.strip().lower()


async def verify(source: Source, checker: PasswordChecker, email: str, password: str) -> Credentials:
    """The account that e-mail and password open.

    Raises WrongCredentials alike, and after the same work, for a wrong password, an unknown
    address and an inactive account (ASVS 6.3.8).
    """
    account = await queries.find_credentials(source, normalised(email))
    good = await checker.verify(account.password_hash if account else None, password)
    if not good or account is None or not account.active:
        raise WrongCredentials
    return account


async def begin_session(session: Transaction, account: Credentials, device: Device, replaced: UUID | None, now: datetime) -> UUID:
    """A new session row; the one that this login replaces ends."""
    if replaced:
        await end_session(session, replaced, "replaced", now)
    session_id = ids.new_id()
    row = {
        "id": session_id,
        "user_id": account.user_id,
        "epoch": account.epoch,
        "created_at": now,
        "last_seen_at": now,
        "expires_at": now + LIFETIME,
        "user_agent": device.user_agent[:200],
        "ip": device.ip[:45],
    }
    await session.execute(insert(LoginSession), row)
    await audit.record(session, now, f"user:{account.user_id}", "session.began", session_id)
    return session_id


async def end_session(session: Transaction, session_id: UUID, reason: str, now: datetime) -> None:
    """Revoke a session; its token is refused from the next request on, on every worker."""
    alive = update(LoginSession).where(LoginSession.id == session_id, LoginSession.revoked_at.is_(None))
    ended = (await session.execute(alive.values(revoked_at=now, revoke_reason=reason).returning(LoginSession.user_id))).scalar()
    if ended:
        await audit.record(session, now, f"user:{ended}", "session.ended", session_id, reason=reason)


async def refresh_hash(session: Transaction, checker: PasswordChecker, account: Credentials, password: str) -> None:
    """Store the password under today's parameters, unless it is already, or was changed meanwhile."""
    if account.password_hash and passwords.needs_rehash(account.password_hash):
        unchanged = update(User).where(User.id == account.user_id, User.password_hash == account.password_hash)
        await session.execute(unchanged.values(password_hash=await checker.hash(password)))
