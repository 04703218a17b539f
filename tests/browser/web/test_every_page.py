"""Every page of the web app for every role: layout on a phone, and axe once at each size.

The list is compared with the router, so a new route is checked here or the suite fails. Other tests check
what opens on a page, such as dialogs and refusals, and leave the page as it opens to this module.
"""

import re
from collections import Counter
from itertools import product
from typing import Any

import pytest
from playwright.async_api import Page, expect
from playwright.async_api import TimeoutError as TooLate

from tests.browser.web.harness import WEB, Site, Width, no_serious_axe_findings

EVERYBODY = ("nobody", "hina", "bilal", "sana", "zara")
SIGNED_IN, SELLERS, STAFF, OWNER = EVERYBODY[1:], EVERYBODY[2:], EVERYBODY[3:], EVERYBODY[4:]
_JUDGES = {EVERYBODY: ("nobody", "hina"), SIGNED_IN: ("hina", "zara"), SELLERS: ("bilal", "zara")}
"""The roles as which a page of several roles is opened. Their navigation is checked on their own pages."""
TOKEN = "#" + "x" * 43
SHIFT = 0.1
"""The highest cumulative layout shift that counts as good in the Web Vitals."""
WATCH_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => window.shifts.push(...list.getEntries()))
  .observe({ type: "layout-shift", buffered: true });
"""
PAGES: dict[str, tuple[tuple[str, ...], str]] = {
    "/": (EVERYBODY, "/?checkIn={in}&checkOut={out}&adults=2"),
    "/units/$unitId": (EVERYBODY, "/units/{unit}?checkIn={in}&checkOut={out}&adults=2"),
    "/book/$unitId": (EVERYBODY, "/book/{unit}?checkIn={in}&checkOut={out}&adults=2&step=guest"),
    "/booked/$bookingId": (EVERYBODY, "/booked/{booking}"),
    "/booking/$bookingId": (EVERYBODY, "/booking/{booking}"),
    "/booking": (EVERYBODY, "/booking"),
    "/sign-in": (EVERYBODY, "/sign-in"),
    "/register": (EVERYBODY, "/register"),
    "/forgot-password": (EVERYBODY, "/forgot-password"),
    "/verify-email": (EVERYBODY, f"/verify-email{TOKEN}"),
    "/reset-password": (EVERYBODY, f"/reset-password{TOKEN}"),
    "/accept-invitation": (EVERYBODY, f"/accept-invitation{TOKEN}"),
    "/unlock": (EVERYBODY, "/unlock"),
    "/account": (SIGNED_IN, "/account"),
    "/account/bookings": (SIGNED_IN, "/account/bookings"),
    "/account/bookings/$bookingId": (SIGNED_IN, "/account/bookings/{booking}"),
    "/sell": (SELLERS, "/sell?unit={unit}&checkIn={in}&checkOut={out}"),
    "/board": (STAFF, "/board"),
    "/today": (STAFF, "/today"),
    "/bookings": (STAFF, "/bookings"),
    "/units": (STAFF, "/units"),
    "/units/new": (STAFF, "/units/new"),
    "/units/$unitId/edit": (STAFF, "/units/{unit}/edit"),
    "/holds": (STAFF, "/holds"),
    "/guests": (STAFF, "/guests"),
    "/people": (STAFF, "/people"),
    "/audit": (OWNER, "/audit"),
    "/settings": (OWNER, "/settings"),
    "/system": (OWNER, "/system"),
}


def routes() -> set[str]:
    """The addresses that the router knows."""
    sources = [path.read_text(encoding="utf-8") for path in (WEB / "src/app/routes").glob("*.tsx")]
    return {path for source in sources for path in re.findall(r'\bpath: "([^"]+)"', source)}


def test_the_list_of_pages_matches_the_router() -> None:
    assert routes() == PAGES.keys()


async def places(site: Site, name: str) -> dict[str, Any]:
    """Values for the parameters of addresses: existing rows, and the role's own booking."""
    await site.book("omar", first=0, nights=3)
    await site.book("nobody", first=20, nights=3)
    maker = name if name != "nobody" else "omar"
    booking = await site.book(
        maker, first=6, nights=2, unitIds=[str(site.world.units[1])], notes="We arrive late."
    )
    return {"unit": site.world.units[2], "booking": booking["id"], "in": site.day(10), "out": site.day(13)}


