"""What may happen to an SQLite file under the running application, and what everybody is told meanwhile. Rows 21 and 24 of the list of faults."""

import asyncio
import gc
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import event

from soulter.app import close, create_app
from soulter.core.clock import FixedClock
from soulter.core.database import engines
from soulter.core.records import audit
from soulter.schema import migrate
from tests.conftest import settings_for
from tests.staying import disks
from tests.world import NOW, Client, Stack, World

pytestmark = pytest.mark.sqlite_only("the faults of a file")

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
RECOVERY = 20.0
"""Seconds until everything works again; five are promised on a machine that does nothing else."""

ELSEWHERE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute(sys.argv[2]).fetchall()
print("done", flush=True)
sys.stdin.read()
"""


@dataclass
class Site:
    """The application and its file."""

    path: Path
    world: World
    staff: Client
    others: int
    days: int = 0
    confirmed: list[str] = field(default_factory=list)

    async def ask(self) -> list[httpx2.Response]:
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
        """As after a quiet night; the next request makes new ones."""
        await self.world.database.close()

    def beside(self, ending: str) -> Path:
        return self.path.with_name(self.path.name + ending)

    def copy(self, name: str) -> Path:
        """The database of this moment in one file, with nothing in a log."""
        made = self.path.with_name(name)
        source, target = sqlite3.connect(self.path), sqlite3.connect(made)
        source.backup(target)
        source.close()
        target.close()
        return made


def connections() -> int:
    """Open connections of this process, to whatever file: each has a thread."""
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


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """In a folder that everybody may look into: pytest's own belongs to one user alone."""
    with tempfile.TemporaryDirectory(prefix="soulter-faults-") as made:
        folder = opened_to_all(Path(made))
        async with site_at(folder) as found:
            yield found


@pytest.fixture
async def small_site(tmp_path: Path) -> AsyncIterator[Site]:
    """On a disk of eight megabytes."""
    with disks.disk(tmp_path, 8) as folder:
        if folder is None:
            pytest.skip("this machine lets us mount no disk")
        async with site_at(folder) as found:
            yield found


@asynccontextmanager
async def all_connections_taken(site: Site) -> AsyncIterator[None]:
    database = site.world.database
    assert database.turn
    held = [await database.reader._engine.connect() for _ in range(4)]
    async with database.turn.taken():
        yield
    for connection in held:
        await connection.close()


@asynccontextmanager
async def another_process(site: Site, statement: str) -> AsyncIterator[None]:
    """It has the file open, and has run a statement."""
    words = (sys.executable, "-c", ELSEWHERE, site.path, statement)
    other = await asyncio.create_subprocess_exec(*words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdin is not None
    assert other.stdout is not None
    assert await other.stdout.readline() == b"done\n"
    try:
        yield
    finally:
        other.stdin.close()
        await other.wait()


@asynccontextmanager
async def locked_by_another_process(site: Site) -> AsyncIterator[None]:
    async with another_process(site, "BEGIN IMMEDIATE"):
        yield


@asynccontextmanager
async def moved_away(site: Site) -> AsyncIterator[None]:
    aside = site.path.rename(site.beside(".aside"))
    yield
    aside.rename(site.path)


@asynccontextmanager
async def replaced_beside_its_log(site: Site) -> AsyncIterator[None]:
    """The former file is kept elsewhere, and comes back with what is in its log."""
    copy, aside = site.copy("copy.db"), site.beside(".aside")
    await site.ask()  # something that is in the log alone
    assert site.beside("-wal").stat().st_size
    os.link(site.path, aside)
    copy.rename(site.path)
    yield
    aside.rename(site.path)


@asynccontextmanager
async def only_to_be_read(site: Site) -> AsyncIterator[None]:
    """File and folder, for connections that are made now."""
    await site.end_connections()
    names = [site.path.parent, *site.path.parent.iterdir()]
    modes = {name: name.stat().st_mode for name in names}
    for name, mode in modes.items():
        name.chmod(mode & ~0o222)
    with disks.as_somebody():
        yield
    for name, mode in modes.items():
        name.chmod(mode)


@asynccontextmanager
async def only_to_be_read_while_another_has_it_open(site: Site) -> AsyncIterator[None]:
    """Its log and the index of that are there to be read, so reading goes on; the connection for writing is one that cannot write."""
    async with another_process(site, "SELECT count(*) FROM users"), only_to_be_read(site):
        yield


@asynccontextmanager
async def damaged(site: Site) -> AsyncIterator[None]:
    """Every page is overwritten; then a good file is put in the place of the broken one."""
    await site.end_connections()  # the last one takes the log with it
    good = site.copy("good.db")
    size = site.path.stat().st_size
    with site.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))
    yield
    good.replace(site.path)


