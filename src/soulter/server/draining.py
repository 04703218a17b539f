"""That this process is about to stop, as its server, its connections and its health see it.

The server tells it in the ASGI state, which every request gets a copy of: no module holds a switch that two applications would share.
"""

from collections.abc import Mapping
from typing import Any, Final

DRAINING: Final = "soulter.draining"
"""The key in the ASGI state; there and true once the process was told to stop."""


def begun(scope: Mapping[str, Any]) -> bool:
    """Whether the process of this request was told to stop before the request came."""
    return bool(scope.get("state", {}).get(DRAINING))
