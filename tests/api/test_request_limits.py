"""The deadline of a handler, the limit of concurrent requests, and the release of their resources."""

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from soulter.app import close, create_app
from soulter.bookings import booking, queries
from soulter.core.config.database_url import sqlite_path
from soulter.core.database import engines
from soulter.core.database.transactions import Database
from soulter.core.http import services
from soulter.core.http.deadlines import Deadlines, Timeouts
from soulter.core.http.in_flight import InFlight
from tests import sql
from tests.api.responses import SECURITY, failing
from tests.world import FRONTEND, Client, World


@asynccontextmanager
async def another_worker(here: World) -> AsyncIterator[tuple[FastAPI, Client]]:
    """Another worker on the same database, and a client of Sana's."""
    app = create_app(here.stack.settings, here.clock)
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    headers, cookies = {"Origin": FRONTEND}, {"auth_token": await here.token("sana")}
    try:
        async with Client(
            transport=transport, base_url="http://localhost:5001", headers=headers, cookies=cookies
        ) as client:
            yield app, client
    finally:
        await close(app)


@contextmanager
def handlers_have(app: FastAPI, seconds: float) -> Iterator[None]:
    """Shorten the handler's deadline for a while."""
    layer: Any = app.middleware_stack
    while not isinstance(layer, Deadlines):
        layer = layer.app
    layer.timeouts = Timeouts(handler=seconds)
    yield
    layer.timeouts = Timeouts()


def waiting(gate: asyncio.Event) -> Callable[..., Any]:
    async def wait(*_args: object, **_options: object) -> None:
        await gate.wait()

    return wait


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 -- what is counted has no event to wait for
            await asyncio.sleep(0.01)


def taken_connections(app: FastAPI) -> int:
    database = services.of(app, Database)
    pools: list[Any] = [engine.pool for engine in (database.reader._engine, database._writer)]
    return sum(pool.checkedout() for pool in pools)


def check_nothing_is_held(app: FastAPI) -> None:
    assert services.of(app, InFlight).count == 0
    assert taken_connections(app) == 0


