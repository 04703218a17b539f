"""Staff end all holds of an origin; the guest's calendar follows the limits of guests."""

import re
from datetime import timedelta

from playwright.async_api import Locator, Page, expect

from tests.browser.web.harness import Site, Width, no_serious_axe_findings

HOARDER = {"name": "Hamza Sheikh", "email": "hamza@example.com"}


async def hoard(site: Site) -> None:
    """Three holds of one guest, and one of another guest."""
    await site.book("nobody", 10, 3, unitIds=[str(site.world.units[1])], guest=HOARDER)
    await site.book("nobody", 20, 2, unitIds=[str(unit) for unit in site.world.units[:2]], guest=HOARDER)
    await site.book("nobody", 30, 1, guest=HOARDER)
    await site.book("nobody", 40, 2)


async def test_all_holds_of_a_guest_end_in_one_step(site: Site, width: Width) -> None:
    await hoard(site)
    page = await site.open("/bookings", width, as_="sana")
    if width is Width.PHONE:
        await page.get_by_role("button", name="Menu").click()
    await page.get_by_role("link", name="Holds").click()
    main = page.get_by_role("main")
    await expect(main).to_contain_text("Hamza Sheikh")
    await expect(main).to_contain_text("8 unit-nights")
    await expect(main).to_contain_text("4 units, 3 holds")
    await main.get_by_role("button", name="End 3 holds of Hamza Sheikh").click()
    question = page.get_by_role("dialog", name="End 3 holds of Hamza Sheikh?")
    await expect(question).to_contain_text("4 units for 8 unit-nights")
    await no_serious_axe_findings(page)
    await question.get_by_role("button", name="Keep them").click()
    await expect(question).to_have_count(0)
    await main.get_by_role("button", name="End 3 holds of Hamza Sheikh").click()
    await question.get_by_role("button", name="End 3 holds").click()
    await expect(page.get_by_text("3 holds have ended. Their nights are free.")).to_be_visible()
    await expect(main.get_by_text("Hamza Sheikh")).to_have_count(0)
    await expect(main.get_by_text("Ayesha Siddiqui")).to_be_visible()
    assert len(await site.world.nights()) == 2


async def test_holds_are_grouped_by_network_too(site: Site) -> None:
    await hoard(site)
    page = await site.open("/holds", as_="sana")
    await page.get_by_text("Network", exact=True).click()
    main = page.get_by_role("main")
    await expect(main).to_contain_text(re.compile(r"Ayesha Siddiqui and 1 other.*Network [0-9A-F]{4}"))
    await expect(page).to_have_url(re.compile(r"by=network"))
    await main.get_by_role("button", name="End 4 holds of Ayesha Siddiqui and 1 other").click()
    await page.get_by_role("dialog").get_by_role("button", name="End 4 holds").click()
    await expect(main.get_by_text("No visitor holds anything.")).to_be_visible()


async def day(page: Page, site: Site, days: int) -> Locator:
    """A day of the open calendar, whose month is shown afterwards."""
    wanted = site.today + timedelta(days=days)
    following = page.get_by_role("button", name="Next month")
    await expect(following).to_be_visible()
    button = page.get_by_role("button", name=f"{wanted:%a} {wanted.day} {wanted:%b %Y}", exact=True)
    while not await button.count():
        await following.click()
    return button


async def test_the_calendar_offers_a_guest_no_longer_stay_than_the_property_allows(site: Site) -> None:
    zara = await site.world.login("zara")
    zara.headers["Origin"] = site.web
    changed = await zara.patch(
        f"/api/properties/{site.world.property_id}", json={"visitorLongestStay": 3, "visitorFurthestDays": 40}
    )
    assert changed.status_code == 200
    for who, allowed in ((None, False), ("bilal", True)):
        page = await site.open("/", Width.PHONE, as_=who)
        await page.get_by_role("button", name=re.compile("^When")).click()
        await (await day(page, site, 0)).click()
        await expect(await day(page, site, 3)).to_be_enabled()
        fourth = expect(await day(page, site, 4))
        await (fourth.to_be_enabled() if allowed else fourth.to_be_disabled())
