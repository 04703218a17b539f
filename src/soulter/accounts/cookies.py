"""The login cookie: built by hand, since Python's own cookies know no `Partitioned` before 3.14."""

from collections.abc import Iterable

from soulter.accounts.errors import SessionEnded
from soulter.accounts.tokens import LIFETIME
from soulter.core import origins, perimeter
from soulter.core.settings import Settings

NAME = "auth_token"


class LoginCookie:
    """`Set-Cookie` values with the same attributes for setting and for deleting."""

    def __init__(self, settings: Settings) -> None:
        self._samesite = settings.cookie_samesite
        self._secure = settings.cookie_secure
        self._host = origins.host_of(settings.public_url)
        domain = (settings.cookie_domain or "").lstrip(".")
        # A cookie that all subdomains share is a first-party matter; partitioning it would split the login again.
        self.attributes = self._written(domain, partitioned=settings.cookie_samesite == "none" and not domain)

    def set(self, token: str) -> str:
        """The header value that logs in for seven days."""
        return f"{NAME}={token}; Max-Age={int(LIFETIME.total_seconds())}; {self.attributes}"

    def delete(self) -> str:
        """The header value that removes the cookie that `set` made."""
        return _deletion(self.attributes)

    def removals(self, cookie_headers: Iterable[str]) -> list[str]:
        """What takes away a login that was refused: ours alone, or, where two were sent, whatever may have been planted beside it."""
        if len(perimeter.cookie_values(cookie_headers, NAME)) < 2:
            return [self.delete()]
        variants = [self._written(domain, partitioned) for domain in ("", *origins.cookie_domains(self._host)) for partitioned in self._partitions()]
        return [_deletion(attributes) for attributes in dict.fromkeys([self.attributes, *variants])]

    def _partitions(self) -> tuple[bool, ...]:
        # Browsers take a partitioned cookie only with Secure.
        return (False, True) if self._secure else (False,)

    def _written(self, domain: str, partitioned: bool) -> str:
        parts = ["Path=/", "HttpOnly", f"SameSite={self._samesite.capitalize()}"]
        parts += ["Secure"] * self._secure + [f"Domain={domain}"] * bool(domain) + ["Partitioned"] * partitioned
        return "; ".join(parts)


def _deletion(attributes: str) -> str:
    return f"{NAME}=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; {attributes}"


def token_of(cookie_headers: Iterable[str]) -> str | None:
    """The token in the request's cookies; None without one. Raises SessionEnded when there are two: one was planted."""
    found = perimeter.cookie_values(cookie_headers, NAME)
    if len(found) > 1:
        raise SessionEnded
    return found[0] if found else None