async def arrived(page: Page) -> None:
    """The page is there, and everything on it."""
    await expect(page.get_by_role("heading", level=1)).to_have_count(1)
    await expect(page.locator(".mantine-Skeleton-root, .mantine-Loader-root")).to_have_count(0)


def judges(who: tuple[str, ...]) -> tuple[str, ...]:
    """The roles as which a page is opened that these roles may open."""
    return _JUDGES.get(who, who)


def axe_checks(name: str) -> list[tuple[str, Width]]:
    """The pages that axe checks as this role, each with its size.

    The first of a page's judges has it on a phone and the last one on a desktop.
    """
    return [
        (path, width)
        for path, (who, _) in PAGES.items()
        for width, judge in ((Width.PHONE, judges(who)[0]), (Width.DESKTOP, judges(who)[-1]))
        if judge == name
    ]


def test_axe_checks_every_page_exactly_once_at_each_size() -> None:
    found = Counter(check for name in EVERYBODY for check in axe_checks(name))
    assert found == dict.fromkeys(product(PAGES, Width), 1)


async def check_layout(page: Page) -> None:
    """Check the title and the layout of a page that was opened on a phone."""
    await arrived(page)
    await expect(page).to_have_title(re.compile(r"^\S.* · Soulter$"))
    try:
        await page.wait_for_function(
            "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    except TooLate as late:
        raise AssertionError(f"{page.url} scrolls sideways on a phone") from late
    moved = await page.evaluate(
        "shifts.map((shift) => [shift.value, shift.sources.map(({ node }) => node?.textContent)])"
    )
    assert sum(value for value, _ in moved) < SHIFT, (page.url, moved)


async def check_with_axe(page: Page, width: Width) -> None:
    """Check a page at this size; on a desktop also its dark colours, which do not depend on the size."""
    await resize(page, width)
    await page.emulate_media(color_scheme="light")
    await no_serious_axe_findings(page)
    if width is Width.DESKTOP:
        await page.emulate_media(color_scheme="dark")
        await no_serious_axe_findings(page, "color-contrast")


async def resize(page: Page, width: Width) -> None:
    await page.set_viewport_size({"width": width.value[0], "height": width.value[1]})


@pytest.mark.parametrize("name", EVERYBODY)
async def test_every_page_is_accessible_to_every_role(site: Site, name: str) -> None:
    filling = await places(site, name)
    page = await site.open("/nowhere", Width.PHONE, as_=None if name == "nobody" else name)
    await page.add_init_script(WATCH_SHIFTS)
    await page.reload()
    await expect(page.get_by_role("heading", name="There is nothing at this address.")).to_be_visible()
    await check_layout(page)
    await check_with_axe(page, Width.DESKTOP)
    checked = []
    for path, (who, address) in PAGES.items():
        if name not in judges(who):
            continue
        # An empty page comes first: a change of only the fragment would load nothing.
        await page.goto("about:blank")
        await resize(page, Width.PHONE)
        await page.goto(site.web + address.format(**filling))
        await check_layout(page)
        for width in [width for checked_path, width in axe_checks(name) if checked_path == path]:
            await check_with_axe(page, width)
            checked.append((path, width))
        assert page.url.startswith(site.web + path.split("$")[0]), f"{path} led to {page.url}"
    assert checked == axe_checks(name)


@pytest.mark.parametrize("name", EVERYBODY)
async def test_a_page_of_another_role_says_so(site: Site, name: str) -> None:
    page = await site.open("/", as_=None if name == "nobody" else name)
    for path, (who, address) in PAGES.items():
        if name in who:
            continue
        await page.goto(
            site.web + address.format(unit="x", booking="x", **{"in": site.day(1), "out": site.day(2)})
        )
        told = "Sign in" if name == "nobody" else "This page is not for your account."
        await expect(page.get_by_role("heading", level=1, name=told), path).to_be_visible()
