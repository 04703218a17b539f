"""An application on a SQLite file, and its answers before the file fails."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from soulter.app import close, create_app
from soulter.core.clock import FixedClock
from soulter.schema import migrate
from tests.conftest import settings_for
from tests.world import NOW, Client, Stack, World

DRIVER_TEXT = (
    "sqlite",
    "Traceback",
    "malformed",
    "disk",
    "locked",
    "readonly",
    "unable to open",
    "soulter.db",
    "Errno",
    "FileGone",
    "LogOf",
)

LIMIT = 9.0
"""Seconds for an answer: three are promised (core/database/engines.py), the rest is for a busy machine."""


@dataclass
class Site:
    """The application and its file."""

    path: Path
    world: World
    staff: Client
    others: int
    days: int = 0
    confirmed: list[str] = field(default_factory=list)

    async def ask(self) -> tuple[httpx2.Response, httpx2.Response, httpx2.Response]:
        """A public read, a read of staff, a booking."""
        self.days += 3
        stay = self.world.stay(self.days, 1)
        answers = await asyncio.gather(
            self.staff.get("/api/units"),
            self.staff.get("/api/bookings"),
            self.staff.post("/api/bookings", json=stay),
        )
        if answers[-1].status_code == 201:
            self.confirmed.append(answers[-1].json()["booking"]["id"])
        return answers

    async def end_connections(self) -> None:
        """Close the idle connections; the next request makes new ones."""
        await self.world.database.close()

    def beside(self, ending: str) -> Path:
        return self.path.with_name(self.path.name + ending)

    def copy(self, name: str) -> Path:
        """Copy the current database into one file without a WAL."""
        made = self.path.with_name(name)
        source, target = sqlite3.connect(self.path), sqlite3.connect(made)
        source.backup(target)
        source.close()
        target.close()
        return made


def connections() -> int:
    """Open connections of this process to any file; each has a thread."""
    return sum("_connection_worker_thread" in thread.name for thread in threading.enumerate())


@asynccontextmanager
async def site_at(folder: Path) -> AsyncIterator[Site]:
    others = connections()
    path = folder / "soulter.db"
    found = settings_for(f"sqlite:///{path}")
    await migrate.upgrade(found, lambda _text: None)
    world = World(Stack("sqlite", found, create_app(found, FixedClock(NOW)), FixedClock(NOW), "no password"))
    await world.populate()
    yield Site(path, world, await world.login("sana"), others)
    await world.close()
    await close(world.stack.app)


def opened_to_all(folder: Path) -> Path:
    folder.chmod(0o755)
    return folder


def polite(answer: httpx2.Response) -> bool:
    """Assert a refusal with Retry-After and without internal details."""
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json"), (
        answer.text
    )
    assert int(answer.headers["retry-after"]) > 0
    assert answer.json()["requestId"] == answer.headers["x-request-id"]
    assert [word for word in DRIVER_TEXT if word in answer.text] == []
    return True
