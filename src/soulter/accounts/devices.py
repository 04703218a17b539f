"""The device cookie: this browser has logged in to this account before. It opens nothing; it has its own limit."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

import jwt
from jwt.types import Options

from soulter.core import ids
from soulter.core.config import key_derivation
from soulter.core.config.settings import Settings
from soulter.core.http import middleware

NAME: Final = "soulter_device"
LIFETIME: Final = timedelta(days=180)
_AUDIENCE = "soulter:device"
_LONGEST = 1024
# Time is judged by the injected clock, not by the library's.
_OPTIONS: Options = {
    "require": ["sub", "jti", "exp", "aud"],
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
}


class DeviceSigner:
    """Makes and reads the values of the device cookie."""

    def __init__(self, settings: Settings) -> None:
        self._keys = key_derivation.for_purpose(settings, "device cookie")

    def sign(self, email: str, device: str | None, now: datetime) -> str:
        """The value for a browser that logged in to the account with this address; a known device stays itself."""
        claims = {
            "sub": ids.token_hash(email),
            "jti": device or ids.new_id().hex,
            "aud": _AUDIENCE,
            "exp": int((now + LIFETIME).timestamp()),
        }
        return jwt.encode(claims, self._keys[0], algorithm="HS256")

    def device_of(self, cookie_headers: Iterable[str], email: str, now: datetime) -> str | None:
        """The device that this request's cookie names for the address; None without a good one."""
        found = middleware.cookie_values(cookie_headers, NAME)
        if len(found) != 1 or len(found[0]) > _LONGEST or not found[0].isascii():
            return None
        for key in self._keys:
            try:
                claims = jwt.decode(found[0], key, algorithms=["HS256"], audience=_AUDIENCE, options=_OPTIONS)
                fits = claims["sub"] == ids.token_hash(email) and float(claims["exp"]) > now.timestamp()
                return str(claims["jti"]) if fits else None
            except (jwt.PyJWTError, ValueError, TypeError, OverflowError):
                continue
        return None
