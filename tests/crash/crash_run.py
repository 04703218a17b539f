"""The crash run: writers work while processes are killed, and checkers judge the result."""

import asyncio
import math
import os
import random
import secrets
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
from aiosmtpd.smtp import SMTP, Envelope, Session

from soulter.app import close, create_app
from soulter.core.clock import Clock, FixedClock
from soulter.core.config.database_url import sqlite_path
from soulter.core.database.transactions import Database
from soulter.notices.composers import COMPOSERS
from soulter.outbox.claims import LEASE
from soulter.schema import migrate
from tests.conftest import settings_for
from tests.crash import database_checker
from tests.crash.processes import Site
from tests.crash.writers import Course, Record, Writer
from tests.notices import mail_server
from tests.notices.mail_server import MailServer
from tests.reliability.processes import HOST
from tests.world import FRONTEND, Stack, World

WRITERS = ("bilal", "omar", "hina", "nadia")
"""The account that each writer deactivates and activates."""

FIRST_GOOD = 60.0
"""Seconds from a kill to the next success. Ten are promised on an idle machine."""

LEAST_KILLS = 2
"""One process of each kind, in a deployment with two."""

_RETRIED = timedelta(hours=1)
"""Longer than the first pauses between attempts to deliver a mail."""


async def peopled(kind: str, url: str) -> tuple[World, str]:
    """A migrated database with the cast, and the login of a user who may book, block and invite."""
    found = settings_for(url)
    await migrate.upgrade(found, lambda _text: None)
    clock = FixedClock(Clock().now())
    world = World(Stack(kind, found, create_app(found, clock), clock, "no password"))
    await world.populate()
    cookie = await world.token("sana")
    await close(world.stack.app)
    return world, cookie


def browser(port: int, cookie: str) -> httpx2.AsyncClient:
    """A client that is signed in."""
    return httpx2.AsyncClient(
        base_url=f"http://{HOST}:{port}",
        headers={"Origin": FRONTEND, "Cookie": f"auth_token={cookie}"},
        timeout=20,
    )


class SlowMail(MailServer):
    """Accepts mails and delays its answer, so that many senders are killed while they wait."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(0.2)
        return answer


class Contest:
    """The writers, the kills, and their result."""

    def __init__(
        self, folder: Path, world: World, course: Course, clients: list[httpx2.AsyncClient], site: Site
    ) -> None:
        self.seed = int(os.environ.get("CRASH_SEED") or secrets.randbelow(10**9))
        self.chance = random.Random(self.seed)
        self.successes: list[float] = []
        self.kills: list[float] = []
        self.over = False
        self._course, self._site = course, site
        self._writers = []
        site.note(f"CRASH_SEED={self.seed}")
        for i, (person, client) in enumerate(zip(WRITERS, clients, strict=True)):
            record, chance = Record(folder / f"writer-{i}.jsonl"), random.Random(self.seed + i)
            made = Writer(
                i,
                client,
                world.units[: course.units],
                record,
                chance,
                self.successes,
                world.users[person],
                course,
            )
            self._writers.append(made)

    async def run(self, kill: Callable[[], Awaitable[str]] | None = None) -> list[dict[str, Any]]:
        """Kill processes about every two seconds and return all records of the writers.

        On a busy machine a single start can take longer than the planned time, so the run continues until
        there were enough kills.
        """
        until = time.monotonic() + self._course.seconds
        async with asyncio.TaskGroup() as work:
            for writer in self._writers:
                work.create_task(writer.work(lambda: self.over))
            await asyncio.sleep(1.5)
            while kill and (time.monotonic() < until - 2 or len(self.kills) < LEAST_KILLS):
                self.kills.append(time.monotonic())
                self._site.note(f"killed: {await kill()}")
                await asyncio.sleep(self.chance.uniform(1, 3))
            await asyncio.sleep(max(until - time.monotonic(), 0))
            # The end of this wait depends on other processes.
            while self._nobody_served() and time.monotonic() < self.kills[-1] + FIRST_GOOD:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            self.over = True
        self._site.note(f"the writers are done, with {len(self.successes)} successes")
        return [line for writer in self._writers for line in writer.record.lines()]

    def _nobody_served(self) -> bool:
        """Whether no request has succeeded since the last kill."""
        return bool(self.kills) and self.longest_outage() == math.inf

    def longest_outage(self) -> float:
        """Seconds from a kill to the first success after it; infinite without one."""
        return max(
            min((moment - began for moment in self.successes if moment > began), default=math.inf)
            for began in self.kills
        )


@asynccontextmanager
async def contested(
    folder: Path, world: World, cookie: str, site: Site, port: int, course: Course
) -> AsyncIterator[Contest]:
    """A run against a port; its clients disconnect afterwards."""
    async with AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(browser(port, cookie)) for _ in WRITERS]
        yield Contest(folder, world, course, clients, site)


async def deliver_the_rest(world: World, server: MailServer) -> None:
    """Deliver what killed workers left behind, after their leases and pauses have ended."""
    database = Database(world.stack.settings)
    world.clock.moment = Clock().now() + LEASE + _RETRIED
    out = mail_server.smtp(server, world.stack.settings, 30)
    try:
        await mail_server.worker(world, out, composers=COMPOSERS, database=database).once()
    finally:
        await database.close()


@dataclass(frozen=True)
class Judge:
    """A database as its checkers see it, and a way to break it for a moment."""

    rows: database_checker.Query
    run: Callable[[str], Awaitable[object]]


@asynccontextmanager
async def judging(url: str) -> AsyncIterator[Judge]:
    """A connection to the database that bypasses Soulter."""
    if url.startswith("sqlite"):
        file = sqlite3.connect(sqlite_path(url), isolation_level=None, check_same_thread=False)

        async def run(sql: str) -> None:
            file.execute(sql)

        yield Judge(database_checker.sqlite(file), run)
        file.close()
        return
    stranger = await asyncpg.connect(url)
    try:
        yield Judge(database_checker.postgres(stranger), stranger.execute)
    finally:
        await stranger.close()