Fault = Callable[[Site], AbstractAsyncContextManager[None]]
# The answers to two reads and a booking, and whether /health sees it.
FAULTS: dict[str, tuple[Fault, list[int], str]] = {
    "all connections are taken": (all_connections_taken, [503, 503, 503], "disconnected"),
    "another process holds the lock": (locked_by_another_process, [200, 200, 503], "connected"),
    "the file is gone": (moved_away, [503, 503, 503], "disconnected"),
    "another file lies beside the log of the former": (
        replaced_beside_its_log,
        [503, 503, 503],
        "disconnected",
    ),
    "file and folder may only be read": (only_to_be_read, [503, 503, 503], "disconnected"),
    "the same while another process has it open": (
        only_to_be_read_while_another_has_it_open,
        [200, 200, 503],
        "connected",
    ),
    "the file is damaged": (damaged, [503, 503, 503], "disconnected"),
}


def polite(answer: httpx2.Response) -> None:
    """A refusal that says when to come back, and nothing about the machinery."""
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json"), (
        answer.text
    )
    assert int(answer.headers["retry-after"]) > 0
    assert answer.json()["requestId"] == answer.headers["x-request-id"]
    assert [word for word in DRIVER_TEXT if word in answer.text] == []


async def recovers(site: Site) -> None:
    """By itself: nothing is restarted."""
    until = time.monotonic() + RECOVERY
    while True:
        answers = await site.ask()
        if [answer.status_code for answer in answers] == [200, 200, 201]:
            return
        for answer in answers:
            if answer.status_code >= 400:
                polite(answer)
        assert time.monotonic() < until, answers[-1].text
        await asyncio.sleep(0.2)


