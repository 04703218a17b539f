"""A page that is older than the served release."""

from playwright.async_api import Route, expect

from tests.browser.web.harness import Site


async def test_a_part_that_is_gone_brings_the_new_release(site: Site) -> None:
    page = await site.open("/")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    asked = 0

    async def gone(route: Route) -> None:
        nonlocal asked
        asked += 1
        await (route.fulfill(status=404) if asked == 1 else route.continue_())

    await page.route("**/assets/SignInPage-*.js", gone)
    await page.get_by_role("link", name="Sign in").click()
    await expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert asked == 2
    only_the_part_is_missed(site)


async def test_a_part_that_stays_gone_is_told_once(site: Site) -> None:
    page = await site.open("/")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    loads = 0

    async def gone(route: Route) -> None:
        nonlocal loads
        loads += 1
        await route.fulfill(status=404)

    await page.route("**/assets/SignInPage-*.js", gone)
    await page.get_by_role("link", name="Sign in").click()
    await expect(page.get_by_role("button", name="Try again")).to_be_visible()
    assert loads <= 4
    only_the_part_is_missed(site)


def only_the_part_is_missed(site: Site) -> None:
    """Ignore what the browser logs about the missing file; a page that reloads may not log it."""
    assert all("dynamically imported module" in line for line in site.wrong)
    site.wrong.clear()
