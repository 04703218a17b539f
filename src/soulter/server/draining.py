"""Whether this process is about to stop, for its server, its connections and its health check.

The server records it in the ASGI state, of which every request gets a copy: a module variable would be shared
by two applications.
"""

from collections.abc import Mapping
from typing import Any, Final

DRAINING: Final = "soulter.draining"
"""The key in the ASGI state; present and true once the process was told to stop."""


def begun(scope: Mapping[str, Any]) -> bool:
    """Whether the process of this request was told to stop before the request came."""
    return bool(scope.get("state", {}).get(DRAINING))
