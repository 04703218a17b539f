"""The login cookie: built by hand, since Python's own cookies know no `Partitioned` before 3.14."""

from collections.abc import Iterable

from soulter.accounts.errors import SessionEnded
from soulter.accounts.tokens import LIFETIME
from soulter.core import perimeter
from soulter.core.settings import Settings

NAME = "auth_token"


class LoginCookie:
    """`Set-Cookie` values with the same attributes for setting and for deleting."""

    def __init__(self, settings: Settings) -> None:
        parts = ["Path=/", "HttpOnly", f"SameSite={settings.cookie_samesite.capitalize()}"]
        if settings.cookie_secure:
            parts.append("Secure")
        if settings.cookie_domain:
            parts.append(f"Domain={settings.cookie_domain.lstrip('.')}")
        # A cookie that all subdomains share is a first-party matter; partitioning it would split the login again.
        elif settings.cookie_samesite == "none":
            parts.append("Partitioned")
        self._attributes = "; ".join(parts)

    def set(self, token: str) -> str:
        """The header value that logs in for seven days."""
        return f"{NAME}={token}; Max-Age={int(LIFETIME.total_seconds())}; {self._attributes}"

    def delete(self) -> str:
        """The header value that removes the cookie that `set` made."""
        return f"{NAME}=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; {self._attributes}"


def token_of(cookie_headers: Iterable[str]) -> str | None:
    """The token in the request's cookies; None without one. Raises SessionEnded when there are two: one was planted."""
    found = perimeter.cookie_values(cookie_headers, NAME)
    if len(found) > 1:
        raise SessionEnded
    return found[0] if found else None
