"""Starting the HTTP server."""

import errno
import os
import socket
import sys

import uvicorn

from soulter.core.settings import Settings
from soulter.ops.protocol import GuardedHttp

DRAIN_SECONDS = 20
"""Seconds that requests in flight are given to end, once told to stop."""


def run(settings: Settings) -> None:
    """Serve until stopped. Exits with a sentence when the port is taken."""
    _check_port(settings)
    if settings.jwt_secret:
        # Worker processes read the environment again: the secret that this process found must be theirs.
        os.environ["JWT_SECRET"] = settings.jwt_secret.get_secret_value()
    uvicorn.run(
        "soulter.app:from_environment",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.web_concurrency if settings.web_concurrency > 1 else None,
        http=GuardedHttp,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        # One configured source for the client's address: the peer. A header can be forged (see docs/architecture.md).
        proxy_headers=False,
        timeout_graceful_shutdown=DRAIN_SECONDS,
    )


def _check_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            reason = "is already in use" if error.errno == errno.EADDRINUSE else f"cannot be opened ({error.strerror})"
            print(f"PORT: {settings.host}:{settings.port} {reason}. Stop the other program, or set PORT to another number.", file=sys.stderr)
            raise SystemExit(1) from None
