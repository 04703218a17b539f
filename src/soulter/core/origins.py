"""Web origins: what an exact one looks like, and which domains nobody owns alone."""

import re
from urllib.parse import urlsplit

_ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?")

# Suffixes under which strangers get host names; a cookie for one of them is dropped by browsers.
PLATFORM_SUFFIXES = frozenset(
    {
        "vercel.app",
        "now.sh",
        "netlify.app",
        "railway.app",
        "up.railway.app",
        "onrender.com",
        "fly.dev",
        "pages.dev",
        "workers.dev",
        "herokuapp.com",
        "github.io",
        "gitlab.io",
        "web.app",
        "firebaseapp.com",
        "azurewebsites.net",
        "cloudfront.net",
        "surge.sh",
        "co.uk",
        "com.au",
        "com.pk",
        "co.nz",
    }
)


def check(origin: str) -> None:
    """Refuse what a browser would never send as `Origin`. Raises ValueError with what to write instead."""
    if "*" in origin:
        raise ValueError(f"{origin} has a wildcard: list each origin exactly, such as https://myapp.vercel.app.")
    if not _ORIGIN.fullmatch(origin):
        raise ValueError(f"{origin!r} is not an origin: write scheme and host in lower case, without path or trailing slash.")
    parts = urlsplit(origin)
    if parts.port in (80, 443) and (parts.scheme, parts.port) in (("http", 80), ("https", 443)):
        raise ValueError(f"{origin} names the default port, which browsers leave out: remove :{parts.port}.")


def check_cookie_domain(domain: str, api_host: str) -> None:
    """Refuse a cookie domain that a browser would drop. Raises ValueError."""
    bare = domain.lower().lstrip(".")
    if bare in PLATFORM_SUFFIXES or "." not in bare:
        raise ValueError(f"COOKIE_DOMAIN {domain} is shared by strangers, so browsers drop the cookie: unset COOKIE_DOMAIN.")
    if api_host != bare and not api_host.endswith("." + bare):
        raise ValueError(f"COOKIE_DOMAIN {domain} is not a parent of the API's host {api_host}: unset it or correct PUBLIC_URL.")
