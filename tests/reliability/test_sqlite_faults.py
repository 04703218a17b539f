"""Faults of a SQLite file under the running application. Rows 21 and 24 of the list of faults."""

import asyncio
import gc
import shutil
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from soulter.accounts.sessions import LastSeen
from soulter.bookings import booking
from soulter.core.database import engines
from soulter.core.http import services
from soulter.outbox import publishing
from soulter.system.health import Probe
from tests.reliability import disks
from tests.reliability.sqlite_app import LIMIT, Site, connections, opened_to_all, polite, site_at
from tests.reliability.sqlite_faults import (
    FAULTS,
    locked_by_another_process,
    only_to_be_read_while_another_has_it_open,
)

pytestmark = pytest.mark.sqlite_only("the faults of a file")


RECOVERY = 20.0

"""Seconds until everything works again. Five are promised on an idle machine."""


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A folder that every user may read: pytest's own belongs to one user."""
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


async def recovers(site: Site) -> None:
    """Wait until all requests succeed again, without any restart."""
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
    """Every confirmed booking exists, the pools are whole, and another process may write at once."""
    for booking_id in site.confirmed:
        assert (await site.staff.get(f"/api/bookings/{booking_id}")).status_code == 200
    await services.of(site.world.stack.app, LastSeen).settle()
    database = site.world.database
    assert [stats.used for stats in (database.reader.pool_stats, database.pool_stats)] == [0, 0]
    assert [stats.waiting for stats in (database.reader.pool_stats, database.pool_stats)] == [0, 0]
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
async def test_requests_get_503_during_the_fault_and_succeed_afterwards(site: Site, name: str) -> None:
    fault, expected, health = FAULTS[name]
    await recovers(site)
    async with fault(site):
        services.of(site.world.stack.app, Probe)._looked_at = float("-inf")
        await during(site, expected, health)
    await recovers(site)
    await nothing_is_lost_and_nothing_held(site)


@pytest.fixture
def no_garbage_collection() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("no_garbage_collection")
async def test_a_file_that_may_be_written_again_is_written_while_everybody_goes_on_reading(
    site: Site,
) -> None:
    """Reading never stops, so connections that were opened on a read-only file must be replaced by others."""

    async def reading() -> None:
        while True:
            answer = await site.staff.get("/api/bookings")
            assert answer.status_code == 200 or polite(answer)

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
                assert answer.status_code == 200 or polite(answer)
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


async def test_a_replaced_database_file_is_used_at_once(site: Site) -> None:
    """Replaced correctly, without the WAL of the former file: confirmed bookings are in the new file."""
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
    copy, written = site.copy("copy.db"), publishing.publish

    async def then_the_file_goes(*given: object, **more: object) -> None:
        await written(*given, **more)  # type: ignore[arg-type]
        site.path.rename(site.beside(".aside"))
        if replaced:
            shutil.copy(copy, site.path)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(booking, "publish", then_the_file_goes)
        answer = await site.staff.post("/api/bookings", json=site.world.stay(100, 1))
    polite(answer)
    site.beside(".aside").replace(site.path)
    await recovers(site)
    await nothing_is_lost_and_nothing_held(site)


async def test_requests_behind_a_blocked_writer_are_refused_with_it(site: Site) -> None:
    """Each of eight would wait two seconds, until the queue's longest time is over."""
    await recovers(site)
    async with locked_by_another_process(site), asyncio.timeout(engines.SQLITE_WRITER_WAIT - 1):
        answers = await asyncio.gather(
            *(site.staff.post("/api/bookings", json=site.world.stay(200 + 3 * i, 1)) for i in range(8))
        )
        for answer in answers:
            polite(answer)
    await recovers(site)
    await nothing_is_lost_and_nothing_held(site)
