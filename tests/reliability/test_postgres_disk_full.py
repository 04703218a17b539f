"""PostgreSQL on a disk that becomes full, for its tables and for its WAL. Row 24 of the list of faults."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from soulter.app import close, create_app
from soulter.core.clock import FixedClock
from soulter.schema import migrate
from tests.conftest import settings_for
from tests.reliability import disks
from tests.reliability.dedicated_postgres import OwnPostgres
from tests.reliability.tcp_proxy import to_socket
from tests.reliability.test_postgres_faults import Site, no_connection_leaked, polite, recovers
from tests.world import NOW, Stack, World

pytestmark = pytest.mark.postgres_only("SQLite's own is in test_sqlite_faults")

MEGABYTES = 160
PROMISED = 30.0
"""Seconds until everything works after space is available again."""


def world_on(port: int) -> World:
    """An application with two connections through this port."""
    url = f"postgresql://app@127.0.0.1:{port}/soulter_faults?sslmode=disable"
    found, clock = settings_for(url, database_pool_size=2), FixedClock(NOW)
    return World(Stack("postgresql", found, create_app(found, clock), clock, "no password"))


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A server whose whole disk is small, and an application on it."""
    with (
        tempfile.TemporaryDirectory(prefix="soulter-full-") as made,
        disks.disk(Path(made), MEGABYTES) as disk,
    ):
        if disk is None:
            pytest.skip("this machine lets us mount no disk")
        disk.chmod(0o755)
        (disk / "server").mkdir()
        (disk / "server").chmod(0o777)
        own = OwnPostgres(disk / "server")
        try:
            url = await own.create("soulter_faults")
            await migrate.upgrade(settings_for(url), lambda _text: None)
            async with to_socket(own.socket).running() as proxy:
                owner = await own.connect("soulter_faults")
                await owner.execute("CREATE ROLE app LOGIN")
                await owner.execute(
                    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app"
                )
                await owner.close()
                world = world_on(proxy.port)
                await world.populate()
                yield Site(own, proxy, world, await world.login("sana"))
                await world.close()
                await close(world.stack.app)
        finally:
            own.close()


async def until_refused(site: Site) -> list[str]:
    """Book until a booking is refused; returns the confirmed ones."""
    confirmed: list[str] = []
    for _ in range(400):
        *reads, booked = await site.ask()
        for answer in (*reads, booked):
            assert answer.status_code in (200, 201) or polite(answer)
        if booked.status_code != 201:
            return confirmed
        confirmed.append(booked.json()["booking"]["id"])
    raise AssertionError("the disk does not fill up")


async def more_log_than_there_is_room_for(site: Site) -> None:
    """The server ends the writing process, and itself when it cannot go on without it."""
    try:
        owner = await site.owner()
        for _ in range(40):
            await owner.execute(
                "SELECT pg_logical_emit_message(false, 'ballast', repeat('x', 1000000)), pg_switch_wal()"
            )
    except Exception:  # noqa: BLE001 -- whatever it is that a dying server says
        return
    raise AssertionError("the log found room")


@pytest.mark.parametrize("what", ["tables", "log"])
async def test_a_full_disk_loses_nothing_that_was_confirmed_and_is_over_when_there_is_room(
    site: Site, what: str
) -> None:
    await recovers(site)
    confirmed: list[str] = []
    with disks.full(Path(site.server.socket).parent.parent):
        if what == "log":
            confirmed.append(
                (await site.staff.post("/api/bookings", json=site.world.stay(1500, 1))).json()["booking"][
                    "id"
                ]
            )
            await more_log_than_there_is_room_for(site)
        confirmed += await until_refused(site)
        assert (await site.staff.get("/livez")).status_code == 200
    room = time.monotonic()
    if not await asyncio.to_thread(site.server.runs):
        await asyncio.to_thread(site.server.start)
    await recovers(site)
    assert time.monotonic() - room < PROMISED
    for booking_id in confirmed:
        assert (await site.staff.get(f"/api/bookings/{booking_id}")).status_code == 200
    await no_connection_leaked(site)
