"""Web origins: what an exact one looks like, and which hosts are one site to a browser."""

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?")
_ADDRESS = re.compile(r"[0-9.]+|.*:.*")

# Missing from the public suffix list, yet more than one party has host names there.
_ALSO_SHARED = frozenset({"railway.app"})

LOSE_PARTITIONED, LOSE_THIRD_PARTY = (
    "Safari up to 18.3 and 18.5 to 26.1",
    "any Safari, nor in private windows of Chrome",
)
"""Browsers that do not send a cookie across sites: a partitioned one, and one that is not."""


def check(origin: str) -> None:
    """Refuse what a browser would never send as `Origin`. Raises ValueError with what to write instead."""
    if "*" in origin:
        raise ValueError(
            f"{origin!r} has a wildcard: list each origin exactly, such as https://myapp.vercel.app."
        )
    if not _ORIGIN.fullmatch(origin):
        raise ValueError(
            f"{origin!r} is not an origin: write scheme and host in lower case, without path or trailing slash."
        )
    parts = urlsplit(origin)
    if parts.port in (80, 443) and (parts.scheme, parts.port) in (("http", 80), ("https", 443)):
        raise ValueError(
            f"{origin!r} names the default port, which browsers leave out: remove :{parts.port}."
        )


def check_cookie_domain(domain: str, api_host: str) -> None:
    """Refuse a cookie domain that a browser would drop, or that strangers would receive. Raises ValueError."""
    bare = domain.lower().lstrip(".")
    if bare in _ALSO_SHARED or registrable_domain(bare) is None:
        raise ValueError(
            f"COOKIE_DOMAIN {domain} is no domain of your own, so browsers drop the cookie or strangers get it: unset COOKIE_DOMAIN."
        )
    if api_host != bare and not api_host.endswith("." + bare):
        raise ValueError(
            f"COOKIE_DOMAIN {domain} is not a parent of the API's host {api_host}: unset it or correct PUBLIC_URL."
        )


def host_of(origin: str) -> str:
    """The host of an origin, without its port."""
    return urlsplit(origin).hostname or ""


def registrable_domain(host: str) -> str | None:
    """The part of a host name that one owner registered; None for an address, a single name, and a suffix that owners share."""
    if "." not in host or _ADDRESS.fullmatch(host):
        return None
    return _suffixes().privatesuffix(host)


def same_site(host: str, other: str) -> bool:
    """Whether a browser sends `SameSite=Lax` cookies of the one to the other, the scheme being the same."""
    return host == other or (registrable_domain(host) or host) == (registrable_domain(other) or other)


def cookie_domains(host: str) -> list[str]:
    """Each `Domain` under which a cookie reaches this host: itself and its parents, up to the registrable domain."""
    own = registrable_domain(host)
    if own is None:
        return []
    labels = host.split(".")
    return [".".join(labels[i:]) for i in range(len(labels) - own.count("."))]


@cache
def _suffixes() -> "PublicSuffixList":
    # 50 ms and 300 kB of text that an ordinary start does not need: loaded when first asked.
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()
