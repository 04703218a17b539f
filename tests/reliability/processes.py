"""`soulter serve` in separate processes, used through a socket as platforms and proxies do."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests import forked_processes

HOST = "127.0.0.1"
SOULTER = Path(sys.executable).parent / "soulter"
SECRET = "x" * 48
START_SECONDS = 120.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def variables(url: str, **more: str) -> dict[str, str]:
    """An environment with only the given variables."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "HOME", "LANG", "TMPDIR", "XDG_RUNTIME_DIR")
    }
    settings = {
        "ENVIRONMENT": "test",
        "DATABASE_URL": url,
        "JWT_SECRET": SECRET,
        "LOG_LEVEL": "error",
        "DRAIN_SECONDS": "0",
    }
    return {**kept, **settings, "PYTHONUTF8": "1", **more}


@dataclass
class Answer:
    """An answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Line:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def send(self, text: str | bytes) -> None:
        self.writer.write(text.encode() if isinstance(text, str) else text)

    async def ask(self, path: str) -> Answer:
        self.send(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n")
        return await self.answer()

    async def answer(self) -> Answer:
        """The next answer. Raises IncompleteReadError when the connection breaks."""
        head = (
            (await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 30)).decode("latin-1").split("\r\n")
        )
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        return Answer(
            int(head[0].split()[1]),
            headers,
            await self.reader.readexactly(int(headers.get("content-length", 0))),
        )

    async def closed(self, seconds: float) -> bool:
        """Whether the other side closes the connection within this time without sending another byte."""
        try:
            return await asyncio.wait_for(self.reader.read(1), seconds) == b""
        except (TimeoutError, ConnectionError):
            return False


@asynccontextmanager
async def line(port: int) -> AsyncIterator[Line]:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        yield Line(reader, writer)
    finally:
        writer.close()


async def ask(port: int, path: str) -> Answer:
    """Send one request on a new connection."""
    async with line(port) as made:
        return await made.ask(path)


async def becomes(found: Callable[[], Awaitable[bool]], seconds: float) -> bool:
    """Whether a condition becomes true in time. A process that cannot be asked does not fulfil it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with suppress(OSError, asyncio.IncompleteReadError, TimeoutError, psutil.Error):
            if await found():
                return True
        await asyncio.sleep(0.02)
    return False


@dataclass
class Serving:
    """A started `soulter serve`."""

    process: subprocess.Popen[bytes] | forked_processes.Process
    port: int
    log: Path
    began: float = field(default_factory=time.monotonic)

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    async def ended(self, seconds: float = 40) -> int:
        """Its exit status."""
        return await asyncio.to_thread(self.process.wait, seconds)

    def children(self) -> list[psutil.Process]:
        """The worker processes, oldest first."""
        found = [
            worker for child in psutil.Process(self.process.pid).children() for worker in child.children()
        ]
        return [worker for worker in found if worker.status() != psutil.STATUS_ZOMBIE]

    def fork_server(self) -> psutil.Process:
        """The process that has imported the application and forks the workers."""
        found = psutil.Process(self.process.pid).children()
        [made] = [
            child
            for child in found
            if "multiprocessing.forkserver" in " ".join(child.cmdline())
            and child.status() != psutil.STATUS_ZOMBIE
        ]
        return made

    async def ready(self) -> "Serving":
        """Wait until the instance is ready."""
        assert await becomes(lambda: says(self.port, "/readyz", 200), START_SECONDS), self.log.read_text()
        return self

    def kill(self) -> None:
        """Kill the remaining processes."""
        with suppress(psutil.NoSuchProcess):
            for process in [
                *psutil.Process(self.process.pid).children(recursive=True),
                psutil.Process(self.process.pid),
            ]:
                with suppress(psutil.NoSuchProcess):
                    process.kill()
        self.process.wait()


async def says(port: int, path: str, status: int) -> bool:
    return (await ask(port, path)).status == status


def start(folder: Path, url: str, *arguments: str, port: int = 0, **more: str) -> Serving:
    """Start `soulter` with these arguments, `serve` without any."""
    port = port or free_port()
    log = folder / f"{'-'.join(arguments) or 'serve'}-{port}-{time.monotonic_ns()}.log"
    environment = variables(url, PORT=str(port), **more)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [SOULTER, *(arguments or ("serve",))],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    return Serving(process, port, log)


def warm_start(folder: Path, url: str, *arguments: str, port: int = 0, **more: str) -> Serving:
    """The same, forked from a process that has imported everything."""
    port = port or free_port()
    log = folder / f"{'-'.join(arguments) or 'serve'}-{port}-{time.monotonic_ns()}.log"
    environment = variables(url, PORT=str(port), **more)
    return Serving(forked_processes.start(arguments or ("serve",), folder, environment, log), port, log)


@contextmanager
def serving(folder: Path, url: str, *arguments: str, port: int = 0, **more: str) -> Iterator[Serving]:
    """Run a server during the block; its remaining processes are killed."""
    made = warm_start(folder, url, *arguments, port=port, **more)
    try:
        yield made
    finally:
        made.kill()
