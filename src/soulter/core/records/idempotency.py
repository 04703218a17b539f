"""Idempotency keys: a repeated request gets the answer of the first one and has no second effect.

The key is claimed first and completed last, in the transaction of the effect itself (rules 13.1 to 13.4). A
client that never saw the answer can safely ask again.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import asyncpg
from sqlalchemy import LargeBinary, SmallInteger, String, bindparam, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, mapped_column
from starlette.responses import Response

from soulter.core.database.statements import Command, Query, delete_some, insert_unless_there
from soulter.core.database.transactions import Transaction
from soulter.core.database.types import Base, Instant, not_exported
from soulter.core.errors import Conflict, Invalid, Malformed

KEPT = timedelta(hours=48)
"""How long a request can be repeated with its key."""

_LONGEST_KEY = 128
_LOCK_NOT_AVAILABLE = "55P03"


class IdempotencyKey(Base):
    """One request of one principal, and its answer."""

    __tablename__ = "idempotency_keys"

    scope: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None] = mapped_column(SmallInteger)
    media_type: Mapped[str | None] = mapped_column(String(60))
    body: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = ({"info": not_exported("repeated requests of two days")},)


class IdempotencyKeyMissing(Malformed):
    """A request that must not run twice came without a key."""

    def __init__(self) -> None:
        super().__init__(
            "Send an Idempotency-Key header with a fresh random value, such as a UUID. "
            "Repeating the request with the same value is then safe: it will not book or pay twice."
        )


class IdempotencyKeyUnusable(Malformed):
    """The key is too long, or not plain text."""

    def __init__(self) -> None:
        super().__init__(
            f"An Idempotency-Key is 1 to {_LONGEST_KEY} visible ASCII characters, such as a UUID."
        )


class IdempotencyKeyReused(Invalid):
    """The key was used for another request."""

    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key was already used for a different request. Make a new key for each new "
            "request."
        )


class IdempotencyKeyInFlight(Conflict):
    """The first request with this key is still running."""

    def __init__(self) -> None:
        super().__init__(
            "The first request with this Idempotency-Key is still running. Ask again in a moment."
        )
        self.headers.append(("Retry-After", "1"))


class Replay(Exception):
    """Not an error: the stored answer, to be sent instead of running the request again."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


@dataclass(frozen=True, slots=True)
class Claim:
    """A request that may be repeated: whose it is, its key, and its content."""

    scope: str
    fingerprint: str

    @classmethod
    def of(cls, key: str, principal: str, method: str, path: str, body: bytes) -> "Claim":
        """Raises IdempotencyKeyUnusable."""
        if not 0 < len(key) <= _LONGEST_KEY or not all(" " < character <= "~" for character in key):
            raise IdempotencyKeyUnusable
        return cls(_digest(principal.encode(), method.encode(), path.encode(), key.encode()), _digest(body))


def _digest(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(4, "big") + part)
    return digest.hexdigest()


class _Kept(NamedTuple):
    """What a key was used for, and the answer."""

    fingerprint: str
    status: int | None
    media_type: str | None
    body: bytes | None


_FIND = Query(
    _Kept,
    select(
        IdempotencyKey.fingerprint, IdempotencyKey.status, IdempotencyKey.media_type, IdempotencyKey.body
    ).where(IdempotencyKey.scope == bindparam("scope")),
)
_COMPLETE = Command(
    update(IdempotencyKey)
    .where(IdempotencyKey.scope == bindparam("of"))
    .values(status=bindparam("status"), media_type=bindparam("media_type"), body=bindparam("body"))
)


async def begin(session: Transaction, claim: Claim, now: datetime) -> None:
    """Claim the key, or raise Replay with the stored answer; waits for a first request that is still running.

    Raises IdempotencyKeyReused.
    """
    row = {"scope": claim.scope, "fingerprint": claim.fingerprint, "created_at": now}
    unanswered = {"status": None, "media_type": None, "body": None}
    try:
        taken = await session.one(
            insert_unless_there(IdempotencyKey, str, IdempotencyKey.scope), **row, **unanswered
        )
    except (asyncpg.PostgresError, DBAPIError) as error:
        if _LOCK_NOT_AVAILABLE in (
            getattr(error, "sqlstate", None),
            getattr(getattr(error, "orig", None), "sqlstate", None),
        ):
            raise IdempotencyKeyInFlight from None
        raise
    if taken:
        return
    found = await session.one(_FIND, scope=claim.scope)
    if found is None or found.status is None:  # the first request was rolled back while this one waited
        raise IdempotencyKeyInFlight
    if found.fingerprint != claim.fingerprint:
        raise IdempotencyKeyReused
    raise Replay(
        Response(
            found.body, found.status, media_type=found.media_type, headers={"Idempotency-Replayed": "true"}
        )
    )


async def complete(session: Transaction, claim: Claim, response: Response) -> None:
    """Store the answer in the transaction of its effect."""
    answer = {"status": response.status_code, "media_type": response.media_type, "body": bytes(response.body)}
    await session.run(_COMPLETE, of=claim.scope, **answer)


_FORGET = delete_some(
    str, IdempotencyKey.scope, IdempotencyKey.created_at < bindparam("before", type_=Instant())
)


async def forget_old(session: Transaction, now: datetime) -> int:
    """Delete some of the keys that are too old to be repeated, and return how many."""
    return len(await session.all(_FORGET, before=now - KEPT))
