"""Which pages may read the API's answers, decided by a real browser (CORS)."""

from collections.abc import Awaitable, Callable

import pytest

from soulter.bookings import queries
from soulter.core.records.rate_limits import TooOften
from tests.browser.environment import Answer, Stage
from tests.browser.topologies import CROSS_SITE, SAME_SITE, Topology

SetUp = Callable[[Topology], Awaitable[Stage]]
STRANGERS = (
    (CROSS_SITE, "https://evil.example", 1),
    (CROSS_SITE, "https://myapp.vercel.app.evil.example", 1),
    (CROSS_SITE, "https://evil-myapp.vercel.app", 1),
    (CROSS_SITE, "https://sub.myapp.vercel.app", 1),
    (CROSS_SITE, "https://myapp.vercel.app:8443", 1),
    (CROSS_SITE, "https://other.up.railway.app", 1),
    (SAME_SITE, "https://blog.soulter-stays.com", 1),
    (SAME_SITE, "https://soulter-stays.com", 1),
    (SAME_SITE, "https://app.soulter-stays.com:8443", 1),
    (SAME_SITE, "http://app.soulter-stays.com", 0),
)


def failing(error: Exception) -> Callable[..., Awaitable[None]]:
    async def fail(*_args: object, **_options: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize("topology", [CROSS_SITE, SAME_SITE], ids=str)
async def test_the_web_app_reads_answers_of_every_kind(
    stage: SetUp, topology: Topology, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = await stage(topology)
    front = await here.front()
    found: list[Answer] = [
        await front.call("GET", path) for path in ("/api/auth/me", "/api/units", "/nothing")
    ]
    await front.log_in("sana")
    found += [await front.call("POST", "/api/bookings", body) for body in (here.stay(), here.stay(), {})]
    for error in (TooOften(7), RuntimeError("canary-of-a-failure")):
        monkeypatch.setattr(queries, "visible_to", failing(error))
        found.append(await front.call("GET", "/api/bookings"))
    assert [answer.status for answer in found] == [401, 200, 404, 201, 409, 422, 429, 500]
    for answer in found:
        assert len(answer.headers["x-request-id"]) == 32
        assert answer.status < 400 or answer.body["requestId"] == answer.headers["x-request-id"]
        assert "strict-transport-security" not in answer.headers, "a page sees only what is exposed"
    assert [answer.headers.get("retry-after") for answer in found[-2:]] == ["7", None]


@pytest.mark.parametrize("topology", [CROSS_SITE, SAME_SITE], ids=str)
async def test_no_other_page_reads_anything_not_even_with_the_cookie(
    stage: SetUp, topology: Topology
) -> None:
    here = await stage(topology)
    front = await here.front()
    if topology is CROSS_SITE:
        await here.plant(await here.world.token("sana"))
    else:
        await front.log_in("sana")
    for stranger, cookies in [
        (stranger, cookies) for where, stranger, cookies in STRANGERS if where is topology
    ]:
        window = await here.window(stranger)
        for path in ("/api/units", "/api/auth/me"):
            here.api.seen.clear()
            assert not await window.can_read(path), (stranger, path)
            seen = await here.api.arrival("GET", path)
            assert (seen.origin, seen.cookies) == (stranger, cookies)
            assert seen.status == (200 if cookies or path == "/api/units" else 401)
    assert await front.can_read("/api/units")
    assert await front.user() == "sana@example.com"
