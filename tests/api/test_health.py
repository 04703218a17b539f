"""GET /health, /livez, /readyz, and the answers of other routes while the database is unavailable."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from soulter.accounts.tokens import TokenSigner
from soulter.app import close, create_app
from soulter.core import clock
from soulter.core.clock import FixedClock
from soulter.core.config.settings import Settings
from soulter.core.database import engines, postgres
from soulter.core.database.transactions import Database
from soulter.core.http import services
from soulter.schema import migrate, schema_version
from soulter.system import health
from tests import sql, world
from tests.conftest import fresh_database, settings_for
from tests.world import NOW, PASSWORD, Client, World

BUSY = 6.0
"""Seconds: three times the promised wait, and less than any other timeout."""

AN_ID = UUID("00000000-0000-7000-8000-000000000000")
AWAY = {
    "status": "error",
    "timestamp": "2027-05-01T09:00:00.000Z",
    "environment": "test",
    "database": "disconnected",
}
DRIVER_TEXT = (
    "hunter2",
    "nobody@",
    "127.0.0.1",
    "Errno",
    "refused",
    "asyncpg",
    "sqlite",
    "not a database",
    "Traceback",
    "Connect call",
    "timeout",
)


def serving(found: Settings) -> AbstractAsyncContextManager[Client]:
    """A client of an application with these settings."""
    return world.serving(found, FixedClock(NOW))


@asynccontextmanager
async def nobody_listening(_folder: Path) -> AsyncIterator[str]:
    """The URL of a PostgreSQL that is not running."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: no other process gets the port
        yield f"postgresql://nobody:hunter2@127.0.0.1:{taken.getsockname()[1]}/soulter"


@asynccontextmanager
async def never_answering(_folder: Path) -> AsyncIterator[str]:
    """The URL of a PostgreSQL that takes connections and says nothing."""
    writers: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _reader, writer: writers.append(writer), "127.0.0.1", 0)
    try:
        yield f"postgresql://nobody:hunter2@127.0.0.1:{server.sockets[0].getsockname()[1]}/soulter"
    finally:
        for writer in writers:
            writer.close()
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def garbage(folder: Path) -> AsyncIterator[str]:
    """The URL of a file that is not a SQLite database."""
    (folder / "hunter2.db").write_bytes(b"not a database, hunter2" * 500)
    yield f"sqlite:///{folder / 'hunter2.db'}"


FAULTS = {"nobody listening": nobody_listening, "never answering": never_answering, "garbage": garbage}


@asynccontextmanager
async def without_database(fault: str, folder: Path) -> AsyncIterator[Client]:
    async with FAULTS[fault](folder) as url, serving(settings_for(url)) as client:
        yield client


async def test_health_answers_the_four_fields_of_monitors(here: World, nobody: Client) -> None:
    answer = await nobody.get("/health")
    assert answer.status_code == 200
    expected = {
        "status": "ok",
        "timestamp": "2027-05-01T09:00:00.000Z",
        "environment": "test",
        "database": "connected",
    }
    assert list(answer.json().items()) == list(expected.items())
    assert answer.headers["cache-control"] == "no-store"


async def test_a_working_instance_is_alive_and_ready(here: World, nobody: Client) -> None:
    ready, alive = await nobody.get("/readyz"), await nobody.get("/livez")
    assert (ready.status_code, ready.json()) == (
        200,
        {"status": "ok", "database": "connected", "migrations": "current"},
    )
    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})


def test_the_timeouts_keep_the_promised_seconds() -> None:
    """The promise in seconds. The tests below allow more, for a machine that is busy."""
    assert health._PING_SECONDS < 2
    assert max(engines.POOL_WAIT, postgres.CONNECT_WAIT) < 3
    assert BUSY <= engines.SQLITE_WRITER_WAIT


@pytest.mark.parametrize("fault", FAULTS)
async def test_without_a_database_health_answers_503_within_two_seconds(fault: str, tmp_path: Path) -> None:
    async with without_database(fault, tmp_path) as client:
        async with asyncio.timeout(BUSY):
            said = await client.get("/health")
        assert (said.status_code, said.json()) == (503, AWAY)
        async with asyncio.timeout(BUSY):
            ready = await client.get("/readyz")
        assert (ready.status_code, ready.json()) == (
            503,
            {"status": "error", "database": "disconnected", "migrations": "unknown"},
        )
        assert [word for word in DRIVER_TEXT if word in said.text + ready.text] == []


