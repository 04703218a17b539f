"""Faults of PostgreSQL and the answers during them. Row 21 of the list of faults."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx2
import pytest
from sqlalchemy import text

from soulter.app import close, create_app
from soulter.core.clock import FixedClock
from soulter.core.database import engines, postgres
from soulter.core.database.transactions import Database, Transaction
from soulter.core.http.deadlines import Timeouts
from soulter.schema import migrate
from soulter.system import health
from tests import sql
from tests.conftest import settings_for
from tests.reliability.dedicated_postgres import OwnPostgres
from tests.reliability.tcp_proxy import TcpProxy, to_socket
from tests.world import NOW, Client, Stack, World

DRIVER_TEXT = (
    "asyncpg sqlalchemy Traceback SQLSTATE connection 127.0.0.1 lock_timeout read-only soulter_faults Errno"
)
LIMIT = 9.0
"""Seconds for an answer. The constants in core/engines promise three; a busy machine needs more."""

LIMIT_DEAD = 14.0
"""The limit for a server that acknowledges and stays silent: six seconds and one more connection attempt."""

RECOVERY = 20.0
"""Seconds until everything works again. Five are promised on an idle machine."""


@dataclass
class Site:
    """The application, and the proxy between it and its database."""

    server: OwnPostgres
    proxy: TcpProxy
    world: World
    staff: Client
    days: int = 0

    async def owner(self) -> "asyncpg.Connection[asyncpg.Record]":
        return await self.server.connect("soulter_faults")

    async def run(self, *statements: str) -> None:
        owner = await self.owner()
        try:
            for statement in statements:
                await owner.execute(statement)
        finally:
            await owner.close()

    async def end_connections(self) -> None:
        await self.run("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = 'app'")

    async def ask(self) -> tuple[httpx2.Response, httpx2.Response, httpx2.Response]:
        """A public read, a read of staff, a booking."""
        self.days += 3
        stay = self.world.stay(self.days, 1)
        return await asyncio.gather(
            self.staff.get("/api/units"),
            self.staff.get("/api/bookings"),
            self.staff.post("/api/bookings", json=stay),
        )


@pytest.fixture(scope="module")
async def own() -> AsyncIterator[OwnPostgres]:
    made = OwnPostgres()
    yield made
    made.close()


@pytest.fixture
async def site(own: OwnPostgres) -> AsyncIterator[Site]:
    """An application with two connections for reading and two for writing, as a user who is not the owner."""
    url = await own.create("soulter_faults")
    await migrate.upgrade(settings_for(url), lambda _text: None)
    async with to_socket(own.socket).running() as proxy:
        owner = await own.connect("soulter_faults")
        await owner.execute(
            "DO $$ BEGIN CREATE ROLE app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        )
        await owner.execute("ALTER ROLE app RESET ALL")
        await owner.execute("ALTER ROLE app CONNECTION LIMIT -1")
        await owner.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO app")
        await owner.close()
        found = settings_for(
            f"postgresql://app@127.0.0.1:{proxy.port}/soulter_faults?sslmode=disable", database_pool_size=2
        )
        world = World(
            Stack("postgresql", found, create_app(found, FixedClock(NOW)), FixedClock(NOW), "no password")
        )
        await world.populate()
        yield Site(own, proxy, world, await world.login("sana"))
        proxy.alive.set()
        await world.close()
        await close(world.stack.app)


@asynccontextmanager
async def pool_exhausted(site: Site) -> AsyncIterator[None]:
    database = site.world.database
    held = [
        await engine.connect() for engine in (database.reader._engine, database._writer) for _ in range(2)
    ]
    yield
    for connection in held:
        await connection.close()


@asynccontextmanager
async def table_locked(site: Site) -> AsyncIterator[None]:
    owner = await site.owner()
    async with owner.transaction():
        await owner.execute("LOCK TABLE bookings, units, users IN ACCESS EXCLUSIVE MODE")
        yield
    await owner.close()


@asynccontextmanager
async def stopped(site: Site) -> AsyncIterator[None]:
    await asyncio.to_thread(site.server.control, "-m", "fast", "stop")
    yield
    await asyncio.to_thread(site.server.start)


@asynccontextmanager
async def unreachable(site: Site) -> AsyncIterator[None]:
    """New connections get no answer, and there is no old connection."""
    await site.end_connections()
    async with asyncio.timeout(LIMIT):
        # Until the application has noticed that the server closed its connections.
        while not site.proxy.idle:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    site.proxy.alive.clear()
    yield
    site.proxy.alive.set()


@asynccontextmanager
async def gone_silent(site: Site) -> AsyncIterator[None]:
    """Open connections stay open and transfer nothing."""
    site.proxy.alive.clear()
    yield
    site.proxy.alive.set()


@asynccontextmanager
async def read_only(site: Site) -> AsyncIterator[None]:
    await site.run("ALTER ROLE app SET default_transaction_read_only = on")
    await site.end_connections()
    yield
    await site.run("ALTER ROLE app RESET default_transaction_read_only")


@asynccontextmanager
async def too_many_connections(site: Site) -> AsyncIterator[None]:
    await site.run("ALTER ROLE app CONNECTION LIMIT 0")
    await site.end_connections()
    yield
    await site.run("ALTER ROLE app CONNECTION LIMIT -1")


@asynccontextmanager
async def hanging_up(site: Site) -> AsyncIterator[None]:
    """Every new connection breaks at once."""
    site.proxy.refuses = True
    site.proxy.cut()
    yield
    site.proxy.refuses = False


Fault = Callable[[Site], AbstractAsyncContextManager[None]]
# The reads that still work, and the seconds that an answer may take.
FAULTS: dict[str, tuple[Fault, int, float]] = {
    "all connections are taken": (pool_exhausted, 503, LIMIT),
    "a table is locked": (table_locked, 503, LIMIT),
    "the server is stopped": (stopped, 503, LIMIT),
    "the server is unreachable": (unreachable, 503, LIMIT),
    "open connections go silent": (gone_silent, 503, LIMIT_DEAD),
    "the server takes no changes": (read_only, 200, LIMIT),
    "too many connections": (too_many_connections, 503, LIMIT),
    "the server hangs up": (hanging_up, 503, LIMIT),
}


def polite(answer: httpx2.Response) -> bool:
    """Assert a refusal with Retry-After and without internal details."""
    assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json"), (
        answer.text
    )
    assert int(answer.headers["retry-after"]) > 0
    assert [
        word for word in DRIVER_TEXT.split() if word in answer.json()["detail"] + answer.json()["title"]
    ] == []
    return True


async def recovers(site: Site) -> None:
    """Wait until all requests succeed again, without any restart."""
    until = time.monotonic() + RECOVERY
    while True:
        answers = await site.ask()
        statuses = [answer.status_code for answer in answers]
        if statuses == [200, 200, 201]:
            return
        for answer in answers:
            if answer.status_code >= 400:
                polite(answer)
        assert time.monotonic() < until, (statuses, answers[-1].text)
        await asyncio.sleep(0.2)


@pytest.mark.parametrize("name", FAULTS)
async def test_requests_get_503_during_the_fault_and_succeed_afterwards(site: Site, name: str) -> None:
    fault, reads, limit = FAULTS[name]
    await recovers(site)
    async with fault(site):
        async with asyncio.timeout(limit):
            asked = asyncio.create_task(site.ask())
            assert (await site.staff.get("/livez")).status_code == 200
            answers = await asked
        assert [answer.status_code for answer in answers] == [reads, reads, 503]
        for answer in answers:
            if answer.status_code != 200:
                polite(answer)
                assert answer.json()["code"] == "database_unavailable", (
                    "nothing waits until the handler's time is over"
                )
        async with asyncio.timeout(LIMIT):
            said: dict[str, Any] = (await site.staff.get("/health")).json()
        assert said["database"] == (
            "connected" if reads == 200 or name == "a table is locked" else "disconnected"
        )
    await recovers(site)
    await no_connection_leaked(site)


async def no_connection_leaked(site: Site) -> None:
    """No more connections than the pools hold, and none in a transaction."""
    owner = await site.owner()
    try:
        for _ in range(100):
            found = await owner.fetch("SELECT state FROM pg_stat_activity WHERE usename = 'app'")
            if len(found) <= 4 and all(row["state"] == "idle" for row in found):
                return
            await asyncio.sleep(0.1)
        raise AssertionError([row["state"] for row in found])
    finally:
        await owner.close()


@pytest.mark.parametrize("mode", ["fast", "immediate"])
async def test_a_restart_is_answered_by_503_at_most(site: Site, mode: str) -> None:
    await recovers(site)
    restarting = asyncio.create_task(asyncio.to_thread(site.server.restart, mode))
    while not restarting.done():
        for answer in await site.ask():
            assert answer.status_code in (200, 201) or polite(answer)
    await restarting
    await recovers(site)


async def test_idle_connections_that_were_cut_are_noticed_before_they_are_used(site: Site) -> None:
    await recovers(site)
    site.proxy.cut()
    await asyncio.sleep(0.1)
    assert [answer.status_code for answer in await site.ask()] == [200, 200, 201]


async def test_connections_cut_in_the_middle_of_a_request_cost_a_503_at_most(site: Site) -> None:
    await recovers(site)
    for _ in range(10):
        asked = asyncio.create_task(site.ask())
        await asyncio.sleep(0.01)
        site.proxy.cut()
        for answer in await asked:
            assert answer.status_code in (200, 201) or polite(answer)
    await recovers(site)


@pytest.mark.skipif(
    not hasattr(socket, "TCP_USER_TIMEOUT"), reason="this system does not tell a dead network"
)
async def test_connections_of_a_dead_network_are_replaced_before_they_are_used(site: Site) -> None:
    await recovers(site)
    site.proxy.lose_everything()
    async with asyncio.timeout(postgres.ANSWER_WAIT):
        *reads, booked = await site.ask()
    assert [answer.status_code for answer in reads] == [200, 200], "read through fresh ones"
    assert booked.status_code == 201 or polite(booked)
    await recovers(site)
    site.proxy.cut()  # the server hears of it now
    await recovers(site)
    await no_connection_leaked(site)


async def test_a_long_migration_is_not_interrupted(own: OwnPostgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "ANSWER_WAIT", 0.2)
    found = settings_for(await own.create("soulter_patience"))
    for engine in (engines.for_migrations(found), engines.for_snapshots(found)):
        async with engine.connect() as connection:
            await connection.execute(text("SELECT pg_sleep(1)"))
        await engine.dispose()
    impatient = engines.make(found, read_only=True)
    with pytest.raises(TimeoutError):
        async with impatient.connect() as connection:
            await connection.execute(text("SELECT pg_sleep(1)"))
    await impatient.dispose()


def test_the_constants_keep_the_promises() -> None:
    """Three seconds until any 503; two for /health; five until everything works again."""
    seconds = {
        name: float(value.rstrip("s"))
        for name, value in postgres._SETTINGS.items()
        if name.endswith("_timeout")
    }
    assert engines.CONNECTION_WAIT < 3, (
        "no connection free, or none to be had, or first the one and then the other"
    )
    assert max(engines.POOL_WAIT, postgres.CONNECT_WAIT) < engines.CONNECTION_WAIT
    assert seconds["lock_timeout"] < 3, "a table is locked"
    assert postgres.SILENCE + postgres.CONNECT_WAIT < 3, "the network is dead: noticed, and tried once more"
    assert seconds["lock_timeout"] < seconds["statement_timeout"] < postgres.ANSWER_WAIT, (
        "who works is ended by the server itself"
    )
    assert Timeouts().handler > postgres.ANSWER_WAIT + postgres.CONNECT_WAIT, (
        "a frozen server is told from a slow handler"
    )
    assert health._PING_SECONDS < 2
    assert health._KEPT_SECONDS + health._PING_SECONDS + postgres.CONNECT_WAIT < 5, (
        "nothing is remembered for longer"
    )


async def test_waiting_for_a_connection_has_one_end_whichever_way_it_is_had(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with to_socket("/nowhere").running() as proxy:
        proxy.alive.clear()
        database = Database(settings_for(f"postgresql://app@127.0.0.1:{proxy.port}/soulter?sslmode=disable"))
        monkeypatch.setattr(postgres, "CONNECT_WAIT", 60)
        monkeypatch.setattr(engines, "CONNECTION_WAIT", 0.3)
        async with asyncio.timeout(20) as limit:
            with pytest.raises(TimeoutError):
                await database.reader.all(sql.query("SELECT 1"))
        assert not limit.expired()
        async with asyncio.timeout(20) as limit:
            with pytest.raises(TimeoutError):
                async with database.writing() as session:
                    await session.one(sql.query("SELECT 1"))
        assert not limit.expired()
        await database.close()


async def test_a_connection_that_went_silent_in_a_transaction_is_not_asked_to_roll_back(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped: list[Transaction] = []
    drop = Transaction.drop

    async def noted(transaction: Transaction) -> None:
        dropped.append(transaction)
        await drop(transaction)

    monkeypatch.setattr(postgres, "ANSWER_WAIT", 0.5)
    monkeypatch.setattr(Transaction, "drop", noted)
    await site.world.database.close()

    async def fall_silent() -> None:
        async with site.world.database.writing() as session:
            await sql.execute(session, text("SELECT 1"))
            site.proxy.alive.clear()
            await sql.execute(session, text("SELECT 2"))

    with pytest.raises(TimeoutError):
        await fall_silent()
    assert len(dropped) == 1


async def test_connections_of_a_server_that_went_silent_are_closed_at_the_same_time(site: Site) -> None:
    await site.ask()
    site.proxy.alive.clear()
    # One after the other they would take six seconds each.
    async with asyncio.timeout(engines.CLOSING_WAIT + 3):
        await site.world.database.close()
