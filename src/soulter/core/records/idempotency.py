"""Idempotency keys: a repeated request gets the answer of the first one and has no second effect.

The key is claimed first and completed last, in the transaction of the effect itself (rules 13.1 to 13.4). A
client that never saw the answer can safely ask again.
"""

from dataclasses import dataclass, field
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
from soulter.core.records import stored_answers
from soulter.core.records.stored_answers import AnswerKeys, digest

KEPT = timedelta(hours=48)
"""How long a request can be repeated with its key."""

_LONGEST_KEY = 128
_LOCK_NOT_AVAILABLE = "55P03"


class IdempotencyKey(Base):
    """One request of one principal, and its answer, encrypted."""

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


class IdempotencyKeyOfAnother(Conflict):
    """The request was answered already, to another client."""

    def __init__(self) -> None:
        super().__init__(
            "This was sent already, and its answer is repeated only to who has sent it. "
            "Please try again in the same network and with the same contact, or call us."
        )


class Replay(Exception):
    """Not an error: the stored answer, to be sent instead of running the request again."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


@dataclass(frozen=True, slots=True)
class Client:
    """Who sends a request: the principal, and for a visitor a `trait` that tells one from another."""

    principal: str
    trait: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A request that may be repeated: whose it is, its key, and its content.

    `keys` encrypt the answer, the current one first.
    """

    scope: str
    fingerprint: str
    keys: tuple[bytes, ...] = field(repr=False)

    @classmethod
    def of(
        cls, answer_keys: AnswerKeys, key: str, client: Client, method: str, path: str, body: bytes
    ) -> "Claim":
        """Raises IdempotencyKeyUnusable."""
        if not 0 < len(key) <= _LONGEST_KEY or not all(" " < character <= "~" for character in key):
            raise IdempotencyKeyUnusable
        scope = digest(client.principal.encode(), method.encode(), path.encode(), key.encode())
        return cls(scope, digest(body), answer_keys.of(key, client.trait))


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

    Raises IdempotencyKeyReused, IdempotencyKeyOfAnother, IdempotencyKeyInFlight.
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
    # Before the content is compared, so that a stranger cannot find out what was sent.
    answer = stored_answers.unseal(claim.keys, claim.scope, found.body or b"")
    if answer is None:
        raise IdempotencyKeyOfAnother
    if found.fingerprint != claim.fingerprint:
        raise IdempotencyKeyReused
    raise Replay(
        Response(answer, found.status, media_type=found.media_type, headers={"Idempotency-Replayed": "true"})
    )


async def complete(session: Transaction, claim: Claim, response: Response) -> None:
    """Store the answer, encrypted, in the transaction of its effect."""
    sealed = stored_answers.seal(claim.keys[0], claim.scope, bytes(response.body))
    answer = {"status": response.status_code, "media_type": response.media_type, "body": sealed}
    await session.run(_COMPLETE, of=claim.scope, **answer)


_FORGET = delete_some(
    str, IdempotencyKey.scope, IdempotencyKey.created_at < bindparam("before", type_=Instant())
)


async def forget_old(session: Transaction, now: datetime) -> int:
    """Delete some of the keys that are too old to be repeated, and return how many."""
    return len(await session.all(_FORGET, before=now - KEPT))
