"""Processes and the database are killed under writers; what was acknowledged stays. Rows 18 and 19 of the list of faults.

CRASH_SECONDS makes it longer, CRASH_SEED repeats a run.
"""

import asyncio
import os
import random
import secrets
import signal
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
import pytest

from soulter.app import close, create_app
from soulter.core.clock import FixedClock, SystemClock
from soulter.ops import migrate
from tests import postgres
from tests.conftest import fresh_database, settings_for
from tests.crash import checker
from tests.crash.writers import Record, Writer
from tests.staying.cable import Cable
from tests.staying.own_postgres import OwnPostgres
from tests.staying.processes import HOST, free_port, serving
from tests.world import FRONTEND, Stack, World

SECONDS = float(os.environ.get("CRASH_SECONDS", "12"))
WRITERS = 4
FIRST_GOOD = 30.0
"""Seconds after a kill until a request succeeds again; ten are promised on a machine that does nothing else."""


async def peopled(kind: str, url: str) -> tuple[World, str]:
    """A migrated database with the cast, and the login of somebody who may book and block."""
    found = settings_for(url)
    await migrate.upgrade(found, lambda _text: None)
    clock = FixedClock(SystemClock().now())
    world = World(Stack(kind, found, create_app(found, clock), clock, "no password"))
    await world.populate()
    cookie = await world.token("sana")
    await close(world.stack.app)
    return world, cookie


def browser(port: int, cookie: str) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(base_url=f"http://{HOST}:{port}", headers={"Origin": FRONTEND, "Cookie": f"auth_token={cookie}"}, timeout=20)


class Contest:
    """The writers at work, the kills, and what is found afterwards."""

    def __init__(self, folder: Path, world: World, cookie: str, port: int) -> None:
        self.seed = int(os.environ.get("CRASH_SEED") or secrets.randbelow(10**9))
        print(f"CRASH_SEED={self.seed}")
        self.chance = random.Random(self.seed)
        self.successes: list[float] = []
        self.kills: list[tuple[float, str]] = []
        self._clients = [browser(port, cookie) for _ in range(WRITERS)]
        self._writers = [
            Writer(i, client, world.units[:3], Record(folder / f"writer-{i}.jsonl"), random.Random(self.seed + i), self.successes)
            for i, client in enumerate(self._clients)
        ]

    async def run(self, kill: Callable[[], Awaitable[str]]) -> list[dict[str, Any]]:
        """Kill every two seconds or so; everything that the writers wrote down."""
        until = time.monotonic() + SECONDS
        async with asyncio.TaskGroup() as work:
            for writer in self._writers:
                work.create_task(writer.work(until))
            await asyncio.sleep(1.5)
            while time.monotonic() < until - 2:
                began = time.monotonic()
                what = await kill()
                self.kills.append((began, what))
                await asyncio.sleep(self.chance.uniform(1, 3))
        for client in self._clients:
            await client.aclose()
        return [line for writer in self._writers for line in writer.record.lines()]

    def longest_outage(self) -> float:
        """Seconds from a kill to the first success after it."""
        after = [min((moment - began for moment in self.successes if moment > began), default=SECONDS) for began, _ in self.kills]
        return max(after)


def enough(lines: list[dict[str, Any]], contest: Contest) -> None:
    """That something happened at all."""
    assert len(contest.kills) >= 2, contest.kills
    assert {line["what"] for line in lines if line.get("told") in (200, 201)} >= {"book"}
    assert len(contest.successes) > 10
    assert contest.longest_outage() < FIRST_GOOD, contest.kills


@pytest.fixture(scope="module")
async def own() -> AsyncIterator[OwnPostgres]:
    made = OwnPostgres()
    yield made
    made.close()


async def kill_backend(own: OwnPostgres, chance: random.Random) -> None:
    """One process of the server: the others then start anew from the log."""
    stranger = await own.connect("soulter_crash")
    found = await stranger.fetch("SELECT pid FROM pg_stat_activity WHERE datname = 'soulter_crash' AND pid <> pg_backend_pid()")
    if found:
        os.kill(chance.choice(found)["pid"], signal.SIGKILL)
    stranger.terminate()


