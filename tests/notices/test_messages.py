"""The content and encoding of a mail, and protection against header injection."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from jinja2 import UndefinedError

from soulter.notices import messages
from soulter.notices.errors import NotDelivered
from soulter.notices.messages import House, Message, Templates
from soulter.outbox.claims import Claimed
from tests.conftest import settings_for
from tests.notices.mail_server import TEMPLATES

MOMENT = datetime(2027, 5, 4, 10, 30, tzinfo=UTC)
EVENT = Claimed(UUID(int=7), "mail", "guest.greeted", None, None, {}, None, MOMENT, 1, MOMENT)
MAIL = Message("a@example.com", "Hello", "text\n", "<p>html</p>\n")
KARACHI = House("Starry Meadow", "Asia/Karachi")


def parsed(message: Message = MAIL, house: House = KARACHI, **settings: Any) -> Any:
    mail = messages.as_mail(message, EVENT, settings_for("sqlite:///nowhere.db", **settings), house, MOMENT)
    return message_from_bytes(mail.as_bytes(), policy=policy.default)


def test_moments_are_shown_in_the_propertys_time_and_say_so() -> None:
    made = Templates(TEMPLATES).render("greeting", "a@example.com", KARACHI, tent="Oak", until=MOMENT)
    assert "until 15:30 on Tue 4 May 2027, Asia/Karachi time." in made.text
    assert "until 15:30 on Tue 4 May 2027, Asia/Karachi time." in made.html
    assert (made.subject, made.text.startswith("Hello,\n")) == ("Welcome to Starry Meadow", True)
    before_there_is_a_property = Templates(TEMPLATES).render(
        "greeting", "a@example.com", House(), tent="Oak", until=MOMENT
    )
    assert "until 10:30 on Tue 4 May 2027, UTC time." in before_there_is_a_property.text
    assert before_there_is_a_property.subject == "Welcome to Soulter"


def test_a_value_that_is_missing_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(UndefinedError):
        Templates(TEMPLATES).render("greeting", "a@example.com", KARACHI, until=MOMENT)


def test_the_sender_has_the_propertys_name_where_the_setting_gives_none() -> None:
    assert str(parsed(mail_from="stay@example.com")["From"]) == "Starry Meadow <stay@example.com>"
    assert str(parsed(mail_from="Front desk <stay@example.com>")["From"]) == "Front desk <stay@example.com>"
    assert (
        str(parsed(public_url="https://api.example.com")["Message-ID"]) == f"<{UUID(int=7)}@api.example.com>"
    )
    assert (
        str(
            parsed(house=House("Zelt, Küche & Söhne"), mail_from="stay@example.com")["From"]
            .addresses[0]
            .display_name
        )
        == "Zelt, Küche & Söhne"
    )


@pytest.mark.parametrize(
    "forged",
    [
        "Starry\r\nBcc: thief@example.com",
        "Starry\nBcc: thief@example.com\n\nBody",
        "Starry\rBcc: x",
        "Star\x00ry\u2028Bcc: x",
    ],
)
def test_a_line_break_in_a_name_begins_no_header(forged: str) -> None:
    mail = parsed(
        Message("a@example.com", forged, "text\n", "<p>html</p>\n"),
        House(forged),
        mail_from="stay@example.com",
    )
    assert sorted(mail.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
    )
    assert len(mail["From"].addresses) == len(mail["To"].addresses) == 1
    assert mail["From"].addresses[0].addr_spec == "stay@example.com"


def test_the_library_refuses_line_breaks_should_ours_let_one_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "_one_line", lambda text: text)
    with pytest.raises(ValueError, match=r"linefeed|CR"):
        parsed(Message("a@example.com", "Hello\r\nBcc: thief@example.com", "text\n", "html\n"))
    with pytest.raises(ValueError, match="CR or LF"):
        parsed(house=House("Starry\r\nBcc: thief@example.com"), mail_from="stay@example.com")


UNMAILABLE = [
    "a@example.com\r\nBcc: t@example.com",
    "a@example.com, b@example.com",
    "a@b@example.com",
    "ü@example.com",
    "",
    "@",
    "a@" + "x" * 70,
]


@pytest.mark.parametrize("address", UNMAILABLE)
def test_an_address_that_no_mail_can_have_is_refused_for_good(address: str) -> None:
    with pytest.raises(NotDelivered) as caught:
        parsed(Message(address, "Hello", "text\n", "html\n"))
    assert (caught.value.for_good, str(caught.value)) == (True, "the address cannot be written in a mail")


def test_a_host_name_in_other_letters_is_written_as_mail_servers_read_it() -> None:
    assert (
        parsed(Message("a@bücher.example", "Hello", "text\n", "html\n"))["To"].addresses[0].addr_spec
        == "a@xn--bcher-kva.example"
    )


def test_a_line_that_is_too_long_for_smtp_is_broken() -> None:
    long = "ü" * 3000 + "\n"
    mail = messages.as_mail(
        Message("a@example.com", "Hello", long, long),
        EVENT,
        settings_for("sqlite:///nowhere.db"),
        KARACHI,
        MOMENT,
    )
    assert max(len(line) for line in mail.as_bytes().splitlines()) < 998
    assert mail.get_body(("plain",)).get_content() == long  # type: ignore[union-attr]


def test_a_message_does_not_show_when_it_is_printed() -> None:
    assert repr(MAIL) == "Message()"


def test_the_wheel_brings_the_templates_and_the_catalogues(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hatchling.build import build_wheel

    monkeypatch.chdir(Path(__file__).parents[2])
    names = ZipFile(tmp_path / build_wheel(str(tmp_path))).namelist()
    ours = {f"soulter/notices/templates/{path.name}" for path in messages.TEMPLATES.iterdir()}
    assert len(ours) >= 2
    assert ours | {"soulter/notices/locale/soulter.pot"} <= set(names)
