"""A load generator that needs little CPU: each keep-alive connection sends a request after each answer."""

import asyncio
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, cast

HOST = "127.0.0.1"
_PATIENCE = 15.0
_LEAST = 2

NextRequest = Callable[[], bytes]


class Server(Protocol):
    """What is measured."""

    port: int

    def cpu_seconds(self) -> float:
        """User and system CPU time so far."""
        ...


@dataclass(frozen=True)
class Sample:
    """One measurement. Times are in milliseconds; `database_ms` is the database's CPU time per request."""

    requests_per_second: float
    requests_per_cpu_second: float
    cpu_ms: float
    p50: float
    p99: float
    errors: int
    database_ms: float | None
    first_error: str = ""


class _Tally:
    def __init__(self, request: NextRequest, status: int) -> None:
        self.request = request
        self.status = str(status).encode()
        self.over = False
        self.restart()

    def restart(self) -> None:
        self.seconds: list[float] = []
        self.errors = 0
        self.first_error = ""

    def refuse(self, what: str) -> None:
        self.errors += 1
        self.first_error = self.first_error or what


class _Connection(asyncio.Protocol):
    """HTTP/1.1 as far as our own servers use it: every answer declares its length."""

    def __init__(self, tally: _Tally) -> None:
        self.tally = tally
        self.gone = asyncio.get_running_loop().create_future()
        self.buffer = b""
        self.expected = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.send()

    def send(self) -> None:
        if self.tally.over:
            self.transport.close()
            return
        request = self.tally.request()
        self.started = time.perf_counter()
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        self.buffer = self.buffer + data if self.buffer else data
        if not self.expected:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self.buffer[:end].lower()
            self.expected = (
                end + 4 + int(head[head.index(b"\r\ncontent-length:") + 17 :].split(b"\r\n", 1)[0])
            )
        if len(self.buffer) < self.expected:
            return
        if self.buffer[9:12] == self.tally.status:
            self.tally.seconds.append(time.perf_counter() - self.started)
        else:
            self.tally.refuse(self.buffer[:4000].decode(errors="replace"))
        self.buffer = b""
        self.expected = 0
        self.send()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.tally.over:
            self.tally.refuse(f"connection lost: {error}")
        if not self.gone.done():
            self.gone.set_result(None)


@dataclass(frozen=True)
class Target:
    """A server, and the request that is sent to it."""

    name: str
    server: Server
    request: NextRequest
    status: int = 200


@dataclass(frozen=True)
class Window:
    """The duration and the concurrency of a measurement."""

    seconds: float
    warm_up: float
    connections: int = 16


async def measure(target: Target, window: Window, database_cpu: Callable[[], float | None]) -> Sample:
    """Load a server for the given time, and until it has answered at all. The warm-up does not count."""
    tally = _Tally(target.request, target.status)
    loop = asyncio.get_running_loop()
    connections = [
        (await loop.create_connection(lambda: _Connection(tally), HOST, target.server.port))[1]
        for _ in range(window.connections)
    ]
    try:
        await asyncio.sleep(window.warm_up)
        tally.restart()
        began, cpu, database = time.perf_counter(), target.server.cpu_seconds(), database_cpu()
        await asyncio.sleep(window.seconds)
        # A busy machine may need longer for the first answers; no event announces them.
        while len(tally.seconds) < _LEAST and time.perf_counter() - began < _PATIENCE:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        seconds, cpu_after, database_after = (
            time.perf_counter() - began,
            target.server.cpu_seconds(),
            database_cpu(),
        )
        found, errors, first_error = tally.seconds, tally.errors, tally.first_error
        tally.seconds = []
    finally:
        tally.over = True
        await asyncio.wait([connection.gone for connection in connections], timeout=_PATIENCE)
    if len(found) < _LEAST:
        raise RuntimeError(
            f"{target.name} gave {len(found)} good answers in {seconds:.1f} s: "
            f"{first_error or 'no answer at all'}"
        )
    found = sorted(found)
    return Sample(
        requests_per_second=len(found) / seconds,
        requests_per_cpu_second=len(found) / max(cpu_after - cpu, 0.01),
        cpu_ms=(cpu_after - cpu) / len(found) * 1000,
        p50=statistics.median(found) * 1000,
        p99=found[int(len(found) * 0.99)] * 1000,
        errors=errors,
        database_ms=None
        if database is None or database_after is None
        else max(database_after - database, 0) / len(found) * 1000,
        first_error=first_error,
    )
