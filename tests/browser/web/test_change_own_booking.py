"""Guests and customers change their own booking and their contact, and keep access to it."""

from playwright.async_api import Page, expect

from tests.browser.web.booking_steps import pick
from tests.browser.web.harness import Site, Width, no_serious_axe_findings
from tests.browser.web.test_guest_own_booking import booked


async def opened(site: Site, width: Width, contact: str, **guest: str) -> tuple[Page, str]:
    """The page of a visitor's booking, opened, and its link."""
    booking_id, token = await booked(site, guest={"name": "Ayesha", **guest})
    page = await site.open(f"/booking/{booking_id}#{token}", width)
    await page.get_by_role("textbox", name="E-mail address or phone number").fill(contact)
    await page.get_by_role("button", name="Open").click()
    await page.get_by_role("button", name="Change", exact=True).click()
    return page, f"{site.web}/booking/{booking_id}#{token}"


async def test_a_guest_corrects_their_address_and_still_gets_in(site: Site, width: Width) -> None:
    page, link = await opened(
        site, width, "ayesha@example.com", email="ayesha@example.com", phone="+92 300 5550100"
    )
    await page.get_by_label("Name").fill("Ayesha Siddiqui")
    await page.get_by_label("E-mail address").fill("ayesha.s@example.com")
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Save changes").click()
    await expect(page.get_by_text("From now on the link opens with ayesha.s@example.com.")).to_be_visible()
    await expect(page.get_by_text("Ayesha Siddiqui, ayesha.s@example.com")).to_be_visible()
    # Another look, from the same tab: the new contact is the one that it remembers.
    await page.goto(link)
    await page.reload()
    await expect(page.get_by_text("Held for you")).to_be_visible()


async def test_the_only_contact_is_not_replaced_at_once(site: Site) -> None:
    page, _ = await opened(site, Width.PHONE, "ayesha@example.com", email="ayesha@example.com")
    await page.get_by_label("E-mail address").fill("somebody@example.com")
    await page.get_by_role("button", name="Save changes").click()
    await expect(page.get_by_role("alert")).to_contain_text("made with has to stay")
    await no_serious_axe_findings(page)
    await page.get_by_label("E-mail address").fill("ayesha@example.com")
    await page.get_by_label("Phone number").fill("+92 300 5550100")
    await page.get_by_role("button", name="Save changes").click()
    await expect(page.get_by_text("Your changes are saved.")).to_be_visible()


async def test_a_customer_changes_their_stay_in_their_account(site: Site, width: Width) -> None:
    booking = await site.book("hina", 10, 2)
    page = await site.open(f"/account/bookings/{booking['id']}", width, as_="hina", color_scheme="dark")
    await page.get_by_role("button", name="Change the booking").click()
    await page.get_by_role("button", name="Dates of your stay").click()
    first = site.today.fromisoformat(site.day(11))
    await pick(page, first, first.fromisoformat(site.day(14)))
    await expect(page.get_by_text("The price is PKR 2,000.00 now and will be PKR 3,000.00.")).to_be_visible()
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Save changes").click()
    await expect(page.get_by_text("The total was PKR 2,000.00 and is now PKR 3,000.00.")).to_be_visible()
    assert [str(night) for _, night in await site.world.nights()] == [site.day(day) for day in (11, 12, 13)]


async def test_of_a_confirmed_stay_a_customer_changes_what_is_theirs(site: Site) -> None:
    booking = await site.book("hina", 10, 2)
    staff = await site.world.login("sana")
    assert (
        await staff.post(f"/api/bookings/{booking['id']}/confirm", headers={"Origin": site.web})
    ).status_code == 200
    page = await site.open(f"/account/bookings/{booking['id']}", as_="hina")
    await page.get_by_role("button", name="Change the booking").click()
    await expect(page.get_by_text("please ask the property")).to_be_visible()
    await expect(page.get_by_role("button", name="Dates of your stay")).to_be_hidden()
    await page.get_by_label("Wishes").fill("A cot, please.")
    await page.get_by_role("button", name="Save changes").click()
    await expect(page.get_by_text("A cot, please.")).to_be_visible()


async def test_a_stay_that_is_over_offers_no_change(site: Site) -> None:
    booking = await site.book("hina", 10, 2)
    page = await site.open(f"/account/bookings/{booking['id']}", as_="hina")
    await expect(page.get_by_role("button", name="Change the booking")).to_be_visible()
    staff = await site.world.login("sana")
    assert (
        await staff.post(f"/api/bookings/{booking['id']}/cancel", headers={"Origin": site.web})
    ).status_code == 200
    await page.reload()
    await expect(page.get_by_text("Cancelled")).to_be_visible()
    await expect(page.get_by_role("button", name="Change the booking")).to_be_hidden()
