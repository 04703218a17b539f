"""Starting the HTTP server: one process, or several behind one socket."""

import errno
import os
import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp

from soulter.core.config.settings import Settings
from soulter.core.telemetry import metrics
from soulter.server import graceful
from soulter.server.graceful import Server
from soulter.server.supervisor import Supervisor

API: Final = "soulter.app:from_environment"
API_AND_WEB: Final = "soulter.app:with_web_app"

# Named and not imported: with it comes half of the application, which a parent of several workers has no use for.
_PROTOCOL: Final = "soulter.server.protocol:GuardedHttp"

_ALWAYS: Final[dict[str, Any]] = {
    "http": _PROTOCOL,
    "ws": "none",
    "log_config": None,
    "access_log": False,
    "server_header": False,
}


class PortTaken(Exception):
    """Another program listens there."""


def run(settings: Settings, application: str = API) -> None:
    """Serve until stopped. Exits with a sentence when the port is taken, or when workers end again and again."""
    check_address(settings)
    if settings.jwt_secret:
        # Worker processes read the environment again: the secret that this process found must be theirs.
        os.environ["JWT_SECRET"] = settings.jwt_secret.get_secret_value()
    config = configuration(settings, application)
    if settings.web_concurrency == 1:
        Server(config, settings.drain_seconds).run()
        return
    with _common_numbers():
        status = Supervisor(config, settings.drain_seconds, config.bind_socket()).run()
    if status:
        raise SystemExit(status)


@contextmanager
def _common_numbers() -> Iterator[None]:
    """A folder in which the worker processes keep what they count, so that any of them can tell the sum.

    One that is named by hand is emptied: what an earlier start counted would be added to ours.
    """
    named = os.environ.get(metrics.FOLDER)
    folder = Path(named or tempfile.mkdtemp(prefix="soulter-metrics-"))
    for left in folder.glob("*.db"):
        left.unlink(missing_ok=True)
    os.environ[metrics.FOLDER] = str(folder)
    try:
        yield
    finally:
        if not named:
            shutil.rmtree(folder, ignore_errors=True)


def configuration(settings: Settings, application: str) -> uvicorn.Config:
    """How uvicorn serves us."""
    return uvicorn.Config(
        application,
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.web_concurrency,
        # One configured source for the client's address: the peer. A header can be forged (see docs/architecture.md).
        proxy_headers=False,
        timeout_graceful_shutdown=graceful.FINISH_SECONDS,
        **_ALWAYS,
    )


@contextmanager
def beside(application: ASGIApp, host: str, port: int) -> Iterator[None]:
    """Serve something small on another port, in a thread, while the block runs. Raises PortTaken."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            raise PortTaken from None
        server = uvicorn.Server(
            uvicorn.Config(
                application, lifespan="off", proxy_headers=False, timeout_graceful_shutdown=1, **_ALWAYS
            )
        )
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.should_exit = True
            thread.join(5)


def check_address(settings: Settings) -> None:
    """Exits with a sentence when nobody can listen there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        print(_told(settings, error), file=sys.stderr)
        raise SystemExit(1) from None


def _told(settings: Settings, error: OSError) -> str:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"HOST: {settings.host} is no address of this machine. Set HOST to 0.0.0.0 for all that it has, or to 127.0.0.1 for itself alone."
    if error.errno == errno.EACCES:
        return f"PORT: {settings.port} may only be opened by the owner of this machine. Set PORT to 1024 or above."
    reason = (
        "is already in use" if error.errno == errno.EADDRINUSE else f"cannot be opened ({error.strerror})"
    )
    return f"PORT: {settings.host}:{settings.port} {reason}. Stop the other program, or set PORT to another number."
