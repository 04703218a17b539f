"""GET /api/system: who may read it, what the processes record, and the figures of the last hour."""

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from soulter import wiring
from soulter.accounts.tokens import TokenSigner
from soulter.app import create_app
from soulter.core.database.transactions import Database
from soulter.core.http import services
from soulter.core.telemetry import metrics
from soulter.notices.process import build_worker
from soulter.outbox.worker import Worker
from soulter.system import figures, queries, recording
from soulter.system.models import ProcessKind, SystemSample
from soulter.system.recording import Recorder
from tests import sql
from tests.api.test_metrics import scrape, value
from tests.conftest import settings_for
from tests.notices.mail_server import until
from tests.world import NOW, Client, World

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def uncached(monkeypatch: pytest.MonkeyPatch) -> None:
    """Disable the cache, so that every request asks the database."""
    monkeypatch.setattr(figures, "KEPT_SECONDS", -1.0)


def recorder(here: World, kind: ProcessKind = ProcessKind.WEB) -> Recorder:
    return Recorder(here.database, here.clock, kind)


async def rows(here: World) -> int:
    return int((await sql.fetch(here.database.reader, select(func.count()).select_from(SystemSample)))[0][0])


async def test_only_the_owner_sees_it(here: World, zara: Client, sana: Client, nobody: Client) -> None:
    assert [(await client.get("/api/system")).status_code for client in (zara, sana, nobody)] == [
        200,
        403,
        401,
    ]


async def test_what_runs_and_where_the_schema_is(here: World, zara: Client) -> None:
    await recorder(here, ProcessKind.WORKER).write(here.clock.now())
    found = (await zara.get("/api/system")).json()["system"]
    assert found["database"] == {
        "kind": here.stack.kind,
        "up": True,
        "schema": {"current": queries_head(), "head": queries_head(), "atHead": True},
    }
    assert (found["version"], found["revision"]) == ("0.1.0", "unknown")
    [worker] = found["processes"]
    assert (worker["kind"], worker["version"], worker["seenAt"]) == (
        "WORKER",
        "0.1.0",
        "2027-05-01T09:00:00Z",
    )
    assert worker["memoryBytes"] > 1e6
    by_name = {(figure["name"], *figure["labels"].values()): figure["value"] for figure in found["figures"]}
    assert by_name["soulter_worker_lag_seconds",] == 0
    assert by_name["soulter_backup_age_seconds",] is None
    assert by_name["soulter_outbox_events", "waiting"] == 0
    assert found["history"] == []


def queries_head() -> str:
    from soulter.schema import schema_version

    return schema_version.known()[-1]


async def test_a_minute_is_one_row_and_two_processes_are_one_minute(here: World, zara: Client) -> None:
    one, other = recorder(here), recorder(here)
    for seconds in (0, 15, 30):
        await here.move_to(NOW + timedelta(seconds=seconds))
        for status in (200, 200, 503):
            metrics.request_ended("GET", "/api/units", status, 0.02)
        await one.write(here.clock.now())
        await other.write(here.clock.now())
    assert await rows(here) == 2
    await here.move_to(NOW + MINUTE)
    await one.write(here.clock.now())
    await here.move_to(NOW + 2 * MINUTE)
    await one.write(here.clock.now())
    [first, second] = (await zara.get("/api/system")).json()["system"]["history"]
    # Both recorders of this test watch the same process, so each counts all nine.
    assert (first["minute"], first["requests"], first["failures"]) == ("2027-05-01T09:00:00Z", 18, 6)
    assert 10 < first["p95Ms"] <= 25
    assert first["memoryBytes"] > 2e6
    assert first["poolSize"] > 0
    assert (second["minute"], second["requests"], second["p95Ms"]) == ("2027-05-01T09:01:00Z", 0, None)


async def test_an_hour_is_shown_and_a_day_is_kept(here: World, zara: Client) -> None:
    writer = recorder(here)
    for hours in (0, 23, 24.5):
        await here.move_to(NOW + timedelta(hours=hours))
        await writer.write(here.clock.now())
    await here.move_to(NOW + timedelta(hours=24.5) + MINUTE)
    zara = await here.login("zara")
    shown = (await zara.get("/api/system")).json()["system"]["history"]
    assert [minute["minute"] for minute in shown] == ["2027-05-02T09:30:00Z"]
    before = await rows(here)
    async with here.database.writing() as session:
        assert await recording.forget_old(session, here.clock.now()) == 1
    assert await rows(here) == before - 1


