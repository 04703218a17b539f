"""The outer walls: origins, what a body may be, CORS, and the headers of every answer."""

import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest

from soulter.app import close, create_app
from soulter.bookings import queries
from soulter.core.config import settings
from soulter.core.http.body_kinds import BODY_LIMIT
from soulter.tables import METADATA
from tests import sql
from tests.world import FRONTEND, PASSWORD, Client, World

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
JSON = {"content-type": "application/json"}


async def raw(
    app: Any, method: str, path: str, headers: dict[str, str], body: bytes | None = None
) -> tuple[int, dict[str, str], Any]:
    """One request without an HTTP client between; without a body, whoever reads one fails the request."""
    sent: list[dict[str, Any]] = []
    messages = [
        {"type": "http.request", "body": body or b"", "more_body": False},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, Any]:
        if body is None:
            raise AssertionError("the body was read")
        return messages.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    head = [(key.encode(), value.encode("latin-1")) for key, value in headers.items()]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "headers": head,
    }
    scope |= {
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 5001),
    }
    await app(scope, receive, send)
    answer = {key.decode(): value.decode() for key, value in sent[0]["headers"]}
    content = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], answer, json.loads(content) if content else None


async def rows(here: World) -> dict[str, list[str]]:
    """Everything that is stored."""
    found = {}
    for table in METADATA.sorted_tables:
        found[table.name] = sorted(map(str, await sql.fetch(here.database.reader, table.select())))
    return found


REFUSED: dict[str, dict[str, str]] = {
    "somebody else's page": {"origin": "https://evil.example"},
    "null": {"origin": "null"},
    "empty": {"origin": ""},
    "ours as a prefix": {"origin": "http://localhost:3000.evil.example"},
    "ours as a suffix": {"origin": "http://evil-localhost:3000"},
    "ours as a subdomain": {"origin": "http://app.localhost:3000"},
    "ours as user info": {"origin": "http://localhost:3000@evil.example"},
    "another port": {"origin": "http://localhost:3002"},
    "no port": {"origin": "http://localhost"},
    "more digits": {"origin": "http://localhost:30000"},
    "upper case": {"origin": "http://LOCALHOST:3000"},
    "https": {"origin": "https://localhost:3000"},
    "another name of this machine": {"origin": "http://127.0.0.1:3000"},
    "with a slash": {"origin": "http://localhost:3000/"},
    "a look-alike": {"origin": "http://l\u00f6calhost:3000"},
    "two in one header": {"origin": f"{FRONTEND}, https://evil.example"},
    "foreign, and the browser says same-origin": {
        "origin": "https://evil.example",
        "sec-fetch-site": "same-origin",
    },
    "no origin, cross-site": {"sec-fetch-site": "cross-site"},
    "no origin, same-site": {"sec-fetch-site": "same-site"},
    "no origin, an unknown site": {"sec-fetch-site": ""},
    "nothing but the cookie": {},
    "a referer only": {"referer": f"{FRONTEND}/bookings"},
}
ALLOWED: dict[str, dict[str, str]] = {
    "the web app": {"origin": FRONTEND},
    "the other web app": {"origin": "http://localhost:3001"},
    "ourselves": {"origin": "http://localhost:5001"},
    "the web app, from another site": {"origin": FRONTEND, "sec-fetch-site": "cross-site"},
    "no origin, same-origin": {"sec-fetch-site": "same-origin"},
    "no origin, typed by the user": {"sec-fetch-site": "none"},
}


async def test_only_our_own_pages_change_anything(here: World) -> None:
    """ASVS 3.5.1: refused by the head alone, before the body is read."""
    app, cookie = here.stack.app, {"cookie": f"auth_token={await here.token('sana')}"}
    before = await rows(here)
    for name, headers in REFUSED.items():
        for path in ("/api/bookings", "/api/auth/login", "/api/auth/logout"):
            status, answer, body = await raw(app, "POST", path, headers | cookie | JSON)
            assert (status, body["status"]) == (403, 403), (name, path)
            assert body["code"] in ("foreign_origin", "origin_missing")
            assert "set-cookie" not in answer
    assert await rows(here) == before
    for day, (name, headers) in enumerate(ALLOWED.items()):
        stay = json.dumps(here.stay(10 + 3 * day)).encode()
        status, _, body = await raw(app, "POST", "/api/bookings", headers | cookie | JSON, stay)
        assert status == 201, (name, body)


async def test_machines_need_no_origin_and_browsers_logging_in_do(here: World) -> None:
    app, token = here.stack.app, await here.token("sana")
    bearer = {"authorization": f"Bearer {token}"}
    status, _, _ = await raw(app, "POST", "/api/bookings", bearer | JSON, json.dumps(here.stay()).encode())
    assert status == 201
    status, _, body = await raw(
        app, "POST", "/api/bookings", bearer | JSON | {"origin": "https://evil.example"}
    )
    assert (status, body["code"]) == (403, "foreign_origin")
    status, _, body = await raw(app, "POST", "/api/auth/login", JSON)
    assert (status, body["code"]) == (403, "origin_missing")
    assert "http://localhost:5001" in body["detail"]


