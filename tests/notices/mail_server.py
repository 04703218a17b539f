"""A mail server on loopback with prepared answers, and workers that deliver to it."""

import asyncio
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select

from soulter import wiring
from soulter.core.config import smtp_url
from soulter.core.config.settings import Settings
from soulter.core.database.transactions import Database
from soulter.notices.channel_names import MAIL
from soulter.notices.mail import MailChannel
from soulter.notices.messages import Composer, Composing, Message, Templates
from soulter.notices.transports import Smtp, Transport
from soulter.outbox import publishing
from soulter.outbox.claims import Claimed
from soulter.outbox.dispatch import Dispatcher
from soulter.outbox.events import Event
from soulter.outbox.models import Delivery
from soulter.outbox.worker import Job, Worker
from tests import sql
from tests.world import World

TEMPLATES = Path(__file__).parent / "templates"
HANGS = "hangs"


@dataclass
class MailServer:
    """Accepts mails. Each recipient first gets the prepared `answers` in turn; HANGS sends no answer."""

    port: int = 0
    received: list[EmailMessage] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.asked.append(address)
        waiting = self.answers.get(address)
        answer = waiting.pop(0) if waiting else "250 OK"
        if answer == HANGS:
            await self.let_go.wait()
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        self.received.append(message_from_bytes(content, policy=policy.default))
        self.arrived.set()
        return "250 OK"

    @property
    def to(self) -> list[str]:
        """Whom the mails that arrived are for, in order."""
        return [str(mail["To"]) for mail in self.received]

    @property
    def ids(self) -> Counter[str]:
        """How often each Message-ID arrived."""
        return Counter(str(mail["Message-ID"]) for mail in self.received)


@asynccontextmanager
async def open_for_mail(made: MailServer, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[MailServer]:
    """Listen on the server's port, or on a free one."""
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(
        lambda: SMTP(made, hostname="mail.test", loop=loop), "127.0.0.1", made.port, ssl=tls
    )
    made.port = listening.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        made.let_go.set()
        listening.close()
        await asyncio.sleep(0)


async def greet(composing: Composing, event: Claimed) -> Message | None:
    """A composer without queries."""
    until = composing.now + timedelta(minutes=90)
    return composing.render(
        "greeting",
        event.facts["to"],
        name=event.facts.get("name"),
        tent=event.facts.get("tent", "Lake Tent"),
        until=until,
    )


async def poison(_composing: Composing, event: Claimed) -> Message | None:
    """A composer that fails with personal data in its message."""
    raise ValueError(f"no way to write to {event.facts['to']}")


async def needless(_composing: Composing, _event: Claimed) -> Message | None:
    """A composer that decides that no mail is needed."""
    return None


COMPOSERS: Mapping[str, Composer] = {"guest.greeted": greet, "guest.poisoned": poison, "guest.left": needless}


def smtp(server: MailServer, settings: Settings, seconds: float = 5.0) -> Smtp:
    """Delivery to that server."""
    return Smtp(smtp_url.parse(f"smtp://127.0.0.1:{server.port}"), settings, seconds)


def worker(
    here: World,
    delivery: Transport | None,
    *,
    composers: Mapping[str, Composer] = COMPOSERS,
    jobs: tuple[Job, ...] = (),
    database: Database | None = None,
    settings: Settings | None = None,
    templates: Templates | None = None,
) -> Worker:
    """A worker on the world's database, or on its own connections to it."""
    used = database or here.database
    composing = (used, settings or here.stack.settings, here.clock, composers)
    channels = (
        {MAIL: MailChannel(*composing, delivery, templates or Templates(TEMPLATES))} if delivery else {}
    )
    out = Dispatcher(used, here.clock, channels) if delivery else None
    return Worker(used, here.clock, out, jobs)


@dataclass(frozen=True, slots=True)
class GuestEvent(Event):
    """Something that happened to a guest of these tests; `about` is its subject."""

    SUBJECT: ClassVar[str] = "about"

    to: str
    about: UUID | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    def facts(self) -> Mapping[str, Any]:
        return {"to": self.to, **self.details}


def event_of(topic: str) -> type[GuestEvent]:
    """A class of events with this topic, as a feature would define it."""
    entity, _, verb = topic.partition(".")
    name = entity.capitalize() + "".join(part.capitalize() for part in verb.split("_"))
    found: type[GuestEvent] = dataclass(frozen=True, slots=True)(
        type(name, (GuestEvent,), {"__annotations__": {}})
    )
    assert found.topic() == topic
    return found


@contextmanager
def heard_by_mail(*events: type[Event]) -> Iterator[None]:
    """Send these events by mail, in addition to those that always are."""
    after = {**wiring.AFTER, **dict.fromkeys(events, (MAIL,))}
    publishing.connect(replace(wiring.SUBSCRIPTIONS, after=after))
    try:
        yield
    finally:
        publishing.connect(wiring.SUBSCRIPTIONS)


async def publish(
    here: World, *to: str, topic: str = "guest.greeted", subject: UUID | None = None, **details: Any
) -> list[UUID]:
    """Publish one event for each address; returns the ids of their deliveries."""
    kind = event_of(topic)
    with heard_by_mail(kind):
        async with here.database.writing() as session:
            for address in to:
                await publishing.publish(session, here.clock.now(), kind(address, subject, details))
            latest = select(Delivery.id).order_by(Delivery.id.desc()).limit(len(to))
            return sorted((await sql.execute(session, latest)).scalars())


async def rows(here: World) -> list[Any]:
    """The deliveries in the order of publishing."""
    columns = (
        Delivery.state,
        Delivery.attempts,
        Delivery.recipient,
        Delivery.last_error,
        Delivery.due_at,
        Delivery.lease_until,
    )
    return list(await sql.fetch(here.database.reader, select(Delivery.id, *columns).order_by(Delivery.id)))


async def states(here: World) -> list[str]:
    """The state of each delivery, in the order of publishing."""
    return [row.state.value for row in await rows(here)]


def addresses(count: int) -> list[str]:
    return [f"guest{i}@example.com" for i in range(count)]


async def until(what: Callable[[], Awaitable[bool]], seconds: float = 15) -> None:
    """Poll until a condition is true."""
    async with asyncio.timeout(seconds):
        while not await what():  # noqa: ASYNC110 -- it is another connection's, process's or task's doing
            await asyncio.sleep(0.05)
