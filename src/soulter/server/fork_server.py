"""A process that has imported the application and forks workers, so that a new worker starts in milliseconds.

It runs no event loop and no thread and holds no connection, so that a fork shares none by mistake. Where the
platform cannot fork, each worker is spawned and imports the application itself.
"""

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from multiprocessing.context import ForkServerContext, ForkServerProcess, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Final

import uvicorn

from soulter.core.telemetry import logs

Context = ForkServerContext | SpawnContext

# Besides the application: what uvicorn loads by name, and the driver that SQLAlchemy loads with the first
# SQLite engine.
_SERVER: Final = ("uvicorn.lifespan.on", "uvicorn.loops.auto", "uvloop", "aiosqlite")

# Imported last: it excludes everything imported before from garbage collection, for all workers at once.
_FROZEN: Final = "soulter.server.imported"

_OF_THE_PARENT: Final = (signal.SIGINT, signal.SIGTERM)

_log = logs.get(__name__)


def context(config: uvicorn.Config) -> Context:
    """How workers are made here.

    Where they are forked, the fork server begins to import the application.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    named = (value.partition(":")[0] for value in (config.app, config.http) if isinstance(value, str))
    forks = multiprocessing.get_context("forkserver")
    # The console script too: without it each worker would import the command line itself.
    forks.set_forkserver_preload(["__main__", *named, *_SERVER, _FROZEN])
    try:
        _ensure_running()
    except OSError as error:
        # It listens on a socket in TMPDIR, which may be read-only, or longer than a socket's path may be.
        _log.warning("workers are spawned, not forked", error=type(error).__name__, errno=error.errno)
        return multiprocessing.get_context("spawn")
    return forks


def start(process: BaseProcess) -> None:
    """Start a worker. The first one waits for the imports.

    Raises OSError or EOFError when the fork server has ended.
    """
    if isinstance(process, ForkServerProcess):
        _ensure_running()
        process.start()
    else:
        with _blocked():
            process.start()


def _ensure_running() -> None:
    # It unblocks the signals when it starts, so it starts before they are blocked.
    resource_tracker.ensure_running()
    with _blocked():
        forkserver.ensure_running()


def unblock_signals() -> None:
    """In the new worker: obey the parent's signals from now on."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _OF_THE_PARENT)


@contextmanager
def _blocked() -> Iterator[None]:
    """Ignore the signals that terminals and systemd send to every process: this one ends with its parent.

    A worker inherits that until `unblock_signals`, so that no signal is lost while it starts.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _OF_THE_PARENT)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
