"""What a mail says, and the message that is sent.

A composer turns an event of the outbox into a mail, or into None when no mail is needed any more:

    async def invited(composing: Composing, delivery: Claimed) -> Message | None:
        invitation = await queries.find_invitation(composing.session, UUID(delivery.facts["invitation"]))
        if invitation is None:
            return None
        token = await links.issue(composing.session, invitation, composing.now)
        link = f"{composing.settings.links_to}/join#{token}"
        return composing.render("invited", invitation.email, name=invitation.name, link=link)

It may read and write: its writes are committed before the mail is sent. It may run several times for one
event, and the mail of any run may be the one that arrives, so a link that an earlier run issued has to stay
valid. `notices/composers.py` names the composer of each event, and `soulter.wiring` the events that go by
mail.

`render` takes `templates/invited.txt` and `.html`; each extends the layout of its kind and fills its block
`body`, the text one also `subject`. Templates know `house`, `lang` and `direction`. A missing value is an
error.

Every text of a template stands in `{% trans %}` or `_()`, so that a catalogue can translate it; `{% pluralize
%}` separates the forms of a count. The filters `moment`, `day`, `clock_time` and `money` write values as the
language of the mail does, `moment` in the time zone of the property. A mail is in `composing.language`; a
composer that knows its reader's language renders with `replace(composing, language="de")`.

The layout greets `name` through the filter `plain_name`, which leaves out a name with a link or an address in
it. A composer passes every other name of a person through it too, and its template then uses neutral words.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import BaseLoader, Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context

from soulter.core.config import smtp_url
from soulter.core.config.settings import Settings
from soulter.core.database.transactions import Transaction
from soulter.notices import names
from soulter.notices.errors import NotDelivered
from soulter.notices.languages import SOURCE, Language, Languages
from soulter.outbox.claims import Claimed

TEMPLATES = Path(__file__).parent / "templates"

_POLICY = EmailPolicy(utf8=False, cte_type="8bit")
_LONGEST_LINE = 900
"""Bytes; SMTP allows 998."""


@dataclass(frozen=True, slots=True)
class House:
    """The sender of a mail: the property's name and time zone."""

    name: str = "Soulter"
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Message:
    """A mail to one person. Its repr contains nothing of it, so that no log does."""

    recipient: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)


class Templates:
    """The templates of mails. HTML is escaped automatically; a missing value is an error."""

    def __init__(self, *folders: Path, languages: Languages | None = None) -> None:
        self._loader = FileSystemLoader([*folders, TEMPLATES])
        self._languages = languages or Languages()
        self._environments: dict[str, Environment] = {}

    def language(self, tag: str) -> Language:
        """The language that a mail is written in when this one is asked for."""
        return self._languages.of(tag)

    def render(
        self, template_name: str, recipient: str, house: House, language: str = SOURCE, /, **values: object
    ) -> Message:
        """The mail that `template_name.txt` and `.html` make, in a language."""
        environment = self._environment(self._languages.of(language))
        values |= {"house": house}
        plain, rich = (environment.get_template(f"{template_name}.{kind}") for kind in ("txt", "html"))
        subject = "".join(plain.blocks["subject"](plain.new_context(values)))
        text = re.sub(r"\n{3,}", "\n\n", plain.render(values)).strip()
        return Message(recipient, " ".join(subject.split()), f"{text}\n", f"{rich.render(values).strip()}\n")

    def _environment(self, language: Language) -> Environment:
        """Each language has its own, so that neither macros nor filters need to be told the language."""
        if language.tag not in self._environments:
            self._environments[language.tag] = _environment(self._loader, language)
        return self._environments[language.tag]


def _environment(loader: BaseLoader, language: Language) -> Environment:
    made = Environment(
        loader=loader,
        extensions=["jinja2.ext.i18n"],
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["ext.i18n.trimmed"] = True

    @pass_context
    def moment(context: Context, at: datetime) -> str:
        return language.moment(at, context["house"].timezone)

    made.install_gettext_translations(language.texts, newstyle=True)  # type: ignore[attr-defined]
    made.globals |= {"lang": language.tag, "direction": language.direction}
    made.filters |= {
        "moment": moment,
        "day": language.day,
        "clock_time": language.clock_time,
        "money": language.money,
        "plain_name": names.plain_name,
    }
    return made


@dataclass(frozen=True, slots=True)
class Composing:
    """What a composer gets: its own transaction, the settings, the templates, and the language."""

    session: Transaction
    settings: Settings
    now: datetime
    house: House
    templates: Templates
    language: str = SOURCE

    def gettext(self, text: str) -> str:
        """The translation of a text that `mark` has listed, for a value of a template."""
        return self.templates.language(self.language).gettext(text)

    def render(self, template_name: str, recipient: str, /, **values: object) -> Message:
        """The mail of a template to an address."""
        return self.templates.render(template_name, recipient, self.house, self.language, **values)


Composer = Callable[[Composing, Claimed], Awaitable[Message | None]]


def as_mail(
    message: Message, delivery: Claimed, settings: Settings, house: House, now: datetime
) -> EmailMessage:
    """The message for SMTP. The Message-ID of a delivery never changes, so that a duplicate is recognised.

    Raises NotDelivered when the address cannot be written in a header.
    """
    name, address = smtp_url.sender(settings.mail_from)
    mail = EmailMessage(_POLICY)
    mail["From"] = Address(_one_line(name or house.name), addr_spec=address)
    mail["To"] = _recipient(message.recipient)
    mail["Subject"] = _one_line(message.subject)
    mail["Date"] = now
    mail["Message-ID"] = f"<{delivery.id}@{urlsplit(settings.public_url).hostname}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text, cte=_encoding(message.text))
    mail.add_alternative(message.html, subtype="html", cte=_encoding(message.html))
    return mail


def _recipient(address: str) -> Address:
    local, _, domain = address.rpartition("@")
    try:
        return Address(addr_spec=f"{local}@{domain.encode('idna').decode()}")
    except Exception:  # noqa: BLE001 -- the parser of addresses raises whatever it stumbles over
        raise NotDelivered("the address cannot be written in a mail", for_good=True) from None


def _one_line(text: str) -> str:
    """Text without line breaks, for a header: a line break would begin a new header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _encoding(text: str) -> str | None:
    """8bit, so that a person can read the file, unless a line is too long for SMTP."""
    return "8bit" if all(len(line.encode()) <= _LONGEST_LINE for line in text.splitlines()) else None
