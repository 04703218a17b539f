"""The staff's day and their list of bookings."""

import re

from playwright.async_api import expect

from tests.browser.web.harness import Site, Width, no_serious_axe_findings


async def status_of(site: Site, booking_id: str) -> str:
    client = await site.world.login("sana")
    found: str = (await client.get(f"/api/bookings/{booking_id}")).json()["booking"]["status"]
    return found


async def test_a_guest_is_checked_in_and_out_from_today(site: Site, width: Width) -> None:
    booking = await site.book("sana", 0, 2)
    await site.book("sana", 0, 2, units=[1], guest={"name": "Omar Farooq", "phone": "+92 300 5550100"})
    page = await site.open("/today", width, as_="sana")
    arrivals = page.get_by_role("region", name="Arrivals")
    await expect(arrivals.get_by_text("Lake Tent")).to_be_visible()
    await no_serious_axe_findings(page)
    await arrivals.get_by_role("button", name="Check in: Ayesha Siddiqui").click()
    await expect(arrivals.get_by_text("In house")).to_be_visible()
    assert await status_of(site, booking["id"]) == "CHECKED_IN"
    await arrivals.get_by_role("button", name="Ayesha Siddiqui", exact=True).click()
    panel = page.get_by_role("dialog", name=re.compile("Ayesha Siddiqui, SG-"))
    await expect(panel.get_by_text("Checked in")).to_be_visible()
    await no_serious_axe_findings(page)
    await panel.get_by_role("button", name="Check out").click()
    question = page.get_by_role("dialog", name="Check out: Ayesha Siddiqui")
    await expect(question).to_contain_text("before the last night")
    await question.get_by_role("button", name="Check out").click()
    await expect(panel.get_by_text("Left", exact=True)).to_be_visible()
    assert await status_of(site, booking["id"]) == "COMPLETED"


async def test_a_step_taken_by_mistake_is_undone(site: Site, width: Width) -> None:
    booking = await site.book("sana", 0, 2)
    page = await site.open("/today", width, as_="sana")
    arrivals = page.get_by_role("region", name="Arrivals")
    await arrivals.get_by_role("button", name="Check in: Ayesha Siddiqui").click()
    said = page.get_by_role("alert").filter(has_text="Checked in: Ayesha Siddiqui")
    await expect(said).to_contain_text("They are in house now.")
    await said.get_by_role("button", name="Undo").click()
    await expect(page.get_by_role("alert").filter(has_text="Undone")).to_be_visible()
    assert await status_of(site, booking["id"]) == "CONFIRMED"
    # Ten seconds later it is still offered, in the panel.
    await arrivals.get_by_role("button", name="No-show: Ayesha Siddiqui").click()
    await page.get_by_role("dialog").get_by_role("button", name="No-show").click()
    await expect(arrivals.get_by_text("No-show", exact=True)).to_be_visible()
    await arrivals.get_by_role("button", name="Ayesha Siddiqui", exact=True).click()
    panel = page.get_by_role("dialog", name=re.compile("Ayesha Siddiqui, SG-"))
    await panel.get_by_role("button", name="Undo no-show").click()
    await expect(panel.get_by_text("Confirmed", exact=True).first).to_be_visible()
    await expect(panel.get_by_role("button", name="Undo no-show")).to_be_hidden()
    assert await status_of(site, booking["id"]) == "CONFIRMED"


async def test_the_next_day_is_a_step_away(site: Site, width: Width) -> None:
    await site.book("sana", 1, 2)
    page = await site.open("/today", width, as_="sana")
    await expect(page.get_by_text("Nobody arrives on this day.")).to_be_visible()
    await page.get_by_role("button", name="Day after").click()
    await expect(page.get_by_role("region", name="Arrivals").get_by_text("Ayesha Siddiqui")).to_be_visible()
    await expect(page.get_by_role("button", name=re.compile("Check in"))).to_be_hidden()
    await expect(page).to_have_url(re.compile(site.day(1)))


async def test_bookings_are_found_and_the_address_remembers_how(site: Site, width: Width) -> None:
    for i in range(27):
        await site.book("sana", 5 + 2 * i, 1, guest={"name": f"Guest {i}", "phone": "+92 300 5550100"})
    cancelled = await site.book("sana", 3, 1, units=[1])
    client = await site.world.login("sana")
    client.headers["Origin"] = site.web
    await client.post(f"/api/bookings/{cancelled['id']}/cancel")
    page = await site.open("/bookings", width, as_="sana")
    codes = page.get_by_role("button", name=re.compile("^SG-"))
    await expect(codes).to_have_count(25)
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Show more").click()
    await expect(codes).to_have_count(28)
    await page.get_by_role("searchbox", name="Search").fill("Ayesha")
    await expect(codes).to_have_count(1)
    await expect(page).to_have_url(re.compile("q=Ayesha"))
    await page.reload()
    await expect(codes).to_have_count(1)
    await expect(page.get_by_role("main").get_by_text("Cancelled", exact=True)).to_be_visible()
    await codes.first.click()
    await expect(page.get_by_role("dialog", name=re.compile("Ayesha Siddiqui"))).to_contain_text(
        "What happened"
    )
    await no_serious_axe_findings(page)
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Clear all filters").click()
    await expect(codes).to_have_count(25)
