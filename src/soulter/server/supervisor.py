"""Several worker processes behind one socket.

A worker that ends is replaced, a worker that is told to stop finishes its requests, and no worker outlives
its parent.
"""

import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections import deque
from contextlib import suppress
from multiprocessing import connection
from types import FrameType
from typing import Final

import uvicorn
from uvicorn._subprocess import subprocess_started
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors.multiprocess import Process

from soulter.core import clock
from soulter.core.telemetry import gc_tuning, logs, metrics
from soulter.server import fork_server, graceful

_log = logs.get(__name__)

DEATHS_SECONDS: Final = 120.0
"""When more workers than twice their number end within so many seconds, the server stops."""

_LOOK_SECONDS = 0.5
_HUNG_SECONDS = 15.0
# Where each worker imports the application itself, that takes seconds, and more on a busy machine. A worker
# that is killed meanwhile would start again without end.
_STARTING_SECONDS = 60.0
# What is closed after the last response: the connection pools, and the embedded worker.
_CLOSING_SECONDS = 25.0


class _Worker(Process):
    """One process that serves."""

    def __init__(
        self,
        context: fork_server.Context,
        config: uvicorn.Config,
        drain_seconds: float,
        listener: socket.socket,
        *,
        replaces: bool,
    ) -> None:
        self._drain_seconds = drain_seconds
        self._replaces = replaces
        self._asked_at: float | None = None
        self._heard = False
        # In the place of uvicorn's process, which is always spawned.
        self.config, self._server = config, None
        self.parent_conn, self.child_conn = multiprocessing.Pipe()
        self.process = context.Process(  # type: ignore[assignment]  # uvicorn only spawns
            target=subprocess_started,
            kwargs={"config": config, "target": self.target, "sockets": [listener], "stdin_fileno": None},
        )

    @property
    def server(self) -> graceful.Server:
        """The server of this process."""
        if self._server is None:
            self._server = graceful.Server(self.config, self._drain_seconds, supervised=True)
        assert isinstance(self._server, graceful.Server)
        return self._server

    def target(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve; called in the new process."""
        fork_server.unblock_signals()
        gc_tuning.look_rarely()
        threading.Thread(target=self._end_with_parent, daemon=True).start()
        if self._replaces:
            # The parent logged that a worker ended. It serves no metrics, so the next worker counts its log
            # line.
            metrics.LOG_LINES.add(logs.Kind.APPLICATION, "error")
        super().target(sockets)

    def _end_with_parent(self) -> None:
        """End when the parent is gone: nobody would stop this worker, and it would keep the port."""
        parent = multiprocessing.parent_process()
        assert parent is not None
        parent.join()
        self.server.drain_seconds = 0
        self.server.stop()

    def hangs(self, now: float) -> bool:
        """Whether the worker has not answered a question for too long.

        It does not wait for the answer, so that the other workers are checked meanwhile.
        """
        with suppress(OSError, EOFError):  # the worker is ending, which its sentinel reports
            if self._asked_at is None:
                self.parent_conn.send(b"ping")
                self._asked_at = now
            elif self.parent_conn.poll():
                self.parent_conn.recv()
                self._asked_at, self._heard = None, True
        return self._asked_at is not None and now - self._asked_at > (
            _HUNG_SECONDS if self._heard else _STARTING_SECONDS
        )

    def close(self) -> None:
        """Release what the parent holds of a worker that has ended.

        If only the fork server has ended, the worker notices that its parent is gone.
        """
        self.process.close()
        for end in (self.parent_conn, self.child_conn):
            end.close()

    def end(self) -> None:
        """Tell it to stop; may be called again."""
        if self.process.is_alive() and self.process.pid:
            os.kill(self.process.pid, signal.SIGTERM)


class Supervisor:
    """Keeps `config.workers` processes on one listening socket until it is told to stop."""

    def __init__(self, config: uvicorn.Config, drain_seconds: float, listener: socket.socket) -> None:
        self._config = config
        self._drain_seconds = drain_seconds
        self._listener = listener
        self._context: fork_server.Context | None = None
        self._workers: list[_Worker] = []
        self._deaths: deque[float] = deque(maxlen=2 * config.workers + 1)
        self._stopping = False
        self._status = 0

    def run(self) -> int:
        """Serve until told to stop; returns the exit status."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        # One by one, each added to the list at once: a signal in between must reach those that run.
        for _ in range(self._config.workers):
            if not self._stopping and (worker := self._start()):
                self._workers.append(worker)
        while not self._stopping:
            connection.wait([worker.process.sentinel for worker in self._workers], _LOOK_SECONDS)
            self._replace_the_dead()
        self._wait_for_the_end()
        return self._status

    def _start(self, *, replaces: bool = False) -> _Worker | None:
        """Start a worker; None once the server stops, also because none can be forked."""
        context = self._context = self._context or fork_server.context(self._config)
        while not self._stopping:
            worker = _Worker(context, self._config, self._drain_seconds, self._listener, replaces=replaces)
            try:
                fork_server.start(worker.process)
            except (OSError, EOFError) as error:
                self._deaths.append(clock.monotonic())
                _log.error("fork server ended", error=type(error).__name__)
                self._give_up_after_many_deaths()
            else:
                return worker
        return None

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self._stopping:
            for worker in self._workers:
                worker.process.kill()
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        self._stopping = True
        for worker in self._workers:
            worker.end()

    def _replace_the_dead(self) -> None:
        for i, worker in enumerate(self._workers):
            if self._stopping:
                return
            if worker.process.is_alive() and not worker.hangs(clock.monotonic()):
                continue
            worker.kill()
            worker.join()
            status = worker.exitcode
            worker.close()
            self._deaths.append(clock.monotonic())
            _log.error("worker ended", status=status)
            if status == STARTUP_FAILURE:
                print(
                    "A worker could not start, and every other one would fail alike: the server stops.",
                    file=sys.stderr,
                )
                self._give_up()
            self._give_up_after_many_deaths()
            if replacement := self._start(replaces=True):
                self._workers[i] = replacement
            else:
                del self._workers[i]
                return

    def _give_up(self) -> None:
        self._stopping, self._status = True, STARTUP_FAILURE

    def _give_up_after_many_deaths(self) -> None:
        if len(self._deaths) == self._deaths.maxlen and self._deaths[-1] - self._deaths[0] < DEATHS_SECONDS:
            seconds = f"{DEATHS_SECONDS:.0f}"
            print(
                f"{len(self._deaths)} workers ended within {seconds} s: the server stops. "
                "The log says what each ended of.",
                file=sys.stderr,
            )
            self._give_up()

    def _wait_for_the_end(self) -> None:
        # Once more: a worker that was starting when the signal came has not received it.
        for worker in self._workers:
            worker.end()
        until = clock.monotonic() + self._drain_seconds + graceful.FINISH_SECONDS + _CLOSING_SECONDS
        for worker in self._workers:
            worker.process.join(max(until - clock.monotonic(), 0))
            if worker.process.is_alive():
                _log.error("worker did not end", pid=worker.pid)
                self._status = 1
                worker.process.kill()
