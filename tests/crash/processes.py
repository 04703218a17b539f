"""The processes of a crash run. They are restarted when they end, and their output explains failures."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil

from tests.reliability import processes
from tests.reliability.processes import Serving

ROOT = Path(__file__).parents[2]
LINES = 15
"""How many of its last lines are shown for a process."""

_LOOK_SECONDS = 0.1


class Site:
    """Processes by name. `history` lists the actions and exits, with seconds since the start."""

    def __init__(self) -> None:
        self.history: list[str] = []
        self._began = time.monotonic()
        self._makers: dict[str, Callable[[], Serving]] = {}
        self._running: dict[str, Serving] = {}
        self._logs: list[Path] = []

    def note(self, what: str) -> None:
        """Record an event."""
        self.history.append(f"{time.monotonic() - self._began:6.1f} s  {what}")
        print(self.history[-1], flush=True)

    def keep(self, name: str, make: Callable[[], Serving]) -> Serving:
        """Start a process, now and whenever it has ended."""
        self._makers[name] = make
        return self._start(name)

    def __getitem__(self, name: str) -> Serving:
        return self._running[name]

    def _start(self, name: str) -> Serving:
        made = self._running[name] = self._makers[name]()
        self._logs.append(made.log)
        self.note(f"{name} started as {made.process.pid}")
        return made

    def replace(self, name: str) -> Serving:
        """Kill a process with all its children, and start it again."""
        self._running[name].kill()
        return self._start(name)

    async def end(self, name: str) -> int:
        """Tell a process to stop, for good; its exit status."""
        del self._makers[name]
        self._running[name].signal(signal.SIGTERM)
        status = await self._running[name].ended()
        self.note(f"{name} was told to stop and ended with status {status}")
        return status

    async def watch(self) -> None:
        """Restart every process that ended by itself, also a server whose workers died too often."""
        while True:
            for name in list(self._makers):
                status = self._running[name].process.poll()
                if status is not None:
                    self.note(f"{name} ended with status {status}")
                    self._start(name)
            await asyncio.sleep(_LOOK_SECONDS)

    def told(self) -> str:
        """The history, and the last lines of every process."""
        parts = ["What happened:", *self.history]
        for log in self._logs:
            said = log.read_text(errors="replace").splitlines()
            parts += [f"The last of {len(said)} lines of {log.name}:", *said[-LINES:]]
        return "\n".join(parts)

    def close(self) -> None:
        """Kill the remaining processes."""
        for serving in self._running.values():
            serving.kill()


@asynccontextmanager
async def staged() -> AsyncIterator[Site]:
    """Run the processes during the block. A failure is reported with the output of `told`."""
    site = Site()
    watching = asyncio.create_task(site.watch())
    try:
        yield site
    except BaseException as error:
        error.add_note(site.told())
        if isinstance(error, BaseExceptionGroup):
            print(site.told(), flush=True)  # of a group, pytest shows no notes
        raise
    finally:
        watching.cancel()
        site.close()


def program(folder: Path, url: str, name: str, port: int, **more: str) -> Callable[[], Serving]:
    """Starts an application of `tests.crash.broken_apps` as `soulter serve` starts ours."""

    def make() -> Serving:
        log = folder / f"{name}-{port}-{time.monotonic_ns()}.log"
        environment = processes.variables(
            url, PORT=str(port), PYTHONPATH=str(ROOT), LOG_LEVEL="warning", **more
        )
        command = [sys.executable, "-m", "tests.crash.broken_apps", name]
        with log.open("wb") as output:
            made = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        return Serving(made, port, log)

    return make


def soulter(folder: Path, url: str, *arguments: str, port: int = 0, **more: str) -> Callable[[], Serving]:
    """Starts `soulter` with these arguments, `serve` without any; always at the same port."""
    port = port or processes.free_port()
    return lambda: processes.warm_start(
        folder, url, *arguments, port=port, **{"LOG_LEVEL": "warning", **more}
    )


def kill_one_worker(serving: Serving) -> None:
    """One of a server's worker processes, where it has any left."""
    with suppress(psutil.NoSuchProcess):  # the server has just ended, or the worker has
        for child in serving.children()[:1]:
            child.kill()
