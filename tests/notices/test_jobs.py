"""Regular jobs of the worker: lapsed holds end, and old rows are deleted in time."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from soulter import wiring
from soulter.accounts.models import LoginSession, OneTimeLink, Purpose
from soulter.bookings.models import Booking
from soulter.core import ids
from soulter.core.database import statements
from soulter.core.database.transactions import Database
from soulter.core.database.types import Base
from soulter.core.records.audit import AuditEvent
from soulter.core.records.idempotency import IdempotencyKey
from soulter.core.records.rate_limits import RateBucket
from soulter.outbox.models import Delivery, DeliveryState
from soulter.outbox.worker import Job
from tests import sql
from tests.notices.mail_server import publish, until, worker
from tests.world import Client, World

JOBS = {job.name: job for job in wiring.JOBS}


async def count(here: World, table: type[Base]) -> int:
    return int((await sql.fetch(here.database.reader, select(func.count()).select_from(table)))[0][0])


async def add(here: World, table: type[Base], *rows: dict[str, Any]) -> None:
    async with here.database.writing() as session:
        for row in rows:
            await sql.execute(session, insert(table), row)


async def test_a_lapsed_hold_ends_and_gives_its_nights_back(
    here: World, nobody: Client, sana: Client
) -> None:
    lapsed = await here.book(nobody, 10)
    here.clock.moment += timedelta(minutes=59)
    fresh, firm = await here.book(nobody, 20), await here.book(sana, 30)
    await worker(here, None, jobs=wiring.JOBS).once()
    assert len(await here.nights(lapsed["id"])) == 2
    here.clock.moment += timedelta(minutes=1)
    await worker(here, None, jobs=wiring.JOBS).once()
    assert await here.nights(lapsed["id"]) == []
    assert len(await here.nights(fresh["id"])) == len(await here.nights(firm["id"])) == 2
    read = (await sana.get(f"/api/bookings/{lapsed['id']}")).json()["booking"]
    assert (read["status"], read["version"]) == ("EXPIRED", 2)
    found = await sql.fetch(
        here.database.reader, select(AuditEvent.actor).where(AuditEvent.action == "booking.expired")
    )
    assert [row[0] for row in found] == ["system"]


async def test_two_workers_end_a_hold_once(
    here: World, nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("soulter.bookings.ledger._HOLDS_AT_ONCE", 2)
    for day in range(5):
        await here.book(nobody, 10 + 3 * day)
    here.clock.moment += timedelta(hours=2)
    other = Database(here.stack.settings)
    try:
        await asyncio.gather(
            *(worker(here, None, jobs=wiring.JOBS, database=used).once() for used in (None, other))
        )
    finally:
        await other.close()
    assert await here.nights() == []
    [expired] = await sql.fetch(
        here.database.reader,
        select(func.count(), func.max(Booking.version)).where(Booking.status == "EXPIRED"),
    )
    assert tuple(expired) == (5, 2), "each once, in batches of two"
    events = await sql.fetch(
        here.database.reader, select(func.count()).where(AuditEvent.action == "booking.expired")
    )
    assert events[0][0] == 5


def key(at: datetime) -> dict[str, Any]:
    return {
        "scope": ids.new_id().hex,
        "fingerprint": "f",
        "created_at": at,
        "status": 201,
        "media_type": None,
        "body": None,
    }


def bucket(at: datetime) -> dict[str, Any]:
    return {"key": ids.new_id().hex, "used": 1, "resets_at": at}


def login(here: World, expires: datetime, revoked: datetime | None = None) -> dict[str, Any]:
    stamps = dict.fromkeys(("created_at", "last_seen_at"), expires - timedelta(days=7))
    whose = {
        "id": ids.new_id(),
        "user_id": here.users["hina"],
        "epoch": 1,
        "user_agent": "test",
        "ip": "127.0.0.1",
    }
    return {**whose, **stamps, "expires_at": expires, "revoked_at": revoked}


def link(here: World, expires: datetime) -> dict[str, Any]:
    whose = {
        "id": ids.new_id(),
        "purpose": Purpose.RESET,
        "token_hash": ids.token_hash(ids.new_token()),
        "user_id": here.users["hina"],
    }
    return {
        **whose,
        "email": None,
        "details": {},
        "created_at": expires - timedelta(hours=1),
        "expires_at": expires,
    }


async def test_each_kind_of_row_is_kept_for_its_retention_time(here: World) -> None:
    now, moment = here.clock.now(), timedelta(seconds=1)
    hours, days, months = timedelta(hours=48), timedelta(days=30), timedelta(days=90)
    await add(here, IdempotencyKey, key(now - hours - moment), key(now - hours))
    await add(here, RateBucket, bucket(now), bucket(now + moment))
    await add(
        here,
        LoginSession,
        login(here, now - months - moment),
        login(here, now - months),
        login(here, now, now - months - moment),
    )
    await add(here, OneTimeLink, link(here, now - days - moment), link(here, now - days))
    old, kept, waiting = await publish(here, "a@example.com", "b@example.com", "c@example.com")
    async with here.database.writing() as session:
        for event_id, at, settled in (
            (old, now - months - moment, True),
            (kept, now - months, True),
            (waiting, now - 2 * months, False),
        ):
            values = {
                "created_at": at,
                "settled_at": at if settled else None,
                "state": DeliveryState.DELIVERED if settled else DeliveryState.WAITING,
            }
            await sql.execute(session, update(Delivery).where(Delivery.id == event_id).values(**values))
    tables = (IdempotencyKey, RateBucket, LoginSession, OneTimeLink, Delivery)
    for _ in range(2):
        await worker(here, None, jobs=wiring.JOBS).once()
        assert [await count(here, table) for table in tables] == [1, 1, 1, 1, 2]
    left = await sql.fetch(here.database.reader, select(Delivery.id))
    assert {row[0] for row in left} == {kept, waiting}, "what waits is never cleared away"


async def test_many_old_rows_are_deleted_in_batches(here: World) -> None:
    now = here.clock.now()
    async with here.database.writing() as session:
        await sql.execute(session, insert(RateBucket), [bucket(now) for _ in range(statements.BATCH + 1)])
    work = JOBS["delete rate limits that are over"].work
    assert [await work(here.database, now) for _ in range(2)] == [True, False]
    assert await count(here, RateBucket) == 0


@pytest.mark.postgres_only("SQLite has one writer")
async def test_cleaning_up_does_not_wait_for_locks(here: World) -> None:
    now = here.clock.now()
    rows = [bucket(now), bucket(now)]
    await add(here, RateBucket, *rows)
    async with here.database.writing() as session:
        await sql.execute(session, update(RateBucket).where(RateBucket.key == rows[0]["key"]).values(used=2))
        await asyncio.wait_for(JOBS["delete rate limits that are over"].work(here.database, now), 1)
        assert await count(here, RateBucket) == 1


async def test_a_job_that_fails_is_done_again_and_keeps_no_other_from_its_work(here: World) -> None:
    done = {"good": 0, "bad": 0}

    async def bad(_database: Database, _now: datetime) -> bool:
        done["bad"] += 1
        raise RuntimeError

    async def good(_database: Database, _now: datetime) -> bool:
        done["good"] += 1
        return False

    running = worker(here, None, jobs=(Job("bad", 0.1, bad), Job("good", 0.1, good)))
    task = asyncio.create_task(running.run())

    async def both_twice() -> bool:
        return min(done.values()) >= 2

    await until(both_twice)
    running.stop()
    await asyncio.wait_for(task, 5)
