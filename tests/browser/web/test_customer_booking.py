"""Customers book with their account; guests without one find the way to their booking."""

import re
from datetime import timedelta

from playwright.async_api import expect
from sqlalchemy import update

from soulter.accounts.models import User
from tests import sql
from tests.browser.web.booking_steps import pick, spoken
from tests.browser.web.harness import Site, Width, no_serious_axe_findings


async def give_hina_a_phone(site: Site) -> None:
    async with site.world.database.writing() as session:
        hina = update(User).where(User.id == site.world.users["hina"])
        await sql.execute(session, hina.values(phone="+92 300 5550100"))


async def test_a_customer_books_with_what_is_known_of_them_then_changes_and_cancels(
    site: Site, width: Width
) -> None:
    await give_hina_a_phone(site)
    page = await site.open("/", width, as_="hina")
    await page.get_by_role("button", name="When").click()
    await pick(page, site.today + timedelta(days=10), site.today + timedelta(days=12))
    await page.get_by_role("link", name="Oak Cabin").click()
    await page.get_by_role("link", name="Book", exact=True).click()
    await page.get_by_role("button", name="Continue").click()
    for label, value in (
        ("Name", "Hina"),
        ("E-mail address", "hina@example.com"),
        ("Phone number", "+92 300 5550100"),
    ):
        await expect(page.get_by_role("textbox", name=label)).to_have_value(value)
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_role("button", name="Book now").click()
    await expect(page.get_by_role("heading", name="Your place is held")).to_be_visible()
    await expect(page.get_by_text("You find it under your bookings")).to_be_visible()
    await expect(page.get_by_text("Keep the link below")).to_have_count(0)
    await expect(page).to_have_title(re.compile(r"^Booking SG-\w{6} · Soulter$"))
    if width is Width.PHONE:
        await page.get_by_role("button", name="Menu").click()
    await page.get_by_role("navigation", name="Main").get_by_role("link", name="My bookings").click()
    await expect(page.get_by_role("heading", name="My bookings")).to_be_visible()
    await expect(page.get_by_role("searchbox")).to_have_count(0)
    await page.get_by_role("link", name=re.compile("SG-")).click()
    await expect(page.get_by_text(spoken(site.today + timedelta(days=10)))).not_to_have_count(0)
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Change the booking").click()
    await page.get_by_role("button", name="More children").click()
    await page.get_by_role("button", name="Save changes").click()
    await expect(page.get_by_text("Your changes are saved.")).to_be_visible()
    await expect(page.get_by_text("2 adults, 1 child")).to_be_visible()
    await page.get_by_role("button", name="Cancel the booking").click()
    await page.get_by_role("dialog").get_by_role("button", name="Cancel the booking").click()
    await expect(page.get_by_text("Cancelled", exact=True)).to_be_visible()


async def test_what_sellers_and_staff_book_here_is_for_others_and_begins_empty(site: Site) -> None:
    for name in ("bilal", "sana"):
        page = await site.open(
            f"/book/{site.world.units[0]}?checkIn={site.day(5)}&checkOut={site.day(6)}&adults=1&step=guest",
            as_=name,
        )
        await expect(page.get_by_role("textbox", name="Name")).to_have_value("")


async def test_a_guest_without_an_account_finds_their_booking_from_every_page(
    site: Site, width: Width
) -> None:
    page = await site.open(f"/units/{site.world.units[0]}", width)
    await page.get_by_role("banner").get_by_role("link", name="My booking", exact=True).click()
    await expect(page.get_by_role("heading", name="Open your booking")).to_be_visible()
    await expect(page).to_have_title("Open your booking · Soulter")
    signed_in = await site.open("/", width, as_="hina")
    await expect(signed_in.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
    await expect(
        signed_in.get_by_role("banner").get_by_role("link", name="My booking", exact=True)
    ).to_have_count(0)
