"""Rate limits: buckets in the database, so that all workers share the same counts.

A bucket is charged before the work that it protects, in a transaction of its own, since the request's
transaction would undo the charge when it fails. One statement charges all buckets of an attempt, and the
database adds up: parallel attempts cannot read the same count.
"""

import hmac
import ipaddress
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, String, bindparam, case, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from soulter.core.database.statements import ByDialect, Command, Query, delete_some
from soulter.core.database.transactions import Database, Transaction
from soulter.core.database.types import Base, Instant, not_exported
from soulter.core.errors import TooMany, duration_label


class RateBucket(Base):
    """How much of a limit is used up, and until when.

    The key is a keyed hash, so that it does not reveal an address.
    """

    __tablename__ = "rate_buckets"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    used: Mapped[int] = mapped_column(Integer)
    resets_at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = ({"info": not_exported("limits of some minutes")},)


class TooOften(TooMany):
    """More attempts than a limit allows."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            f"That was tried too often. Please wait {duration_label(seconds)} and try again.", seconds
        )


@dataclass(frozen=True, slots=True)
class Limit:
    """The number of attempts in a window of `seconds`, which begins with the first one."""

    name: str
    most: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Bucket:
    """A limit applied to one subject: an address, an account, a device."""

    limit: Limit
    key: str


class Charge:
    """What an attempt was charged, and which limits refuse it."""

    def __init__(self, buckets: Sequence[Bucket], over: dict[Limit, int]) -> None:
        self.buckets = buckets
        self.over = over
        """The limits that are used up, with the seconds until they are free again."""


class Limiter:
    """Charges and refunds buckets. `secret` is the key of the hashes."""

    def __init__(self, database: Database, secret: bytes) -> None:
        self._database = database
        self._secret = secret

    def bucket(self, limit: Limit, *subject: str) -> Bucket:
        """The bucket of a limit for one subject."""
        text = "\x00".join((limit.name, *subject))
        return Bucket(limit, hmac.digest(self._secret, text.encode("utf-8", "surrogatepass"), "sha256").hex())

    async def charge(self, buckets: Iterable[Bucket], now: datetime) -> Charge:
        """Charge all buckets at once.

        An attempt that some limits refuse is counted by these only.
        """
        async with self._database.writing() as session:
            charge = await _put(session, buckets, now)
            if charge.over:
                await _give_back(
                    session, [bucket for bucket in charge.buckets if bucket.limit not in charge.over], now
                )
        return charge

    async def check(self, buckets: Iterable[Bucket], now: datetime) -> Charge:
        """Charge all buckets. Raises TooOften when one of them is used up."""
        charge = await self.charge(buckets, now)
        if charge.over:
            raise TooOften(max(charge.over.values()))
        return charge

    async def count(self, session: Transaction, buckets: Iterable[Bucket], now: datetime) -> int:
        """Charge all buckets in the transaction of the success, so that a failed request is not charged.

        It returns the seconds to wait when one of them is used up, else 0; the caller must then fail.
        """
        charge = await _put(session, buckets, now)
        return max(charge.over.values(), default=0)

    async def refund(self, session: Transaction, charge: Charge, now: datetime) -> None:
        """Undo a charge, in the transaction of the success."""
        await _give_back(session, charge.buckets, now)


async def clear(session: Transaction, buckets: Iterable[Bucket], now: datetime) -> None:
    """Empty buckets, as if there had been no attempts."""
    for bucket in sorted(buckets, key=lambda bucket: bucket.key):
        await session.run(_CLEAR, of=bucket.key, now=now)


async def lock(session: Transaction, keys: Iterable[str], now: datetime) -> None:
    """Lock the buckets with these keys until the transaction ends, without a charge.

    Always in the order of the keys, as a charge locks them.
    """
    ordered = sorted(keys)
    await session.all(_lock(len(ordered)), **{f"key_{i}": key for i, key in enumerate(ordered)}, now=now)


async def forget_over(session: Transaction, now: datetime) -> int:
    """Delete some of the buckets whose window has ended, and return how many."""
    return len(await session.all(_FORGET, now=now))


def network(address: str) -> str:
    """The part of an address that belongs to one visitor: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)


async def _put(session: Transaction, buckets: Iterable[Bucket], now: datetime) -> Charge:
    # Always in the order of the keys: attempts that share buckets then wait for each other instead of
    # deadlocking.
    ordered = sorted(buckets, key=lambda bucket: bucket.key)
    found = {row.key: row for row in await session.all(_charge(len(ordered)), **_params(ordered, now))}
    return Charge(
        ordered,
        {b.limit: _seconds(found[b.key].resets_at, now) for b in ordered if found[b.key].used > b.limit.most},
    )


async def _give_back(session: Transaction, buckets: Sequence[Bucket], now: datetime) -> None:
    for bucket in buckets:
        await session.run(_REFUND, of=bucket.key, now=now)


def _seconds(until: datetime, now: datetime) -> int:
    return max(1, -(-int((until - now) / timedelta(milliseconds=1)) // 1000))


def _params(buckets: Sequence[Bucket], now: datetime) -> dict[str, object]:
    params: dict[str, object] = {"now": now}
    for i, bucket in enumerate(buckets):
        params |= {f"key_{i}": bucket.key, f"resets_at_{i}": now + timedelta(seconds=bucket.limit.seconds)}
    return params


class _Used(NamedTuple):
    """A bucket after a charge."""

    key: str
    used: int
    resets_at: datetime


@lru_cache
def _charge(count: int) -> Query[_Used]:
    moment = Instant()
    rows = [
        {
            "key": bindparam(f"key_{i}", type_=String()),
            "used": 1,
            "resets_at": bindparam(f"resets_at_{i}", type_=moment),
        }
        for i in range(count)
    ]
    over = RateBucket.resets_at <= bindparam("now", type_=moment)

    def build(make: Callable[[type[Base]], Any]) -> Any:
        insert = make(RateBucket).values(rows)
        return insert.on_conflict_do_update(
            index_elements=[RateBucket.key],
            set_={
                "used": case((over, 1), else_=RateBucket.used + 1),
                "resets_at": case((over, insert.excluded.resets_at), else_=RateBucket.resets_at),
            },
        ).returning(RateBucket.key, RateBucket.used, RateBucket.resets_at)

    return Query(_Used, ByDialect(build(postgresql.insert), build(sqlite.insert)))


@lru_cache
def _lock(count: int) -> Query[str]:
    moment = bindparam("now", type_=Instant())
    rows = [
        {"key": bindparam(f"key_{i}", type_=String()), "used": 0, "resets_at": moment} for i in range(count)
    ]

    def build(make: Callable[[type[Base]], Any]) -> Any:
        insert = make(RateBucket).values(rows)
        return insert.on_conflict_do_update(
            index_elements=[RateBucket.key], set_={"used": RateBucket.used}
        ).returning(RateBucket.key)

    return Query(str, ByDialect(build(postgresql.insert), build(sqlite.insert)))


_ALIVE = (RateBucket.key == bindparam("of"), RateBucket.resets_at > bindparam("now", type_=Instant()))
_REFUND = Command(update(RateBucket).where(*_ALIVE, RateBucket.used > 0).values(used=RateBucket.used - 1))
_CLEAR = Command(update(RateBucket).where(*_ALIVE).values(used=0))
_FORGET = delete_some(str, RateBucket.key, RateBucket.resets_at <= bindparam("now", type_=Instant()))
