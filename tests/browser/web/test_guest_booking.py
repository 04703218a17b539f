"""A guest without an account finds a stay and books it, despite conflicts and failures."""

import asyncio
import re
from datetime import timedelta

import pytest
from playwright.async_api import Page, Route, expect
from sqlalchemy import select

from soulter.bookings.models import Booking
from tests import sql
from tests.browser.web.booking_steps import day_of, pick, span, spoken, to_last_step
from tests.browser.web.harness import Site, Width, no_serious_axe_findings

ZONES = ("Pacific/Kiritimati", "America/Los_Angeles")


async def stays(site: Site) -> list[tuple[str, str]]:
    """Check-in and check-out of every booking in the database."""
    rows = await sql.fetch(
        site.world.database.reader, select(Booking.check_in, Booking.check_out).order_by(Booking.check_in)
    )
    return [(str(row[0]), str(row[1])) for row in rows]


async def test_from_the_search_to_the_confirmation(site: Site, width: Width) -> None:
    page = await site.open("/", width)
    await expect(page.get_by_role("heading", name="Stay at Starry Meadow")).to_be_visible()
    await expect(page.get_by_role("link", name="Lake Tent")).to_be_visible()
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="When").click()
    await pick(page, site.today + timedelta(days=10), site.today + timedelta(days=12))
    await expect(page).to_have_url(re.compile(f"checkIn={site.day(10)}&checkOut={site.day(12)}"))
    await expect(page.get_by_role("heading", name="Free for 2 nights")).to_be_visible()
    await page.get_by_role("button", name="Why this price: Oak Cabin").click()
    await expect(page.get_by_role("row", name="Total PKR 4,000.00")).to_be_visible()
    await no_serious_axe_findings(page)
    await page.get_by_role("link", name="Oak Cabin").click()
    await page.get_by_role("link", name="Book", exact=True).click()
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_text("Please write the name of the person who stays.")).to_be_visible()
    await no_serious_axe_findings(page)
    await page.get_by_role("textbox", name="Name").fill("Ayesha Siddiqui")
    await page.get_by_role("textbox", name="Phone number").fill("+92 300 5550100")
    await page.get_by_role("button", name="Continue").click()
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Book now").click()
    await expect(page.get_by_role("heading", name="Your place is held")).to_be_visible()
    await expect(page.get_by_text(re.compile(r"^SG-\w{6}$"))).to_be_visible()
    await expect(page.get_by_text("time at Starry Meadow")).to_be_visible()
    await no_serious_axe_findings(page)
    assert await stays(site) == [(site.day(10), site.day(12))]
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Add to calendar").click()
    file = (await (await download.value).path()).read_bytes()
    assert f"DTSTART;VALUE=DATE:{site.day(10).replace('-', '')}\r\n".encode() in file
    await page.reload()
    await expect(page.get_by_role("heading", name="Your place is held")).to_be_visible()


async def test_the_back_button_undoes_a_search(site: Site) -> None:
    page = await site.open(f"/?checkIn={site.day(5)}&checkOut={site.day(6)}&adults=2")
    await expect(page.get_by_role("heading", name="Free for 1 night")).to_be_visible()
    await page.get_by_role("button", name="More adults").click()
    await expect(page.get_by_role("link", name="Lake Tent")).to_be_hidden()
    await page.go_back()
    await expect(page.get_by_role("link", name="Lake Tent")).to_be_visible()


async def test_when_nothing_is_free_only_dates_that_are_free_are_offered(site: Site, width: Width) -> None:
    for unit in site.world.units[:3]:
        await site.book("sana", first=10, nights=2, unitIds=[str(unit)])
    page = await site.open(f"/?checkIn={site.day(10)}&checkOut={site.day(12)}", width)
    await expect(page.get_by_role("heading", name="Nothing is free for these dates")).to_be_visible()
    a_week_later = page.get_by_role(
        "button",
        name=re.compile(f"^{span(site.today + timedelta(days=17), site.today + timedelta(days=19))}"),
    )
    await expect(a_week_later).to_be_visible()
    await expect(
        page.get_by_role("button", name=re.compile(f"^{spoken(site.today + timedelta(days=11))}"))
    ).to_be_hidden()
    await no_serious_axe_findings(page)
    await a_week_later.click()
    await expect(page.get_by_role("link", name="Lake Tent")).to_be_visible()


async def test_a_units_page_shows_taken_nights(site: Site, width: Width) -> None:
    await site.book("sana", first=10, nights=2)
    page = await site.open(f"/units/{site.world.units[0]}", width)
    first, last = site.today + timedelta(days=8), site.today + timedelta(days=10)
    await pick(page, first)
    await expect(day_of(page, last)).to_be_enabled()
    await expect(day_of(page, last)).to_have_accessible_name(f"{spoken(last)}, taken")
    if last.month == first.month:
        await expect(day_of(page, last + timedelta(days=1))).to_be_disabled()
    await no_serious_axe_findings(page)
    await pick(page, last)
    await expect(page.get_by_text(f"{span(first, last)} (2 nights)")).to_be_visible()
    await expect(page.get_by_role("link", name="Book", exact=True)).to_be_visible()
    await expect(day_of(page, last)).to_be_disabled()
    await no_serious_axe_findings(page)


