"""The environment of the measurements: PostgreSQL, filled databases, workers, and alternating rounds."""

import os
import secrets
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from bench import traffic
from bench.load_generator import NextRequest, Sample, Target, Window, measure
from bench.postgres import Postgres
from bench.report import Report
from bench.seeding import Seeded, seed
from bench.server import Worker
from soulter.accounts.tokens import TokenSigner
from soulter.core.clock import Clock
from soulter.core.config import settings
from soulter.core.config.settings import Settings

POOL = 8


@dataclass(frozen=True)
class Effort:
    """How long a run takes. `small` and `large` count bookings; times are in seconds."""

    small: int = 5_000
    large: int = 500_000
    units: int = 500
    rounds: int = 3
    seconds: float = 3.0
    seconds_alone: float = 1.5
    first_warm_up: float = 1.0
    warm_up: float = 0.3
    rounds_in_process: int = 300
    """The number of rounds for in-process measurements, where a round takes milliseconds."""
    starts: int = 7
    visits: int = 9
    restarts: int = 10
    board_units: int = 200
    board_seconds: float = 4.0
    pinned: bool = True
    """Whether the worker gets a core of its own. Must be off in a process that does other work afterwards."""


QUICK = Effort(
    large=50_000, rounds=1, seconds=2.0, seconds_alone=1.0, rounds_in_process=80, starts=3, visits=3
)

TINY = Effort(
    small=40,
    large=200,
    units=10,
    rounds=1,
    seconds=0.2,
    seconds_alone=0.1,
    first_warm_up=0.1,
    warm_up=0.05,
    rounds_in_process=5,
    starts=1,
    visits=1,
    restarts=1,
    board_units=20,
    board_seconds=0.3,
    pinned=False,
)
"""The smallest effort, which only shows that each part runs. Its numbers mean nothing."""


@dataclass
class Stage:
    """The shared resources of a run. Everything that is started here ends with `stack`."""

    effort: Effort
    report: Report
    stack: AsyncExitStack
    log: IO[bytes] | int | None
    postgres: Postgres
    folder: Path
    core: list[int]
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    _free: dict[str, Iterator[tuple[str, str, str]]] = field(default_factory=dict)

    def environment(self, url: str) -> dict[str, str]:
        """The settings of a worker: those of production, including a log line for each request."""
        return {
            "ENVIRONMENT": "production",
            "DATABASE_URL": url,
            "JWT_SECRET": self.secret,
            "FRONTEND_URLS": traffic.ORIGIN,
            "PUBLIC_URL": "https://api.soulter-bench.net",
            "DATABASE_POOL_SIZE": str(POOL),
            "LOG_LEVEL": "info",
            "LOG_FORMAT": "json",
        }

    def settings(self, url: str) -> Settings:
        """The same settings for this process."""
        given = {name.lower(): value for name, value in self.environment(url).items()}
        return settings.load(_env_file=None, **given)

    async def database(self, bookings: int) -> Seeded:
        """A database with this many bookings."""
        url = await self.postgres.create(f"bookings_{bookings}")
        return await seed(self.settings(url), bookings, self.effort.units, Clock().now())

    def stays(self, seeded: Seeded) -> Iterator[tuple[str, str, str]]:
        """Free stays of a database; no stay is returned twice in a run."""
        return self._free.setdefault(seeded.url, traffic.stays(seeded))

    @asynccontextmanager
    async def worker(
        self, application: str, seeded: Seeded, log: IO[bytes] | int | None = None, **more: str
    ) -> AsyncIterator[Worker]:
        """Run a worker during the block. `more` overrides environment variables."""
        found = Worker(
            application,
            self.environment(seeded.url) | more,
            self.folder,
            self.core,
            self.log if log is None else log,
        )
        try:
            yield await found.ready()
        finally:
            found.stop()

    def token(self, seeded: Seeded, role: str) -> str:
        """The login cookie of a user with this role."""
        person = seeded.people[role]
        return TokenSigner(self.settings(seeded.url)).sign(person.user_id, person.session_id, Clock().now())

    def get(self, path: str, seeded: Seeded, role: str = "admin") -> NextRequest:
        """A GET as one of the people."""
        return traffic.get(path, self.token(seeded, role))

    async def alternate(self, targets: Sequence[Target], *, alone: bool = False) -> dict[str, list[Sample]]:
        """Measure each target in turn, for all rounds.

        `alone` measures each with one connection, which shows the latency of an idle server.
        """
        found: dict[str, list[Sample]] = {target.name: [] for target in targets}
        for i in range(self.effort.rounds):
            for target in targets:
                warm_up = self.effort.warm_up if i else self.effort.first_warm_up
                window = (
                    Window(self.effort.seconds_alone, self.effort.warm_up, 1)
                    if alone
                    else Window(self.effort.seconds, warm_up)
                )
                found[target.name].append(await measure(target, window, self.postgres.cpu_seconds))
        self.report.keep({f"{name}, alone" if alone else name: samples for name, samples in found.items()})
        return found


def cores() -> tuple[list[int], list[int]]:
    """The worker's core and the cores of everything else; empty where affinity cannot be set."""
    if not hasattr(os, "sched_getaffinity"):
        return [], []
    found = sorted(os.sched_getaffinity(0))
    return (found[:1], found[1:]) if len(found) > 1 else ([], [])


@asynccontextmanager
async def stage(
    effort: Effort, report: Report, log: IO[bytes] | int | None, server: str = ""
) -> AsyncIterator[Stage]:
    """Set up the environment and always take it down.

    `server` is the URL of a PostgreSQL server. Without one, `Postgres` chooses.
    """
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="soulter-bench-")))
        postgres = Postgres(server)
        stack.push_async_callback(postgres.close)
        core, others = cores() if effort.pinned else ([], [])
        if core:
            os.sched_setaffinity(0, others)
            if postgres.ours:
                postgres.pin(others)
        report.machine["PostgreSQL"] = await postgres.version()
        yield Stage(effort, report, stack, log, postgres, folder, core)
