"""The lifecycle of an account in the web app: registration, sessions, and passwords."""

import re

from playwright.async_api import Page, expect

from tests.browser.web.harness import Site, Width, no_serious_axe_findings
from tests.world import PASSWORD

ADDRESS = "ayesha@example.com"
CHOSEN = "sieben Störche fliegen nach Süden"


async def sign_in(page: Page, password: str, email: str = ADDRESS) -> None:
    await page.get_by_label("E-mail address").fill(email)
    await page.get_by_role("textbox", name="Password").fill(password)
    await page.get_by_role("main").get_by_role("button", name="Sign in").click()


async def knows_nothing_of(page: Page, token: str) -> None:
    """The browser does not store the token where other pages could read it."""
    await expect(page).not_to_have_url(f"#{token}")
    kept = await page.evaluate(
        "() => JSON.stringify([location.href, history.state, {...sessionStorage}, {...localStorage}])"
    )
    assert token not in kept


async def test_somebody_registers_by_mail_and_signs_in(site: Site, width: Width) -> None:
    page = await site.open("/sign-in", width)
    await page.get_by_role("link", name="Make an account").click()
    await page.get_by_label("Your name").fill("Ayesha Siddiqui")
    await page.get_by_label("E-mail address").fill(ADDRESS)
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Make my account").click()
    await expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    await expect(page.get_by_text("with the link in it you choose a password")).to_be_visible()
    await no_serious_axe_findings(page)

    link = await site.mailed_link(ADDRESS)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(link)
    await expect(page.get_by_role("heading", name="Complete your registration")).to_be_visible()
    await knows_nothing_of(page, link.partition("#")[2])
    password = page.get_by_role("textbox", name="Choose a password")
    await password.fill("short")
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Set the password").click()
    await expect(password).to_have_accessible_description(
        re.compile("^A password for this role has at least 12 characters")
    )
    await no_serious_axe_findings(page)
    await password.fill(CHOSEN)
    await page.get_by_role("button", name="Set the password").click()
    await expect(page.get_by_role("heading", name="Your account is ready")).to_be_visible()
    assert not [url for url in asked if link.partition("#")[2] in url.partition("#")[0]]
    await page.get_by_role("main").get_by_role("link", name="Sign in").click()
    await sign_in(page, CHOSEN)
    await expect(page.get_by_role("heading", name="My account")).to_be_visible()


async def test_a_forgotten_password_is_chosen_anew(site: Site, width: Width) -> None:
    page = await site.open("/sign-in", width)
    await page.get_by_role("link", name="Forgot your password?").click()
    await expect(page.get_by_role("heading", name="Choose a new password")).to_be_visible()
    await page.get_by_label("E-mail address").fill("hina@example.com")
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Mail me a link").click()
    await expect(page.get_by_text("If there is an account with this address")).to_be_visible(timeout=15_000)
    link = await site.mailed_link("hina@example.com")
    await page.goto(link)
    field = page.get_by_role("textbox", name="New password")
    await knows_nothing_of(page, link.partition("#")[2])
    await field.fill("hina hina hina")
    await page.get_by_role("button", name="Set the password").click()
    await expect(page.get_by_text("This password is easy to guess")).to_be_visible()
    await field.fill(CHOSEN)
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Set the password").click()
    await expect(page.get_by_role("heading", name="Your password is set")).to_be_visible()
    await page.get_by_role("main").get_by_role("link", name="Sign in").click()
    await sign_in(page, PASSWORD, "hina@example.com")
    await expect(page.get_by_role("alert")).to_contain_text("E-mail or password is wrong.")
    await sign_in(page, CHOSEN, "hina@example.com")
    await expect(page.get_by_role("heading", name="My account")).to_be_visible()