async def test_what_was_acknowledged_outlives_every_kill(own: OwnPostgres, tmp_path: Path) -> None:
    world, cookie = await peopled("postgresql", url := await own.create("soulter_crash"))
    with serving(tmp_path, url, WEB_CONCURRENCY="2", DATABASE_POOL_SIZE="4") as server:
        await server.ready()
        contest = Contest(tmp_path, world, cookie, server.port)

        async def kill() -> str:
            what = contest.chance.choice(["worker", "server at once", "backend"] if contest.kills else ["worker"])
            if what == "worker":
                for child in server.children()[:1]:
                    child.kill()
            elif what == "server at once":
                await asyncio.to_thread(own.restart, "immediate")
            else:
                with suppress(OSError, asyncpg.PostgresError):  # it may be recovering from the kill before
                    await kill_backend(own, contest.chance)
            return what

        lines = await contest.run(kill)
        server.signal(signal.SIGTERM)
        assert await server.ended() == 0
    enough(lines, contest)
    stranger = await own.connect("soulter_crash")
    try:
        assert await checker.check(checker.postgres(stranger), lines) == []
        await sees_damage(stranger.execute, checker.postgres(stranger), lines)
    finally:
        await stranger.close()


async def test_on_sqlite_too(tmp_path: Path) -> None:
    world, cookie = await peopled("sqlite", url := f"sqlite:///{tmp_path}/soulter.db")
    port = free_port()
    running = [serving(tmp_path, url, port=port)]
    server = running[-1].__enter__()
    try:
        await server.ready()
        contest = Contest(tmp_path, world, cookie, port)

        async def kill() -> str:
            running[-1].__exit__(None, None, None)
            running.append(serving(tmp_path, url, port=port))
            await running[-1].__enter__().ready()
            return "the only process"

        lines = await contest.run(kill)
    finally:
        running[-1].__exit__(None, None, None)
    enough(lines, contest)
    stranger = sqlite3.connect(tmp_path / "soulter.db", isolation_level=None, check_same_thread=False)
    try:
        assert await checker.check(checker.sqlite(stranger), lines) == []

        async def run(sql: str) -> None:
            stranger.execute(sql)

        await sees_damage(run, checker.sqlite(stranger), lines)
    finally:
        stranger.close()


DAMAGE = {
    "nights in the ledger": "DELETE FROM nights WHERE booking_id IS NOT NULL",
    "is not what was acknowledged": "UPDATE bookings SET total_minor = total_minor + 1",
    "bookings of one request": "UPDATE guests SET name = 'crash-0-1'",
    "share a night": "UPDATE bookings SET check_in = '2029-01-01', check_out = '2029-03-01', status = 'CONFIRMED'",
    "the blocks are not": "UPDATE blocks SET reason = 'another'",
}


async def sees_damage(run: Callable[[str], Awaitable[object]], rows: checker.Query, lines: list[dict[str, Any]]) -> None:
    """The twin: a checker that finds nothing has to find what is broken on purpose."""
    for finding, sql in DAMAGE.items():
        await run("BEGIN")
        await run(sql)
        found = await checker.check(rows, lines)
        await run("ROLLBACK")
        assert [text for text in found if finding in text], (finding, found)
    never = {"what": "book", "key": "never", "told": 201, "answer": {"booking": {"id": "00000000-0000-7000-8000-000000000000"}}}
    assert [text for text in await checker.check(rows, [*lines, never]) if "is gone" in text]


async def test_an_acknowledgement_that_got_lost_is_given_again(kind: str, tmp_path: Path, worker_id: str) -> None:
    world, cookie = await peopled(kind, url := await fresh_database(kind, f"soulter_lost_{worker_id}", tmp_path))
    with serving(tmp_path, url) as server:
        await server.ready()
        cable = Cable(lambda: asyncio.open_connection(HOST, server.port))
        async with cable.laid(), browser(cable.port, cookie) as client, browser(server.port, cookie) as direct:
            cable.loses_answers = True
            stay = {"unitIds": [str(world.units[0])], "checkIn": "2029-01-01", "checkOut": "2029-01-03", "adults": 1}
            stay |= {"guest": {"name": "Ayesha Siddiqui", "email": "ayesha@example.com"}}
            key = {"Idempotency-Key": "a-lost-answer"}
            with pytest.raises(httpx2.TransportError):
                await client.post("/api/bookings", json=stay, headers=key)
            [booking] = (await direct.get("/api/bookings")).json()["bookings"]
            again = await direct.post("/api/bookings", json=stay, headers=key)
            assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")
            assert again.json()["booking"]["id"] == booking["id"]
            assert len((await direct.get("/api/bookings")).json()["bookings"]) == 1
            other = await direct.post("/api/bookings", json=stay | {"adults": 2}, headers=key)
            assert other.status_code == 422
    if kind == "postgresql":
        await postgres.drop(f"soulter_lost_{worker_id}")
