"""Identifiers: keys that sort by time, codes to read out, tokens that cannot be guessed."""

import hashlib
import os
import secrets
from uuid import UUID

from soulter.core import clock

# Without 0/O, 1/I/L, 5/S, 2/Z, U/V, which are confused when they are read out.
_SPEAKABLE = "346789ABCDEFGHJKMNPQRTWXY"
_CODE_LENGTH = 6


def new_id() -> UUID:
    """A version 7 UUID (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    random = int.from_bytes(os.urandom(10), "big")
    value = (clock.unix_milliseconds() & 0xFFFF_FFFF_FFFF) << 80
    value |= 0x7 << 76 | (random >> 68) << 64
    value |= 0b10 << 62 | random & 0x3FFF_FFFF_FFFF_FFFF
    return UUID(int=value)


_latest = UUID(int=0)


def next_id() -> UUID:
    """An id that sorts after all ids that this function returned in this process.

    By itself a UUID has no order within a millisecond.
    """
    global _latest  # noqa: PLW0603 -- the order is state of the process
    _latest = max(new_id(), UUID(int=_latest.int + 1))
    return _latest


def new_code(prefix: str) -> str:
    """A short code to read out, such as `SG-7KQ3MP`.

    There are 2.4e8 values, so the caller has to handle a collision.
    """
    return f"{prefix}-" + "".join(secrets.choice(_SPEAKABLE) for _ in range(_CODE_LENGTH))


def new_token() -> str:
    """256 random bits as URL-safe text, to be shown once and stored only as `token_hash`."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """The SHA-256 of a token in hex, which is stored instead of it.

    Tokens are random, so no salt is needed.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
