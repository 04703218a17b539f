"""Mail channels: a mail server with and without TLS, files for developers, and log records."""

import asyncio
import json
import logging
import ssl
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import trustme

from soulter.core.config import smtp_url
from soulter.core.config.settings import Settings
from soulter.notices import transports
from soulter.notices.errors import NotDelivered
from soulter.notices.messages import as_mail
from soulter.notices.transports import Files, Smtp
from tests.api.test_request_log import logged
from tests.conftest import settings_for
from tests.notices.mail_server import HANGS, MailServer, open_for_mail, publish, rows, smtp, states, worker
from tests.notices.test_messages import EVENT, KARACHI, MAIL, MOMENT
from tests.process.test_cli import PRODUCTION
from tests.world import World


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, so that no test leaves mails in the checkout."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def live(tmp_path: Path) -> Settings:
    return Settings(_env_file=None, **PRODUCTION)  # type: ignore[arg-type]


async def test_mails_to_other_networks_are_encrypted(server: MailServer, live: Settings) -> None:
    public = smtp_url.Server("127.0.0.1", server.port, None, None, tls=False, private=False)
    mail = as_mail(MAIL, EVENT, live, KARACHI, MOMENT)
    with pytest.raises(NotDelivered, match="could not be used"):
        await Smtp(public, live).send(mail, EVENT)
    assert server.asked == [], "a server without STARTTLS hears no address"
    private = smtp_url.parse(f"smtp://127.0.0.1:{server.port}")
    await Smtp(private, live).send(mail, EVENT)
    assert server.asked == ["a@example.com"], "our own network may"


async def test_a_server_that_speaks_tls_from_the_first_byte(live: Settings) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("mail.example.com").configure_cert(context)
    mail = as_mail(MAIL, EVENT, live, KARACHI, MOMENT)
    async with open_for_mail(MailServer(), tls=context) as server:
        await Smtp(smtp_url.parse(f"smtps://127.0.0.1:{server.port}"), live).send(mail, EVENT)
        assert server.to == ["a@example.com"]
        stranger = smtp_url.Server("127.0.0.1", server.port, None, None, tls=True, private=False)
        with pytest.raises(NotDelivered, match="could not be used"):
            await Smtp(stranger, live).send(mail, EVENT)
        assert len(server.received) == 1, "a certificate that nobody vouches for is not trusted"


async def test_a_server_that_takes_the_mail_and_hangs_up_has_taken_it(live: Settings) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 hi\r\n")
        body = False
        while line := await reader.readline():
            if line == b"DATA\r\n":
                body = True
                writer.write(b"354 go\r\n")
            elif not body:
                writer.write(b"250 OK\r\n")
            elif line == b".\r\n":
                writer.write(b"250 OK\r\n")
                break
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    await Smtp(smtp_url.parse(f"smtp://127.0.0.1:{port}"), live).send(
        as_mail(MAIL, EVENT, live, KARACHI, MOMENT), EVENT
    )
    listening.close()


async def test_a_server_that_answers_each_step_late_is_not_waited_for(
    server: MailServer, live: Settings
) -> None:
    server.answers = {"a@example.com": [HANGS]}
    slow = Smtp(smtp_url.parse(f"smtp://127.0.0.1:{server.port}"), live, seconds=0.5)
    async with asyncio.timeout(5):  # less than a single answer may take
        with pytest.raises(NotDelivered, match="did not answer in time"):
            await slow.send(as_mail(MAIL, EVENT, live, KARACHI, MOMENT), EVENT)


def test_the_settings_choose_the_mail_channel(live: Settings) -> None:
    assert isinstance(transports.by_settings(settings_for("sqlite:///x.db")), Files)
    assert isinstance(
        transports.by_settings(settings_for("sqlite:///x.db", smtp_url="smtp://localhost:1025")), Smtp
    )
    assert transports.by_settings(live) is None


