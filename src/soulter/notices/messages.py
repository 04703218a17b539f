"""What a mail says, and the message that it becomes.

A composer turns an event of the outbox into a mail, or into None when there is nothing to say any more:

    async def invited(composing: Composing, delivery: Claimed) -> Message | None:
        invitation = await queries.find_invitation(composing.session, UUID(delivery.facts["invitation"]))
        if invitation is None:
            return None
        link = f"{composing.settings.links_to}/join#{await links.issue(composing.session, invitation, composing.now)}"
        return composing.render("invited", invitation.email, name=invitation.name, link=link, until=invitation.expires_at)

It may read and write: what it wrote is committed before anything is sent. It may run several times for one
event, and the mail of any run may be the one that arrives: a link that an earlier run issued has to stay good.
`notices/composers.py` says which event has which composer, and `soulter.wiring` which event goes by mail.
`render` takes `templates/invited.txt` and `.html`; each
extends the layout of its kind and fills its block `body`, the text one also `subject`. Templates know `house`
and show a moment in its time zone with `{{ until | moment }}`. A value that they name and were not given is an error.
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
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context

from soulter.core.config import smtp_url
from soulter.core.config.settings import Settings
from soulter.core.database.transactions import Transaction
from soulter.notices.errors import NotDelivered
from soulter.outbox.claims import Claimed

TEMPLATES = Path(__file__).parent / "templates"

_POLICY = EmailPolicy(utf8=False, cte_type="8bit")
_LONGEST_LINE = 900
"""Bytes; SMTP allows 998."""


@dataclass(frozen=True, slots=True)
class House:
    """Whose mail it is: the property's name and time zone."""

    name: str = "Soulter"
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Message:
    """A mail to one person. Nothing of it shows when it is printed or logged by accident."""

    recipient: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(repr=False)


class Templates:
    """The templates of mails: HTML escapes by itself, and a value that is missing is an error."""

    def __init__(self, *folders: Path) -> None:
        self._environment = Environment(
            loader=FileSystemLoader([*folders, TEMPLATES]),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["moment"] = _moment

    def render(self, template_name: str, recipient: str, house: House, /, **values: object) -> Message:
        """The mail that `template_name.txt` and `.html` make."""
        values |= {"house": house}
        plain, rich = (self._environment.get_template(f"{template_name}.{kind}") for kind in ("txt", "html"))
        subject = "".join(plain.blocks["subject"](plain.new_context(values)))
        text = re.sub(r"\n{3,}", "\n\n", plain.render(values)).strip()
        return Message(recipient, " ".join(subject.split()), f"{text}\n", f"{rich.render(values).strip()}\n")


@pass_context
def _moment(context: Context, moment: datetime) -> str:
    """`15:30 on Tue 4 May 2027, Asia/Karachi time`."""
    zone = context["house"].timezone
    local = moment.astimezone(ZoneInfo(zone))
    return f"{local:%H:%M} on {local:%a} {local.day} {local:%b %Y}, {zone} time"


@dataclass(frozen=True, slots=True)
class Composing:
    """What a composer has at hand: its own transaction, and what mails are made with."""

    session: Transaction
    settings: Settings
    now: datetime
    house: House
    templates: Templates

    def render(self, template_name: str, recipient: str, /, **values: object) -> Message:
        """The mail of a template to an address."""
        return self.templates.render(template_name, recipient, self.house, **values)


Composer = Callable[[Composing, Claimed], Awaitable[Message | None]]


def as_mail(
    message: Message, delivery: Claimed, settings: Settings, house: House, now: datetime
) -> EmailMessage:
    """The message as it travels. The Message-ID of a delivery never changes: a mail that is sent twice can be shown once.

    Raises NotDelivered when there is no way to write to its address.
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
    """What a person typed, fit for a header: a line break would begin the next one."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _encoding(text: str) -> str | None:
    """As it is, so that a person can read it in a file too, unless a line is too long for SMTP."""
    return "8bit" if all(len(line.encode()) <= _LONGEST_LINE for line in text.splitlines()) else None
