"""Processes and the database are killed while clients write. Rows 18 to 20 of the list of faults.

What was acknowledged stays, and its mails arrive. CRASH_SECONDS makes the run longer, CRASH_SEED repeats a
run. `test_checkers.py` shows what each checker and each guard is for.
"""

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
import pytest

from tests import postgres
from tests.conftest import fresh_database
from tests.crash import database_checker, mail_checker
from tests.crash.crash_run import (
    FIRST_GOOD,
    LEAST_KILLS,
    Contest,
    Judge,
    SlowMail,
    browser,
    contested,
    deliver_the_rest,
    judging,
    peopled,
)
from tests.crash.processes import Site, kill_one_worker, soulter, staged
from tests.crash.writers import Course
from tests.notices.mail_server import open_for_mail
from tests.reliability.dedicated_postgres import OwnPostgres
from tests.reliability.processes import HOST, START_SECONDS, Serving, becomes, serving
from tests.reliability.tcp_proxy import TcpProxy

COURSE = Course(float(os.environ.get("CRASH_SECONDS", "12")))
WORKER = "worker of mails"


def enough(lines: list[dict[str, Any]], contest: Contest) -> None:
    """That something happened at all."""
    assert len(contest.kills) >= LEAST_KILLS
    assert {line["what"] for line in lines if line.get("told") in (200, 201, 202)} >= {
        "book",
        "invite",
        "deactivate",
    }
    assert len(contest.successes) > 10
    assert contest.longest_outage() < FIRST_GOOD


@pytest.fixture(scope="module")
async def own() -> AsyncIterator[OwnPostgres]:
    made = OwnPostgres()
    yield made
    made.close()


async def kill_backend(own: OwnPostgres, chance: random.Random) -> None:
    """One process of the server: the others then start anew from the log."""
    stranger = await own.connect("soulter_crash")
    found = await stranger.fetch(
        "SELECT pid FROM pg_stat_activity WHERE datname = 'soulter_crash' AND pid <> pg_backend_pid()"
    )
    if found:
        os.kill(chance.choice(found)["pid"], signal.SIGKILL)
    stranger.terminate()


async def kill_something(site: Site, own: OwnPostgres, contest: Contest) -> str:
    """What was killed: first a worker process and the worker of mails, later any of them or the database."""
    early = {1: "worker process", 2: WORKER}
    what = early.get(len(contest.kills)) or contest.chance.choice(
        ["worker process", WORKER, "database at once", "backend"]
    )
    if what == "worker process":
        kill_one_worker(site["server"])
    elif what == WORKER:
        site.replace(WORKER)
    elif what == "database at once":
        await asyncio.to_thread(own.restart, "immediate")
    else:
        with suppress(OSError, asyncpg.PostgresError):  # it may be recovering from the kill before
            await kill_backend(own, contest.chance)
    return what


async def listens(worker: Serving) -> bool:
    """Whether a worker of mails hears signals."""
    return "worker started" in worker.log.read_text()


async def test_what_was_acknowledged_outlives_every_kill(own: OwnPostgres, tmp_path: Path) -> None:
    world, cookie = await peopled("postgresql", url := await own.create("soulter_crash"))
    async with staged() as site, open_for_mail(SlowMail()) as mail:
        smtp = f"smtp://{HOST}:{mail.port}"
        server = site.keep("server", soulter(tmp_path, url, WEB_CONCURRENCY="2", DATABASE_POOL_SIZE="4"))
        site.keep(WORKER, soulter(tmp_path, url, "worker", SMTP_URL=smtp, LOG_LEVEL="info"))
        await server.ready()
        async with contested(tmp_path, world, cookie, site, server.port, COURSE) as contest:
            lines = await contest.run(lambda: kill_something(site, own, contest))
        assert await becomes(lambda: listens(site[WORKER]), START_SECONDS), (
            "a process that is just starting ends of the signal"
        )
        assert [await site.end(name) for name in ("server", WORKER)] == [0, 0]
        await deliver_the_rest(world, mail)
        enough(lines, contest)
        async with judging(url) as judge:
            assert await database_checker.check(judge.rows, lines) == []
            assert await mail_checker.check(judge.rows, lines, mail.received) == []
            await sees_damage(judge, lines, mail.received)