def check_come_again(answer: httpx2.Response, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (503, code)
    assert int(answer.headers["retry-after"]) > 0
    assert answer.json()["requestId"] == answer.headers["x-request-id"]
    assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY
    assert answer.headers["access-control-allow-origin"] == FRONTEND


async def test_a_handler_that_works_too_long_is_stopped_and_its_transaction_never_happened(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with another_worker(here) as (app, sana):
        assert (await sana.get("/api/bookings")).status_code == 200
        key = {"Idempotency-Key": "again-and-again"}
        with monkeypatch.context() as slow, handlers_have(app, 1.5):
            # The booking and its nights are written by then.
            slow.setattr(booking, "publish", waiting(asyncio.Event()))
            working = asyncio.create_task(sana.post("/api/bookings", json=here.stay(), headers=key))
            await until(lambda: taken_connections(app) == 1)
            assert services.of(app, InFlight).count == 1
            assert (await sana.get("/livez")).status_code == 200
            check_come_again(await asyncio.wait_for(working, 15), "handler_too_slow")
        check_nothing_is_held(app)
        assert await here.nights() == []
        assert (await sana.post("/api/bookings", json=here.stay(), headers=key)).status_code == 201
        check_nothing_is_held(app)


@pytest.mark.postgres_only(reason="a statement that sleeps")
async def test_a_statement_in_progress_is_stopped_too(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async def sleep(session: Any, *_args: object, **_options: object) -> None:
        await session.one(sql.query("SELECT 1 FROM pg_sleep(4)"))

    async with another_worker(here) as (app, sana):
        assert (await sana.get("/api/bookings")).status_code == 200
        with monkeypatch.context() as slow, handlers_have(app, 1.5):
            slow.setattr(booking, "publish", sleep)
            check_come_again(await sana.post("/api/bookings", json=here.stay()), "handler_too_slow")
        check_nothing_is_held(app)
        assert (await sana.post("/api/bookings", json=here.stay())).status_code == 201


async def test_stopping_at_any_moment_leaks_nothing(here: World) -> None:
    """Deadlines from zero to the duration of a whole request interrupt every await of it."""
    async with another_worker(here) as (app, sana):
        assert (await sana.get("/api/bookings")).status_code == 200
        chance = random.Random(1)
        answers: list[Any] = []
        for i in range(60):
            with handlers_have(app, chance.uniform(0.0005, 0.02)):
                posted = sana.post("/api/bookings", json=here.stay(10 + 3 * i))
                answers += await asyncio.gather(sana.get("/api/bookings"), posted, sana.get("/api/units"))
        assert {answer.status_code for answer in answers} <= {200, 201, 503}
        assert 503 in {answer.status_code for answer in answers}
        check_nothing_is_held(app)
        made, nights = sum(answer.status_code == 201 for answer in answers), len(await here.nights())
        # A request that is stopped during COMMIT may have booked; no request leaves half a booking.
        assert nights >= 2 * made
        assert nights % 2 == 0
        assert (await sana.post("/api/bookings", json=here.stay(300))).status_code == 201


@pytest.mark.sqlite_only(reason="PostgreSQL ends a transaction with its connection")
async def test_a_dropped_connection_locks_nothing_although_a_statement_of_it_is_left(here: World) -> None:
    engine = engines.make(here.stack.settings, read_only=False)
    elsewhere = sqlite3.connect(
        sqlite_path(here.stack.settings.database_url), timeout=0, isolation_level=None
    )
    async with engine.connect() as connection:
        await connection.execute(text("SELECT 1"))
        raw = await connection.get_raw_connection()
        assert raw.driver_connection is not None
        left = await raw.driver_connection.execute("SELECT id FROM users")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            elsewhere.execute("BEGIN IMMEDIATE")
        await connection.invalidate()
        elsewhere.execute("BEGIN IMMEDIATE")
    del left
    elsewhere.close()
    await engine.dispose()


async def test_more_concurrent_requests_than_the_limit_are_refused(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with another_worker(here) as (app, sana):
        services.of(app, InFlight).limit = 4
        gate = asyncio.Event()
        with monkeypatch.context() as slow:
            slow.setattr(booking, "publish", waiting(gate))
            working = [
                asyncio.create_task(sana.post("/api/bookings", json=here.stay(10 + 3 * i))) for i in range(4)
            ]
            await until(lambda: services.of(app, InFlight).count == 4)
            for refused in (
                await sana.get("/api/units"),
                await sana.post("/api/bookings", json=here.stay(40)),
                await sana.get("/nothing"),
            ):
                check_come_again(refused, "too_busy")
            for path in ("/livez", "/readyz", "/health"):
                assert (await sana.get(path)).status_code == 200, path
            working[0].cancel()
            await asyncio.gather(working[0], return_exceptions=True)
            assert services.of(app, InFlight).count == 3
            assert (await sana.get("/api/units")).status_code == 200
            gate.set()
            assert {answer.status_code for answer in await asyncio.gather(*working[1:])} == {201}
        check_nothing_is_held(app)


async def test_a_place_is_given_back_however_a_request_ends(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with another_worker(here) as (app, sana):
        ends = [
            await sana.get("/api/units"),
            await sana.get("/nothing"),
            await sana.put("/api/units"),
            await sana.post("/api/bookings", json={}),
        ]
        ends += [
            await sana.post("/api/bookings", json=here.stay()),
            await sana.post("/api/bookings", json=here.stay()),
        ]
        ends += [await sana.post("/api/bookings", content=b"{", headers={"Content-Type": "application/json"})]
        monkeypatch.setattr(queries, "visible_to", failing(RuntimeError("broken")))
        ends.append(await sana.get("/api/bookings"))
        assert [answer.status_code for answer in ends] == [200, 404, 405, 422, 201, 409, 400, 500]
        check_nothing_is_held(app)
