"""Our cookies: built by hand, since Python's own know no `Partitioned` before 3.14."""

from collections.abc import Iterable
from datetime import timedelta

from soulter.accounts.errors import SessionEnded
from soulter.accounts.tokens import LIFETIME
from soulter.core import perimeter
from soulter.core.settings import Settings

NAME = "auth_token"


class Cookie:
    """`Set-Cookie` values of one name, with the same attributes for setting and for deleting."""

    def __init__(self, settings: Settings, name: str, lifetime: timedelta) -> None:
        self._name = name
        self._seconds = int(lifetime.total_seconds())
        parts = ["Path=/", "HttpOnly", f"SameSite={settings.cookie_samesite.capitalize()}"]
        if settings.cookie_secure:
            parts.append("Secure")
        if settings.cookie_domain:
            parts.append(f"Domain={settings.cookie_domain.lstrip('.')}")
        # A cookie that all subdomains share is a first-party matter; partitioning it would split the login again.
        elif settings.cookie_samesite == "none":
            parts.append("Partitioned")
        self._attributes = "; ".join(parts)

    def set(self, value: str) -> str:
        """The header value that sets the cookie for its lifetime."""
        return f"{self._name}={value}; Max-Age={self._seconds}; {self._attributes}"

    def delete(self) -> str:
        """The header value that removes the cookie that `set` made."""
        return f"{self._name}=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; {self._attributes}"


class LoginCookie(Cookie):
    """The cookie that logs in for seven days."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, NAME, LIFETIME)


def token_of(cookie_headers: Iterable[str]) -> str | None:
    """The token in the request's cookies; None without one. Raises SessionEnded when there are two: one was planted."""
    found = perimeter.cookie_values(cookie_headers, NAME)
    if len(found) > 1:
        raise SessionEnded
    return found[0] if found else None
