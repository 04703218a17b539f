"""Rolling restarts under load: the new instance is ready before the old one is told to stop."""

import asyncio
import itertools
import json
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from tests.reliability.load_balancer import Load, Router
from tests.reliability.processes import Serving, becomes, start

CLIENTS = 8
DRAIN_SECONDS = 1.5
ORIGIN = "http://localhost:3000"


@dataclass(frozen=True)
class Outcome:
    """The result of a series of restarts."""

    good: int
    failures: list[str]
    statuses: list[int]


def asking(cookie: str, units: list[UUID], first: date) -> Callable[[], bytes]:
    """Alternate reads and bookings; each booking takes another night."""
    numbers = itertools.count()
    head = f"Host: localhost\r\nCookie: auth_token={cookie}\r\n\r\n"
    get = f"GET /api/bookings?size=5 HTTP/1.1\r\n{head}".encode()

    def request() -> bytes:
        number = next(numbers)
        if number % 2:
            return get
        night, unit = divmod(number // 2, len(units))
        begin = first + timedelta(days=night)
        stay = {
            "unitIds": [str(units[unit])],
            "checkIn": str(begin),
            "checkOut": str(begin + timedelta(days=1)),
            "adults": 1,
        }
        body = json.dumps(stay | {"guest": {"name": "Ayesha Siddiqui", "email": "ayesha@example.com"}})
        return (
            f"POST /api/bookings HTTP/1.1\r\nHost: localhost\r\nOrigin: {ORIGIN}\r\nCookie: "
            f"auth_token={cookie}\r\n"
            f"Idempotency-Key: rolling-{number}\r\nContent-Type: application/json\r\nContent-Length: "
            f"{len(body)}\r\n\r\n{body}"
        ).encode()

    return request


async def restart(
    folder: Path,
    url: str,
    requests: Callable[[], bytes],
    times: int,
    drain: float = DRAIN_SECONDS,
    **more: str,
) -> Outcome:
    """Replace the instance this many times and count what its clients saw."""
    router, statuses = Router(), []
    looking = asyncio.create_task(router.look())
    running: list[Serving] = []

    async def another() -> Serving:
        made = start(folder, url, port=0, DRAIN_SECONDS=str(drain), **more)
        running.append(made)
        await made.ready()
        router.instances.append(made.port)
        assert await becomes(lambda: _is_in(router, made.port), 30)
        return made

    try:
        old = await another()
        load = Load(router.carry, requests)
        clients = [asyncio.create_task(load.client()) for _ in range(CLIENTS)]
        for _ in range(times):
            new = await another()
            old.signal(signal.SIGTERM)
            statuses.append(await old.ended(60))
            router.instances.remove(old.port)
            router.ready.discard(old.port)
            old = new
        await load.end(clients)
    finally:
        looking.cancel()
        router.close()
        for server in running:
            server.kill()
    return Outcome(load.good, load.failures, statuses)


async def _is_in(router: Router, port: int) -> bool:
    return port in router.ready