async def test_on_sqlite_too(tmp_path: Path) -> None:
    """One process, in which the worker of mails lives too."""
    world, cookie = await peopled("sqlite", url := f"sqlite:///{tmp_path}/soulter.db")
    async with staged() as site, open_for_mail(SlowMail()) as mail:
        server = site.keep(
            "server", soulter(tmp_path, url, EMBEDDED_WORKER="true", SMTP_URL=f"smtp://{HOST}:{mail.port}")
        )
        await server.ready()

        async def kill() -> str:
            await site.replace("server").ready()
            return "the only process"

        async with contested(tmp_path, world, cookie, site, server.port, COURSE) as contest:
            lines = await contest.run(kill)
        assert await site.end("server") == 0
        await deliver_the_rest(world, mail)
        enough(lines, contest)
        async with judging(url) as judge:
            assert await database_checker.check(judge.rows, lines) == []
            assert await mail_checker.check(judge.rows, lines, mail.received) == []
            await sees_damage(judge, lines, mail.received)


DAMAGE = {
    "nights in the ledger": "DELETE FROM nights WHERE booking_id IS NOT NULL",
    "is not what was acknowledged": "UPDATE bookings SET total_minor = total_minor + 1",
    "bookings of one request": "UPDATE guests SET name = 'crash-0-1'",
    "share a night": "UPDATE bookings SET check_in = '2029-01-01', check_out = '2029-03-01', status = "
    "'CONFIRMED'",
    "the blocks are not": "UPDATE blocks SET reason = 'another'",
}
DAMAGE_OF_MAILS = {
    "is a mail of nothing that happened": "DELETE FROM deliveries",
    "is WAITING": "UPDATE deliveries SET state = 'WAITING', settled_at = NULL",
    "events of": "UPDATE outbox SET topic = 'account.invited'",
    "invited 0 times": "UPDATE outbox SET topic = 'account.activated'",
    "the events are not its changes": "UPDATE outbox SET topic = 'account.activated' WHERE topic = "
    "'account.deactivated'",
}


async def sees_damage(judge: Judge, lines: list[dict[str, Any]], received: list[EmailMessage]) -> None:
    """The counter-test: the checkers must find deliberate damage."""
    for finding, sql in (DAMAGE | DAMAGE_OF_MAILS).items():
        await judge.run("BEGIN")
        await judge.run(sql)
        found = (
            await database_checker.check(judge.rows, lines)
            if finding in DAMAGE
            else await mail_checker.check(judge.rows, lines, received)
        )
        await judge.run("ROLLBACK")
        assert [text for text in found if finding in text], (finding, found)
    never = {
        "what": "book",
        "key": "never",
        "told": 201,
        "answer": {"booking": {"id": "00000000-0000-7000-8000-000000000000"}},
    }
    assert [text for text in await database_checker.check(judge.rows, [*lines, never]) if "is gone" in text]
    assert [
        text
        for text in await mail_checker.check(judge.rows, lines, received[1:])
        if "has not arrived" in text
    ] or _twice(received)
    mixed_up = EmailMessage()
    mixed_up["Message-ID"], mixed_up["To"] = received[0]["Message-ID"], "somebody@example.com"
    assert [
        text
        for text in await mail_checker.check(judge.rows, lines, [*received, mixed_up])
        if "different mails" in text
    ]


def _twice(received: list[EmailMessage]) -> bool:
    """Whether the first mail came more than once."""
    return [str(mail["Message-ID"]) for mail in received].count(str(received[0]["Message-ID"])) > 1


async def test_a_lost_acknowledgement_is_repeated(kind: str, tmp_path: Path, worker_id: str) -> None:
    world, cookie = await peopled(
        kind, url := await fresh_database(kind, f"soulter_lost_{worker_id}", tmp_path)
    )
    with serving(tmp_path, url) as server:
        await server.ready()
        proxy = TcpProxy(lambda: asyncio.open_connection(HOST, server.port))
        async with (
            proxy.running(),
            browser(proxy.port, cookie) as client,
            browser(server.port, cookie) as direct,
        ):
            proxy.loses_answers = True
            stay = {
                "unitIds": [str(world.units[0])],
                "checkIn": "2029-01-01",
                "checkOut": "2029-01-03",
                "adults": 1,
            }
            stay |= {"guest": {"name": "Ayesha Siddiqui", "email": "ayesha@example.com"}}
            key = {"Idempotency-Key": "a-lost-answer"}
            with pytest.raises(httpx2.TransportError):
                await client.post("/api/bookings", json=stay, headers=key)
            [booking] = (await direct.get("/api/bookings")).json()["bookings"]
            again = await direct.post("/api/bookings", json=stay, headers=key)
            assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")
            assert again.json()["booking"]["id"] == booking["id"]
            assert len((await direct.get("/api/bookings")).json()["bookings"]) == 1
            other = await direct.post("/api/bookings", json=stay | {"adults": 2}, headers=key)
            assert other.status_code == 422
    if kind == "postgresql":
        await postgres.drop(f"soulter_lost_{worker_id}")
