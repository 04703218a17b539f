"""A guest opens their booking by its link and the contact it was made with, changes it, and cancels it."""

from datetime import timedelta
from typing import Any

from playwright.async_api import expect

from tests.browser.web.booking_steps import pick, spoken
from tests.browser.web.harness import Site, Width, no_serious_axe_findings


async def booked(site: Site, **more: Any) -> tuple[str, str]:
    """Id and token of a booking that a visitor made."""
    visitor = site.world.client(headers={"Origin": site.web})
    dates = {"checkIn": site.day(10), "checkOut": site.day(12)}
    answer = (await visitor.post("/api/bookings", json=site.world.stay(**(dates | more)))).json()
    return answer["booking"]["id"], answer["accessToken"]


async def test_by_link_and_contact_it_is_changed_and_cancelled(site: Site, width: Width) -> None:
    booking_id, token = await booked(site)
    page = await site.open(f"/booking/{booking_id}#{token}", width)
    contact = page.get_by_role("textbox", name="E-mail address or phone number")
    await expect(contact).to_be_visible()
    await no_serious_axe_findings(page)
    await contact.fill("somebody@example.com")
    await page.get_by_role("button", name="Open").click()
    await expect(page.get_by_role("alert")).to_contain_text("do not open a booking")
    await no_serious_axe_findings(page)
    await contact.fill("Ayesha@Example.com")
    await page.get_by_role("button", name="Open").click()
    await expect(page.get_by_text("Held for you")).to_be_visible()
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Change", exact=True).click()
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Fewer adults").click()
    await page.get_by_role("textbox", name="Wishes").fill("A cot, please.")
    await page.get_by_role("button", name="Dates of your stay").click()
    # The booking's own nights are no conflict.
    await pick(page, site.today + timedelta(days=11), site.today + timedelta(days=14))
    await expect(page.get_by_text("The price is PKR 2,000.00 now and will be PKR 3,000.00.")).to_be_visible()
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Save changes").click()
    await expect(page.get_by_text("The total was PKR 2,000.00 and is now PKR 3,000.00.")).to_be_visible()
    await expect(page.get_by_text("1 adult", exact=True)).to_be_visible()
    await expect(page.get_by_text(spoken(site.today + timedelta(days=14)))).to_be_visible()
    await page.reload()
    await expect(page.get_by_text("A cot, please.")).to_be_visible()
    await page.get_by_role("button", name="Cancel the booking").click()
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Yes, cancel it").click()
    await expect(page.get_by_text("Your booking is cancelled.")).to_be_visible()
    await expect(page.get_by_role("button", name="Cancel the booking")).to_be_hidden()
    assert await site.world.nights() == []


async def test_a_pasted_link_opens_it_and_the_browser_remembers(site: Site) -> None:
    booking_id, token = await booked(site, guest={"name": "Ayesha", "phone": "+92 300 5550100"})
    page = await site.open("/booking", Width.PHONE)
    await page.get_by_role("textbox", name="Link to your booking").fill(f"{site.web}/booking/{booking_id}")
    await page.get_by_role("textbox", name="E-mail address or phone number").fill("+92 300 5550100")
    await page.get_by_role("button", name="Open").click()
    await expect(page.get_by_text("This is not a whole link.")).to_be_visible()
    await no_serious_axe_findings(page)
    await page.get_by_role("textbox", name="Link to your booking").fill(
        f"{site.web}/booking/{booking_id}#{token}"
    )
    await page.get_by_role("button", name="Open").click()
    await expect(page.get_by_text("Held for you")).to_be_visible()
    await page.goto(f"{site.web}/booking/{booking_id}")
    await expect(page.get_by_text("Held for you")).to_be_visible()
    await page.get_by_role("button", name="Forget on this device").click()
    await page.goto(f"{site.web}/booking/{booking_id}")
    await expect(page.get_by_role("textbox", name="Link to your booking")).to_be_visible()


async def test_a_change_that_somebody_else_made_meanwhile_is_shown_first(site: Site) -> None:
    booking_id, token = await booked(site)
    page = await site.open(f"/booking/{booking_id}#{token}", Width.PHONE)
    await page.get_by_role("textbox", name="E-mail address or phone number").fill("ayesha@example.com")
    await page.get_by_role("button", name="Open").click()
    await page.get_by_role("button", name="Change", exact=True).click()
    staff = await site.world.login("sana")
    answer = await staff.patch(
        f"/api/bookings/{booking_id}", json={"notes": "Moved in by Sana."}, headers={"Origin": site.web}
    )
    assert answer.status_code == 200
    await page.get_by_role("textbox", name="Wishes").fill("A cot, please.")
    await page.get_by_role("button", name="Save changes").click()
    await expect(page.get_by_role("alert")).to_contain_text("Somebody changed this booking meanwhile")
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Show the booking as it is now").click()
    await expect(page.get_by_text("Moved in by Sana.")).to_be_visible()


async def test_a_confirmed_booking_keeps_its_dates_but_not_its_wishes(site: Site) -> None:
    booking_id, token = await booked(site)
    staff = await site.world.login("sana")
    assert (
        await staff.post(f"/api/bookings/{booking_id}/confirm", headers={"Origin": site.web})
    ).status_code == 200
    page = await site.open(f"/booking/{booking_id}#{token}", Width.PHONE)
    await page.get_by_role("textbox", name="E-mail address or phone number").fill("ayesha@example.com")
    await page.get_by_role("button", name="Open").click()
    await page.get_by_role("button", name="Change", exact=True).click()
    await expect(page.get_by_text("please ask the property")).to_be_visible()
    await expect(page.get_by_role("button", name="Fewer adults")).to_be_hidden()
    await page.get_by_role("textbox", name="Wishes").fill("A cot, please.")
    await page.get_by_role("button", name="Save changes").click()
    await expect(page.get_by_text("Your changes are saved.")).to_be_visible()
