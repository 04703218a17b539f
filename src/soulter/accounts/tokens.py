"""The signed envelope around a session's id: a JWT (HS256) that says nothing about rights."""

import hashlib
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

import jwt
from jwt.types import Options

from soulter.accounts.errors import SessionEnded
from soulter.core.config.settings import Settings

LIFETIME = timedelta(days=7)
_ISSUER = "soulter"
_AUDIENCE = "soulter:session"
_LEEWAY = 60.0
_LONGEST = 4096
_REMEMBERED = 4096
# Time is judged by the injected clock, not by the library's.
_OPTIONS: Options = {
    "require": ["sub", "sid", "iat", "exp", "iss", "aud"],
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
}
_ALLOWED_HEADER = {"alg", "typ", "kid"}


class TokenSigner:
    """Signs with the current secret, verifies by key id with the current or the previous one."""

    def __init__(self, settings: Settings) -> None:
        secrets = [settings.jwt_secret.get_secret_value()]
        if settings.jwt_secret_previous:
            secrets.append(settings.jwt_secret_previous.get_secret_value())
        self._keys = {hashlib.sha256(secret.encode()).hexdigest()[:8]: secret for secret in reversed(secrets)}
        # A valid signature stays valid; whether the session is active is read from the database each time.
        self._verified = lru_cache(maxsize=_REMEMBERED)(self._verify)
        self._current = hashlib.sha256(secrets[0].encode()).hexdigest()[:8]

    def sign(self, user_id: UUID, session_id: UUID, now: datetime) -> str:
        """A token for a login that begins now and lasts seven days."""
        claims = {
            "sub": str(user_id),
            "sid": str(session_id),
            "iat": int(now.timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
            "iss": _ISSUER,
            "aud": _AUDIENCE,
        }
        return jwt.encode(
            claims, self._keys[self._current], algorithm="HS256", headers={"kid": self._current}
        )

    def read(self, token: str, now: datetime) -> tuple[UUID, UUID]:
        """User id and session id of a token that we signed and that has not expired. Raises SessionEnded."""
        found = self._verified(token)
        moment = now.timestamp()
        if moment > found.expires + _LEEWAY or moment < found.issued - _LEEWAY:
            raise SessionEnded
        return found.user_id, found.session_id

    def _verify(self, token: str) -> "_Verified":
        if len(token) > _LONGEST or not token.isascii():
            raise SessionEnded
        try:
            header = jwt.get_unverified_header(token)
            key = self._keys.get(str(header.get("kid")))
            if key is None or not _ALLOWED_HEADER.issuperset(header):
                raise SessionEnded
            claims = jwt.decode(
                token, key, algorithms=["HS256"], audience=_AUDIENCE, issuer=_ISSUER, options=_OPTIONS
            )
            return _Verified(
                UUID(claims["sub"]), UUID(claims["sid"]), _seconds(claims["iat"]), _seconds(claims["exp"])
            )
        except (jwt.PyJWTError, ValueError, TypeError, AttributeError, OverflowError):
            raise SessionEnded from None


def _seconds(claim: object) -> int:
    """A NumericDate of RFC 7519 as we write it: a whole number, no text, no fraction, no infinity."""
    if type(claim) is not int:
        raise SessionEnded
    return claim


class _Verified(NamedTuple):
    """What a token with a good signature says; `issued` and `expires` in seconds since 1970."""

    user_id: UUID
    session_id: UUID
    issued: int
    expires: int
