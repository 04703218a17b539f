"""Sign-in, reload and sign-out in the web app over TLS, in every topology."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import expect

from soulter.server.web_app import WebApp
from tests.browser.environment import Stage
from tests.browser.loopback_network import Net, Rewrite
from tests.browser.topologies import CROSS_SITE, CROSS_SITE_BLOCKED, REWRITE, Topology
from tests.browser.web import harness
from tests.world import PASSWORD

SetUp = Callable[[Topology], Awaitable[Stage]]


@pytest.mark.parametrize("topology", [REWRITE, CROSS_SITE, CROSS_SITE_BLOCKED], ids=str)
async def test_people_sign_in_stay_so_and_sign_out(stage: SetUp, internet: Net, topology: Topology) -> None:
    here = await stage(topology)
    built = WebApp(harness.built(), "" if topology.rewrite else topology.api, production=True)
    internet.sites[topology.front] = Rewrite(here.api, topology.api, built) if topology.rewrite else built
    page = await here.browser.new_page()
    await page.goto(f"{topology.front}/sign-in?back=/")
    await page.get_by_label("E-mail address").fill("bilal@example.com")
    await page.get_by_role("textbox", name="Password").fill(PASSWORD)
    await page.get_by_role("main").get_by_role("button", name="Sign in").click()
    way_out = page.get_by_role("button", name="Sign out")
    await expect(way_out).to_be_visible()
    await page.reload()
    await expect(way_out).to_be_visible()
    [cookie] = await here.login_cookies()
    assert {name: cookie.get(name) for name in topology.cookie} == topology.cookie
    await way_out.click()
    await expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    assert await here.login_cookies() == []
    await page.reload()
    await expect(page.get_by_role("link", name="Sign in")).to_be_visible()
