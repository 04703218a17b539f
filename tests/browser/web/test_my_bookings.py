"""Customers and agents look at their own bookings and cancel one."""

import pytest
from playwright.async_api import expect

from tests.browser.web.harness import Site, Width, no_serious_axe_findings


@pytest.mark.parametrize(
    ("width", "who"), [(Width.PHONE, "hina"), (Width.DESKTOP, "bilal")], ids=["phone", "desktop"]
)
async def test_customers_and_agents_see_and_cancel_their_own_bookings(
    site: Site, width: Width, who: str
) -> None:
    mine = await site.book(who, first=10)
    await site.book(who, first=20)
    others = await site.book("omar", first=30)
    page = await site.open("/account/bookings", width, as_=who)
    await expect(page.get_by_text(mine["code"])).to_be_visible()
    await expect(page.get_by_text(others["code"])).to_have_count(0)
    await page.get_by_role("link", name=mine["code"]).click()
    await expect(page.get_by_role("heading", name=f"Booking {mine['code']}")).to_be_visible()
    await expect(page.get_by_text("Held for you until")).to_be_visible()
    total = page.get_by_role("row", name="Total")
    await expect(total).to_contain_text("2,000.00")
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Cancel the booking").click()
    await page.get_by_role("dialog").get_by_role("button", name="Keep it").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.get_by_role("button", name="Cancel the booking").click()
    await page.get_by_role("dialog").get_by_role("button", name="Cancel the booking").click()
    await expect(page.get_by_role("main").get_by_text("Cancelled")).to_be_visible()
    await expect(page.get_by_role("button", name="Cancel the booking")).to_have_count(0)
    await page.get_by_role("link", name="All my bookings").click()
    await page.get_by_role("combobox", name="Status").click()
    await page.get_by_role("option", name="Cancelled").click()
    await expect(page).to_have_url(f"{site.web}/account/bookings?status=CANCELLED")
    await expect(page.get_by_role("link", name="SG-")).to_have_count(1)
    await expect(page.get_by_text(mine["code"])).to_be_visible()


@pytest.mark.usefixtures("unlimited_holds")
async def test_a_long_list_goes_on(site: Site) -> None:
    for number in range(27):
        await site.book("hina", first=10 + 3 * number)
    page = await site.open("/account/bookings", as_="hina")
    await expect(page.get_by_role("link", name="SG-")).to_have_count(25)
    await page.get_by_role("button", name="Show more").click()
    await expect(page.get_by_role("link", name="SG-")).to_have_count(27)
    await expect(page.get_by_role("button", name="Show more")).to_have_count(0)


async def test_somebody_elses_booking_is_not_there(site: Site) -> None:
    others = await site.book("nadia")
    page = await site.open(f"/account/bookings/{others['id']}", as_="hina")
    await expect(page.get_by_role("alert")).to_contain_text("There is no such booking")