async def test_a_developer_finds_each_mail_as_two_files(
    here: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [event_id] = await publish(here, "ayesha@example.com", name="Ayesha", tent="Küche")
    await worker(here, Files(tmp_path / "mail", shown=True)).once()
    html, eml = sorted((tmp_path / "mail").iterdir(), key=lambda path: path.suffix, reverse=True)
    stem = f"20270501T090000Z-guest.greeted-{event_id.hex[-8:]}"
    assert (html.name, eml.name) == (f"{stem}.html", f"{stem}.eml")
    raw = eml.read_bytes()
    assert "Your tent “Küche” is kept until 15:30" in raw.decode(), "as one reads it, without encoding"
    mail = message_from_bytes(raw, policy=policy.default)
    assert (str(mail["To"]), str(mail["Message-ID"])) == ("ayesha@example.com", f"<{event_id}@localhost>")
    assert html.read_text().startswith("<!doctype html>")
    assert "Your tent “Küche” is kept until 15:30" in capsys.readouterr().out


async def test_a_repetition_overwrites_its_own_file_and_shows_nothing_when_not_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mail = as_mail(MAIL, EVENT, settings_for("sqlite:///x.db"), KARACHI, MOMENT)
    for _ in range(2):
        await Files(tmp_path / "mail", shown=False).send(mail, EVENT)
    assert len(list((tmp_path / "mail").iterdir())) == 2
    assert capsys.readouterr().out == ""


async def test_a_folder_that_cannot_be_written_delays_the_mail(here: World, tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("not a folder")
    await publish(here, "a@example.com")
    await worker(here, Files(tmp_path / "mail", shown=False)).once()
    [row] = await rows(here)
    assert (row.state, row.last_error) == ("WAITING", "the file could not be written (File exists)")


async def test_a_topic_cannot_be_a_file_path(tmp_path: Path) -> None:
    mail = as_mail(MAIL, EVENT, settings_for("sqlite:///x.db"), KARACHI, MOMENT)
    await Files(tmp_path / "mail", shown=False).send(mail, EVENT._replace(topic="../../etc/passwd"))
    found = await asyncio.to_thread(lambda: list(tmp_path.rglob("*.eml")))
    assert [path.parent for path in found] == [tmp_path / "mail"]


async def test_no_address_no_text_and_no_token_reaches_the_log(
    here: World, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers = {
        "canary-gone@example.com": ["550 canary-gone@example.com unknown"],
        "canary-late@example.com": ["451 canary-late"],
    }
    await publish(here, *server.answers, "canary@example.com", name="Canary-Name", tent="canary-token")
    await publish(here, "canary-poison@example.com", topic="guest.poisoned")
    with logged(monkeypatch) as log:
        # The server in this process belongs to the test and logs recipients itself.
        logging.getLogger("mail.log").setLevel(logging.CRITICAL)
        await worker(here, smtp(server, here.stack.settings)).once()
    assert sorted(await states(here)) == ["DEAD", "DELIVERED", "WAITING", "WAITING"]
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert {line["event"] for line in lines} >= {
        "delivery settled",
        "delivery delayed",
        "delivery given up",
        "delivery failed",
    }
    assert [line["level"] for line in lines if line["event"] == "delivery given up"] == ["error"]
    assert "canary" not in log.getvalue().lower()
    assert "canary" not in str([row.last_error for row in await rows(here)]).lower()
    assert not [path for path in Path.cwd().rglob("*") if path.suffix in (".eml", ".html")]


async def test_production_without_a_mail_server_says_so_once(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(here, "a@example.com")
    waiting = worker(here, None)
    with logged(monkeypatch) as log:
        task = asyncio.create_task(waiting.run())
        await asyncio.sleep(1.5)
        waiting.stop()
        await asyncio.wait_for(task, 5)
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [(line["event"], line["level"]) for line in lines] == [("no mail leaves", "warning")]
    assert [(row.state, row.attempts) for row in await rows(here)] == [("WAITING", 0)]
