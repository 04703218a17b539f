"""Screenshots of every page of the web app, on phone and desktop, with the demo of `make run`.

    .venv/bin/python -m tests.browser.web.screenshots [NAME …]

Writes docs/screens/ and docs/screens.md. Tests compare SCREENS with the routes of the app, and the page with
SCREENS.
"""

import sys
import tempfile
from asyncio import Runner
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from bench.startup import newcomer
from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

from soulter.core.clock import Clock, business_date
from soulter.seeds.people import PASSWORD
from tests.browser import chromium
from tests.browser.conftest import FLAGS
from tests.browser.web.harness import ROOT, TIMEZONE, Width

FOLDER: Final = ROOT / "docs" / "screens"
PAGE: Final = ROOT / "docs" / "screens.md"
QUALITY: Final = 60
# Nothing is loading or moving, and all visible images are there.
_SETTLED = """() => !document.querySelector('[aria-busy=true], .mantine-Skeleton-root, .mantine-Loader-root')
  && [...document.images].every(image => image.complete || image.loading === 'lazy')
    && document.fonts.status === 'loaded'"""
_API = """async ([method, path, body]) => {
  const api = document.querySelector('meta[name="soulter-api"]').content || location.origin;
  const headers = {'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID()};
  const answer = await fetch(
      api + path, {method, credentials: 'include', headers, body: body && JSON.stringify(body)});
  return answer.status === 204 ? null : answer.json();
}"""


@dataclass
class Visit:
    """The steps of a user to a screen."""

    page: Page
    today: date

    def day(self, number: int) -> str:
        """The date so many days from today at the property."""
        return str(self.today + timedelta(days=number))

    async def api(self, path: str, method: str = "GET", body: Any = None) -> Any:
        """The API's answer to the signed-in user."""
        return await self.page.evaluate(_API, [method, path, body])

    async def free_unit(self, first: int) -> str:
        """The first listed unit that is free for three nights, this many days from today."""
        query = f"checkIn={self.day(first)}&checkOut={self.day(first + 3)}&guests=2&size=1"
        return str((await self.api(f"/api/availability?{query}"))["units"][0]["id"])

    async def click(self, name: str) -> None:
        """Use a button."""
        await self.page.get_by_role("button", name=name).first.click()


Way = Callable[[Visit], Awaitable[str]]
Act = Callable[[Visit], Awaitable[None]]


@dataclass(frozen=True)
class Screen:
    """One screenshot: file name, caption, route, user, and the steps to the address and on the page."""

    name: str
    says: str
    route: str
    who: str = ""
    way: Way | None = None
    act: Act | None = None
    dark: bool = False


async def _unit_page(visit: Visit) -> str:
    return f"/units/{await visit.free_unit(60)}?checkIn={visit.day(60)}&checkOut={visit.day(63)}&adults=2"


async def _edit(visit: Visit) -> str:
    return f"/units/{(await visit.api('/api/units?size=1'))['units'][0]['id']}/edit"


async def _search(visit: Visit) -> str:
    return f"/?checkIn={visit.day(60)}&checkOut={visit.day(63)}&adults=2"


async def _book(visit: Visit) -> str:
    return f"/book/{await visit.free_unit(60)}?checkIn={visit.day(60)}&checkOut={visit.day(63)}&adults=2"


async def _to_the_check(visit: Visit) -> None:
    await visit.click("Continue")
    await visit.page.get_by_role("textbox", name="Name").fill("Ayesha Siddiqui")
    await visit.page.get_by_role("textbox", name="E-mail address").fill("ayesha@example.com")
    await visit.page.get_by_role("textbox", name="Wishes").fill("We arrive late, after eight.")
    await visit.click("Continue")
    await visit.page.get_by_role("button", name="Book now").wait_for()


async def _to_the_end(visit: Visit) -> None:
    await _to_the_check(visit)
    await visit.click("Book now")
    await visit.page.get_by_role("heading", name="Your place is held").wait_for()


