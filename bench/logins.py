"""I. Logins: whether time tells who has an account, and what a flood of them costs everybody else."""

import asyncio
import itertools
import json
from collections.abc import Callable

import asyncpg

from bench.load import Target, Window, measure
from bench.report import ratio
from bench.seeding import Seeded
from bench.stage import Stage
from bench.traffic import ORIGIN, get
from soulter.accounts.passwords import PasswordChecker
from soulter.core import ids

_PEOPLE = 200
_FLOOD = 100
_LIGHT = "/api/units?size=5"

_ADD = """
INSERT INTO users (id, email, name, password_hash, role, active, session_epoch, created_at, updated_at)
SELECT gen_random_uuid(), 'known' || i || '-' || $2 || '@example.com', 'Known', $1, 'CUSTOMER', true, 1, now(), now()
FROM generate_series(1, $3::int) i
"""


async def logins(stage: Stage, seeded: Seeded) -> None:
    """Behind a rewrite, so that the limit of one network does not end the measurement; each account has its own."""
    run = ids.new_id().hex[:8]
    await _add_people(seeded, run)
    async with stage.worker("soulter", seeded, CLIENT_ADDRESS="none") as worker:
        known = Target("login, known address", worker, _wrong("known", run), 401)
        unknown = Target("login, unknown address", worker, _wrong("unknown", run), 401)
        found = await stage.alternate([known, unknown], alone=True)
        stage.report.add("i. wrong password: unknown / known address, latency alone", ratio(found, unknown.name, known.name, "p50"), at_least=0.9)
        stage.report.add("i. the same, turned round", ratio(found, known.name, unknown.name, "p50"), at_least=0.9)

        light = Target("units, quiet", worker, get(_LIGHT))
        before = worker.megabytes()
        flood = Target(f"{_FLOOD} logins at once", worker, _wrong("flood", run), 401)
        seconds = stage.effort.seconds
        beside = Target("units, beside the flood", worker, get(_LIGHT))
        _, shared = await asyncio.gather(
            measure(flood, Window(seconds, stage.effort.warm_up, _FLOOD), stage.postgres.cpu_seconds),
            measure(beside, Window(seconds, stage.effort.warm_up, 2), stage.postgres.cpu_seconds),
        )
        grown = worker.megabytes() - before
        quiet = await measure(light, Window(seconds, stage.effort.warm_up, 2), stage.postgres.cpu_seconds)
        # What the queue does not take is answered 503 and not kept: it is the point of the queue.
        stage.report.keep({light.name: [quiet], beside.name: [shared]})
        stage.report.add(f"i. {_FLOOD} logins at once: memory of the worker grows by", grown, " MB", below=200)
        stage.report.add(f"i. {_FLOOD} logins at once: p99 of another route", shared.p99, " ms", below=300)


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
    """A wrong password each time, for one address after the other."""
    numbers = itertools.cycle(range(1, _PEOPLE + 1))

    def make() -> bytes:
        body = json.dumps({"email": f"{kind}{next(numbers)}-{run}@example.com", "password": "a wrong password of the bench"})
        head = f"POST /api/auth/login HTTP/1.1\r\nHost: api.soulter-bench.net\r\nOrigin: {ORIGIN}\r\nContent-Type: application/json\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()

    return make
