"""The application behind its protocol without a network, to measure the cost of single parts.

Sockets and a second process are left out. Their cost does not depend on the measured part, and it is most of
the noise.
"""

import asyncio
import contextlib
import logging
import os
import statistics
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import (
    AbstractContextManager,
    AsyncExitStack,
    asynccontextmanager,
    contextmanager,
    nullcontext,
)
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from bench.load_generator import NextRequest
from soulter.app import create_app
from soulter.core.config.settings import Settings
from soulter.core.telemetry import logs
from soulter.server.protocol import GuardedHttp

_BATCH = 5
_PARTS = 5
_FOREVER = 86_400
"""Seconds that a connection may stay idle while the other variants run."""


class _Wire(asyncio.Transport):
    """A connection without a network. The second write, that of the body, completes the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.answered = asyncio.get_running_loop().create_future()

    def write(self, data: Any) -> None:
        self.written.append(bytes(data))
        if len(self.written) == 2 and not self.answered.done():
            self.answered.set_result(None)

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return ("127.0.0.1", 5001) if name in ("peername", "sockname") else default

    def is_closing(self) -> bool:
        return False

    def get_write_buffer_size(self) -> int:
        return 0

    def close(self) -> None: ...

    def abort(self) -> None: ...

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


def soulter(settings: Settings, without: tuple[object, ...] = ()) -> FastAPI:
    """The application without some of its middleware."""
    app = create_app(settings)
    app.user_middleware = [middleware for middleware in app.user_middleware if middleware.cls not in without]
    return app


class Server:
    """An application behind its protocol on one keep-alive connection."""

    def __init__(self, app: FastAPI, protocol: type[HttpToolsProtocol] = GuardedHttp) -> None:
        self.app = app
        config = uvicorn.Config(
            app, ws="none", log_config=None, access_log=False, server_header=False, proxy_headers=False
        )
        config.timeout_keep_alive = _FOREVER
        config.load()
        self.wire = _Wire()
        self.protocol = protocol(config, ServerState(), {})
        self.protocol.connection_made(self.wire)

    async def answer(self, request: bytes) -> bytes:
        """Send one request and return all bytes of its answer."""
        self.wire.answered = asyncio.get_running_loop().create_future()
        self.wire.written = []
        self.protocol.data_received(request)
        await self.wire.answered
        return b"".join(self.wire.written)


@dataclass(frozen=True)
class Variant:
    """A request to a server, measured while `during` is in force."""

    server: Server
    request: NextRequest
    status: int = 200
    during: Callable[[], AbstractContextManager[object]] = nullcontext

    async def cpu_ms(self) -> float:
        """The cost of a request in one batch. Raises RuntimeError for an unexpected answer."""
        with self.during():
            requests = [self.request() for _ in range(_BATCH)]
            began = time.thread_time()
            answers = [await self.server.answer(request) for request in requests]
            spent = time.thread_time() - began
        for answer in answers:
            if not answer.startswith(b"HTTP/1.1 %d " % self.status):
                raise RuntimeError(f"not the expected answer: {answer[:600]!r}")
        return spent / _BATCH * 1000


Rounds = Sequence[Mapping[str, float]]
"""Milliseconds of CPU of each variant, for each round."""


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
async def running(*servers: Server) -> AsyncIterator[None]:
    """Run the servers with their background tasks; their log lines are discarded."""
    async with AsyncExitStack() as stack:
        # The stack closes this file.
        nowhere = stack.enter_context(Path(os.devnull).open("w", encoding="utf-8"))  # noqa: ASYNC230, SIM115
        stack.callback(logging.getLogger().handlers.clear)
        stack.callback(setattr, sys, "excepthook", sys.excepthook)
        with contextlib.redirect_stderr(nowhere):
            logs.configure("info", "json")
        for server in servers:
            await stack.enter_async_context(server.app.router.lifespan_context(server.app))
        yield


async def rounds_of(variants: Mapping[str, Variant], rounds: int) -> Rounds:
    """Run all variants forwards and backwards in each round, so that drift affects all of them alike."""
    found = []
    for _ in range(rounds + 1):
        spent = dict.fromkeys(variants, 0.0)
        for name in [*variants, *reversed([*variants])]:
            spent[name] += await variants[name].cpu_ms() / 2
        found.append(spent)
    return found[1:]  # the first one warms up


def cost(found: Rounds, name: str) -> float:
    """Milliseconds of CPU of one variant, the median of the rounds."""
    return statistics.median(spent[name] for spent in found)


def per_cpu(found: Rounds, name: str, baseline: str) -> float:
    """Requests that a variant answers per request of the baseline, for the same CPU time; the median."""
    return statistics.median(spent[baseline] / spent[name] for spent in found)


def spread(found: Rounds, name: str, baseline: str) -> float:
    """How far `per_cpu` of five parts of the measurement differ, in per cent.

    The next run may differ by as much.
    """
    size = max(len(found) // _PARTS, 1)
    parts = [
        per_cpu(found[i : i + size], name, baseline)
        for i in range(0, size * _PARTS, size)
        if found[i : i + size]
    ]
    return (max(parts) / min(parts) - 1) * 100
