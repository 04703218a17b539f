"""CSRF from hostile pages in a real browser (ASVS 3.5.1-3.5.3): requests are refused without effect."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

import pytest
from playwright.async_api import Page

from soulter.core.http import middleware
from soulter.core.http.middleware import RequestGuard
from tests.browser.csrf_attacks import ATTACKS, Attack, Way
from tests.browser.environment import Stage, Window
from tests.browser.loopback_network import Seen
from tests.browser.topologies import CROSS_SITE, CROSS_SITE_BLOCKED, DEVELOPMENT, REWRITE, SAME_SITE, Topology
from tests.world import PASSWORD

SetUp = Callable[[Topology], Awaitable[Stage]]
EVERY_WAY = frozenset(Way) - {Way.ASKS_FIRST}
# A page without an origin belongs to no site, so a Lax cookie is not sent from it.
EVERY_WAY_OF_ONE_SITE = EVERY_WAY - {Way.SANDBOX}


@dataclass(frozen=True)
class Siege:
    """A hostile origin for a topology, and the kinds of requests with which the browser sends the cookie."""

    name: str
    topology: Topology
    hostile: str
    with_cookie: frozenset[Way] = frozenset()
    site: str = "cross-site"
    planted: bool = False

    def __str__(self) -> str:
        return self.name


PLAIN = Siege(
    "another site, plain third-party cookie", CROSS_SITE, "https://evil.example", EVERY_WAY, planted=True
)
SIBLING = Siege(
    "a sibling host, Lax cookie",
    SAME_SITE,
    "https://blog.soulter-stays.com",
    EVERY_WAY_OF_ONE_SITE,
    "same-site",
)
SIEGES = (
    PLAIN,
    Siege("another site, partitioned cookie", CROSS_SITE, "https://evil.example"),
    Siege("another site, third-party cookies blocked", CROSS_SITE_BLOCKED, "https://evil.example"),
    Siege("another site, Lax cookie", SAME_SITE, "https://evil.example", frozenset({Way.LINK})),
    SIBLING,
    Siege("another site, rewrite", REWRITE, "https://evil.example", frozenset({Way.LINK})),
    Siege("a neighbour on the platform, rewrite", REWRITE, "https://other.vercel.app", frozenset({Way.LINK})),
    Siege(
        "another port of the machine, development",
        DEVELOPMENT,
        "http://localhost:8080",
        EVERY_WAY_OF_ONE_SITE,
        "same-site",
    ),
)


@dataclass
class Victim:
    """A staff member who is signed in and opens a hostile page."""

    here: Stage
    front: Window
    siege: Siege
    ids: dict[str, str]
    hostile: Page | None = None

    async def attacked(self, attack: Attack) -> Seen:
        """Run the attack and wait until its request has been answered."""
        page = self.hostile = self.hostile or (await self.here.window(self.siege.hostile)).page
        if not page.url.startswith(self.siege.hostile + "/"):
            await page.goto(self.siege.hostile)
        self.here.api.seen.clear()
        login = {"email": "omar@example.com", "password": PASSWORD}
        bodies = {"stay": json.dumps(self.here.stay(40) | {"notes": "forged"}), "login": json.dumps(login)}
        outcome = await page.evaluate(attack.script, [self.here.topology.called, self.ids, bodies])
        assert outcome != "read", attack.name
        seen = await self.here.api.arrival(*attack.method_and_path(self.ids))
        if attack.way in (Way.NAVIGATION, Way.LINK) and seen.status != 204:
            await page.wait_for_url(self.here.topology.called + "/**")
        return seen


async def victim_of(siege: Siege, stage: SetUp) -> Victim:
    here = await stage(siege.topology)
    front = await here.front()
    if siege.planted:
        assert await front.gets_third_party_cookies_back()
        await here.plant(await here.world.token("sana"))
    else:
        assert (await front.log_in("sana")).status == 200
    stay = here.stay()
    booked = await front.call("POST", "/api/bookings", stay)
    block = {
        "unitId": str(here.world.units[1]),
        "from": stay["checkIn"],
        "to": stay["checkOut"],
        "reason": "A new roof",
    }
    blocked = await front.call("POST", "/api/blocks", block)
    assert (booked.status, blocked.status) == (201, 201)
    return Victim(
        here, front, siege, {"booking": booked.body["booking"]["id"], "block": blocked.body["block"]["id"]}
    )


def expected(siege: Siege, attack: Attack) -> dict[str, Any]:
    """Assert that the request arrived, with the cookie where browsers send it, and was refused."""
    method, _, path = attack.request.partition(" ")
    with_cookie = attack.way in siege.with_cookie
    if attack.way is Way.ASKS_FIRST:
        status = 204
    elif method == "POST":
        status = 403
    elif path.endswith(("/logout", "/cancel")):
        status = 405
    else:
        status = 200 if with_cookie else 401
    origin = None if method == "GET" else "null" if attack.hides_origin else siege.hostile
    site = "cross-site" if attack.way is Way.SANDBOX else siege.site
    return {"origin": origin, "site": site, "cookies": int(with_cookie), "status": status}


@pytest.mark.parametrize("siege", SIEGES, ids=str)
async def test_a_hostile_page_changes_nothing(stage: SetUp, siege: Siege) -> None:
    victim = await victim_of(siege, stage)
    here = victim.here
    before, cookies = await here.stored(), await here.login_cookies()
    for attack in ATTACKS:
        seen = asdict(await victim.attacked(attack))
        assert {name: seen[name] for name in ("origin", "site", "cookies", "status")} == expected(
            siege, attack
        ), attack.name
        assert await here.stored() == before, attack.name
        assert await here.login_cookies() == cookies, attack.name
        assert await victim.front.user() == "sana@example.com", attack.name
        if attack.way is Way.ASKS_FIRST:
            assert [
                seen.path
                for seen in here.api.seen
                if seen.origin == siege.hostile and seen.method != "OPTIONS"
            ] == []


@pytest.mark.parametrize("siege", [PLAIN, SIBLING], ids=str)
async def test_without_the_checks_the_same_attacks_succeed(
    stage: SetUp, siege: Siege, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-test: without the checks of origin and content type, the attacks succeed."""
    victim = await victim_of(siege, stage)
    here, attacks = victim.here, {attack.name: attack for attack in ATTACKS}
    monkeypatch.setattr(RequestGuard, "_check_origin", lambda *_: None)
    assert (await victim.attacked(attacks["a fetch of nothing"])).status == 200
    booking = await victim.front.call("GET", f"/api/bookings/{victim.ids['booking']}")
    assert booking.body["booking"]["status"] == "CANCELLED"
    assert (await victim.attacked(attacks["a form that is JSON, logging out"])).status == 415
    monkeypatch.setattr(middleware, "_check_body", lambda *_: None)
    assert await victim.front.user() == "sana@example.com"
    assert (await victim.attacked(attacks["a form that is JSON, logging out"])).status == 204
    assert await victim.front.user() == 401
    assert len(await here.world.nights()) == 2


@pytest.mark.parametrize("topology", [SAME_SITE, REWRITE, CROSS_SITE, DEVELOPMENT], ids=str)
async def test_nobody_is_logged_in_as_somebody_else(stage: SetUp, topology: Topology) -> None:
    """Login CSRF: the victim's browser sends the attacker's name and password."""
    here = await stage(topology)
    before = await here.stored()
    [attack] = [attack for attack in ATTACKS if attack.name == "a form that is JSON, logging in"]
    front = await here.front()
    hostile = "http://evil.example" if topology is DEVELOPMENT else "https://evil.example"
    seen = await Victim(here, front, Siege("nobody", topology, hostile), {}).attacked(attack)
    assert (seen.origin, seen.status) == (hostile, 403)
    assert await here.login_cookies() == []
    assert await front.user() == 401
    assert await here.stored() == before
