"""The checkers of the crash run report an application that breaks its promises.

The application pauses or exits at one exact point, with its guards and without one (`broken_apps.py`).
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from tests import postgres
from tests.conftest import fresh_database
from tests.crash import database_checker, mail_checker
from tests.crash.crash_run import SlowMail, contested, deliver_the_rest, judging, peopled
from tests.crash.processes import LINES, program, staged
from tests.crash.writers import Course
from tests.notices.mail_server import MailServer, open_for_mail
from tests.reliability.processes import HOST, free_port
from tests.world import World

CROWDED = Course(seconds=3, units=1, days=2, moves_on=6)
"""All writers want the same nights, which become free again and again."""

SHORT = Course(seconds=2)


@pytest.fixture
async def database(kind: str, tmp_path: Path, worker_id: str) -> AsyncIterator[str]:
    """The URL of a separate database for this test."""
    name = f"soulter_controls_{worker_id}"
    yield await fresh_database(kind, name, tmp_path)
    if kind == "postgresql":
        await postgres.drop(name)


async def findings(
    name: str, folder: Path, url: str, known: tuple[World, str], course: Course, **more: str
) -> tuple[list[str], MailServer]:
    """The findings for an application of `broken_apps.py` after its mails were delivered, and the mails."""
    world, cookie = known
    async with staged() as site, open_for_mail(SlowMail()) as mail:
        server = site.keep(
            "server", program(folder, url, name, free_port(), SMTP_URL=f"smtp://{HOST}:{mail.port}", **more)
        )
        await server.ready()
        async with contested(folder, world, cookie, site, server.port, course) as contest:
            lines = await contest.run()
        assert await site.end("server") == 0
        await deliver_the_rest(world, mail)
        async with judging(url) as judge:
            return await database_checker.check(judge.rows, lines) + await mail_checker.check(
                judge.rows, lines, mail.received
            ), mail


@pytest.mark.postgres_only("SQLite has one writer at a time: a look there cannot be overtaken")
@pytest.mark.parametrize("guarded", [True, False], ids=["with its guards", "without key and lock"])
async def test_without_primary_key_and_lock_nights_are_booked_twice(
    database: str, tmp_path: Path, guarded: bool, kind: str
) -> None:
    known = await peopled(kind, database)
    if not guarded:
        owner = await asyncpg.connect(database)
        await owner.execute("ALTER TABLE nights DROP CONSTRAINT pk_nights")
        await owner.close()
    found, _ = await findings(
        "hesitating" if guarded else "without_lock", tmp_path, database, known, CROWDED, WEB_CONCURRENCY="2"
    )
    if guarded:
        assert found == []
    else:
        assert [text for text in found if "share a night" in text], found


@pytest.mark.parametrize("guarded", [True, False], ids=["in one transaction", "in two"])
async def test_a_key_in_a_transaction_of_its_own_loses_a_booking(
    database: str, tmp_path: Path, guarded: bool, kind: str
) -> None:
    """Killed between both commits, it refuses the repeated request because of its own booking."""
    known = await peopled(kind, database)
    found, _ = await findings(
        "dies_after_commit" if guarded else "key_stored_apart", tmp_path, database, known, SHORT
    )
    assert (tmp_path / "died").exists()
    if guarded:
        assert found == []
    else:
        assert [text for text in found if "nobody was told of" in text], found


@pytest.mark.sqlite_only("where the process dies does not depend on the database")
async def test_a_mail_sent_inside_its_transaction_can_be_about_nothing(
    database: str, tmp_path: Path, kind: str
) -> None:
    found, _ = await findings("sends_inside", tmp_path, database, await peopled(kind, database), SHORT)
    assert (tmp_path / "died").exists()
    assert [text for text in found if "is a mail of nothing that happened" in text], found


@pytest.mark.sqlite_only("where the process dies does not depend on the database")
async def test_a_mail_marked_delivered_before_it_is_sent_gets_lost(
    database: str, tmp_path: Path, kind: str
) -> None:
    found, _ = await findings(
        "settles_first", tmp_path, database, await peopled(kind, database), SHORT, EMBEDDED_WORKER="true"
    )
    assert (tmp_path / "died").exists()
    assert [text for text in found if "has not arrived" in text], found


@pytest.mark.sqlite_only("where the process dies does not depend on the database")
async def test_a_mail_sent_and_not_marked_is_repeated_with_its_id(
    database: str, tmp_path: Path, kind: str
) -> None:
    found, mail = await findings(
        "dies_after_sending", tmp_path, database, await peopled(kind, database), SHORT, EMBEDDED_WORKER="true"
    )
    assert (tmp_path / "died").exists()
    assert found == []
    assert max(mail.ids.values()) == 2


async def test_a_failure_is_reported_with_history_and_output(tmp_path: Path) -> None:
    async def fail() -> None:
        async with staged() as site:
            server = site.keep("server", program(tmp_path, "mysql://nowhere", "hesitating", free_port()))
            await server.ended()
            site.note("the test fails")
            raise AssertionError

    with pytest.raises(AssertionError) as caught:
        await fail()
    [told] = caught.value.__notes__
    lines: list[Any] = told.splitlines()
    assert lines[0] == "What happened:"
    assert "server started as" in lines[1]
    assert [line for line in lines if line.endswith("the test fails")]
    assert "DATABASE_URL" in told.partition("The last of ")[2], told
    assert LINES >= 10
