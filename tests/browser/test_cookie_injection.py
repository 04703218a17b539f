"""Cookies that an attacker's site put into the victim's browser (cookie tossing)."""

from collections.abc import Awaitable, Callable

import pytest

from tests.browser.environment import Stage
from tests.browser.topologies import REWRITE, SAME_SITE, Topology

SetUp = Callable[[Topology], Awaitable[Stage]]
SIBLING = "https://blog.soulter-stays.com"


@pytest.mark.parametrize("path", ["/", "/api"])
@pytest.mark.parametrize("whose", ["nobody's", "the attacker's own"])
async def test_a_login_tossed_from_a_sibling_host_is_never_taken_for_ours(
    stage: SetUp, whose: str, path: str
) -> None:
    here = await stage(SAME_SITE)
    front, sibling = await here.front(), await here.window(SIBLING)
    token = "evil" if whose == "nobody's" else await here.world.token("omar")
    for method, called, body in (("GET", "/api/auth/me", None), ("POST", "/api/bookings", here.stay())):
        await front.log_in("sana")
        await sibling.page.evaluate(
            "cookie => { document.cookie = cookie }",
            f"auth_token={token}; domain=soulter-stays.com; path={path}; secure",
        )
        before = await here.stored()
        answer = await front.call(method, called, body)
        assert (answer.status, answer.body.get("code")) == (401, "session_ended")
        assert (await here.api.arrival(method, called)).cookies == 2
        assert await here.stored() == before
        await here.browser.clear_cookies()
    assert (await front.log_in("sana")).status == 200
    assert await front.user() == "sana@example.com"


async def test_a_neighbour_on_a_shared_platform_cannot_toss_a_login(stage: SetUp) -> None:
    """Browsers treat the domains of such platforms as public suffixes and drop the cookie."""
    here = await stage(REWRITE)
    front = await here.front()
    await front.log_in("sana")
    neighbour = await here.window("https://other.vercel.app")
    await neighbour.page.evaluate("document.cookie = 'auth_token=evil; domain=vercel.app; path=/; secure'")
    assert len(await here.login_cookies()) == 1
    assert await front.user() == "sana@example.com"


@pytest.mark.parametrize(
    "name",
    [
        "\u00a0auth_token",
        "auth_token\u00a0",
        "AUTH_TOKEN",
        "odd [name]",
        "__Host-auth_token2",
        "f\u00f6reign",
    ],
)
async def test_a_foreign_cookie_with_an_odd_name_neither_logs_in_nor_out(stage: SetUp, name: str) -> None:
    here = await stage(SAME_SITE)
    front = await here.front()
    sibling = await here.window(SIBLING)
    token = await here.world.token("omar")
    await sibling.page.evaluate(
        "cookie => { document.cookie = cookie }", f"{name}={token}; domain=soulter-stays.com; path=/; secure"
    )
    assert await front.user() == 401
    await front.log_in("sana")
    assert await front.user() == "sana@example.com"
