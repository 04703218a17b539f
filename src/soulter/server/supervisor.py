"""Several worker processes behind one socket: who dies is replaced, who is told to stop finishes, and no worker outlives its parent."""

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
"""When more workers than twice their number end within so many seconds, every new one will end of the same."""

_LOOK_SECONDS = 0.5
_HUNG_SECONDS = 15.0
# Where each worker imports the application itself, that takes seconds, and many of them on a busy machine. Killed there, it would
# begin anew for ever.
_STARTING_SECONDS = 60.0
# What closes after the last answer: the pools, and the worker of mails where it is embedded.
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
        # In the place of uvicorn's own, which spawns.
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
        """Serve; in the new process."""
        fork_server.unblock_signals()
        gc_tuning.look_rarely()
        threading.Thread(target=self._end_with_parent, daemon=True).start()
        if self._replaces:
            # The parent logged that one died. It serves no metrics, so whoever comes instead counts its line.
            metrics.LOG_LINES.add(logs.Kind.APPLICATION, "error")
        super().target(sockets)

    def _end_with_parent(self) -> None:
        """Nobody would stop or replace an orphan, and it would keep the port: it finishes what it has in hand and goes."""
        parent = multiprocessing.parent_process()
        assert parent is not None
        parent.join()
        self.server.drain_seconds = 0
        self.server.stop()

    def hangs(self, now: float) -> bool:
        """Whether a question has gone unanswered for too long. Waits for nothing, so that the others are looked after meanwhile."""
        with suppress(OSError, EOFError):  # it is about to die, which its sentinel will tell
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
        """Give back what the parent holds of a worker that has ended. If only the fork server has, the worker sees its parent gone."""
        self.process.close()
        for end in (self.parent_conn, self.child_conn):
            end.close()

    def end(self) -> None:
        """Tell it to stop, however often."""
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
        """Serve until told to stop; the exit status."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        # One by one and into the list at once: a signal in between must reach those that run.
        for _ in range(self._config.workers):
            if not self._stopping and (worker := self._start()):
                self._workers.append(worker)
        while not self._stopping:
            connection.wait([worker.process.sentinel for worker in self._workers], _LOOK_SECONDS)
            self._replace_the_dead()
        self._wait_for_the_end()
        return self._status

    def _start(self, *, replaces: bool = False) -> _Worker | None:
        """A new worker; None once the server stops, also because none can be forked."""
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
                f"{len(self._deaths)} workers ended within {seconds} s: the server stops. The log says what each ended of.",
                file=sys.stderr,
            )
            self._give_up()

    def _wait_for_the_end(self) -> None:
        self._listener.close()
        # Once more: one that was being started when the signal came has not heard it.
        for worker in self._workers:
            worker.end()
        until = clock.monotonic() + self._drain_seconds + graceful.FINISH_SECONDS + _CLOSING_SECONDS
        for worker in self._workers:
            worker.process.join(max(until - clock.monotonic(), 0))
            if worker.process.is_alive():
                _log.error("worker did not end", pid=worker.pid)
                self._status = 1
                worker.process.kill()
