"""The address of the client, from exactly one configured source. Every other header can be forged."""

import ipaddress
from typing import Literal

from starlette.types import Scope

Source = Literal["peer", "x-real-ip", "none"]

UNKNOWN = "unknown"
"""The address of clients for which the source names none: all of them count as one client."""


def of(scope: Scope, source: Source) -> str:
    """The client's IP address; "" where it cannot be known."""
    if source == "none":
        return ""
    if source == "peer":
        client = scope.get("client")
        return _plain(client[0]) if client else UNKNOWN
    given = [value for key, value in scope["headers"] if key == b"x-real-ip"]
    return _plain(given[0].decode("latin-1").strip()) if len(given) == 1 else UNKNOWN


def _plain(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return UNKNOWN
