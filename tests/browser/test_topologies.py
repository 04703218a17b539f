"""Login and logout in a real browser over TLS, in every topology."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Error

from soulter.accounts.cookies import LoginCookie
from tests.browser.environment import Stage
from tests.browser.loopback_network import IMPOSTOR
from tests.browser.topologies import ALL, CROSS_SITE, CROSS_SITE_BLOCKED, DEVELOPMENT, SAME_SITE, Topology

SetUp = Callable[[Topology], Awaitable[Stage]]


@pytest.mark.parametrize("topology", ALL, ids=str)
async def test_a_login_is_kept_works_and_is_gone_after_logging_out(stage: SetUp, topology: Topology) -> None:
    here = await stage(topology)
    front = await here.front()
    if topology in (CROSS_SITE, CROSS_SITE_BLOCKED):
        assert await front.gets_third_party_cookies_back() is topology.third_party_cookies
    assert (await front.log_in("bilal")).status == 200
    [cookie] = await here.login_cookies()
    assert {name: cookie.get(name) for name in topology.cookie} == topology.cookie
    assert (cookie["httpOnly"], "https://" + cookie["domain"]) == (
        True,
        topology.called.replace("http://localhost:5001", "https://localhost"),
    )
    assert await front.user() == "bilal@example.com"
    await front.page.reload()
    assert await front.user() == "bilal@example.com"
    booked = await front.call("POST", "/api/bookings", here.stay())
    assert (booked.status, booked.body["booking"]["status"]) == (201, "PENDING")
    assert len(await here.world.nights(booked.body["booking"]["id"])) == 2
    assert (await front.call("POST", "/api/auth/logout")).status == 204
    assert await here.login_cookies() == []
    assert await front.user() == 401


async def test_a_page_cannot_read_the_login_cookie(stage: SetUp) -> None:
    """ASVS 3.3.4."""
    here = await stage(SAME_SITE)
    front = await here.front()
    await front.log_in("bilal")
    await front.page.goto(here.topology.api + "/livez")
    assert await front.page.evaluate("document.cookie") == ""


async def test_without_partitioned_a_browser_that_blocks_third_party_cookies_forgets_the_login(
    stage: SetUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = await stage(CROSS_SITE_BLOCKED)
    set_cookie = LoginCookie.set
    monkeypatch.setattr(
        LoginCookie, "set", lambda self, token: set_cookie(self, token).removesuffix("; Partitioned")
    )
    front = await here.front()
    assert (await front.log_in("bilal")).status == 200
    assert await here.login_cookies() == []
    assert await front.user() == 401


async def test_a_deletion_without_partitioned_would_leave_the_login_in_the_browser(
    stage: SetUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = await stage(CROSS_SITE)
    front = await here.front()
    delete = LoginCookie.delete
    monkeypatch.setattr(LoginCookie, "delete", lambda self: delete(self).removesuffix("; Partitioned"))
    await front.log_in("bilal")
    assert (await front.call("POST", "/api/auth/logout")).status == 204
    assert len(await here.login_cookies()) == 1


async def test_two_names_of_one_machine_are_two_sites(stage: SetUp) -> None:
    """A page on 127.0.0.1 may call localhost if FRONTEND_URLS names it, but gets no login there."""
    numeric = Topology(
        "development, by number",
        "http://127.0.0.1:3000",
        DEVELOPMENT.api,
        {},
        DEVELOPMENT.cookie,
        production=False,
    )
    here = await stage(numeric)
    front = await here.front()
    assert (await front.log_in("bilal")).status == 200
    assert await here.login_cookies() == []
    assert await front.user() == 401
    assert {seen.site for seen in here.api.seen if seen.method != "OPTIONS"} == {"cross-site"}


async def test_the_browser_trusts_the_authority_of_this_test_and_no_other(stage: SetUp) -> None:
    here = await stage(SAME_SITE)
    assert await (await here.front()).page.evaluate("isSecureContext") is True
    page = await here.browser.new_page()
    with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        await page.goto(IMPOSTOR)
