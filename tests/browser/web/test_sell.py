"""Agents sell stays to their clients: find, choose, book on one page, and pass it on."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import APIResponse, Locator, Page, Route, expect
from sqlalchemy import select

from soulter.bookings.models import Booking
from soulter.guests.models import Guest
from tests import sql
from tests.browser.web.booking_steps import pick, span, spoken
from tests.browser.web.harness import Site, Width, no_serious_axe_findings
from tests.world import PASSWORD


def night(site: Site, page: Page, unit: str, day: int, state: str = "free") -> Locator:
    """The cell of a night, counted in days from today."""
    return page.get_by_role(
        "gridcell", name=f"{unit}, {spoken(site.today + timedelta(days=day))}, {state}", exact=True
    )


async def sold(site: Site) -> list[dict[str, Any]]:
    """Every booking in the database, the oldest first."""
    columns = (
        Booking.code,
        Booking.check_in,
        Booking.check_out,
        Booking.agent_name,
        Booking.status,
        Booking.adults,
        Booking.notes,
        Guest.name,
    )
    statement = select(*columns).join(Guest, Guest.id == Booking.guest_id).order_by(Booking.created_at)
    names = ("code", "checkIn", "checkOut", "agent", "status", "adults", "notes", "guest")
    return [
        dict(zip(names, row, strict=True)) for row in await sql.fetch(site.world.database.reader, statement)
    ]


async def write_client(page: Page) -> None:
    await page.get_by_role("textbox", name="Name").fill("Ayesha Siddiqui")
    await page.get_by_role("textbox", name="Phone number").fill("+92 300 5550100")


async def test_a_stay_is_sold_with_two_taps_two_fields_and_a_button(site: Site, width: Width) -> None:
    await site.book("omar", first=1, nights=2)
    page = await site.open("/sell", width, as_="bilal")
    await expect(night(site, page, "Lake Tent", 1, "taken")).to_be_visible()
    await no_serious_axe_findings(page)
    await night(site, page, "Oak Cabin", 1).click()
    await night(site, page, "Oak Cabin", 3).click()
    await expect(page).to_have_url(re.compile(f"checkIn={site.day(1)}&checkOut={site.day(4)}"))
    await expect(page.get_by_role("row", name="Total PKR 6,000.00")).to_be_visible()
    await write_client(page)
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Hold for the client").click()
    await expect(page.get_by_role("heading", name="Held for your client")).to_be_visible()
    [_, booking] = await sold(site)
    assert (str(booking["checkIn"]), str(booking["checkOut"]), booking["adults"]) == (
        site.day(1),
        site.day(4),
        2,
    )
    assert (booking["agent"], booking["status"], booking["guest"]) == ("Bilal", "PENDING", "Ayesha Siddiqui")
    await expect(page.get_by_text(booking["code"], exact=True)).to_be_visible()
    await no_serious_axe_findings(page)
    await expect(night(site, page, "Oak Cabin", 1, "taken")).to_be_visible()


async def test_what_is_passed_on_says_everything_and_the_next_one_begins_empty(site: Site) -> None:
    page = await site.open("/sell", Width.PHONE, as_="bilal")
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.web)
    await night(site, page, "Lake Tent", 2).click()
    await write_client(page)
    await page.get_by_role("button", name="Hold for the client").click()
    await page.get_by_role("button", name="Copy").click()
    await expect(page.get_by_role("button", name="Copied")).to_be_visible()
    text = await page.evaluate("() => navigator.clipboard.readText()")
    [booking] = await sold(site)
    day = site.today + timedelta(days=2)
    lines = text.splitlines()
    assert lines[:2] == [f"Booking {booking['code']} at Starry Meadow", "Lake Tent, 1 night, 2 adults"]
    assert lines[2:4] == [
        f"Check-in: {spoken(day)}, from 15:00",
        f"Check-out: {spoken(day + timedelta(days=1))}, until 11:00",
    ]
    assert lines[4] == "Guest: Ayesha Siddiqui"
    assert lines[5].replace("\N{NO-BREAK SPACE}", " ") == "Total: PKR 1,000.00"
    assert lines[6].startswith("Held until ")
    await page.reload()
    await expect(page.get_by_role("heading", name="Held for your client")).to_be_visible()
    await page.get_by_role("button", name="Book another").click()
    await expect(page.get_by_text("Choose free nights to begin.")).to_be_visible()
    await night(site, page, "Oak Cabin", 2).click()
    await expect(page.get_by_role("textbox", name="Name")).to_have_value("")


async def test_nights_are_chosen_and_sold_by_keyboard_alone(site: Site) -> None:
    await site.book("omar", first=4, nights=1)
    page = await site.open("/sell", as_="bilal")
    await night(site, page, "Lake Tent", 0).focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"):
        await page.keyboard.press(key)
    chosen = page.locator("[role=gridcell][aria-selected=true]")
    await expect(chosen).to_have_count(3)  # the fourth night is taken, and the stay ends before it
    await page.keyboard.press("Escape")
    await expect(chosen).to_have_count(0)
    await page.keyboard.press("Home")
    await page.keyboard.press("ArrowDown")
    await expect(night(site, page, "Oak Cabin", 0)).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press(" ")
    await expect(chosen).to_have_count(2)
    await page.keyboard.press("End")
    await expect(night(site, page, "Oak Cabin", 13)).to_be_focused()
    await page.get_by_role("textbox", name="Name").focus()
    await page.keyboard.type("Ayesha Siddiqui")
    await page.keyboard.press("Tab")
    await page.keyboard.type("ayesha@example.com")
    await expect(page.get_by_role("row", name="Total PKR 4,000.00")).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Book another")).to_be_focused()
    assert [str(booking["checkOut"]) for booking in await sold(site)] == [site.day(5), site.day(2)]


async def test_nights_are_chosen_by_dragging_and_only_as_far_as_they_are_free(site: Site) -> None:
    await site.book("omar", first=6, nights=1)
    page = await site.open("/sell", as_="bilal")
    await night(site, page, "Lake Tent", 2).hover()
    await page.mouse.down()
    await night(site, page, "Lake Tent", 5).hover()
    chosen = page.locator("[role=gridcell][aria-selected=true]")
    await expect(chosen).to_have_count(4)
    await night(site, page, "Lake Tent", 8).hover()
    await page.mouse.up()
    await expect(chosen).to_have_count(4)
    await night(site, page, "Lake Tent", 6, "taken").click(force=True)
    await expect(chosen).to_have_count(4)
    await night(site, page, "Lake Tent", 3).click()
    await expect(chosen).to_have_count(1)


async def test_a_stay_is_found_by_dates_and_party(site: Site, width: Width) -> None:
    page = await site.open("/sell", width, as_="bilal")
    await page.get_by_text("By dates", exact=True).click()
    await page.get_by_role("button", name="When").click()
    await pick(page, site.today + timedelta(days=10), site.today + timedelta(days=12))
    await page.get_by_role("search").get_by_role("button", name="More adults").click()
    await expect(page.get_by_role("button", name="Choose Lake Tent")).to_have_count(0)
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Choose Oak Cabin").click()
    await write_client(page)
    await page.get_by_role("textbox", name="Note to the property").fill("They come late.")
    await page.get_by_role("button", name="Hold for the client").click()
    await expect(page.get_by_role("heading", name="Held for your client")).to_be_visible()
    [booking] = await sold(site)
    assert (booking["adults"], booking["notes"], str(booking["checkIn"])) == (
        3,
        "They come late.",
        site.day(10),
    )


async def test_after_a_conflict_the_typed_text_stays_and_another_choice_is_offered(site: Site) -> None:
    page = await site.open(
        f"/sell?unit={site.world.units[0]}&checkIn={site.day(3)}&checkOut={site.day(5)}",
        Width.PHONE,
        as_="bilal",
    )
    await write_client(page)
    await expect(page.get_by_role("button", name="Hold for the client")).to_be_enabled()
    await site.book("omar", first=4, nights=1)
    await page.get_by_role("button", name="Hold for the client").click()
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text(
        f"Lake Tent was just taken on {spoken(site.today + timedelta(days=4))}"
    )
    await no_serious_axe_findings(page)
    near = span(site.today + timedelta(days=2), site.today + timedelta(days=4))
    await expect(page.get_by_role("button", name=near, exact=True)).to_be_visible()
    await page.get_by_role("button", name="Oak Cabin", exact=False).filter(has_text="PKR").click()
    await expect(alert).to_have_count(0)
    await expect(page.get_by_role("textbox", name="Name")).to_have_value("Ayesha Siddiqui")
    await expect(page.get_by_role("textbox", name="Phone number")).to_have_value("+92 300 5550100")
    await page.get_by_role("button", name="Hold for the client").click()
    await expect(page.get_by_role("heading", name="Held for your client")).to_be_visible()
    assert [booking["agent"] for booking in await sold(site)] == ["Omar", "Bilal"]


async def test_a_request_whose_answer_was_lost_is_repeated_without_a_second_booking(site: Site) -> None:
    page = await site.open(
        f"/sell?unit={site.world.units[0]}&checkIn={site.day(3)}&checkOut={site.day(5)}", as_="bilal"
    )
    site.wrong = Forgiving()
    lost: list[APIResponse] = []

    async def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(await route.fetch())
            await route.abort()
        else:
            await route.fallback()

    await page.route(f"{site.api}/api/bookings", lose)
    await write_client(page)
    await page.get_by_role("button", name="Hold for the client").click()
    await expect(page.get_by_role("alert")).to_contain_text("Nothing you typed is lost")
    await page.reload()
    await expect(page.get_by_role("textbox", name="Name")).to_have_value("Ayesha Siddiqui")
    # By now these nights are taken, by the first try: it is found through other ones, chosen now.
    await page.goto(
        f"{site.web}/sell?unit={site.world.units[1]}&checkIn={site.day(3)}&checkOut={site.day(5)}"
    )
    await page.get_by_role("button", name="Hold for the client").click()
    await expect(page.get_by_text("Your first try had reached us after all")).to_be_visible()
    assert len(await sold(site)) == 1


class Forgiving(list[str]):
    """Notes nothing: the test cuts the line itself, which the browser reports on its console."""

    def append(self, _line: str) -> None:
        pass


@pytest.mark.parametrize("wrong", ["name", "contact"])
async def test_what_is_missing_is_said_at_its_field_before_anything_is_sent(site: Site, wrong: str) -> None:
    page = await site.open(
        f"/sell?unit={site.world.units[0]}&checkIn={site.day(3)}&checkOut={site.day(5)}", as_="bilal"
    )
    if wrong == "contact":
        await page.get_by_role("textbox", name="Name").fill("Ayesha Siddiqui")
    await page.get_by_role("button", name="Hold for the client").click()
    field = page.get_by_role("textbox", name="Name" if wrong == "name" else "E-mail address")
    await expect(field).to_be_focused()
    await expect(field).to_have_attribute("aria-invalid", "true")
    assert await sold(site) == []


async def test_a_party_that_is_too_large_is_said_before_booking(site: Site) -> None:
    page = await site.open(
        f"/sell?unit={site.world.units[0]}&checkIn={site.day(3)}&checkOut={site.day(5)}&adults=3", as_="bilal"
    )
    await expect(page.get_by_text("This place sleeps 2.")).to_be_visible()
    await expect(page.get_by_role("button", name="Hold for the client")).to_be_disabled()


async def test_the_address_keeps_the_window_and_the_choice(site: Site) -> None:
    page = await site.open("/sell", as_="bilal")
    await page.get_by_text("30 days").click()
    await page.get_by_role("button", name="Later days").click()
    await expect(page).to_have_url(re.compile(f"from={site.day(30)}"))
    await night(site, page, "Lake Tent", 40).click()
    await page.reload()
    await expect(page.locator("[role=gridcell][aria-selected=true]")).to_have_count(1)
    await expect(page.get_by_role("gridcell")).to_have_count(90)
    await page.get_by_role("button", name="Today").click()
    await expect(night(site, page, "Lake Tent", 0)).to_be_visible()
    await expect(page.get_by_role("button", name="Earlier days")).to_be_disabled()


async def test_where_the_form_is_out_of_sight_what_is_chosen_leads_to_it(site: Site) -> None:
    owner = await site.world.login("zara")
    owner.headers["Origin"] = site.web
    for number in range(12):
        unit = {
            "propertyId": str(site.world.property_id),
            "name": f"Pitch {number}",
            "slug": f"pitch-{number}",
            "sleeps": 2,
        }
        made = await owner.post("/api/units", json={**unit, "price": {"amount": 50_000, "currency": "PKR"}})
        assert made.status_code == 201, made.text
    page = await site.open("/sell", Width.PHONE, as_="bilal")
    await night(site, page, "Oak Cabin", 1).click()
    await expect(page.get_by_role("status").filter(has_text="Oak Cabin")).to_contain_text("1 night")
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_role("textbox", name="Name")).to_be_focused()
    await expect(page.get_by_role("button", name="Continue")).to_have_count(0)


async def test_the_calendar_says_nothing_about_whose_nights_are_taken(site: Site) -> None:
    await site.book("hina", first=1, nights=2)
    page = await site.open("/sell", as_="bilal")
    async with page.expect_response(re.compile(r"/api/calendar\?")) as asked:
        await page.reload()
    assert "Ayesha" not in await (await asked.value).text()
    await expect(night(site, page, "Lake Tent", 1, "taken")).to_be_visible()
    await expect(page.get_by_text("Ayesha")).to_have_count(0)


async def test_an_agent_finds_their_own_bookings_and_nobody_elses(site: Site, width: Width) -> None:
    mine = await site.book("bilal", first=10, guest={"name": "Maryam Khalid", "email": "maryam@example.com"})
    later = await site.book("bilal", first=20)
    others = await site.book("omar", first=30)
    page = await site.open("/account/bookings", width, as_="bilal")
    for booking in (mine, later):
        await expect(page.get_by_text(booking["code"])).to_be_visible()
    await expect(page.get_by_text(others["code"])).to_have_count(0)
    await no_serious_axe_findings(page)
    await page.get_by_role("searchbox", name="Search").fill("maryam")
    await expect(page).to_have_url(re.compile(r"q=maryam"))
    await expect(page.get_by_text(later["code"])).to_have_count(0)
    await page.reload()
    await expect(page.get_by_role("searchbox", name="Search")).to_have_value("maryam")
    await expect(page.get_by_text(mine["code"])).to_be_visible()
    await expect(page.get_by_text(later["code"])).to_have_count(0)
    await page.get_by_role("searchbox", name="Search").fill(others["code"])
    await expect(page.get_by_text("No booking fits.")).to_be_visible()
    await page.get_by_role("button", name="Clear", exact=True).click()
    await page.get_by_role("combobox", name="Order").click()
    await page.get_by_role("option", name="Latest arrival").click()
    await expect(page.get_by_role("link", name=re.compile(r"SG-")).first).to_contain_text(later["code"])
    await page.goto(f"{site.web}/account/bookings/{others['id']}")
    await expect(page.get_by_role("alert")).to_be_visible()
    await expect(page.get_by_text(others["code"])).to_have_count(0)


STAFFS = ("/board", "/today", "/bookings", "/people", "/audit", "/settings", "/system")


async def test_other_pages_are_neither_offered_nor_reachable(site: Site, width: Width) -> None:
    page = await site.open("/sell", width, as_="bilal")
    if width is Width.PHONE:
        await page.get_by_role("button", name="Menu").click()
    navigation = page.get_by_role("navigation", name="Main")
    await expect(navigation.get_by_role("link")).to_have_text(
        ["Find a stay", "Sell", "My bookings", "My account"]
    )
    for path in STAFFS:
        await page.goto(site.web + path)
        await expect(page.get_by_role("heading", name="This page is not for your account.")).to_be_visible()
        await expect(page).to_have_title("This page is not for your account. · Soulter")
    await no_serious_axe_findings(page)
    await page.get_by_role("link", name="Go to the start").click()
    await expect(page).to_have_url(f"{site.web}/sell")


@pytest.mark.parametrize(("name", "home"), [("bilal", "/sell"), ("hina", "/account"), ("sana", "/board")])
async def test_signing_in_leads_to_where_ones_work_is(site: Site, name: str, home: str) -> None:
    page = await site.open("/sign-in")
    await page.get_by_label("E-mail address").fill(f"{name}@example.com")
    await page.get_by_role("textbox", name="Password").fill(PASSWORD)
    await page.get_by_role("main").get_by_role("button", name="Sign in").click()
    await expect(page).to_have_url(re.compile(rf"^{re.escape(site.web + home)}(\?|$)"))


async def test_selling_is_not_for_customers(site: Site) -> None:
    page = await site.open("/sell", as_="hina")
    await expect(page.get_by_role("heading", name="This page is not for your account.")).to_be_visible()