async def test_not_being_ready_is_an_answer_and_no_error_of_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A platform asks until the answer is yes; only a failed request of a visitor is an error."""
    said: dict[str, int] = {}
    monkeypatch.setattr(
        "soulter.core.telemetry.logs.request_line",
        lambda severity, **fields: said.update({fields["route"]: severity}),
    )
    async with without_database("nobody listening", tmp_path) as client:
        for path in ("/readyz", "/health", "/livez", "/api/units"):
            await client.get(path)
    assert said == {
        "/readyz": logging.WARNING,
        "/health": logging.WARNING,
        "/livez": logging.INFO,
        "/api/units": logging.ERROR,
    }


@pytest.mark.parametrize("fault", FAULTS)
async def test_the_process_is_alive_without_the_database(fault: str, tmp_path: Path) -> None:
    async with without_database(fault, tmp_path) as client:
        waiting = asyncio.create_task(client.get("/api/units"))
        await asyncio.sleep(0)
        async with asyncio.timeout(BUSY):
            assert (await client.get("/livez")).json() == {"status": "ok"}
            assert (await client.get("/nothing")).status_code == 404
        await waiting


@pytest.mark.parametrize("fault", FAULTS)
async def test_every_other_route_asks_to_come_back_within_three_seconds(fault: str, tmp_path: Path) -> None:
    login: dict[str, Any] = {"email": "sana@example.com", "password": PASSWORD}
    stay = {"unitIds": [str(AN_ID)], "checkIn": "2027-05-11", "checkOut": "2027-05-13", "adults": 1}
    stay |= {"guest": {"name": "Ayesha Siddiqui", "email": "ayesha@example.com"}}
    async with without_database(fault, tmp_path) as client:
        transport: Any = client._transport
        token = services.of(transport.app, TokenSigner).sign(AN_ID, AN_ID, NOW)
        async with asyncio.timeout(BUSY):
            answers = await asyncio.gather(
                client.get("/api/units"),
                client.get("/api/properties"),
                client.get("/api/availability?checkIn=2027-05-11&checkOut=2027-05-13&guests=2"),
                client.get("/api/auth/me", headers={"Cookie": f"auth_token={token}"}),
                client.get("/api/bookings", headers={"Authorization": f"Bearer {token}"}),
                client.post("/api/auth/login", json=login),
                client.post("/api/bookings", json=stay),
            )
    for answer in answers:
        assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable"), answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["retry-after"]) > 0
        # An outage ends no login session.
        assert "set-cookie" not in answer.headers
        assert [word for word in DRIVER_TEXT if word in answer.text] == []


async def test_many_probes_at_once_look_at_the_database_once(tmp_path: Path) -> None:
    opened = 0

    def count(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal opened
        opened += 1
        writer.close()

    server = await asyncio.start_server(count, "127.0.0.1", 0)
    url = (
        f"postgresql://nobody:hunter2@127.0.0.1:{server.sockets[0].getsockname()[1]}/soulter?sslmode=disable"
    )
    try:
        async with serving(settings_for(url)) as client:
            await client.get("/health")
            once = opened
            answers = await asyncio.gather(*(client.get(path) for path in ("/health", "/readyz") * 20))
            assert {answer.status_code for answer in answers} == {503}
            assert opened == once > 0
    finally:
        server.close()
        await server.wait_closed()


async def test_it_notices_when_the_database_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [0.0]
    async with garbage(tmp_path) as url, serving(settings_for(url)) as client:
        monkeypatch.setattr(clock, "monotonic", lambda: seconds[0])
        assert (await client.get("/health")).status_code == 503
        (tmp_path / "hunter2.db").unlink()
        await migrate.upgrade(settings_for(url), lambda _text: None)
        found = []
        for moment in (0.5, 2.0):
            seconds[0] = moment
            found.append((await client.get("/health")).json()["database"])
        assert found == ["disconnected", "connected"]


async def test_an_instance_is_not_ready_before_the_schema_is(
    kind: str, tmp_path: Path, worker_id: str
) -> None:
    url = await fresh_database(kind, f"soulter_health_{worker_id}", tmp_path)
    found = settings_for(url)

    async def state() -> tuple[int, int, str]:
        async with serving(found) as client:
            health, ready = await client.get("/health"), await client.get("/readyz")
            return health.status_code, ready.status_code, ready.json()["migrations"]

    assert await state() == (200, 503, "pending")
    await migrate.upgrade(found, lambda _text: None)
    assert await state() == (200, 200, "current")
    app = create_app(found, FixedClock(NOW))
    try:
        async with services.of(app, Database).writing() as session:
            await sql.execute(
                session, text("UPDATE alembic_version SET version_num = '9999_from_a_newer_release'")
            )
    finally:
        await close(app)
    assert "9999_from_a_newer_release" not in schema_version.known()
    assert await state() == (200, 200, "current")