async def _opened(visit: Visit) -> None:
    await visit.page.get_by_role("textbox", name="E-mail address or phone number").fill("ayesha@example.com")
    await visit.click("Open")


async def _by_link(visit: Visit) -> str:
    # Nights of its own for every picture.
    order = {
        "unitIds": [await visit.free_unit(90)],
        "checkIn": visit.day(90),
        "checkOut": visit.day(93),
        "adults": 2,
    }
    guest = {"name": "Ayesha Siddiqui", "email": "ayesha@example.com"}
    made = await visit.api("/api/bookings", "POST", order | {"guest": guest})
    return f"/booking/{made['booking']['id']}#{made['accessToken']}"


async def _own(visit: Visit) -> str:
    return f"/account/bookings/{(await visit.api('/api/bookings?size=1'))['bookings'][0]['id']}"


async def _a_bar(visit: Visit) -> None:
    await visit.page.locator("[data-bar]").first.click()
    await visit.page.get_by_role("dialog").wait_for()


OWNER, STAFF, AGENT, CUSTOMER = "owner", "admin", "agent", "customer"

SCREENS: Final = (
    Screen("search", "What there is, before anybody chose a date.", "/"),
    Screen("free", "What is free, with the price of the stay.", "/", way=_search),
    Screen("search-dark", "The same in the dark.", "/", way=_search, dark=True),
    Screen(
        "unit", "A unit: its pictures, facilities, free nights and price.", "/units/$unitId", way=_unit_page
    ),
    Screen(
        "book",
        "Booking, the last of three steps: everything once more.",
        "/book/$unitId",
        way=_book,
        act=_to_the_check,
    ),
    Screen(
        "booked",
        "The place is held: the code, the way back, a file for the calendar.",
        "/booked/$bookingId",
        way=_book,
        act=_to_the_end,
    ),
    Screen("open-booking", "Opening a booking without an account.", "/booking"),
    Screen(
        "my-booking",
        "One's own booking, opened by its link.",
        "/booking/$bookingId",
        way=_by_link,
        act=_opened,
    ),
    Screen("sign-in", "Signing in.", "/sign-in"),
    Screen("register", "Making an account.", "/register"),
    Screen("forgot-password", "A new password, by mail.", "/forgot-password"),
    Screen("reset-password", "Choosing it.", "/reset-password", way=lambda _: _at("/reset-password")),
    Screen(
        "verify-email",
        "Somebody who registered chooses a password.",
        "/verify-email",
        way=lambda _: _at("/verify-email"),
    ),
    Screen(
        "accept-invitation",
        "Somebody who was invited chooses a password.",
        "/accept-invitation",
        way=lambda _: _at("/accept-invitation"),
    ),
    Screen(
        "unlock",
        "The way past a limit, for the owner of the account alone.",
        "/unlock",
        way=lambda _: _at("/unlock"),
    ),
    Screen("account", "An account: profile, password, sessions.", "/account", CUSTOMER),
    Screen("own-bookings", "A customer's bookings.", "/account/bookings", CUSTOMER),
    Screen("own-booking", "One of them.", "/account/bookings/$bookingId", CUSTOMER, way=_own),
    Screen("sell", "Selling: free nights of every unit, and the client beside them.", "/sell", AGENT),
    Screen("agent-bookings", "What an agent sold.", "/account/bookings", AGENT),
    Screen("board", "The board: units down, days across.", "/board", STAFF),
    Screen("board-booking", "Everything about a booking, beside the board.", "/board", STAFF, act=_a_bar),
    Screen("board-dark", "The board at night.", "/board", STAFF, dark=True),
    Screen("today", "Who arrives, who leaves, who is here.", "/today", STAFF),
    Screen("bookings", "All bookings, found by anything.", "/bookings", STAFF),
    Screen("units", "The units, in listing order.", "/units", STAFF),
    Screen("new-unit", "A new one.", "/units/new", STAFF),
    Screen("edit-unit", "A unit's words, price and photos.", "/units/$unitId/edit", STAFF, way=_edit),
    Screen("holds", "What visitors hold, and ending all that one of them holds.", "/holds", STAFF),
    Screen("guests", "Who stays and stayed.", "/guests", STAFF),
    Screen("people", "People and what they may do.", "/people", OWNER),
    Screen("audit", "Who did what, and when.", "/audit", OWNER),
    Screen("settings", "A property's settings.", "/settings", OWNER),
    Screen("system", "Whether it is well, and whether the mails went out.", "/system", OWNER),
)