async def test_every_operation_that_changes_something_checks_the_origin(here: World) -> None:
    app, cookie = (
        here.stack.app,
        {"cookie": f"auth_token={await here.token('zara')}", "origin": "https://evil.example"},
    )
    checked = 0
    for path, operations in app.openapi()["paths"].items():
        for method in operations:
            if method.upper() in UNSAFE:
                status, _, _ = await raw(app, method.upper(), path, cookie | JSON)
                assert status == 403, (method, path)
                checked += 1
    assert checked >= 15


async def test_reading_is_not_checked(here: World) -> None:
    token = await here.token("sana")
    for headers in REFUSED.values():
        status, _, _ = await raw(
            here.stack.app, "GET", "/api/bookings", headers | {"cookie": f"auth_token={token}"}, b""
        )
        assert status == 200


TYPES = {
    "a form": {"content-type": "application/x-www-form-urlencoded"},
    "a form with files": {"content-type": "multipart/form-data; boundary=x"},
    "text": {"content-type": "text/plain"},
    "text that names JSON": {"content-type": "text/plain; application/json"},
    "another JSON": {"content-type": "text/json"},
    "a longer name": {"content-type": "application/jsonp"},
    "a patch": {"content-type": "application/json-patch+json"},
    "two": {"content-type": "text/plain, application/json"},
    "empty": {"content-type": ""},
    "none, with a length": {"content-length": "2"},
    "none, in pieces": {"transfer-encoding": "chunked"},
    "compressed": JSON | {"content-encoding": "gzip"},
    "compressed in name only": JSON | {"content-encoding": "identity"},
}


async def test_only_json_is_read(here: World) -> None:
    app, ours = here.stack.app, {"origin": FRONTEND, "cookie": f"auth_token={await here.token('sana')}"}
    for name, headers in TYPES.items():
        for path in ("/api/bookings", "/api/auth/login"):
            status, _, body = await raw(app, "POST", path, ours | headers)
            assert (status, body["code"]) == (415, "not_json"), name
    for day, kind in enumerate(
        (
            "application/json",
            "Application/JSON",
            "application/json;charset=utf-8",
            "application/json ; charset=UTF-8",
        )
    ):
        stay = json.dumps(here.stay(10 + 3 * day)).encode()
        status, _, _ = await raw(app, "POST", "/api/bookings", ours | {"content-type": kind}, stay)
        assert status == 201, kind


def padded(body: dict[str, Any], size: int) -> bytes:
    text = json.dumps(body).encode()
    return text + b" " * (size - len(text))


async def test_a_body_has_at_most_256_kibibytes(here: World, sana: Client) -> None:
    async def in_pieces(body: bytes) -> AsyncIterator[bytes]:
        for i in range(0, len(body), 60_000):
            yield body[i : i + 60_000]

    assert BODY_LIMIT == 256 * 1024
    for excess, expected, day in ((1, 413, 10), (0, 201, 20)):
        for offset, form in enumerate((bytes, in_pieces)):
            body = padded(here.stay(day + 3 * offset), BODY_LIMIT + excess)
            answer = await sana.post("/api/bookings", content=form(body), headers=JSON)
            assert answer.status_code == expected, (excess, form, answer.text)
    too_large = await sana.post("/api/bookings", content=padded(here.stay(30), BODY_LIMIT + 1), headers=JSON)
    assert (too_large.json()["code"], too_large.json()["limit"]) == ("body_too_large", BODY_LIMIT)
    assert len(await here.nights()) == 4


async def test_a_declared_length_is_believed_before_anything_is_read(here: World) -> None:
    ours = {"origin": FRONTEND} | JSON
    for length in (str(BODY_LIMIT + 1), "9" * 13, "9" * 5000, "-1", "1e3", "0x10", "", "\xb2"):
        status, _, body = await raw(
            here.stack.app, "POST", "/api/auth/login", ours | {"content-length": length}
        )
        assert (status, body["code"]) == (413, "body_too_large"), length


SECURITY = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-site",
    "vary": "Origin",
}


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


def failing(error: Exception) -> Callable[..., Any]:
    async def fail(*_args: object, **_options: object) -> None:
        raise error

    return fail


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


async def test_a_request_keeps_its_id_unless_that_could_do_harm(nobody: Client) -> None:
    good = ["abcdefgh", "A1._-" * 12, "0" * 64]
    bad = [
        "",
        "short",
        "0" * 65,
        "with space",
        "semi;colon",
        "new\\nline",
        '"quoted-id"',
        "\u00e9" * 10,
        "<script>alert</script>",
    ]
    for given in good + bad:
        answer = await nobody.get("/nothing", headers=[("x-request-id", given.encode("latin-1"))])
        [own] = answer.headers.get_list("x-request-id")
        assert answer.json()["requestId"] == own
        assert own == given if given in good else re.fullmatch(r"[0-9a-f]{32}", own), given


@asynccontextmanager
async def production() -> AsyncIterator[Client]:
    found = settings.load(
        _env_file=None, environment="production", database_url="postgresql://soulter:apart@db.railway.internal/railway", log_level="error",
        jwt_secret="q7Zr1Vx0Lw9Tn4Kd8Gs2Hf6Jb3Mc5PyAeUiOxNaBt", frontend_urls="https://app.example.com", public_url="https://api.example.com",
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
