"""A server with short timeouts, and client connections that send raw bytes."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn

from soulter.app import close, create_app
from soulter.core.http.deadlines import Timeouts
from soulter.server.protocol import GuardedHttp
from tests.api.responses import SECURITY
from tests.world import FRONTEND, World

SHORT = Timeouts(head=0.5, body=0.5, bytes_per_second=30_000, handler=5)

LONG_ENOUGH = 8.0

GET = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"

POST = (
    f"POST /api/bookings HTTP/1.1\r\nHost: x\r\nOrigin: {FRONTEND}\r\n"
    "Content-Type: application/json\r\nIdempotency-Key: slow-1\r\n"
).encode()


class Hasty(GuardedHttp):
    timeouts = SHORT


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        return str(json.loads(self.body)["code"])


@dataclass
class Line:
    """A client's end of a connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    answers: list[Answer] = field(default_factory=list)

    async def answer(self) -> Answer:
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), LONG_ENOUGH)
        first, *lines = head.decode("latin-1").split("\r\n")[:-2]
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        return Answer(
            int(first.split()[1]),
            headers,
            await self.reader.readexactly(int(headers.get("content-length", "0"))),
        )

    async def ended(self) -> bytes:
        """Read until the server closes the connection; fails when it stays open."""
        return await asyncio.wait_for(self.reader.read(), LONG_ENOUGH)

    async def drip(self, data: bytes, pause: float = 0.05, seconds: float = 0.3) -> None:
        """Send one byte at a time for a while.

        A byte that meets a closed connection would destroy the answer that is still in transit.
        """
        clock = asyncio.get_running_loop()
        end = clock.time() + seconds
        for i in range(len(data)):
            if clock.time() > end or self.reader.at_eof():
                return
            self.writer.write(data[i : i + 1])
            await asyncio.sleep(pause)


@dataclass
class Served:
    port: int
    connections: set[Any]
    app: Any

    @asynccontextmanager
    async def line(self, first: bytes = b"") -> AsyncIterator[Line]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(first)
        try:
            yield Line(reader, writer)
        finally:
            writer.close()

    async def ask(self, request: bytes = GET) -> Answer:
        async with self.line(request) as line:
            return await line.answer()


@asynccontextmanager
async def serving(here: World, protocol: type[GuardedHttp]) -> AsyncIterator[Served]:
    """The application behind a real server."""
    app = create_app(here.stack.settings, here.clock, protocol.timeouts)
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(
        app, http=protocol, ws="none", lifespan="off", log_config=None, access_log=False, server_header=False
    )
    running = uvicorn.Server(config)
    task = asyncio.create_task(running.serve(sockets=[listener]))
    try:
        yield Served(listener.getsockname()[1], running.server_state.connections, app)
    finally:
        running.should_exit = True
        await task
        await close(app)


def check_refusal(answer: Answer, status: int, code: str) -> None:
    """Assert that a refusal by the server has the same form as one by the application."""
    assert (answer.status, answer.code) == (status, code)
    assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY
    assert answer.headers["content-type"] == "application/problem+json"
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["x-request-id"])
    assert json.loads(answer.body)["requestId"] == answer.headers["x-request-id"]
    assert answer.headers.get("connection") == "close"
    assert "server" not in answer.headers


async def until(true: Callable[[], bool], seconds: float = LONG_ENOUGH) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 -- what the server keeps has no event to wait for
            await asyncio.sleep(0.02)


async def first_answer(served: Served, request: bytes) -> Answer:
    async with asyncio.timeout(30):
        while True:
            try:
                return await served.ask(request)
            except OSError:
                await asyncio.sleep(0.1)
