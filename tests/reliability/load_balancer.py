"""A load balancer: it sends requests to ready instances and keeps its connections to them."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from tests.reliability.processes import HOST, Answer, Line, says

_LOOK_SECONDS = 0.25


@dataclass
class Router:
    """Speaks HTTP for the clients of a test; `instances` are ports."""

    instances: list[int] = field(default_factory=list)
    ready: set[int] = field(default_factory=set)
    _kept: dict[int, list[Line]] = field(default_factory=dict)
    _turn: int = 0

    async def look(self) -> None:
        """Ask every instance repeatedly whether it is ready."""
        while True:
            for port in list(self.instances):
                try:
                    good = await asyncio.wait_for(says(port, "/readyz", 200), 5)
                except (OSError, asyncio.IncompleteReadError, TimeoutError):
                    good = False
                (self.ready.add if good else self.ready.discard)(port)
            await asyncio.sleep(_LOOK_SECONDS)

    async def carry(self, request: bytes) -> Answer:
        """Send a request to the next ready instance, over a kept connection if there is one. No retries."""
        chosen = sorted(self.ready)
        self._turn += 1
        port = chosen[self._turn % len(chosen)]
        kept = self._kept.setdefault(port, [])
        while kept:
            line = kept.pop()
            # Load balancers check before writing whether the instance has closed the connection.
            if not line.reader.at_eof():
                break
            line.writer.close()
        else:
            line = Line(*await asyncio.open_connection(HOST, port))
        try:
            line.send(request)
            answer = await line.answer()
        except BaseException:
            line.writer.close()
            raise
        if answer.headers.get("connection") == "close":
            line.writer.close()
        else:
            kept.append(line)
        return answer

    def close(self) -> None:
        """Close all connections."""
        for kept in self._kept.values():
            for line in kept:
                line.writer.close()


@dataclass
class Load:
    """Clients that send requests without pauses and count the answers."""

    carry: Callable[[bytes], Awaitable[Answer]]
    requests: Callable[[], bytes]
    good: int = 0
    failures: list[str] = field(default_factory=list)
    over: bool = False

    async def client(self) -> None:
        """Send one request after the other until the run is over."""
        while not self.over:
            began = time.monotonic()
            try:
                answer = await self.carry(self.requests())
            except (OSError, asyncio.IncompleteReadError, TimeoutError, ZeroDivisionError) as error:
                self.failures.append(f"{type(error).__name__} after {time.monotonic() - began:.2f} s")
                await asyncio.sleep(0.05)
                continue
            if 200 <= answer.status < 300:
                self.good += 1
            else:
                self.failures.append(f"{answer.status}: {answer.body[:200].decode()}")
            await asyncio.sleep(0.005)

    async def end(self, clients: list[asyncio.Task[None]]) -> None:
        """Let every client finish its last request."""
        self.over = True
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*clients)
