"""GET /metrics: what is counted, who may read it, and answers without a database."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from soulter.bookings.models import Booking
from soulter.core.config.settings import WrongSettings
from soulter.core.database.lending import DirectTransaction
from soulter.core.database.transactions import Database
from soulter.core.http import services
from soulter.core.telemetry import metrics
from soulter.schema import migrate
from soulter.system import figures
from soulter.system.figures import Figures
from soulter.system.prometheus import Metrics
from tests import sql
from tests.api.test_health import AN_ID, FAULTS, serving, without_database
from tests.conftest import settings_for
from tests.process.test_cli import PRODUCTION, variables
from tests.world import NOW, PASSWORD, Client, World

TOKEN = "Kd8Gs2Hf6Jb3Mc5PyAeUiOxNaBtq7Zr1Vx0Lw9Tn4"
Scrape = dict[tuple[str, frozenset[tuple[str, str]]], float]


def parsed(exposition: str) -> Scrape:
    """Each sample by its name and labels."""
    families = text_string_to_metric_families(exposition)
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def value(found: Scrape, name: str, **labels: str) -> float:
    """A sample; 0 for one that has not been seen yet."""
    return found.get((name, frozenset(labels.items())), 0.0)


async def scrape(client: Client) -> Scrape:
    answer = await client.get("/metrics")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return parsed(answer.text)


@pytest.fixture(autouse=True)
def uncached(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every scrape asks the database."""
    monkeypatch.setattr(figures, "KEPT_SECONDS", -1.0)


async def test_requests_are_counted_by_route_and_refusals_by_code(
    here: World, sana: Client, nobody: Client
) -> None:
    before = await scrape(nobody)
    await sana.get(f"/api/units/{here.units[0]}")
    await sana.get(f"/api/units/{AN_ID}")
    await nobody.post(
        "/api/auth/login", json={"email": "sana@example.com", "password": "wrong horse battery"}
    )
    after = await scrape(nobody)

    def more(name: str, **labels: str) -> float:
        return value(after, name, **labels) - value(before, name, **labels)

    route = {"method": "GET", "route": "/api/units/{unit_id}"}
    assert more("soulter_requests_total", **route, status="200") == 1
    assert more("soulter_requests_total", **route, status="404") == 1
    assert more("soulter_request_seconds_count", **route) == 2
    assert more("soulter_refusals_total", code="unit_not_found") == 1
    assert more("soulter_refusals_total", code="wrong_credentials") == 1
    assert more("soulter_query_seconds_count") >= 4
    assert [key for key in after if str(here.units[0]) in str(key)] == []


async def test_a_thousand_odd_paths_and_methods_are_a_handful_of_series(here: World, nobody: Client) -> None:
    await nobody.get("/nothing")
    await nobody.request("BREW", "/nothing")
    before = await scrape(nobody)
    for i in range(1000):
        await nobody.request(f"M{i}" if i % 2 else "GET", f"/odd{i}/{'x' * (i % 50)}?canary={i}")
    after = await scrape(nobody)
    new = {key for key in after if key not in before and ("route", "/metrics") not in key[1]}
    assert len(new) <= 4, new
    assert value(after, "soulter_requests_total", method="GET", route="unmatched", status="404") >= 500
    assert [key for key in after if "odd" in str(key) or "M1" in str(key)] == []


