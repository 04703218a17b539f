"""A person's inbox: wait for a mail, read it, and use its link."""

import re
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import httpx2

from soulter.notices.composers import COMPOSERS
from soulter.notices.messages import Templates
from tests.notices import mail_server
from tests.notices.mail_server import MailServer
from tests.world import Client, World

ME = "/api/auth/me"
CHOSEN = "sieben Störche fliegen nach Süden"
TOKEN = re.compile(r"http://localhost:3000/([a-z-]+)#([A-Za-z0-9_-]{43})")


@dataclass
class Inbox:
    """A person's inbox."""

    here: World
    server: MailServer
    read: int = 0
    templates: Templates | None = None

    async def come(self) -> list[EmailMessage]:
        """The mails that are new."""
        delivery = mail_server.smtp(self.server, self.here.stack.settings)
        await mail_server.worker(self.here, delivery, composers=COMPOSERS, templates=self.templates).once()
        found, self.read = self.server.received[self.read :], len(self.server.received)
        return found

    async def one(self, to: str, about: str) -> str:
        """The text of the one new mail."""
        [mail] = await self.come()
        assert (mail["To"], about in mail["Subject"]) == (to, True), (mail["To"], mail["Subject"])
        return text_of(mail)

    async def link(self, to: str, about: str, page: str) -> str:
        """The token in the link of the one new mail."""
        [(named, token)] = set(TOKEN.findall(await self.one(to, about)))
        assert named == page
        return str(token)


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


async def log_in(here: World, email: str, password: str) -> httpx2.Response:
    return await here.client().post("/api/auth/login", json={"email": email, "password": password})


async def send(client: Client, path: str, **body: Any) -> int:
    answer = await client.post(f"/api/auth/{path}", json=body)
    return answer.status_code


async def refused(client: Client, path: str, **body: Any) -> str:
    answer = await client.post(f"/api/auth/{path}", json=body)
    assert answer.status_code == 422, answer.text
    return str(answer.json()["code"])


async def register(client: Client, email: str = "ayesha@example.com", name: str = "Ayesha Siddiqui") -> int:
    return await send(client, "register", email=email, name=name)
