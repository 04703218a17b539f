"""I. Logins: whether response times reveal who has an account, and what many logins cost other users."""

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import asyncpg

from bench.environment import Stage
from bench.load_generator import HOST, Target, Window, measure
from bench.report import ratio
from bench.seeding import Seeded
from bench.server import Worker
from bench.traffic import ORIGIN, get
from soulter.accounts.passwords import PasswordChecker
from soulter.core import ids

_PEOPLE = 200
_FLOOD = 100
_LIGHT = "/api/units?size=5"

_ADD = """
INSERT INTO users (id, email, name, password_hash, role, active, session_epoch, created_at, updated_at)
SELECT gen_random_uuid(), 'known' || i || '-' || $2 || '@example.com', 'Known', $1, 'CUSTOMER', true, 1,
  now(), now()
FROM generate_series(1, $3::int) i
"""


async def logins(stage: Stage, seeded: Seeded) -> None:
    """Run behind a proxy, so that no network limit ends the measurement; each account keeps its own limit."""
    run = ids.new_id().hex[:8]
    await _add_people(seeded, run)
    async with stage.worker("soulter", seeded, CLIENT_ADDRESS="none") as worker:
        known = Target("login, known address", worker, _wrong("known", run), 401)
        unknown = Target("login, unknown address", worker, _wrong("unknown", run), 401)
        found = await stage.alternate([known, unknown], alone=True)
        stage.report.add(
            "i. wrong password: unknown / known address, latency alone",
            ratio(found, unknown.name, known.name, "p50"),
            at_least=0.9,
        )
        stage.report.add(
            "i. the same, turned round", ratio(found, known.name, unknown.name, "p50"), at_least=0.9
        )

        await _flood(stage, worker, run)


async def _flood(stage: Stage, worker: Worker, run: str) -> None:
    """A hundred people log in at once, repeatedly; a client that is told to wait waits."""
    before, window = worker.megabytes(), Window(stage.effort.seconds, stage.effort.warm_up, 2)
    over, make, answers = asyncio.Event(), _wrong("flood", run), Counter[int]()
    visitors = [asyncio.create_task(_visit(worker.port, make, over, answers)) for _ in range(_FLOOD)]
    try:
        beside = await measure(
            Target("units, beside the flood", worker, get(_LIGHT)), window, stage.postgres.cpu_seconds
        )
        grown = worker.megabytes() - before
    finally:
        over.set()
        await asyncio.gather(*visitors)
    quiet = await measure(Target("units, quiet", worker, get(_LIGHT)), window, stage.postgres.cpu_seconds)
    stage.report.keep({"units, quiet": [quiet], "units, beside the flood": [beside]})
    stage.report.add(
        f"i. {_FLOOD} logins at once: answered, or told to wait",
        answers[401] + answers[503],
        at_least=1,
        required=True,
    )
    stage.report.add(
        f"i. {_FLOOD} logins at once: answered otherwise",
        sum(answers.values()) - answers[401] - answers[503],
        below=1,
        required=True,
    )
    stage.report.add(f"i. {_FLOOD} logins at once: memory of the worker grows by", grown, " MB", below=200)
    stage.report.add(f"i. {_FLOOD} logins at once: p99 of another route", beside.p99, " ms", below=300)


async def _visit(port: int, make: Callable[[], bytes], over: asyncio.Event, answers: Counter[int]) -> None:
    """Log in until the time is over; after a 503 wait as long as it says."""
    while not over.is_set():
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(make())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        writer.close()
        answers[int(head[9:12])] += 1
        pause = float(head.partition(b"retry-after: ")[2].partition(b"\r")[0] or 0)
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), pause or 0.001)


async def _add_people(seeded: Seeded, run: str) -> None:
    checker = PasswordChecker()
    hashed = await checker.hash("the password of everybody here")
    checker.close()
    connection = await asyncpg.connect(seeded.url)
    try:
        await connection.execute(_ADD, hashed, run, _PEOPLE)
    finally:
        await connection.close()


def _wrong(kind: str, run: str) -> Callable[[], bytes]:
    """Send a wrong password for one address after the other."""
    numbers = itertools.cycle(range(1, _PEOPLE + 1))

    def make() -> bytes:
        body = json.dumps(
            {"email": f"{kind}{next(numbers)}-{run}@example.com", "password": "a wrong password of the bench"}
        )
        head = (
            f"POST /api/auth/login HTTP/1.1\r\nHost: api.soulter-bench.net\r\nOrigin: "
            f"{ORIGIN}\r\nContent-Type: application/json\r\n"
        )
        return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()

    return make
