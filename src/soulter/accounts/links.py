"""One-time links: made, found, used once.

A token is computed from the link's id with a key of ours and never stored, so a mail that is sent
a second time carries the same link, and a stolen table opens nothing.
"""

import base64
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, or_, update

from soulter.accounts import queries
from soulter.accounts.errors import LinkUnusable
from soulter.accounts.models import OneTimeLink, Purpose
from soulter.accounts.queries import LinkRow
from soulter.core import ids
from soulter.core.config import key_derivation
from soulter.core.config.settings import Settings
from soulter.core.database.statements import Command, Query, insert_unless_there, update_row
from soulter.core.database.transactions import Source, Transaction
from soulter.core.database.types import Instant

LIFETIME: Final = {
    Purpose.VERIFY: timedelta(hours=24),
    Purpose.INVITE: timedelta(hours=72),
    Purpose.RESET: timedelta(minutes=30),
    Purpose.UNLOCK: timedelta(minutes=30),
}
"""How long a link is good, from the moment its mail is written."""


_now = bindparam("now", type_=Instant())
_details = bindparam("details", type_=OneTimeLink.details.type)
_open = (OneTimeLink.used_at.is_(None), OneTimeLink.revoked_at.is_(None))
_USE = Query(
    UUID,
    update(OneTimeLink)
    .where(OneTimeLink.id == bindparam("of"), *_open, OneTimeLink.expires_at > _now)
    .values(used_at=_now, details=_details)
    .returning(OneTimeLink.id),
)


class EndedLink(NamedTuple):
    """A link that was ended; `user_id` is None for one to an address that has no account yet."""

    id: UUID
    user_id: UUID | None


_END_OPENED_BY = Query(
    EndedLink,
    update(OneTimeLink)
    .where(OneTimeLink.created_by == bindparam("of"), *_open)
    .values(revoked_at=_now)
    .returning(OneTimeLink.id, OneTimeLink.user_id),
)
_END_OTHERS_OF_ADDRESS = Command(
    update(OneTimeLink)
    .where(OneTimeLink.email == bindparam("address"), *_open)
    .values(revoked_at=_now, details=_details)
)
_END_OF_ADDRESS = Command(
    update(OneTimeLink)
    .where(
        OneTimeLink.email == bindparam("address"),
        OneTimeLink.purpose == bindparam("purpose", type_=OneTimeLink.purpose.type),
        *_open,
    )
    .values(revoked_at=_now, details=_details)
)


@lru_cache
def _withdraw(purposes: tuple[Purpose, ...]) -> Command:
    wanted = or_(*(OneTimeLink.purpose == purpose for purpose in purposes))
    return Command(
        update(OneTimeLink)
        .where(OneTimeLink.user_id == bindparam("of"), wanted, *_open)
        .values(revoked_at=_now)
    )


class LinkSigner:
    """Computes the tokens of links: 256 bits, from the link's id and purpose."""

    def __init__(self, settings: Settings) -> None:
        self._keys = key_derivation.for_purpose(settings, "one-time links")

    def token(self, purpose: Purpose, link_id: UUID) -> str:
        """The token of a new link."""
        return _token(self._keys[0], purpose, link_id)

    def token_of(self, link: LinkRow) -> str:
        """The token of a link that exists, also of one made before the last rotation of the secret."""
        tokens = [_token(key, link.purpose, link.id) for key in self._keys]
        return next((token for token in tokens if ids.token_hash(token) == link.token_hash), tokens[0])


def _token(key: bytes, purpose: Purpose, link_id: UUID) -> str:
    return (
        base64.urlsafe_b64encode(hmac.digest(key, f"{purpose}:{link_id}".encode(), "sha256"))
        .decode()
        .rstrip("=")
    )


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link to be made: for an account (`user_id`), or for an address that has no account yet.

    `details` contains what the new account needs, `created_by` who opens the link for somebody else.
    """

    purpose: Purpose
    user_id: UUID | None = None
    email: str | None = None
    details: dict[str, Any] = field(default_factory=dict)
    created_by: UUID | None = None
    id: UUID = field(default_factory=ids.new_id)


async def make(session: Transaction, signer: LinkSigner, new: NewLink, now: datetime) -> UUID:
    """Write a link, unless the one with this id is there. Its token goes out by mail alone."""
    row = {
        "id": new.id,
        "purpose": new.purpose,
        "token_hash": ids.token_hash(signer.token(new.purpose, new.id)),
        "user_id": new.user_id,
        "email": new.email,
        "details": new.details,
        "created_by": new.created_by,
        "created_at": now,
        "expires_at": now + LIFETIME[new.purpose],
        "used_at": None,
        "revoked_at": None,
    }
    await session.one(insert_unless_there(OneTimeLink, UUID, OneTimeLink.id), **row)
    return new.id


async def to_send(
    session: Transaction, signer: LinkSigner, link_id: UUID, now: datetime
) -> tuple[LinkRow, str] | None:
    """A link that is about to be mailed, with its token; it is valid from now on.

    None when the link was used or withdrawn in the meantime.
    """
    link = await queries.find_link(session, link_id)
    if link is None or link.used_at or link.revoked_at:
        return None
    expires_at = now + LIFETIME[link.purpose]
    await session.run(update_row(OneTimeLink, frozenset({"expires_at"})), of=link_id, expires_at=expires_at)
    return link._replace(expires_at=expires_at), signer.token_of(link)


async def find(source: Source, purpose: Purpose, token: str, now: datetime) -> LinkRow:
    """A link that can still be used, before expensive work is done for it. Raises LinkUnusable."""
    link = await queries.find_link_by_hash(source, ids.token_hash(token))
    if (
        link is None
        or link.purpose is not purpose
        or link.used_at
        or link.revoked_at
        or link.expires_at <= now
    ):
        raise LinkUnusable
    return link


async def use(session: Transaction, link: LinkRow, now: datetime) -> None:
    """Use a link; of several concurrent uses, one succeeds.

    A link that creates an account ends the other links of its address. Raises LinkUnusable.
    """
    if await session.one(_USE, of=link.id, now=now, details={}) is None:
        raise LinkUnusable
    if link.email:
        await session.run(_END_OTHERS_OF_ADDRESS, address=link.email, now=now, details={})


async def withdraw(session: Transaction, user_id: UUID, now: datetime, *purposes: Purpose) -> None:
    """End the open links of an account, of these purposes."""
    await session.run(_withdraw(purposes), of=user_id, now=now)


async def end_opened_by(session: Transaction, user_id: UUID, now: datetime) -> list[EndedLink]:
    """End the open links that a user opened for others."""
    return await session.all(_END_OPENED_BY, of=user_id, now=now)


async def end_of_address(session: Transaction, purpose: Purpose, address: str, now: datetime) -> None:
    """End the open links of a purpose to a (normalised) address, and forget what they would have made."""
    await session.run(_END_OF_ADDRESS, address=address, purpose=purpose, now=now, details={})
