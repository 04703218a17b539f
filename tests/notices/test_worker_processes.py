"""The worker in its processes: `soulter worker`, and inside `soulter serve`."""

import asyncio
import re
import signal
import sys
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from soulter.app import create_app
from soulter.core.clock import Clock
from soulter.core.database.transactions import Database
from soulter.notices import process as notices_process
from soulter.outbox import publishing
from soulter.schema import migrate
from tests.conftest import settings_for
from tests.notices.mail_server import COMPOSERS, MailServer, event_of, heard_by_mail, publish, states, until
from tests.process.test_cli import SOULTER, process, run, variables
from tests.world import World

# `soulter worker` with a composer that this release may not have yet.
PROGRAM = """
import sys
from soulter.cli import main as cli
from soulter.notices import process
from soulter.notices.messages import Message

async def greet(composing, event):
    return Message(event.facts["to"], f"Welcome to {composing.house.name}", "Grüße\\n", "<p>Grüße</p>\\n")

process.COMPOSERS = {**process.COMPOSERS, "guest.greeted": greet}
cli.main()
"""


async def with_one_event(folder: Path) -> str:
    """The URL of a migrated database in which one mail waits."""
    url = f"sqlite:///{folder}/soulter.db"
    await migrate.upgrade(settings_for(url), lambda _text: None)
    database = Database(settings_for(url))
    kind = event_of("guest.greeted")
    with heard_by_mail(kind):
        async with database.writing() as session:
            await publishing.publish(session, Clock().now(), kind("ayesha@example.com"))
    await database.close()
    return url


async def python(folder: Path, *arguments: str, **more: str) -> tuple[int, str, str]:
    made = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        PROGRAM,
        *arguments,
        cwd=folder,
        env=variables(**more),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(made.communicate(), 60)
    return made.returncode or 0, out.decode(), err.decode()


async def test_what_is_due_is_written_to_files_and_the_command_ends(tmp_path: Path) -> None:
    url = await with_one_event(tmp_path)
    status, out, err = await python(tmp_path, "worker", "--once", DATABASE_URL=url)
    assert (status, "Traceback" in err) == (0, False), err
    assert out == "\nWelcome to Soulter\n\nGrüße\n\nMails tried: 1\n"
    [file] = await asyncio.to_thread(lambda: list((tmp_path / "var" / "mail").glob("*.eml")))
    assert re.fullmatch(r"\d{8}T\d{6}Z-guest\.greeted-[0-9a-f]{8}\.eml", file.name)
    assert str(message_from_bytes(file.read_bytes(), policy=policy.default)["To"]) == "ayesha@example.com"
    assert f"file=var/mail/{file.name}" in err
    assert await python(tmp_path, "worker", "--once", DATABASE_URL=url) == (0, "Mails tried: 0\n", "")


async def test_without_a_schema_it_says_what_to_do(tmp_path: Path) -> None:
    assert await run(tmp_path, "worker", "--once") == (
        1,
        "",
        "The database has no tables yet. Run first: soulter migrate\n",
    )


async def test_a_database_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    status, out, err = await run(
        tmp_path, "worker", "--once", DATABASE_URL="postgresql://u:hunter2@127.0.0.1:1/soulter"
    )
    assert (status, out) == (1, "")
    assert err == "DATABASE_URL: the database does not answer. Is it running, and are host and port right?\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_cleanly_even_without_a_database(
    tmp_path: Path, number: signal.Signals
) -> None:
    assert SOULTER.exists()
    errors = tmp_path / "stderr.txt"
    with process(tmp_path, "worker", DATABASE_URL="postgresql://u:hunter2@127.0.0.1:1/soulter") as started:

        async def it_waits() -> bool:
            return "worker waits" in errors.read_text()

        await until(it_waits, 30)
        await asyncio.sleep(2.5)
        started.send_signal(number)
        assert await asyncio.to_thread(started.wait, 20) == 0
    log = errors.read_text()
    assert log.count("worker waits") == 1, "a database that is away is one line"
    assert "worker stopped" in log
    assert [word for word in ("Traceback", "hunter2", "job failed") if word in log] == []


async def test_inside_the_application_it_begins_and_ends_with_it(
    here: World, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices_process, "COMPOSERS", COMPOSERS)
    monkeypatch.setattr(notices_process, "Templates", _templates)
    smtp_url = f"smtp://127.0.0.1:{server.port}"
    settings = settings_for(here.stack.settings.database_url, embedded_worker=True, smtp_url=smtp_url)
    app = create_app(settings, here.clock)
    await publish(here, "a@example.com")
    async with app.router.lifespan_context(app):
        await asyncio.wait_for(server.arrived.wait(), 10)
    assert (server.to, await states(here)) == (["a@example.com"], ["DELIVERED"])
    alone = create_app(settings.model_copy(update={"embedded_worker": False}), here.clock)
    await publish(here, "b@example.com")
    async with alone.router.lifespan_context(alone):
        await asyncio.sleep(1.2)
    assert await states(here) == ["DELIVERED", "WAITING"]


def _templates() -> Any:
    from soulter.notices.messages import Templates
    from tests.notices.mail_server import TEMPLATES

    return Templates(TEMPLATES)


async def test_an_application_without_a_worker_loads_none_of_it(tmp_path: Path) -> None:
    program = (
        "import sys, soulter.app; print(sorted({'jinja2', 'aiosmtplib', 'soulter.notices.process'} & "
        "set(sys.modules)))"
    )
    made = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, cwd=tmp_path, env=variables(), stdout=asyncio.subprocess.PIPE
    )
    assert (await made.communicate())[0] == b"[]\n"
