"""Mails in other languages: translated texts, and localized dates, times, plurals and amounts."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast

import pytest
from babel import UnknownLocaleError
from tools import mail_catalogues

from soulter.access.roles import Role
from soulter.accounts import events
from soulter.core.money import Money
from soulter.notices import account_mails
from soulter.notices.composers import COMPOSERS
from soulter.notices.languages import Language, Languages
from soulter.notices.messages import TEMPLATES, Composing, House, Message, Templates
from soulter.outbox import publishing
from tests.notices import pseudo_language
from tests.notices.inbox import Inbox, register
from tests.world import Client, World

MOMENT = datetime(2027, 5, 4, 10, 30, tzinfo=UTC)
KARACHI = House("Starry Meadow", "Asia/Karachi")
WRITTEN_BY_PEOPLE = ("Starry Meadow", "Ayesha Siddiqui", "Asia/Karachi")
"""What is the same in every language: names, and the identifier of the time zone."""
IN_ARABIC = pseudo_language.TAG


class Page(HTMLParser):
    """The texts of an HTML mail that somebody sees or hears, and the attributes of its root."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.root: dict[str, str | None] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.root = dict(attrs)
        self.texts += [value for name, value in attrs if value and name in ("alt", "title", "aria-label")]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def untranslated(message: Message, names: tuple[str, ...] = WRITTEN_BY_PEOPLE) -> list[str]:
    """The lines that still have an ASCII letter when addresses and what people wrote are taken out."""
    lines = [message.subject, *message.text.splitlines(), *Page(message.html).texts]
    return [line for line in lines if re.search("[a-zA-Z]", _without(line, names))]


def _without(line: str, names: tuple[str, ...]) -> str:
    line = re.sub(r"https?://\S+", "", line)
    for name in names:
        line = line.replace(name, "")
    return line


class Noting(Templates):
    """Keeps what it rendered, with the names of the templates."""

    def __init__(self, languages: Languages) -> None:
        super().__init__(languages=languages)
        self.made: list[tuple[str, Message]] = []

    def render(
        self, template_name: str, recipient: str, house: House, language: str = "en", /, **values: object
    ) -> Message:
        found = super().render(template_name, recipient, house, language, **values)
        self.made.append((template_name, found))
        return found


async def every_mail(
    here: World,
    nobody: Client,
    zara: Client,
    inbox: Inbox,
    templates: Noting,
    name: str = "Ayesha Siddiqui",
) -> set[str]:
    """Make each mail of each topic, with this name where somebody types one; the topics."""
    inbox.templates = templates
    bilal = here.users["bilal"]
    await register(nobody, name=name)
    await register(nobody, "hina@example.com", name=name)
    for email in ("new@example.com", "hina@example.com"):
        body = {"email": email, "name": name, "role": "AGENT"}
        assert (await zara.post("/api/users", json=body)).status_code == 202
    told = (
        events.AccountResetRequested("bilal@example.com", bilal),
        events.AccountLoginLimited("bilal@example.com"),
        events.AccountPasswordChanged(bilal),
        *(events.AccountRoleChanged(bilal, role) for role in Role),
        events.AccountDeactivated(bilal),
        events.AccountActivated(bilal),
    )
    async with here.database.writing() as session:
        for event in told:
            await publishing.publish(session, here.clock.now(), event)
    await inbox.come()
    return {event.topic() for event in told} | {
        events.AccountRegistrationRequested.topic(),
        events.AccountInvited.topic(),
    }


@pytest.mark.either_database("it is about texts")
async def test_no_mail_of_any_topic_has_a_text_that_is_not_translated(
    here: World, nobody: Client, zara: Client, inbox: Inbox, tmp_path: Path
) -> None:
    templates = Noting(pseudo_language.OnlyPseudo(tmp_path))
    topics = await every_mail(here, nobody, zara, inbox, templates)
    assert topics == set(COMPOSERS), "a new topic is missing in this test"
    assert {name for name, _ in templates.made} == {path.stem for path in TEMPLATES.glob("*.txt")} - {
        "layout"
    }
    names = (*WRITTEN_BY_PEOPLE, "Zara", "Bilal", "Hina", "Ayesha")
    assert [line for _, made in templates.made for line in untranslated(made, names)] == []
    roots = [Page(made.html).root for _, made in templates.made]
    assert roots == [{"lang": IN_ARABIC, "dir": "rtl"}] * len(roots)


@pytest.mark.parametrize("part", ["subject", "txt", "html"])
def test_a_planted_sentence_without_translation_is_noticed(part: str, tmp_path: Path) -> None:
    planted = tmp_path / "templates"
    planted.mkdir()
    for ending in ("txt", "html"):
        text = (TEMPLATES / f"deactivated.{ending}").read_text(encoding="utf-8")
        place = "{% block subject %}" if part == "subject" else "{% block body %}\n"
        if ending == part or (part == "subject" and ending == "txt"):
            text = text.replace(place, f"{place}Never translated. ")
        (planted / f"deactivated.{ending}").write_text(text, encoding="utf-8")
    templates = Templates(planted, languages=pseudo_language.languages(tmp_path / "locale"))
    made = templates.render("deactivated", "a@example.com", KARACHI, IN_ARABIC, name="Zara", at=MOMENT)
    assert len(untranslated(made, (*WRITTEN_BY_PEOPLE, "Zara"))) == 1


