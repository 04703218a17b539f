"""CORS and security headers on answers of every status."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest

from soulter.app import close, create_app
from soulter.bookings import queries
from soulter.core.config import settings
from soulter.core.http.body_kinds import BODY_LIMIT
from tests.api.responses import SECURITY, failing
from tests.api.test_middleware import JSON
from tests.world import FRONTEND, PASSWORD, Client, World

pytestmark = pytest.mark.either_database(
    reason="the middleware answers before a statement runs, or around one that is not its subject"
)


async def every_status(
    here: World, origin: str, monkeypatch: pytest.MonkeyPatch
) -> dict[int, httpx2.Response]:
    """An answer of each status, as a page of `origin` gets it."""
    staff, visitor = (
        here.client(headers={"Origin": origin, **more})
        for more in ({"Cookie": f"auth_token={await here.token('sana')}"}, {})
    )
    agent = here.client(headers={"Origin": origin, "Cookie": f"auth_token={await here.token('bilal')}"})
    ours = here.client(headers={"Cookie": f"auth_token={await here.token('sana')}"})
    booking = (await ours.post("/api/bookings", json=here.stay())).json()["booking"]
    found = [
        await staff.get("/api/bookings"),
        await visitor.get("/api/bookings/x", headers={"Booking-Token": "x"}),
        await visitor.get("/api/bookings"),
        await agent.get("/api/users"),
        await visitor.get("/nothing"),
        await visitor.put("/api/units"),
        await staff.post("/api/bookings", json=here.stay()),
        await staff.post("/api/bookings", content=b" " * (BODY_LIMIT + 1), headers=JSON),
        await staff.post("/api/bookings", content=b"x", headers={"Content-Type": "text/plain"}),
        await staff.post("/api/bookings", json={}),
        await staff.post(f"/api/bookings/{booking['id']}/cancel"),
        await visitor.request("OPTIONS", "/api/bookings", headers={"Access-Control-Request-Method": "POST"}),
    ]
    with monkeypatch.context() as broken:
        broken.setattr(queries, "visible_to", failing(RuntimeError("canary-of-a-failure")))
        found.append(await staff.get("/api/bookings"))
    return {answer.status_code: answer for answer in found}


async def test_our_pages_can_read_every_answer_and_others_none(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = await every_status(here, FRONTEND, monkeypatch)
    assert {200, 204, 400, 401, 403, 404, 405, 409, 413, 415, 422, 500} <= ours.keys()
    for status, answer in ours.items():
        assert answer.headers.get("access-control-allow-origin") == FRONTEND, status
        assert answer.headers.get("access-control-allow-credentials") == "true", status
        assert "Retry-After" in answer.headers.get("access-control-expose-headers", ""), status
    for stranger in (
        "https://evil.example",
        "null",
        "http://localhost:3000.evil.example",
        "http://LOCALHOST:3000",
        "https://localhost:3000",
    ):
        visitor = here.client(headers={"Origin": stranger})
        for answer in (
            await visitor.get("/api/units"),
            await visitor.get("/nothing"),
            await visitor.get("/api/auth/me"),
        ):
            assert not [name for name in answer.headers if name.startswith("access-control-")], stranger
            assert answer.headers.get_list("vary") == ["Origin"]
        assert (await visitor.get("/api/units")).status_code == 200


async def test_every_answer_carries_the_security_headers(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 3.4."""
    for status, answer in (await every_status(here, FRONTEND, monkeypatch)).items():
        assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY, status
        assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["x-request-id"]), status
        assert "server" not in answer.headers
        assert "strict-transport-security" not in answer.headers
        if status >= 400:
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["requestId"] == answer.headers["x-request-id"]


async def test_a_failure_of_ours_says_nothing_but_its_id(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 16.5.1."""
    answer = (await every_status(here, FRONTEND, monkeypatch))[500]
    assert answer.json() == {
        "type": "/problems/internal",
        "title": "Internal",
        "status": 500,
        "detail": "Something went wrong on our side. Nothing was lost; please tell us the request id.",
        "code": "internal",
        "requestId": answer.headers["x-request-id"],
    }


async def preflight(
    here: World, origin: str, method: str = "POST", headers: str = "content-type"
) -> httpx2.Response:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": headers,
    }
    return await here.client(headers=asked).request("OPTIONS", "/api/bookings")


def listed(answer: httpx2.Response, name: str) -> set[str]:
    return {part.strip() for part in answer.headers[name].split(",")}


async def test_a_preflight_allows_all_that_the_routes_use(here: World) -> None:
    answer = await preflight(here, FRONTEND)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == FRONTEND
    document = here.stack.app.openapi()
    operations = [
        (method.upper(), operation)
        for path in document["paths"].values()
        for method, operation in path.items()
    ]
    assert {method for method, _ in operations} <= listed(answer, "access-control-allow-methods")
    sent = {
        parameter["name"]
        for _, operation in operations
        for parameter in operation.get("parameters", [])
        if parameter["in"] == "header"
    }
    schemes = {
        scheme["name"]
        for scheme in document["components"]["securitySchemes"].values()
        if scheme.get("in") == "header"
    }
    needed = sent | schemes | {"Content-Type", "Booking-Contact"}
    assert "Idempotency-Key" in needed
    assert {name.lower() for name in needed} <= {
        name.lower() for name in listed(answer, "access-control-allow-headers")
    }
    assert {"PUT", "*"}.isdisjoint(listed(answer, "access-control-allow-methods"))


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:3000.evil.example", "http://Localhost:3000"]
)
async def test_a_strangers_preflight_is_an_ordinary_answer_that_allows_nothing(
    here: World, origin: str
) -> None:
    answer = await preflight(here, origin)
    assert answer.status_code == 204
    assert not [name for name in answer.headers if name.startswith("access-control-")]
    assert answer.headers["vary"] == "Origin"


@asynccontextmanager
async def production() -> AsyncIterator[Client]:
    found = settings.load(
        _env_file=None, environment="production",
        database_url="postgresql://soulter:apart@db.railway.internal/railway", log_level="error",
        jwt_secret="q7Zr1Vx0Lw9Tn4Kd8Gs2Hf6Jb3Mc5PyAeUiOxNaBt", frontend_urls="https://app.example.com",
        public_url="https://api.example.com",
    )  # fmt: skip
    app = create_app(found)
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    try:
        async with Client(transport=transport, base_url="https://api.example.com") as client:
            yield client
    finally:
        await close(app)


async def test_production_tells_browsers_to_stay_with_https_and_hides_the_documentation() -> None:
    async with production() as client:
        alive = await client.get("/livez", headers={"Origin": "https://app.example.com"})
        assert alive.headers["strict-transport-security"] == "max-age=31536000"
        assert alive.headers["cross-origin-resource-policy"] == "cross-origin"
        assert alive.headers["access-control-allow-origin"] == "https://app.example.com"
        for path in ("/docs", "/redoc", "/openapi.json", "/debug", "/api/seed"):
            assert (await client.get(path)).status_code == 404, path
        for origin in (
            FRONTEND,
            "http://app.example.com",
            "https://evil.app.example.com",
            "https://other.vercel.app",
        ):
            login = await client.post(
                "/api/auth/login",
                headers={"Origin": origin},
                json={"email": "a@example.com", "password": PASSWORD},
            )
            assert (login.status_code, login.json()["code"]) == (403, "foreign_origin"), origin
