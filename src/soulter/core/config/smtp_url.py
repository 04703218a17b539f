"""What an SMTP_URL and a MAIL_FROM may say, before anything connects with them."""

import re
from dataclasses import dataclass, field
from email.utils import getaddresses
from urllib.parse import unquote, urlsplit

from soulter.core.config.database_url import is_private

_PORTS = {"smtp": 587, "smtps": 465}
_ADDRESS = re.compile(r"[!-;=?A-~]{1,64}@[a-zA-Z0-9]([a-zA-Z0-9.-]{0,180}[a-zA-Z0-9])?")
_LONGEST = 254


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: `tls` from the first byte on, or else STARTTLS; `private` when the way there is our own network."""

    host: str
    port: int
    user: str | None
    password: str | None = field(repr=False)
    tls: bool
    private: bool


def parse(url: str) -> Server:
    """The server that an SMTP_URL names. Raises ValueError with what to write."""
    scheme = url.partition("://")[0]
    if scheme not in _PORTS or "://" not in url:
        raise ValueError("SMTP_URL must begin with smtp:// or smtps://: write smtp://user:password@host:587.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError(
            "SMTP_URL cannot be read: percent-encode special characters in user and password."
        ) from None
    if not host or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("SMTP_URL names a host and nothing behind it: write smtp://user:password@host:587.")
    if bool(parts.username) != bool(parts.password):
        raise ValueError(
            "SMTP_URL has a user without a password, or the other way round: write smtp://user:password@host:587."
        )
    user, password = (unquote(part) if part else None for part in (parts.username, parts.password))
    return Server(host, port or _PORTS[scheme], user, password, scheme == "smtps", is_private(host))


def sender(text: str) -> tuple[str, str]:
    """Display name (perhaps empty) and address of a MAIL_FROM. Raises ValueError with what to write."""
    found = getaddresses([text])
    if (
        len(found) != 1
        or not text.isprintable()
        or len(found[0][1]) > _LONGEST
        or not _ADDRESS.fullmatch(found[0][1])
    ):
        raise ValueError("MAIL_FROM is not a sender: write Name <address@example.com>, or an address alone.")
    return found[0]
