"""Starting the HTTP server."""

import errno
import os
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp

from soulter.core import measures
from soulter.core.settings import Settings
from soulter.ops.protocol import GuardedHttp

DRAIN_SECONDS = 20
"""Seconds that requests in flight are given to end, once told to stop."""


API: Final = "soulter.app:from_environment"
API_AND_WEB: Final = "soulter.web_app:from_environment"

_ALWAYS: Final[dict[str, Any]] = {"http": GuardedHttp, "ws": "none", "log_config": None, "access_log": False, "server_header": False}


class PortTaken(Exception):
    """Another program listens there."""


def run(settings: Settings, application: str = API) -> None:
    """Serve until stopped. Exits with a sentence when the port is taken."""
    _check_port(settings)
    if settings.jwt_secret:
        # Worker processes read the environment again: the secret that this process found must be theirs.
        os.environ["JWT_SECRET"] = settings.jwt_secret.get_secret_value()
    with _common_numbers() if settings.web_concurrency > 1 else nullcontext():
        uvicorn.run(
            application,
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.web_concurrency if settings.web_concurrency > 1 else None,
            # One configured source for the client's address: the peer. A header can be forged (see docs/architecture.md).
            proxy_headers=False,
            timeout_graceful_shutdown=DRAIN_SECONDS,
            **_ALWAYS,
        )


@contextmanager
def _common_numbers() -> Iterator[None]:
    """A folder in which the worker processes keep what they count, so that any of them can tell the sum.

    One that is named by hand is emptied: what an earlier start counted would be added to ours.
    """
    named = os.environ.get(measures.FOLDER)
    folder = Path(named or tempfile.mkdtemp(prefix="soulter-metrics-"))
    for left in folder.glob("*.db"):
        left.unlink(missing_ok=True)
    os.environ[measures.FOLDER] = str(folder)
    try:
        yield
    finally:
        if not named:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def beside(application: ASGIApp, host: str, port: int) -> Iterator[None]:
    """Serve something small on another port, in a thread, while the block runs. Raises PortTaken."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            raise PortTaken from None
        server = uvicorn.Server(uvicorn.Config(application, lifespan="off", proxy_headers=False, timeout_graceful_shutdown=1, **_ALWAYS))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(5)


def _check_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            reason = "is already in use" if error.errno == errno.EADDRINUSE else f"cannot be opened ({error.strerror})"
            print(f"PORT: {settings.host}:{settings.port} {reason}. Stop the other program, or set PORT to another number.", file=sys.stderr)
            raise SystemExit(1) from None
