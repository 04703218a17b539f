"""The mail server and the sender address: accepted values, and the sentences of errors."""

import pytest

from soulter.core.config import settings, smtp_url
from soulter.core.config.settings import WrongSettings
from tests.conftest import settings_for

SERVERS = {
    "smtp://localhost:1025": ("localhost", 1025, None, None, False, True),
    "smtp://mail.example.com": ("mail.example.com", 587, None, None, False, False),
    "smtps://mail.example.com/": ("mail.example.com", 465, None, None, True, False),
    "smtp://user%40example.com:p%40ss%2F@mail.example.com:25": (
        "mail.example.com",
        25,
        "user@example.com",
        "p@ss/",
        False,
        False,
    ),
    "smtp://u:p@mail.railway.internal:587": ("mail.railway.internal", 587, "u", "p", False, True),
}
WRONG_SERVERS = {
    "http://mail.example.com": "begin with smtp:// or smtps://",
    "mail.example.com:587": "begin with smtp:// or smtps://",
    "smtp://": "names a host",
    "smtp://mail.example.com/inbox": "names a host and nothing behind it",
    "smtp://mail.example.com?tls=1": "names a host and nothing behind it",
    "smtp://user@mail.example.com": "a user without a password",
    "smtp://u:hunter2/3@mail:five": "percent-encode",
    "smtp://u:hunter2@mail.example.com:99999": "percent-encode",
}
SENDERS = [
    "Soulter <no-reply@localhost>",
    "stay@example.com",
    '"Zelt, Küche" <a+b@mail.example.com>',
    "Zelt & Küche <a@b.example>",
]
WRONG_SENDERS = [
    "",
    "@",
    "Soulter",
    "Soulter <soulter>",
    "a@b.example\nBcc: c@d.example",
    "Zelt, Küche <a@b.example>",
    "a@b.c, c@d.e",
    "ü@b.c",
]


@pytest.mark.parametrize("url", SERVERS)
def test_servers_that_may_be_written(url: str) -> None:
    found = smtp_url.parse(url)
    assert (found.host, found.port, found.user, found.password, found.tls, found.private) == SERVERS[url]
    assert "p@ss" not in repr(found)
    assert settings_for("sqlite:///x.db", smtp_url=url).smtp_url


@pytest.mark.parametrize("url", WRONG_SERVERS)
def test_a_server_that_is_none_stops_the_start_with_a_sentence(url: str) -> None:
    with pytest.raises(WrongSettings) as caught:
        settings_for("sqlite:///x.db", smtp_url=url)
    assert str(caught.value).startswith("SMTP_URL")
    assert WRONG_SERVERS[url] in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("text", SENDERS)
def test_senders_that_may_be_written(text: str) -> None:
    assert settings_for("sqlite:///x.db", mail_from=text).mail_from == text


@pytest.mark.parametrize("text", WRONG_SENDERS)
def test_a_sender_that_is_none_stops_the_start_with_a_sentence(text: str) -> None:
    with pytest.raises(WrongSettings, match="MAIL_FROM is not a sender: write Name"):
        settings.load(_env_file=None, mail_from=text)
