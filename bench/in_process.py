"""The application behind its protocol without a network: bytes in, bytes out, in one process, to weigh what parts of it cost.

Sockets and a second process are left out. They cost the same with and without a part, and what the system
charges for them is most of the noise; a share of less work is the larger share.
"""

import asyncio
import contextlib
import logging
import os
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from bench.load import NextRequest
from soulter.app import create_app
from soulter.core.config.settings import Settings
from soulter.core.telemetry import logs
from soulter.server.protocol import GuardedHttp

_BATCH = 5


class _Wire(asyncio.Transport):
    """A connection without a network: the answer is there with the second write, that of the body."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.answered = asyncio.get_running_loop().create_future()

    def write(self, data: Any) -> None:
        self.written.append(bytes(data))
        if len(self.written) == 2:
            self.answered.set_result(None)

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return ("127.0.0.1", 5001) if name in ("peername", "sockname") else default

    def is_closing(self) -> bool:
        return False

    def close(self) -> None:
        raise RuntimeError("The server closed the connection.")

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


class Server:
    """One variant of the application behind its protocol, on one keep-alive connection."""

    def __init__(self, settings: Settings, without: tuple[type, ...]) -> None:
        self.app = create_app(settings)
        self.app.user_middleware = [middleware for middleware in self.app.user_middleware if middleware.cls not in without]
        config = uvicorn.Config(self.app, ws="none", log_config=None, access_log=False, server_header=False, proxy_headers=False)
        config.load()
        speaks = HttpToolsProtocol if GuardedHttp in without else GuardedHttp
        self.wire = _Wire()
        self.protocol = speaks(config, ServerState(), {})
        self.protocol.connection_made(self.wire)

    async def cpu_ms(self, request: NextRequest, status: int) -> float:
        """What a request of one batch costs."""
        began = time.thread_time()
        for _ in range(_BATCH):
            self.wire.answered = asyncio.get_running_loop().create_future()
            self.wire.written = []
            self.protocol.data_received(request())
            await self.wire.answered
        spent = time.thread_time() - began
        if not self.wire.written[0].startswith(b"HTTP/1.1 %d " % status):
            raise RuntimeError(f"not the expected answer: {b''.join(self.wire.written)[:600]!r}")
        return spent / _BATCH * 1000


@contextmanager
def on_the_workers_core(core: list[int]) -> Iterator[None]:
    before = os.sched_getaffinity(0) if core else set()
    if core:
        os.sched_setaffinity(0, core)
    try:
        yield
    finally:
        if core:
            os.sched_setaffinity(0, before)


@asynccontextmanager
async def running(found: dict[str, Server]) -> AsyncIterator[dict[str, Server]]:
    """The variants with what they do beside requests, their log lines written to nowhere."""
    async with AsyncExitStack() as stack:
        nowhere = stack.enter_context(Path(os.devnull).open("w", encoding="utf-8"))  # noqa: ASYNC230, SIM115 -- opened once, closed by the stack
        stack.callback(logging.getLogger().handlers.clear)
        stack.callback(setattr, sys, "excepthook", sys.excepthook)
        with contextlib.redirect_stderr(nowhere):
            logs.configure("info", "json")
        for server in found.values():
            await stack.enter_async_context(server.app.router.lifespan_context(server.app))
        yield found


async def rounds_of(servers: dict[str, Server], request: NextRequest, status: int, rounds: int) -> list[dict[str, float]]:
    """Milliseconds of CPU per round: all servers forwards and backwards, so that a drift of the machine meets them alike."""
    found = []
    for _ in range(rounds + 1):
        spent = dict.fromkeys(servers, 0.0)
        for name in [*servers, *reversed(servers)]:
            spent[name] += await servers[name].cpu_ms(request, status) / 2
        found.append(spent)
    return found[1:]  # the first one warms up
