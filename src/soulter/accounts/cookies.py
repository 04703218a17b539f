"""Our cookies: built by hand, since Python's own know no `Partitioned` before 3.14."""

from collections.abc import Iterable
from datetime import timedelta

from soulter.accounts.errors import SessionEnded
from soulter.accounts.tokens import LIFETIME
from soulter.core.config import origins
from soulter.core.config.settings import Settings
from soulter.core.http import middleware

NAME = "auth_token"


class Cookie:
    """`Set-Cookie` values of one name, with the same attributes for setting and for deleting."""

    def __init__(self, settings: Settings, name: str, lifetime: timedelta) -> None:
        self._name = name
        self._seconds = int(lifetime.total_seconds())
        self._samesite = settings.cookie_samesite
        self._secure = settings.cookie_secure
        self._host = origins.host_of(settings.public_url)
        domain = (settings.cookie_domain or "").lstrip(".")
        # A cookie that all subdomains share is a first-party matter; partitioning it would split the login again.
        self.attributes = self._written(domain, partitioned=settings.cookie_samesite == "none" and not domain)

    def set(self, value: str) -> str:
        """The header value that sets the cookie for its lifetime."""
        return f"{self._name}={value}; Max-Age={self._seconds}; {self.attributes}"

    def delete(self) -> str:
        """The header value that removes the cookie that `set` made."""
        return self._deletion(self.attributes)

    def removals(self, cookie_headers: Iterable[str]) -> list[str]:
        """What takes away a cookie that was refused: ours alone, or, where two were sent, whatever may have been planted beside it."""
        if len(middleware.cookie_values(cookie_headers, self._name)) < 2:
            return [self.delete()]
        variants = [
            self._written(domain, partitioned)
            for domain in ("", *origins.cookie_domains(self._host))
            for partitioned in self._partitions()
        ]
        return [self._deletion(attributes) for attributes in dict.fromkeys([self.attributes, *variants])]

    def _deletion(self, attributes: str) -> str:
        return f"{self._name}=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; {attributes}"

    def _partitions(self) -> tuple[bool, ...]:
        # Browsers take a partitioned cookie only with Secure.
        return (False, True) if self._secure else (False,)

    def _written(self, domain: str, partitioned: bool) -> str:
        parts = ["Path=/", "HttpOnly", f"SameSite={self._samesite.capitalize()}"]
        parts += (
            ["Secure"] * self._secure + [f"Domain={domain}"] * bool(domain) + ["Partitioned"] * partitioned
        )
        return "; ".join(parts)


class LoginCookie(Cookie):
    """The cookie that logs in for seven days."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, NAME, LIFETIME)


def token_of(cookie_headers: Iterable[str]) -> str | None:
    """The token in the request's cookies; None without one. Raises SessionEnded when there are two: one was planted."""
    found = middleware.cookie_values(cookie_headers, NAME)
    if len(found) > 1:
        raise SessionEnded
    return found[0] if found else None