async def nothing_is_lost_and_nothing_held(site: Site) -> None:
    """Every booking that was confirmed is there; the pools are whole, and another process may write at once."""
    for booking_id in site.confirmed:
        assert (await site.staff.get(f"/api/bookings/{booking_id}")).status_code == 200
    await site.world.stack.app.state.last_seen.settle()
    database = site.world.database
    assert [line.connections.used for line in (database.reader.line, database.line)] == [0, 0]
    assert [line.connections.waiting for line in (database.reader.line, database.line)] == [0, 0]
    other = sqlite3.connect(site.path, timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        other.execute("ROLLBACK")
    finally:
        other.close()
    for _ in range(100):
        if connections() <= site.others + 5:  # four that read and one that writes
            return
        await asyncio.sleep(0.1)  # one that was left ends in its own thread
    raise AssertionError(connections() - site.others)


async def during(site: Site, expected: list[int], health: str) -> None:
    """What everybody is told."""
    async with asyncio.timeout(LIMIT):
        asked = asyncio.create_task(site.ask())
        assert (await site.staff.get("/livez")).status_code == 200
        answers = await asked
    assert [answer.status_code for answer in answers] == expected, [answer.text for answer in answers]
    for answer in answers:
        if answer.status_code != 200:
            polite(answer)
    async with asyncio.timeout(LIMIT):
        said = await site.staff.get("/health")
    assert (said.json()["database"], said.status_code) == (health, 200 if health == "connected" else 503)


@pytest.mark.parametrize("name", FAULTS)
async def test_everybody_is_asked_to_come_back_and_then_served(site: Site, name: str) -> None:
    fault, expected, health = FAULTS[name]
    await recovers(site)
    async with fault(site):
        site.world.stack.app.state.probe._looked_at = float("-inf")
        await during(site, expected, health)
    await recovers(site)
    await nothing_is_lost_and_nothing_held(site)


@pytest.fixture
def nothing_closed_by_luck() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("nothing_closed_by_luck")
async def test_a_file_that_may_be_written_again_is_written_while_everybody_goes_on_reading(
    site: Site,
) -> None:
    """There is no moment at which nobody reads: connections that were opened when the file could only be read must not live on in others."""

    async def reading() -> None:
        while True:
            answer = await site.staff.get("/api/bookings")
            assert answer.status_code == 200 or polite(answer) is None

    async with only_to_be_read_while_another_has_it_open(site):
        readers = [asyncio.create_task(reading()) for _ in range(3)]
        assert [answer.status_code for answer in await site.ask()] == [200, 200, 503]
    await recovers(site)
    for reader in readers:
        reader.cancel()
    assert [type(end) for end in await asyncio.gather(*readers, return_exceptions=True)] == [
        asyncio.CancelledError
    ] * 3
    await nothing_is_lost_and_nothing_held(site)


async def test_a_full_disk_confirms_nothing_and_is_served_again_when_there_is_room(small_site: Site) -> None:
    site = small_site
    await recovers(site)
    with disks.full(site.path.parent):
        async with asyncio.timeout(LIMIT * 10):
            while (answers := await site.ask())[
                -1
            ].status_code == 201:  # until what the log has in reserve is used up
                assert [answer.status_code for answer in answers[:2]] == [200, 200]
        for _ in range(3):
            for answer in (answers := await site.ask()):
                assert answer.status_code == 200 or polite(answer) is None
            assert answers[-1].status_code == 503
        assert (await site.staff.get("/livez")).status_code == 200
    await recovers(site)
    await nothing_is_lost_and_nothing_held(site)


async def test_a_file_that_may_not_grow_confirms_nothing(site: Site) -> None:
    """What a full disk looks like to SQLite, on machines where none can be mounted too."""
    engine = site.world.database._writer.sync_engine

    def limit(dbapi_connection: sqlite3.Connection, _record: object) -> None:
        cursor = dbapi_connection.cursor()
        cursor.execute("PRAGMA max_page_count = 1")  # which SQLite takes for as large as the file is
        cursor.close()

    await recovers(site)
    await site.end_connections()
    event.listen(engine, "connect", limit)
    for _ in range(200):
        if (answers := await site.ask())[-1].status_code != 201:
            break
    assert [answer.status_code for answer in answers] == [200, 200, 503]
    polite(answers[-1])
    event.remove(engine, "connect", limit)
    await site.end_connections()
    await recovers(site)
    await nothing_is_lost_and_nothing_held(site)


async def test_another_database_in_its_place_is_served_at_once(site: Site) -> None:
    """Replaced as it should be, with the log of the former one gone: whatever is confirmed is in the new file."""
    await recovers(site)
    copy = site.copy("copy.db")
    for ending in ("-wal", "-shm"):
        site.beside(ending).unlink()
    copy.replace(site.path)
    await recovers(site)
    await nothing_is_lost_and_nothing_held(site)
    await site.end_connections()
    await nothing_is_lost_and_nothing_held(site)


@pytest.mark.parametrize("replaced", [False, True])
async def test_nothing_is_confirmed_in_a_file_that_went_away_meanwhile(
    site: Site, monkeypatch: pytest.MonkeyPatch, *, replaced: bool
) -> None:
    await recovers(site)
    copy, written = site.copy("copy.db"), audit.record

    async def then_the_file_goes(*given: object, **more: object) -> None:
        await written(*given, **more)  # type: ignore[arg-type]
        site.path.rename(site.beside(".aside"))
        if replaced:
            shutil.copy(copy, site.path)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(audit, "record", then_the_file_goes)
        answer = await site.staff.post("/api/bookings", json=site.world.stay(100, 1))
    polite(answer)
    site.beside(".aside").replace(site.path)
    await recovers(site)
    await nothing_is_lost_and_nothing_held(site)


async def test_who_waits_behind_somebody_who_was_kept_out_is_told_with_them(site: Site) -> None:
    """Each of eight would wait two seconds of their own, until the queue's longest time is over."""
    await recovers(site)
    async with locked_by_another_process(site), asyncio.timeout(engines.SQLITE_WRITER_WAIT - 1):
        answers = await asyncio.gather(
            *(site.staff.post("/api/bookings", json=site.world.stay(200 + 3 * i, 1)) for i in range(8))
        )
        for answer in answers:
            polite(answer)
    await recovers(site)
    await nothing_is_lost_and_nothing_held(site)
