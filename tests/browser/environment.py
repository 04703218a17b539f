"""The environment of a browser test: pages, the API behind them, and the stored rows."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playwright.async_api import BrowserContext, Error, Page
from sqlalchemy import select

from soulter.core.clock import business_date
from soulter.tables import METADATA
from tests import sql
from tests.browser.loopback_network import PROBE, Recorder
from tests.browser.topologies import Topology
from tests.world import PASSWORD, World

MOVES_WHILE_READING = {"last_seen_at"}
_CALL = """async ([url, method, body]) => {
  const headers = method === 'GET' ? {} : {'Idempotency-Key': crypto.randomUUID()};
  if (body !== null) headers['Content-Type'] = 'application/json';
  const options = {method, headers, credentials: 'include'};
  if (body !== null) options.body = JSON.stringify(body);
  const answer = await fetch(url, options);
  const text = await answer.text();
  return [answer.status, Object.fromEntries(answer.headers), text ? JSON.parse(text) : null];
}"""


@dataclass(frozen=True)
class Answer:
    """What a page may read of an answer."""

    status: int
    headers: dict[str, str]
    body: Any


class Window:
    """A page of some origin that calls the API from its scripts."""

    def __init__(self, page: Page, api: str) -> None:
        self.page, self.api = page, api

    async def call(self, method: str, path: str, body: object = None) -> Answer:
        """One request with credentials. Raises Error when the page may not read the answer."""
        return Answer(*await self.page.evaluate(_CALL, [self.api + path, method, body]))

    async def can_read(self, path: str) -> bool:
        """Whether the browser hands this page the answer."""
        try:
            await self.call("GET", path)
        except Error as error:
            if "Failed to fetch" not in str(error):
                raise
            return False
        return True

    async def log_in(self, name: str) -> Answer:
        return await self.call(
            "POST", "/api/auth/login", {"email": f"{name}@example.com", "password": PASSWORD}
        )

    async def user(self) -> str | int:
        """The logged-in user's address, or the status that says there is none."""
        answer = await self.call("GET", "/api/auth/me")
        return str(answer.body["user"]["email"]) if answer.status == 200 else answer.status

    async def gets_third_party_cookies_back(self) -> bool:
        """Whether the browser returns a plain SameSite=None cookie to another site."""
        answers = [
            await self.page.evaluate(
                "url => fetch(url, {credentials: 'include'}).then(answer => answer.json())", PROBE
            )
            for _ in range(2)
        ]
        assert answers[0] is False
        return bool(answers[1])


@dataclass
class Stage:
    """One topology with the cast in it and the web app open in a browser."""

    topology: Topology
    world: World
    api: Recorder
    browser: BrowserContext

    async def window(self, origin: str) -> Window:
        """A new tab with a page of this origin."""
        page = await self.browser.new_page()
        await page.goto(origin + "/")
        assert await page.evaluate("origin") == origin
        return Window(page, self.topology.called)

    async def front(self) -> Window:
        """A new tab with the web app."""
        return await self.window(self.topology.front)

    async def login_cookies(self) -> list[dict[str, Any]]:
        """The browser's own record of the login cookie, partitioned ones too."""
        return [dict(cookie) for cookie in await self.browser.cookies() if cookie["name"] == "auth_token"]

    async def plant(self, token: str) -> None:
        """Set a plain SameSite=None login cookie, as an API without `Partitioned` would have set it."""
        cookie = {
            "name": "auth_token",
            "value": token,
            "url": self.topology.api,
            "httpOnly": True,
            "secure": True,
            "sameSite": "None",
        }
        await self.browser.add_cookies([cookie])  # type: ignore[list-item]

    def stay(self, first: int = 10) -> dict[str, Any]:
        """A request for a booking, `first` days from the current date."""
        begin = business_date(self.world.clock.now(), "Asia/Karachi") + timedelta(days=first)
        return self.world.stay(checkIn=str(begin), checkOut=str(begin + timedelta(days=2)))

    async def stored(self) -> dict[str, list[str]]:
        """All rows that read requests must not change."""
        found = {}
        for table in METADATA.sorted_tables:
            columns = [column for column in table.columns if column.name not in MOVES_WHILE_READING]
            found[table.name] = sorted(
                map(str, await sql.fetch(self.world.database.reader, select(*columns)))
            )
        return found
