"""The headers that every answer carries, and a handler that fails."""

from collections.abc import Callable
from typing import Any

SECURITY = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-site",
    "vary": "Origin",
}


def failing(error: Exception) -> Callable[..., Any]:
    async def fail(*_args: object, **_options: object) -> None:
        raise error

    return fail
