"""Staff find a person, and from there the booking."""

import re

from playwright.async_api import expect

from tests.browser.web.harness import Site, Width, no_serious_axe_findings


async def test_a_guest_is_found_and_their_booking_opened(site: Site, width: Width) -> None:
    first = await site.book("sana", 10)
    await site.book("sana", 20)
    await site.book("sana", 30, guest={"name": "Daniel Weber", "phone": "+49 (30) 555-0100"})
    page = await site.open("/guests", width, as_="sana")
    main = page.get_by_role("main")
    await expect(main.get_by_role("button", name="Daniel Weber")).to_be_visible()
    await expect(main.get_by_role("link", name="+49 (30) 555-0100")).to_have_attribute(
        "href", "tel:+49305550100"
    )
    await page.get_by_role("searchbox", name="Search").fill("ayesha@exam")
    await expect(main.get_by_role("button", name="Daniel Weber")).to_have_count(0)
    await expect(page).to_have_url(re.compile("q=ayesha"))
    await page.reload()
    await main.get_by_role("button", name="Ayesha Siddiqui").click()
    panel = page.get_by_role("dialog", name="Ayesha Siddiqui")
    await expect(panel.get_by_role("link", name="ayesha@example.com")).to_have_attribute(
        "href", "mailto:ayesha@example.com"
    )
    await expect(panel.get_by_role("link", name=re.compile("Open SG-"))).to_have_count(2)
    await no_serious_axe_findings(page)
    await panel.get_by_role("link", name=f"Open {first['code']}").click()
    await expect(page.get_by_role("dialog", name=f"Ayesha Siddiqui, {first['code']}")).to_contain_text(
        "What happened"
    )
    await page.go_back()
    await expect(panel).to_be_visible()


async def test_a_search_without_result_says_so(site: Site) -> None:
    page = await site.open("/guests?q=nobody", Width.PHONE, as_="sana")
    await expect(page.get_by_text("Nobody fits.")).to_be_visible()
    await page.get_by_role("button", name="Show everybody").click()
    await expect(page.get_by_text("Nobody has booked yet.")).to_be_visible()