def test_an_english_date_is_noticed(tmp_path: Path) -> None:
    made = Templates(languages=pseudo_language.languages(tmp_path)).render(
        "deactivated", "a@example.com", KARACHI, IN_ARABIC, name="Zara", at=MOMENT
    )
    assert untranslated(made, (*WRITTEN_BY_PEOPLE, "Zara")) == []
    spoilt = replace(made, text=made.text.replace("4 مايو 2027", "4 May 2027"))
    assert len(untranslated(spoilt, (*WRITTEN_BY_PEOPLE, "Zara"))) == 1


def test_a_mail_is_in_the_language_of_its_composing(tmp_path: Path) -> None:
    templates = Templates(languages=pseudo_language.languages(tmp_path))
    composing = Composing(cast("Any", None), cast("Any", None), MOMENT, KARACHI, templates)
    values = {"name": "Zara", "at": MOMENT, "role": "staff", "sign_in": "https://soulter.test"}
    english = composing.render("role_changed", "a@example.com", **values)
    other = replace(composing, language="ar-EG")
    arabic = other.render("role_changed", "a@example.com", **values | {"role": other.gettext("staff")})
    assert english.subject == "You are now staff at Starry Meadow"
    assert arabic.subject == pseudo_language.strange("You are now %(role)s at %(house)s") % {
        "role": pseudo_language.strange("staff"),
        "house": "Starry Meadow",
    }
    assert (Page(english.html).root, Page(arabic.html).root) == (
        {"lang": "en", "dir": "ltr"},
        {"lang": "ar", "dir": "rtl"},
    )


def test_every_role_has_a_name_for_sentences() -> None:
    assert set(account_mails._ROLES) == set(Role)


@pytest.mark.parametrize("tag", ["de", "de-AT", "", "../../etc", "x" * 500])
def test_a_language_without_a_catalogue_is_english(tag: str, tmp_path: Path) -> None:
    assert pseudo_language.languages(tmp_path).of(tag).tag == "en"


def test_a_text_without_a_translation_stays_english(tmp_path: Path) -> None:
    mail_catalogues.add("de", tmp_path)
    german = Languages(tmp_path).of("de-AT")
    assert (german.tag, german.gettext("Hello,")) == ("de", "Hello,")


def test_a_folder_that_is_no_language_stops_the_start(tmp_path: Path) -> None:
    folder = tmp_path / "nowhere" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "soulter.po").write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n')
    with pytest.raises((UnknownLocaleError, ValueError)):
        Languages(tmp_path)


COUNTED = """{% extends "layout.txt" %}
{% block subject %}{{ ngettext("%(num)s night", "%(num)s nights", nights) }}{% endblock %}
{% block body %}
{% trans nights %}One night{% pluralize %}{{ nights }} nights{% endtrans %} {# one line of the mail -#}
{{ day | day }} {{ at.time() | clock_time }} {{ price | money }}
{% endblock %}
"""


def counted(tmp_path: Path, language: str, nights: int) -> Message:
    """A mail with a count, a date, a time and an amount. The German catalogue translates its counts."""
    templates = tmp_path / "templates"
    templates.mkdir(exist_ok=True)
    (templates / "counted.txt").write_text(COUNTED)
    (templates / "counted.html").write_text('{% extends "layout.html" %}')
    if not (tmp_path / "de").exists():
        mail_catalogues.add("de", tmp_path)
        texts = mail_catalogues.template(tmp_path)
        path = tmp_path / "de" / "LC_MESSAGES" / "soulter.po"
        german = mail_catalogues.updated(path, texts)
        german["%(num)s night"].string = ("%(num)s Nacht", "%(num)s Nächte")
        german["One night"].string = ("Eine Nacht", "%(nights)s Nächte")
        path.write_bytes(mail_catalogues.written(german))
    made = Templates(templates, languages=Languages(tmp_path))
    values = {"nights": nights, "day": date(2027, 5, 4), "at": MOMENT, "price": Money(4_500_000, "PKR")}
    return made.render("counted", "a@example.com", KARACHI, language, **values)


@pytest.mark.parametrize(
    ("language", "nights", "subject", "line"),
    [
        ("en", 1, "1 night", "One night Tue 4 May 2027 10:30 PKR\u00a045,000.00"),
        ("en", 2, "2 nights", "2 nights Tue 4 May 2027 10:30 PKR\u00a045,000.00"),
        ("de", 1, "1 Nacht", "Eine Nacht Di. 4. Mai 2027 10:30 45.000,00\u00a0PKR"),
        ("de", 2, "2 Nächte", "2 Nächte Di. 4. Mai 2027 10:30 45.000,00\u00a0PKR"),
    ],
)
def test_counts_dates_times_and_amounts_are_written_as_the_language_writes_them(
    tmp_path: Path, language: str, nights: int, subject: str, line: str
) -> None:
    made = counted(tmp_path, language, nights)
    assert made.subject == subject
    assert line in made.text.splitlines()


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (Money(1234, "JPY"), "JPY\u00a01,234"),
        (Money(1234, "KWD"), "KWD\u00a01.234"),
        (Money(5, "PKR"), "PKR\u00a00.05"),
        (Money(-150, "EUR"), "EUR\u00a0-1.50"),
        (Money(2**53 - 1, "EUR"), "EUR\u00a090,071,992,547,409.91"),
    ],
)
def test_an_amount_has_the_digits_of_its_minor_unit(amount: Money, text: str) -> None:
    assert Language().money(amount) == text