@pytest.mark.parametrize("zone", ZONES)
async def test_dates_are_the_propertys_wherever_the_browser_is(site: Site, zone: str) -> None:
    page = await site.open(f"/units/{site.world.units[0]}", Width.PHONE, timezone_id=zone)
    days = page.get_by_role("button", name=re.compile(r"^\w{3} \d+ \w+ \d{4}"), disabled=False)
    await expect(days.first).to_have_accessible_name(spoken(site.today))
    await pick(page, site.today, site.today + timedelta(days=3))
    await expect(page.get_by_text(span(site.today, site.today + timedelta(days=3)))).to_be_visible()
    await to_last_step(site, page, first=0, nights=3)
    await page.get_by_role("button", name="Book now").click()
    await expect(
        page.get_by_text(f"Lake Tent, {span(site.today, site.today + timedelta(days=3))}")
    ).to_be_visible()
    assert await stays(site) == [(site.day(0), site.day(3))]
    rows = await sql.fetch(site.world.database.reader, select(Booking.hold_expires_at))
    there = rows[0][0] + timedelta(hours=5)
    await expect(page.get_by_text(f"{there:%H:%M} (time at Starry Meadow)")).to_be_visible()


async def test_the_slower_of_two_guests_is_offered_another_unit(site: Site) -> None:
    pages = [await site.open("/", Width.PHONE), await site.open("/", Width.PHONE)]
    for page, name in zip(pages, ("Ayesha Siddiqui", "Omar Farooq"), strict=True):
        await to_last_step(site, page, name=name)
    await asyncio.gather(*(page.get_by_role("button", name="Book now").click() for page in pages))
    for page in pages:
        await expect(page.get_by_text(re.compile("Your place is held|Somebody was faster"))).to_be_visible()
    losers = [page for page in pages if await page.get_by_role("alert").count()]
    assert len(losers) == 1
    assert await stays(site) == [(site.day(10), site.day(12))]
    slower = losers[0]
    await expect(slower.get_by_role("alert")).to_contain_text(
        f"Lake Tent was just taken on {spoken(site.today + timedelta(days=10))}"
    )
    await expect(
        slower.get_by_role(
            "button",
            name=re.compile(f"^{span(site.today + timedelta(days=12), site.today + timedelta(days=14))}"),
        )
    ).to_be_visible()
    await no_serious_axe_findings(slower)
    await slower.get_by_role("link", name="Oak Cabin").click()
    await expect(slower.get_by_text("We arrive late.")).to_be_visible()
    await slower.get_by_role("button", name="Book now").click()
    await expect(slower.get_by_role("heading", name="Your place is held")).to_be_visible()
    assert len(await stays(site)) == 2


class Line:
    """The connection between page and API, which the test can break."""

    def __init__(self, site: Site, page: Page) -> None:
        self.site, self.page, self.breaks = site, page, ""

    async def __call__(self, route: Route) -> None:
        if self.breaks == "answer":
            await route.fetch()
        await (route.abort() if self.breaks else route.continue_())

    async def break_(self, what: str) -> None:
        """`request` drops requests; `answer` drops answers after the effect; empty drops nothing."""
        self.breaks = what
        await self.page.route("**/api/bookings", self)

    def forgive(self) -> None:
        """Ignore what the browser logs about the broken connection."""
        self.site.wrong[:] = [told for told in self.site.wrong if "net::ERR_FAILED" not in told]


async def test_nothing_is_lost_and_nothing_booked_twice_when_the_api_is_away(site: Site) -> None:
    page = await site.open("/", Width.PHONE)
    line = Line(site, page)
    await to_last_step(site, page)
    await line.break_("request")
    await page.get_by_role("button", name="Book now").click()
    await expect(page.get_by_role("alert")).to_contain_text("Nothing you typed is lost")
    await no_serious_axe_findings(page)
    assert await stays(site) == []
    await line.break_("answer")
    await page.get_by_role("button", name="Try again").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("Ayesha Siddiqui")).to_be_visible()
    await expect(page.get_by_text("We arrive late.")).to_be_visible()
    await line.break_("")
    await page.get_by_role("button", name="Book now").click()
    await expect(page.get_by_role("heading", name="Your place is held")).to_be_visible()
    assert await stays(site) == [(site.day(10), site.day(12))]
    line.forgive()


async def test_a_lost_answer_is_found_again_after_a_correction(site: Site) -> None:
    page = await site.open("/", Width.PHONE)
    line = Line(site, page)
    await to_last_step(site, page)
    await line.break_("answer")
    await page.get_by_role("button", name="Book now").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await line.break_("")
    await page.get_by_role("button", name="Back").click()
    await page.get_by_role("textbox", name="Wishes").fill("We arrive very late.")
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_role("button", name="Book now").click()
    await expect(page.get_by_role("alert")).to_contain_text("Your first try had reached us after all")
    assert await stays(site) == [(site.day(10), site.day(12))]
    line.forgive()
