"""Signing in and out on the page, and coming back to where one was."""

from urllib.parse import quote

from playwright.async_api import Page, expect

from tests.browser.web.harness import Site, Width, no_serious_axe_findings
from tests.world import PASSWORD


async def sign_in(page: Page, password: str = PASSWORD) -> None:
    await page.get_by_label("E-mail address").fill("hina@example.com")
    await page.get_by_role("textbox", name="Password").fill(password)
    await page.get_by_role("main").get_by_role("button", name="Sign in").click()


async def test_a_guest_signs_in_stays_so_and_signs_out(site: Site, width: Width) -> None:
    page = await site.open("/sign-in", width)
    await sign_in(page, "not the password at all")
    await expect(page.get_by_role("alert")).to_contain_text("E-mail or password is wrong.")
    await no_serious_axe_findings(page)
    await sign_in(page)
    await expect(page).to_have_url(f"{site.web}/account")
    await page.goto(site.web)
    await page.get_by_role("button", name="Sign out", exact=True).click()
    await expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("link", name="Sign in")).to_be_visible()


async def test_after_signing_in_one_is_back_where_one_was(site: Site) -> None:
    page = await site.open(f"/sign-in?back={quote('/?guests=2')}")
    await expect(page.get_by_text("Please sign in; you then go on where you were.")).to_be_visible()
    await sign_in(page)
    await expect(page).to_have_url(f"{site.web}/?guests=2")
    await expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()


async def test_the_return_address_cannot_lead_to_another_site(site: Site) -> None:
    for elsewhere in ("//evil.example", "/\\evil.example", "/\t/evil.example", "https://evil.example"):
        page = await site.open(f"/sign-in?back={quote(elsewhere)}")
        await sign_in(page)
        await expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
        assert page.url.startswith(f"{site.web}/")


async def test_the_cookie_of_one_of_the_cast_is_a_login(site: Site) -> None:
    page = await site.open("/", as_="sana")
    await expect(page.get_by_role("button", name="Sign out", exact=True)).to_be_visible()
