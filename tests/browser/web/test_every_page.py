"""Every page of the web app for every role: axe in light and dark, and layout on a phone.

The list is compared with the router, so a new route is checked here or the suite fails.
"""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect
from playwright.async_api import TimeoutError as TooLate

from tests.browser.web.harness import WEB, Site, Width, no_serious_axe_findings

EVERYBODY = ("nobody", "hina", "bilal", "sana", "zara")
SIGNED_IN, SELLERS, STAFF, OWNER = EVERYBODY[1:], EVERYBODY[2:], EVERYBODY[3:], EVERYBODY[4:]
_JUDGES = {EVERYBODY: ("nobody", "hina"), SIGNED_IN: ("hina", "zara"), SELLERS: ("bilal", "zara")}
"""The role for which a page of several roles is checked. Their navigation is checked on their own pages."""
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


def test_the_list_is_the_routers() -> None:
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


async def judge(page: Page) -> None:
    """Check a page that was opened at phone size; it is left at desktop size."""
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
    await resize(page, Width.DESKTOP)
    await page.emulate_media(color_scheme="light")
    await no_serious_axe_findings(page)
    await page.emulate_media(color_scheme="dark")
    await no_serious_axe_findings(page, "color-contrast")  # the page is the same, only its colours are not


async def resize(page: Page, width: Width) -> None:
    await page.set_viewport_size({"width": width.value[0], "height": width.value[1]})


@pytest.mark.parametrize("name", EVERYBODY)
async def test_every_page_is_fit_for_everybody_who_may_open_it(site: Site, name: str) -> None:
    filling = await places(site, name)
    page = await site.open("/nowhere", Width.PHONE, as_=None if name == "nobody" else name)
    await page.add_init_script(WATCH_SHIFTS)
    await page.reload()
    await expect(page.get_by_role("heading", name="There is nothing at this address.")).to_be_visible()
    await judge(page)
    for path, (who, address) in PAGES.items():
        if name not in _JUDGES.get(who, who):
            continue
        # An empty page comes first: a change of only the fragment would load nothing.
        await page.goto("about:blank")
        await resize(page, Width.PHONE)
        await page.goto(site.web + address.format(**filling))
        await judge(page)
        assert page.url.startswith(site.web + path.split("$")[0]), f"{path} led to {page.url}"


@pytest.mark.parametrize("name", EVERYBODY)
async def test_and_of_the_others_it_says_that_they_are_not_for_them(site: Site, name: str) -> None:
    page = await site.open("/", as_=None if name == "nobody" else name)
    for path, (who, address) in PAGES.items():
        if name in who:
            continue
        await page.goto(
            site.web + address.format(unit="x", booking="x", **{"in": site.day(1), "out": site.day(2)})
        )
        told = "Sign in" if name == "nobody" else "This page is not for your account."
        await expect(page.get_by_role("heading", level=1, name=told), path).to_be_visible()