async def test_a_booking_counts_once_it_is_committed(
    here: World, bilal: Client, nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(found: Scrape) -> float:
        return value(found, "soulter_bookings_made_total", source="AGENT")

    before = await scrape(nobody)
    await here.book(bilal)
    assert made(await scrape(nobody)) - made(before) == 1

    async def fail(_transaction: object) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        for transaction in (AsyncConnection, DirectTransaction):
            broken.setattr(transaction, "commit", fail)
        assert (await bilal.post("/api/bookings", json=here.stay(20))).status_code == 500
    refused = await bilal.post("/api/bookings", json=here.stay())
    assert (refused.status_code, refused.json()["code"]) == (409, "nights_taken")
    after = await scrape(nobody)
    assert made(after) - made(before) == 1
    assert (
        value(after, "soulter_refusals_total", code="nights_taken")
        - value(before, "soulter_refusals_total", code="nights_taken")
        == 1
    )


async def test_an_answer_that_is_repeated_is_no_second_booking(
    here: World, bilal: Client, nobody: Client
) -> None:
    body, key = here.stay(), {"Idempotency-Key": "once-and-again"}
    first = await bilal.post("/api/bookings", json=body, headers=key)
    before = await scrape(nobody)
    again = await bilal.post("/api/bookings", json=body, headers=key)
    assert (first.status_code, again.status_code, first.content) == (201, 201, again.content)
    assert value(await scrape(nobody), "soulter_bookings_made_total", source="AGENT") == value(
        before, "soulter_bookings_made_total", source="AGENT"
    )


async def test_what_the_database_knows(here: World, bilal: Client, nobody: Client) -> None:
    first = await here.book(bilal)
    await here.book(bilal, 20)
    async with here.database.writing() as session:
        await sql.execute(
            session, update(Booking).where(Booking.code == first["code"]).values(hold_expires_at=NOW)
        )
    await nobody.post("/api/auth/forgot", json={"email": "sana@example.com"})
    found = await scrape(nobody)
    assert [value(found, "soulter_holds", state=state) for state in ("open", "lapsed")] == [1, 1]
    assert [value(found, "soulter_outbox_events", state=state) for state in ("waiting", "dead")] == [1, 0]
    assert value(found, "soulter_database_up") == value(found, "soulter_migrations_at_head") == 1
    assert value(found, "soulter_backup_age_seconds") == float("inf")
    assert value(found, "soulter_database_pool_size", pool="reading") >= 4
    assert value(found, "soulter_memory_bytes") > 1e7
    assert value(found, "soulter_open_files") > 3
    assert 0 < value(found, "soulter_disk_free_bytes") < value(found, "soulter_disk_size_bytes")
    assert any(name == "soulter_build_info" for name, _ in found)


async def test_a_table_that_is_not_there_yet_hides_its_own_numbers_only(tmp_path: Path) -> None:
    found = settings_for(f"sqlite:///{tmp_path}/old.db")
    await migrate.upgrade(found, lambda _text: None)
    async with serving(found) as client:
        async with services.of(client._transport.app, Database).writing() as session:  # type: ignore[attr-defined]
            await sql.execute(session, text("DROP TABLE system_samples"))
        names = {name for name, _ in await scrape(client)}
    assert names >= {"soulter_holds", "soulter_outbox_events", "soulter_backup_age_seconds"}
    assert "soulter_worker_lag_seconds" not in names


@pytest.mark.parametrize("fault", FAULTS)
async def test_without_the_database_the_scrape_succeeds_and_says_so(fault: str, tmp_path: Path) -> None:
    async with without_database(fault, tmp_path) as client:
        async with asyncio.timeout(20):
            found = await scrape(client)
    assert found[("soulter_database_up", frozenset())] == 0
    assert not any(
        name in ("soulter_holds", "soulter_outbox_events", "soulter_backup_age_seconds") for name, _ in found
    )
    assert value(found, "soulter_memory_bytes") > 1e7


async def test_a_database_without_tables_is_up(tmp_path: Path) -> None:
    async with serving(settings_for(f"sqlite:///{tmp_path}/empty.db")) as client:
        found = await scrape(client)
    assert (value(found, "soulter_database_up"), found[("soulter_migrations_at_head", frozenset())]) == (1, 0)


async def test_many_scrapes_at_once_look_at_the_database_once(
    here: World, nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "KEPT_SECONDS", 60.0)
    looks = []
    original = Figures._look

    async def look(found: Figures) -> None:
        looks.append(1)
        await original(found)

    monkeypatch.setattr(Figures, "_look", look)
    services.of(here.stack.app, Metrics)._figures._looked_at = float("-inf")
    await asyncio.gather(*(scrape(nobody) for _ in range(20)))
    assert len(looks) == 1


def in_production(**more: Any) -> Any:
    return settings_for("postgresql://u:p@127.0.0.1:1/soulter?sslmode=disable", **more)


async def test_with_a_token_only_who_knows_it_sees_anything(tmp_path: Path) -> None:
    async with serving(settings_for(f"sqlite:///{tmp_path}/empty.db", metrics_token=TOKEN)) as client:
        for wrong in (None, TOKEN.encode(), f"Bearer {TOKEN}x".encode(), b"Bearer ", b"Bearer \xff"):
            answer = await client.get("/metrics", headers=[(b"Authorization", wrong)] if wrong else [])
            assert (answer.status_code, answer.json()["code"], answer.headers["www-authenticate"]) == (
                401,
                "metrics_token_wrong",
                "Bearer",
            )
            assert "soulter_" not in answer.text
            assert TOKEN not in answer.text
        answer = await client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        assert TOKEN not in answer.text


async def test_production_without_a_token_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, written in PRODUCTION.items():
        monkeypatch.setenv(name, written)
    from soulter.core.config import settings

    async with serving(settings.load(_env_file=None)) as client:
        answer = await client.get("/metrics", headers={"Authorization": "Bearer "})
    assert (answer.status_code, answer.json()["code"]) == (404, "metrics_off")
    monkeypatch.setenv("METRICS_TOKEN", "short")
    with pytest.raises(WrongSettings, match="METRICS_TOKEN has fewer than 32 bytes"):
        settings.load(_env_file=None)


async def test_no_secret_and_nobody_is_in_the_metrics(here: World, sana: Client, nobody: Client) -> None:
    token = await here.token("sana")
    await nobody.post("/api/auth/login", json={"email": "sana@example.com", "password": PASSWORD})
    await nobody.get(
        "/api/canary?canary=canary",
        headers={"Authorization": f"Bearer {token}", "X-Request-Id": "canary-canary", "User-Agent": "canary"},
    )
    await here.book(sana, guest={"name": "Canary Person", "email": "canary@example.com"})
    told = (await nobody.get("/metrics")).text
    assert [
        word
        for word in ("canary", "Canary", "sana", PASSWORD, token, "x" * 20, str(here.users["sana"]))
        if word in told
    ] == []


def test_a_quantile_lies_where_its_share_ends() -> None:
    buckets = [0] * (len(metrics.UPPER_BOUNDS) + 1)
    assert metrics.quantile(buckets, 0.95) is None
    buckets[0], buckets[4] = 90, 10
    assert metrics.quantile(buckets, 0.5) == pytest.approx(0.005 * 50 / 90)
    assert metrics.quantile(buckets, 0.95) == pytest.approx(0.075)
    buckets[-1] = 1000
    assert metrics.quantile(buckets, 0.99) == 10.0


def test_a_folder_that_is_named_by_hand_need_not_be_there(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "yet"
    count = "from soulter.core.telemetry import metrics; metrics.BOOKINGS_MADE.add('WEB')"
    program = (
        f"{count}; from soulter.system import prometheus; print(len(list(prometheus._counted().collect())))"
    )
    environment = variables(**{metrics.FOLDER: str(folder)})
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 1
    assert folder.is_dir()
    assert metrics.FOLDER not in os.environ
