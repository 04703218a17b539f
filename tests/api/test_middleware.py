"""The middleware: origins, content types, body limits, CORS and response headers."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from soulter.core.http.body_kinds import BODY_LIMIT
from soulter.tables import METADATA
from tests import sql
from tests.world import FRONTEND, Client, World

pytestmark = pytest.mark.either_database(
    reason="the middleware answers before a statement runs, or around one that is not its subject"
)

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")

JSON = {"content-type": "application/json"}


async def raw(
    app: Any, method: str, path: str, headers: dict[str, str], body: bytes | None = None
) -> tuple[int, dict[str, str], Any]:
    """Send one request without an HTTP client. Without a body, any attempt to read one fails the request."""
    sent: list[dict[str, Any]] = []
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": body or b"", "more_body": False},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, Any]:
        if body is None:
            raise AssertionError("the body was read")
        return messages.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    given = {"host": "localhost:5001"} | headers
    head = [(key.encode(), value.encode("latin-1")) for key, value in given.items()]
    scope: dict[str, Any] = {
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


async def test_unsafe_requests_of_other_origins_are_refused(here: World) -> None:
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
        for offset in (0, 1):
            body = padded(here.stay(day + 3 * offset), BODY_LIMIT + excess)
            answer = await sana.post(
                "/api/bookings", content=in_pieces(body) if offset else body, headers=JSON
            )
            assert answer.status_code == expected, (excess, offset, answer.text)
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
        answer = await nobody.get("/nothing", headers=[(b"x-request-id", given.encode("latin-1"))])
        [own] = answer.headers.get_list("x-request-id")
        assert answer.json()["requestId"] == own
        assert own == given if given in good else re.fullmatch(r"[0-9a-f]{32}", own), given
