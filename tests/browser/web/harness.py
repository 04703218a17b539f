"""The web app in a real browser, with the real API. A test of a task looks like this:

    async def test_a_guest_finds_a_tent(site: Site, width: Width) -> None:  # at phone and at desktop width
        await site.book("bilal", first=10)  # through the API, 10 days from today
        page = await site.open("/", width)  # or as_="sana": signed in already
        await page.get_by_label("Check-in").fill("…")
        await page.get_by_role("button", name="Search").click()
        await expect(page.get_by_role("heading", name="Lake Tent")).to_be_visible()
        await no_serious_axe_findings(page)

* Test a task at both sizes, and its failures at one.
* `site` begins with the cast and units of `tests/world.py` (`site.world`) and nothing else; each test has
  its own. The clock is the machine's, because a browser has no other: count days from `site.today`, the
  property's date.
* Find things by role and label, as people do; wait with `expect`, never with a sleep.
* Check with axe what opens on a page. `test_every_page.py` checks each page as it opens, once at each size.
* At the end of a test, every opened page is checked: an error on the console, an exception, or a request
  to another host fails it. The browser's console line about a refusal (4xx) is allowed.
* `site.mailed_link(to)` is the link of the newest mail to somebody, such as the one that sets a password.
* The app is built once for all workers when a source is newer than `web/dist`.
"""

import fcntl
import re
import subprocess
from dataclasses import dataclass, field
from datetime import date, timedelta
from email.message import EmailMessage
from enum import Enum
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from soulter.core.clock import business_date
from soulter.notices.channel_names import MAIL
from soulter.notices.composers import COMPOSERS
from soulter.notices.mail import MailChannel
from soulter.notices.messages import Templates
from soulter.outbox.claims import Claimed
from soulter.outbox.dispatch import Dispatcher
from soulter.outbox.worker import Worker
from tests.world import World

ROOT = Path(__file__).parents[3]
WEB = ROOT / "web"
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
_CONFIGURATION = (
    "index.html",
    "package.json",
    "package-lock.json",
    "vite.config.ts",
    "tsconfig.json",
    "postcss.config.cjs",
)
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (4\d\d)")
# A change of scheme begins its transitions with the next frame.
_STILL = """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
  .then(() => Promise.all(document.getAnimations()
    .filter(one => one.effect?.getComputedTiming().iterations !== Infinity)
    .map(one => one.finished.catch(() => 0))))"""
TIMEZONE = "Asia/Karachi"
"""Of the world's property."""


class Width(Enum):
    """The sizes that every task is done at."""

    PHONE = (390, 844)
    DESKTOP = (1440, 900)


class NotBuilt(Exception):
    """The web app cannot be built; the message is what the build said."""