async def test_a_used_link_says_so_and_leads_to_a_new_one(site: Site) -> None:
    used = "x" * 43
    page = await site.open(f"/unlock#{used}")
    await page.get_by_role("button", name="Yes, it is me").click()
    await expect(page.get_by_role("alert")).to_contain_text("This link does not work any more")
    await no_serious_axe_findings(page)
    await expect(page.get_by_role("link", name="Choose a new password")).to_be_visible()
    for path, field, button, leads_to in (
        ("verify-email", "Choose a password", "Set the password", "Register again"),
        ("reset-password", "New password", "Set the password", "Ask for a new link"),
        ("accept-invitation", "Choose a password", "Accept the invitation", "Go to sign-in"),
    ):
        page = await site.open(f"/{path}#{used}")
        await page.get_by_role("textbox", name=field).fill(CHOSEN)
        await page.get_by_role("button", name=button).click()
        await expect(page.get_by_role("alert")).to_contain_text("This link does not work any more")
        await expect(page.get_by_role("link", name=leads_to)).to_be_visible()
    page = await site.open("/reset-password")
    await expect(page.get_by_role("alert")).to_contain_text("the link is not complete")


async def test_a_customer_changes_details_and_password(site: Site, width: Width) -> None:
    page = await site.open("/account", width, as_="hina")
    await page.get_by_label("Name").fill("Hina Raza")
    await page.get_by_label("Phone number").fill("not a number")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_label("Phone number")).to_have_attribute("aria-invalid", "true")
    await page.get_by_label("Phone number").fill("+92 300 1234567")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_text("Your details are saved.")).to_be_visible()
    await page.get_by_role("textbox", name="Current password").fill("nonsense")
    await page.get_by_role("textbox", name="New password").fill(CHOSEN)
    await page.get_by_role("button", name="Change the password").click()
    await expect(page.get_by_text("Your current password is not right.")).to_be_visible()
    await page.get_by_role("textbox", name="Current password").fill(PASSWORD)
    await page.get_by_role("button", name="Change the password").click()
    await expect(page.get_by_text("Your password is changed.")).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("Name")).to_have_value("Hina Raza")
    await expect(page.get_by_label("Phone number")).to_have_value("+92 300 1234567")


async def test_sessions_are_seen_in_words_and_ended(site: Site, width: Width) -> None:
    phone = (
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile "
        "Safari/537.36"
    )
    here = await site.open("/sign-in", width)
    await sign_in(here, PASSWORD, "hina@example.com")
    there = await site.open("/sign-in", Width.PHONE, user_agent=phone)
    await sign_in(there, PASSWORD, "hina@example.com")
    await expect(there.get_by_role("heading", name="My account")).to_be_visible()
    await here.reload()
    await expect(here.get_by_text("This device")).to_be_visible()
    await no_serious_axe_findings(here)
    await here.get_by_role("button", name="Sign out Chrome on Android").click()
    await expect(here.get_by_text("Chrome on Android")).to_have_count(0)
    # What was ended elsewhere is asked to sign in at the next thing it does, and comes back to where it was.
    await there.get_by_role("button", name="Save").click()
    await expect(there.get_by_role("heading", name="Sign in")).to_be_visible()
    await sign_in(there, PASSWORD, "hina@example.com")
    await expect(there.get_by_role("heading", name="My account")).to_be_visible()
    await here.get_by_role("button", name="Sign out everywhere").click()
    await here.get_by_role("dialog").get_by_role("button", name="Sign out everywhere").click()
    await expect(here.get_by_role("heading", name="Sign in")).to_be_visible()
    await there.reload()
    await expect(there.get_by_role("heading", name="Sign in")).to_be_visible()


async def test_a_tab_notices_that_another_one_signed_out(site: Site) -> None:
    page = await site.open("/account", as_="hina")
    await expect(page.get_by_role("heading", name="My account")).to_be_visible()
    other = await page.context.new_page()
    await other.goto(site.web)
    await other.get_by_role("button", name="Sign out", exact=True).click()
    await expect(other.get_by_role("link", name="Sign in")).to_be_visible()
    await page.evaluate("() => document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))")
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "back=%2Faccount" in page.url
