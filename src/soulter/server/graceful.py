"""An HTTP server that finishes its requests before it stops."""

import asyncio
import signal
import socket
from types import FrameType

import uvicorn

from soulter.server.draining import DRAINING

FINISH_SECONDS = 20
"""Seconds that requests in flight are given to end, once nothing new is taken any more."""


class Server(uvicorn.Server):
    """Told to stop it says so to who asks whether it is ready, goes on serving for `drain_seconds`, and then finishes what it has in hand.

    Told again, it ends at once; unless it is `supervised`: then it hears its orders from its parent alone, since a terminal and
    systemd send the same signal to both.
    """

    def __init__(self, config: uvicorn.Config, drain_seconds: float, *, supervised: bool = False) -> None:
        super().__init__(config)
        self.drain_seconds = drain_seconds
        self._supervised = supervised

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 -- a signal's handler
        """A signal came. uvicorn would raise it once more at the end, and the exit status would tell of a failure."""
        if self._supervised and sig == signal.SIGINT:
            return
        if self.should_exit and not self._supervised:
            signal.signal(sig, signal.SIG_DFL)
            signal.raise_signal(sig)
        self.stop()

    def stop(self) -> None:
        """Begin to stop; safe to call from a signal's handler and from another thread."""
        if lifespan := getattr(self, "lifespan", None):
            lifespan.state[DRAINING] = True
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Be there until nobody comes any more, then finish."""
        from soulter.server.protocol import GuardedHttp

        self.lifespan.state[DRAINING] = True
        for connection in self.server_state.connections:
            if isinstance(connection, GuardedHttp):
                connection.last_answer()
        await asyncio.sleep(self.drain_seconds)
        await super().shutdown(sockets)