async def test_the_lag_of_the_worker_is_told_by_any_other_process(here: World, nobody: Client) -> None:
    assert value(await scrape(nobody), "soulter_worker_lag_seconds") == float("inf")
    made = build_worker(here.stack.settings, here.database, here.clock, wiring.JOBS)
    await made.once()
    here.clock.moment = NOW + timedelta(seconds=90)
    found = await scrape(nobody)
    assert (value(found, "soulter_worker_lag_seconds"), value(found, "soulter_workers")) == (90, 1)
    assert value(found, "soulter_worker_memory_bytes") > 1e6
    here.clock.moment = NOW + timedelta(minutes=10)
    found = await scrape(nobody)
    assert (value(found, "soulter_worker_lag_seconds"), value(found, "soulter_workers")) == (600, 0)
    await made.once()
    assert value(await scrape(nobody), "soulter_worker_lag_seconds") == 0


async def test_a_worker_that_no_longer_looks_for_mails_is_not_alive(
    here: World, nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The jobs go on and the lag still grows: the slower of both loops counts."""
    made = build_worker(here.stack.settings, here.database, here.clock, wiring.JOBS)
    await made.once()

    async def hang(_worker: Worker, _most: int) -> list[object]:
        await asyncio.Event().wait()
        raise AssertionError("unreachable")

    monkeypatch.setattr(Worker, "_claim", hang)
    here.clock.moment = NOW + timedelta(minutes=7)
    running = asyncio.create_task(made.run())
    try:
        async with asyncio.timeout(20):
            await until(lambda: rows_are(here, 2))
        assert value(await scrape(nobody), "soulter_worker_lag_seconds") == 420
    finally:
        running.cancel()
        await asyncio.wait([running])


async def rows_are(here: World, count: int) -> bool:
    """Whether so many samples are there."""
    return await rows(here) >= count


async def test_errors_of_the_worker_are_told_too(here: World, nobody: Client) -> None:
    writer = recorder(here, ProcessKind.WORKER)
    metrics.line_written("error", "error")
    await writer.write(here.clock.now())
    assert value(await scrape(nobody), "soulter_worker_errors_last_hour") == 1


async def test_a_serving_process_writes_by_itself_and_a_missing_table_stops_nothing(
    tmp_path: Path, here: World
) -> None:
    app = create_app(settings_for(here.stack.settings.database_url), here.clock)
    async with app.router.lifespan_context(app), asyncio.timeout(20):
        await until(lambda: rows_are(here, 1))
    bare = Recorder(Database(settings_for(f"sqlite:///{tmp_path}/bare.db")), here.clock, ProcessKind.WEB)
    writing = asyncio.create_task(bare.keep_writing())
    await asyncio.sleep(0.3)
    assert not writing.done()
    writing.cancel()
    await asyncio.wait([writing])
    await bare.database.close()


async def test_without_the_database_the_page_asks_to_come_back(tmp_path: Path) -> None:
    from tests.api.test_health import without_database

    async with without_database("garbage", tmp_path) as client:
        token = services.of(client._transport.app, TokenSigner).sign(UUID(int=1), UUID(int=2), NOW)  # type: ignore[attr-defined]
        answer = await client.get("/api/system", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")


def test_a_process_with_server_and_worker_counts_once() -> None:
    sample = {
        "requests": 1,
        "failures": 0,
        "errors_logged": 0,
        "cpu_seconds": 2.0,
        "memory_bytes": 5,
        "pool_size": 1,
        "pool_used": 1,
        "pool_waiting": 0,
    }
    sums = sample | {"buckets": [1] + [0] * len(metrics.UPPER_BOUNDS)}
    both = [queries.SampleRow(UUID(int=1), kind, NOW, NOW, NOW, "0", sums) for kind in ProcessKind]
    assert [(minute.requests, minute.memory) for minute in queries.history(both, NOW + MINUTE)] == [(1, 5)]
