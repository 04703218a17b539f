"""The owner reads the trail and changes the settings; everybody finds their way."""

import re
from datetime import timedelta

from playwright.async_api import expect

from soulter.core.clock import FixedClock
from soulter.system.models import ProcessKind
from soulter.system.recording import Recorder
from tests.browser.web.harness import Site, Width, no_serious_axe_findings


async def test_the_trail_is_narrowed_and_explained(site: Site, width: Width) -> None:
    await site.book("hina", first=10)
    page = await site.open("/audit", width, as_="zara")
    main = page.get_by_role("main")
    await expect(main.get_by_text("Hina made a booking for")).to_be_visible()
    await page.get_by_role("combobox", name="What", exact=True).click()
    await page.get_by_role("option", name="made a booking").click()
    await expect(page).to_have_url(f"{site.web}/audit?action=booking.created")
    await expect(main.get_by_role("article")).to_have_count(1)
    await main.get_by_role("button", name="Details").click()
    await expect(main.get_by_role("row", name="Total")).to_contain_text("2,000.00")
    await no_serious_axe_findings(page)
    await main.get_by_role("link", name="Only this thing").click()
    await expect(main.get_by_text("Only what happened to this one thing is shown.")).to_be_visible()
    await page.goto(f"{site.web}/audit?to={site.day(-1)}")
    await expect(main.get_by_text("Nothing happened that fits these filters.")).to_be_visible()
    await page.goto(f"{site.web}/audit?from={site.day(0)}&to={site.day(0)}&entity=nonsense!&actor=x")
    await expect(main.get_by_text("Hina made a booking for")).to_be_visible()


async def test_the_owner_changes_the_settings(site: Site, width: Width) -> None:
    page = await site.open("/settings", width, as_="zara")
    await page.get_by_label("Short name in addresses").fill("Not A Slug")
    await page.get_by_role("textbox", name="Minutes a guest's booking is held").fill("2")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_label("Short name in addresses")).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_role("textbox", name="Minutes a guest's booking is held")).to_have_attribute(
        "aria-invalid", "true"
    )
    await no_serious_axe_findings(page)
    await page.get_by_label("Short name in addresses").fill("starry-meadow")
    await page.get_by_role("textbox", name="Minutes a guest's booking is held").fill("90")
    zone = page.get_by_role("combobox", name="Time zone")
    await zone.fill("Kathmandu")
    await page.get_by_role("option", name="Asia/Kathmandu").click()
    await page.get_by_label("Check-in from").fill("16:00")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("The settings are saved.")).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("Check-in from")).to_have_value("16:00")
    await expect(page.get_by_role("textbox", name="Minutes a guest's booking is held")).to_have_value("90")


async def test_the_navigation_shows_the_pages_of_the_role(site: Site) -> None:
    for who, places in (
        ("hina", ["Find a stay", "My bookings", "My account"]),
        ("zara", ["Find a stay", "People", "Audit trail", "Settings", "System", "My account"]),
    ):
        page = await site.open("/account", as_=who)
        links = page.get_by_role("navigation", name="Main").get_by_role("link")
        await expect(page.get_by_role("link", name="My account")).to_have_attribute("aria-current", "page")
        shown = await links.all_inner_texts()
        assert [place for place in places if place not in shown] == []
        assert ("People" in shown) == (who == "zara")


async def test_the_way_by_keyboard_and_on_a_phone(site: Site) -> None:
    page = await site.open("/account", as_="hina")
    await expect(page.get_by_role("heading", name="My account")).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Skip to the content")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("main")).to_be_focused()

    phone = await site.open("/account", Width.PHONE, as_="hina")
    await phone.get_by_role("button", name="Menu").click()
    await no_serious_axe_findings(phone)
    await phone.get_by_role("dialog").get_by_role("link", name="My bookings").click()
    await expect(phone.get_by_role("heading", name="My bookings")).to_be_visible()
    await expect(phone.get_by_role("dialog")).to_have_count(0)


async def test_dark_is_kept(site: Site) -> None:
    page = await site.open("/account", as_="hina")
    await page.get_by_role("button", name="Color scheme").click()
    await page.get_by_role("menuitemradio", name="Dark").click()
    await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    await expect(page.get_by_role("heading", name="My account")).to_be_visible()
    await no_serious_axe_findings(page)


async def test_the_owner_watches_the_mails(site: Site) -> None:
    client = await site.world.login("zara")
    client.headers["Origin"] = site.web
    answer = await client.post(
        "/api/users", json={"email": "kamran@example.com", "name": "Kamran Ali", "role": "AGENT"}
    )
    assert answer.status_code == 202, answer.text
    page = await site.open("/system", Width.PHONE, as_="zara")
    await expect(page.get_by_text("Running", exact=True)).to_be_visible()
    mail = page.get_by_role("article", name="Invitation")
    await expect(mail).to_contain_text("Waiting")
    await mail.get_by_role("button", name="Try again now").click()
    await expect(page.get_by_text("The mail is tried again.")).to_be_visible()
    await no_serious_axe_findings(page)
    await site.mailed_link("kamran@example.com")
    await page.reload()
    await expect(mail).to_contain_text("Delivered")
    await expect(mail.get_by_role("button", name="Try again now")).to_have_count(0)


async def test_the_owner_sees_what_runs_and_how_the_last_hour_was(site: Site, width: Width) -> None:
    page = await site.open("/system", width, as_="zara")
    await expect(page.get_by_text("as this release wants it")).to_be_visible()
    await expect(
        page.get_by_text("No process has written down anything yet; each does it once a minute.")
    ).to_be_visible()
    await expect(
        page.get_by_text("Nothing yet: each minute is written down when it is over.")
    ).to_be_visible()
    now = site.world.clock.now()
    for minutes in (3, 1):
        earlier = now - timedelta(minutes=minutes)
        await Recorder(site.world.database, FixedClock(earlier), ProcessKind.WEB).write(earlier)
    await page.reload()
    await expect(page.get_by_role("list", name="Processes")).to_contain_text("Web")
    await expect(page.get_by_role("figure", name=re.compile("^Memory: [1-9][0-9]* MB$"))).to_be_visible()
    await no_serious_axe_findings(page)