def built() -> Path:
    """The built app, made anew when a source is newer. Raises NotBuilt."""
    if not (WEB / "node_modules").is_dir():
        raise NotBuilt("The packages of the web app are not installed. Run: make setup")
    with (WEB / "node_modules" / ".build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        page = WEB / "dist" / "index.html"
        if not page.is_file() or page.stat().st_mtime < _newest_source():
            done = subprocess.run(
                [WEB / "with-node", "npm", "run", "build"],
                cwd=WEB,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                raise NotBuilt(f"npm run build failed:\n{done.stdout[-4000:]}{done.stderr[-2000:]}")
            print(done.stdout)
    return page.parent


def _newest_source() -> float:
    sources = [
        path
        for folder in ("src", "public")
        for path in (WEB / folder).rglob("*")
        if ".test." not in path.name
    ]
    return max(
        path.stat().st_mtime for path in [*sources, *(WEB / name for name in _CONFIGURATION)] if path.exists()
    )


class Kept:
    """Delivers mails to a list."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def send(self, mail: EmailMessage, event: Claimed) -> None:
        self.mails.append(mail)


@dataclass
class Site:
    """The web app on one origin, the API on another, and the world behind them."""

    world: World
    web: str
    api: str
    browser: Browser
    post: Kept = field(default_factory=Kept)
    contexts: list[BrowserContext] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def today(self) -> date:
        """The property's date."""
        return business_date(self.world.clock.now(), TIMEZONE)

    def day(self, number: int) -> str:
        """The date so many days from today, as the wire and date fields have it."""
        return str(self.today + timedelta(days=number))

    async def open(
        self, path: str = "/", width: Width = Width.DESKTOP, *, as_: str | None = None, **options: Any
    ) -> Page:
        """Open a page in a new browser context.

        `as_` is the member of the cast who is signed in. `options` are Playwright's, such as color_scheme.
        """
        size = {"width": width.value[0], "height": width.value[1]}
        calm = {"reduced_motion": "reduce"} | options
        context = await self.browser.new_context(viewport=size, has_touch=width is Width.PHONE, **calm)  # type: ignore[arg-type]
        self.contexts.append(context)
        context.set_default_timeout(15_000)
        if as_:
            await self.sign_in(context, as_)
        page = await context.new_page()
        self._watch(page)
        await page.goto(self.web + path)
        return page

    async def sign_in(self, context: BrowserContext, name: str) -> None:
        """Give a browser the login cookie of one of the cast."""
        token = await self.world.token(name)
        cookie = {"name": "auth_token", "value": token, "url": self.api, "httpOnly": True, "sameSite": "Lax"}
        await context.add_cookies([cookie])  # type: ignore[list-item]

    async def book(self, name: str, first: int = 10, nights: int = 2, **more: Any) -> dict[str, Any]:
        """Make a booking as one of the cast through the API, `first` days from today; returns its JSON."""
        dates = {"checkIn": self.day(first), "checkOut": self.day(first + nights)}
        client = await self.world.login(name)
        client.headers["Origin"] = self.web
        return await self.world.book(client, **(dates | more))

    async def mailed_link(self, to: str) -> str:
        """The link of the newest mail to this address, once everything due is sent."""
        settings = self.world.stack.settings
        mail = MailChannel(self.world.database, settings, self.world.clock, COMPOSERS, self.post, Templates())
        out = Dispatcher(self.world.database, self.world.clock, {MAIL: mail})
        await Worker(self.world.database, self.world.clock, out, ()).once()
        mail = next(mail for mail in reversed(self.post.mails) if mail["To"] == to)
        part = mail.get_body(("plain",))
        assert part is not None
        return str(re.findall(rf"{re.escape(self.web)}\S*", str(part.get_content()))[0])

    def _watch(self, page: Page) -> None:
        def console(message: ConsoleMessage) -> None:
            if message.type == "error" and not _REFUSED.match(message.text):
                self.wrong.append(f"console: {message.text}")

        def request(asked: Request) -> None:
            if not asked.url.startswith((f"{self.web}/", f"{self.api}/", "data:", "blob:")):
                self.wrong.append(f"a request to {asked.url}")

        page.on("console", console)
        page.on("request", request)
        page.on("pageerror", lambda error: self.wrong.append(f"exception: {error}"))

    async def close(self) -> None:
        """Close every page and fail if one had errors."""
        for context in self.contexts:
            await context.close()
        await self.world.close()
        # pytest explains assertions of test modules only, so this one has a message.
        assert self.wrong == [], "\n".join(self.wrong)


async def no_serious_axe_findings(page: Page, *rules: str) -> None:
    """Assert that axe finds no serious or critical violation on the page in its current state.

    With `rules`, only these rules are checked.
    """
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(AXE.read_text(encoding="utf-8"))
    # During a transition, colours have a contrast that nobody sees.
    await page.evaluate(_STILL)
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found = await page.evaluate(
        "options => axe.run(document, options).then(result => result.violations)", options
    )
    grave = [violation for violation in found if violation["impact"] in ("serious", "critical")]
    told = [_told(violation) for violation in grave]
    assert told == [], f"{page.url}\n" + "\n".join(told)


def _told(violation: dict[str, Any]) -> str:
    places = [f"{node['target']}: {node.get('failureSummary', '')}" for node in violation["nodes"][:4]]
    return f"{violation['id']} ({violation['impact']}): {violation['help']}\n  " + "\n  ".join(places)