async def _at(path: str) -> str:
    return f"{path}#{'x' * 43}"


def markdown() -> str:
    """docs/screens.md."""
    lines = [
        "# The pages",
        "",
        "Of the demo that `make run` shows, at the widths of a phone and of a desk.",
        "",
    ]
    for screen in SCREENS:
        who = {"": "anybody", OWNER: "the owner", STAFF: "staff", AGENT: "an agent", CUSTOMER: "a customer"}[
            screen.who
        ]
        lines += [f"## {screen.says}", "", f"`{screen.route}`, as {who} sees it.", ""]
        phone, desk = (
            f'<img src="screens/{file(screen, width)}" alt="{screen.says}" {size}>'
            for width, size in _SIZES.items()
        )
        lines += [f"{phone} {desk}", ""]
    return "\n".join(lines)


_SIZES = {Width.PHONE: 'width="180"', Width.DESKTOP: 'width="620"'}


def file(screen: Screen, width: Width) -> str:
    """The picture's name."""
    return f"{screen.name}-{width.name.lower()}.webp"


async def _draw(browser: Browser, site: str, screen: Screen, width: Width) -> None:
    size = {"width": width.value[0], "height": width.value[1]}
    context = await browser.new_context(
        viewport=size,  # type: ignore[arg-type]
        has_touch=width is Width.PHONE,
        color_scheme="dark" if screen.dark else "light",
        reduced_motion="reduce",
    )
    visit = Visit(await context.new_page(), business_date(Clock().now(), TIMEZONE))
    await visit.page.goto(f"{site}/sign-in")
    if screen.who:
        await visit.api(
            "/api/auth/login", "POST", {"email": f"{screen.who}@demo.soulter.example", "password": PASSWORD}
        )
    await visit.page.goto(
        site + (await screen.way(visit) if screen.way else screen.route), wait_until="networkidle"
    )
    if screen.act:
        await screen.act(visit)
    await _settle(visit.page)
    picture = Image.open(BytesIO(await visit.page.screenshot()))
    picture.save(FOLDER / file(screen, width), "WEBP", quality=QUALITY, method=6)
    await context.close()


async def _settle(page: Page) -> None:
    for _ in range(100):
        if await page.evaluate(_SETTLED):
            break
        await page.wait_for_timeout(100)
    else:
        raise TimeoutError(f"{page.url} goes on loading.")
    await page.wait_for_timeout(400)


async def draw(wanted: list[Screen]) -> None:
    """The pictures of these screens, of a demo that begins anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with newcomer(Path(folder)) as site, async_playwright() as playwright:
            executable = chromium.found(Path(playwright.chromium.executable_path))
            browser = await playwright.chromium.launch(
                executable_path=executable, chromium_sandbox=False, args=list(FLAGS)
            )
            for screen in wanted:
                for width in Width:
                    await _draw(browser, site, screen, width)
                print(screen.name, flush=True)
            await browser.close()


def main() -> int:
    """0 when every picture that was asked for is drawn."""
    named = [screen for screen in SCREENS if screen.name in sys.argv[1:]]
    with Runner() as runner:
        runner.run(draw(named or list(SCREENS)))
    PAGE.write_text(markdown(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
