"""Hostile input: every answer is a refusal that names the error, none is a failure, and no row changes."""

import json
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx2
import pytest

from soulter.tables import METADATA
from tests import sql
from tests.api.test_request_log import logged
from tests.sample_photos import PIXELS
from tests.world import NO_KEY, PASSWORD, Client, World

MEMBERS = {"type", "title", "status", "detail", "code", "requestId"}

JSON = {"Content-Type": "application/json", "Idempotency-Key": None}

UNKNOWN = "00000000-0000-7000-8000-000000000000"

INJECTION = "Robert'); DROP TABLE bookings; --"


async def stored(here: World) -> dict[str, list[str]]:
    """Every row of every table."""
    return {
        table.name: sorted(map(str, await sql.fetch(here.database.reader, table.select())))
        for table in METADATA.sorted_tables
    }


def told(answer: httpx2.Response) -> tuple[int, str, list[str]]:
    """Status, code and pointers of a refusal that has all its members."""
    body = answer.json()
    assert answer.headers["content-type"] == "application/problem+json", body
    assert body.keys() >= MEMBERS
    assert body["status"] == answer.status_code
    assert body["requestId"] == answer.headers["x-request-id"]
    assert body["detail"].endswith(".")
    return answer.status_code, body["code"], [error["pointer"] for error in body.get("errors", [])]


async def routes(here: World) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Every kind of write request, with a body that is accepted."""
    staff = await here.login("zara")
    booking = await here.book(staff, 100)
    span = {"from": "2027-06-01", "to": "2027-06-03"}
    block = (
        await staff.post("/api/blocks", json={"unitId": str(here.units[1]), "reason": "Roof", **span})
    ).json()["block"]
    unit = {
        "propertyId": str(here.property_id),
        "name": "Hut",
        "slug": "hut",
        "sleeps": 2,
        "price": {"amount": 1, "currency": "PKR"},
    }
    return {
        "book": ("POST", "/api/bookings", here.stay()),
        "change a booking": ("PATCH", f"/api/bookings/{booking['id']}", {"adults": 2, "notes": "Late"}),
        "add a unit": ("POST", "/api/units", unit),
        "change a unit": ("PATCH", f"/api/units/{here.units[1]}", {"name": "Oak", "sleeps": 4}),
        "block": ("POST", "/api/blocks", {"unitId": str(here.units[2]), "reason": "Roof", **span}),
        "change a block": ("PATCH", f"/api/blocks/{block['id']}", {"reason": "Floor"}),
        "open a property": (
            "POST",
            "/api/properties",
            {"name": "Lake", "slug": "lake", "timezone": "Asia/Karachi", "currency": "PKR"},
        ),
        "change a property": ("PATCH", f"/api/properties/{here.property_id}", {"holdMinutes": 30}),
        "log in": ("POST", "/api/auth/login", {"email": "sana@example.com", "password": PASSWORD}),
    }


NOT_TEXT: list[Any] = [1, 1.5, True, None, [], {}, "\ud800", "a\ud800b"]

NOT_LINES = [
    *NOT_TEXT,
    "",
    "   ",
    "\0",
    "a\0b",
    "a\nb",
    "a\rb",
    "\x1b[31m",
    "\x9b31m",
    "\u2028",
    "x" * 100_000,
]

NOT_COUNTS = [
    True,
    2.0,
    1.5,
    "2",
    "",
    None,
    [],
    {},
    float("1e300"),
    2**31,
    2**63,
    2**64,
    -(2**63),
    10**400,
    -1,
]

NOT_DATES = [
    "",
    "2027-02-30",
    "10000000-01-01",
    "0000-01-01",
    "2027-5-1",
    "01.05.2027",
    "tomorrow",
    "2027-W20-1",
    True,
    None,
    [],
    "\ud800",
    "2027-05-11\0",
]

NOT_DATES += [
    1_810_080_000,
    1_810_080_000.0,
    "1810080000",
    20270511,
    "2027-05-11T00:00:00Z",
    "2027-05-11T00:00:00",
]


NOT_IDS = ["", "x", "1", 1, True, None, [], UNKNOWN[:-1], "../../etc/passwd", "\0", "\ud800", INJECTION]

FIELDS: list[tuple[str, str, list[Any]]] = [
    ("book", "/adults", [*NOT_COUNTS, 0, 1001]),
    ("book", "/children", [*NOT_COUNTS, 1001]),
    ("book", "/checkIn", NOT_DATES),
    ("book", "/checkOut", NOT_DATES),
    ("book", "/unitIds", [None, "", {}, [], 1, UNKNOWN, [UNKNOWN] * 51]),
    ("book", "/unitIds/0", NOT_IDS),
    ("book", "/guest", [None, [], "Ayesha", 1]),
    ("book", "/guest/name", [*NOT_LINES, "x" * 121]),
    ("book", "/guest/email", ["", "x", "x" * 65 + "@b.example", "a@b", "a b@c.example", "a@b.e\nx",
        "a\0@b.example", "\ud800@b.example", 1, []]),
    ("book", "/guest/phone", ["", "call me", "+", "0300\n1234567", "\u0663\u0660\u0660\u0661\u0662", "1" * 40,
        3001234567, []]),
    ("book", "/notes", [*NOT_TEXT, "\0", "\x1b[31m", "x" * 4001]),
    ("change a booking", "/adults", [*NOT_COUNTS, 0]),
    ("change a booking", "/checkIn", NOT_DATES),
    ("change a booking", "/version", [*NOT_COUNTS[:6], 0, 2**63]),
    ("change a booking", "/notes", ["\0", 1, None]),
    ("add a unit", "/sleeps", [*NOT_COUNTS, 0, 101]),
    ("add a unit", "/price/amount", [True, 1.5, 1.0, "1", None, -1, 2**53, 2**63, 10**400]),
    ("add a unit", "/price/currency", ["pkr", "XXX", "XAU", "", "P\nR", "PK", 586, None,
        "\ud800\ud800\ud800"]),
    ("add a unit", "/name", [*NOT_LINES, "x" * 121]),
    ("add a unit", "/slug", ["", "A", "a b", "a/b", "-a", "a--b", "a\nb", "x" * 61, "\u0430", "a" * 50_000,
        1]),
    ("change a unit", "/photos/0", ["javascript:alert(1)", "https://a.example/1.png", "//a.example/1.png",
        "/api/photos/7", "data:,x", 1, None]),
    ("add a unit", "/status", ["", "active", "GONE", 1, None, True]),
    ("add a unit", "/amenities", [None, "Heating", {}, ["x"] * 41]),
    ("change a unit", "/sleeps", NOT_COUNTS),
    ("block", "/reason", NOT_LINES),
    ("block", "/unitId", NOT_IDS),
    ("block", "/from", NOT_DATES),
    ("open a property", "/checkInTime", ["", "24:00", "1:00", "15:60", "15:00:00", "15\n00", 15, None]),
    ("open a property", "/holdMinutes", [*NOT_COUNTS, 4, 10_081]),
    ("change a property", "/timezone", ["", "x" * 65, 5, None, "\0", "\ud800"]),
    ("log in", "/email", ["", "x", "a@b", 1, None, [], "\0@b.example", "\ud800@b.example",
        "a@" + "b" * 300 + ".example"]),
    ("log in", "/password", ["", 1, None, [], {}, "x" * 257, "\ud800" * 20]),
]  # fmt: skip


def with_value(body: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """A copy of a body with one value put at a pointer."""
    copy: dict[str, Any] = json.loads(json.dumps(body))
    *path, last = pointer.strip("/").split("/")
    place: Any = copy
    for name in path:
        place = place.setdefault(name, {} if last != "0" else [None])
    place[0 if last == "0" else last] = value
    return copy


async def test_values_that_no_field_takes_are_named_by_their_pointer(here: World, zara: Client) -> None:
    """ASVS 2.2.1."""
    known = await routes(here)
    before = await stored(here)
    wrong: dict[tuple[str, str, str], Any] = {}
    for route, pointer, values in FIELDS:
        method, path, body = known[route]
        for value in values:
            content = json.dumps(with_value(body, pointer, value)).encode()
            answer = await zara.request(method, path, content=content, headers=JSON)
            if answer.status_code < 400:
                wrong[route, pointer, repr(value)[:40]] = (answer.status_code, "accepted", [])
                continue
            found = told(answer)
            if (
                found[:2] != (422, "invalid")
                or not found[2]
                or not all(one == pointer or one.startswith(f"{pointer}/") for one in found[2])
            ):
                wrong[route, pointer, repr(value)[:40]] = found
    assert wrong == {}
    assert await stored(here) == before


RULES: list[tuple[str, dict[str, Any], str]] = [
    (
        "nights that end before they begin",
        {"checkIn": "2027-05-12", "checkOut": "2027-05-10"},
        "stay_too_short",
    ),
    ("no night at all", {"checkIn": "2027-05-12", "checkOut": "2027-05-12"}, "stay_too_short"),
    ("366 nights", {"checkIn": "2027-05-12", "checkOut": "2028-05-12"}, "stay_too_long"),
    ("a far year", {"checkIn": "9999-12-30", "checkOut": "9999-12-31"}, "date_out_of_range"),
    ("an early year", {"checkIn": "0001-01-01", "checkOut": "0001-01-02"}, "date_out_of_range"),
    ("yesterday", {"checkIn": "2027-04-30", "checkOut": "2027-05-03"}, "stay_in_the_past"),
    ("more guests than beds", {"adults": 2, "children": 1}, "too_many_guests"),
    ("an unknown unit", {"unitIds": [UNKNOWN]}, "unit_not_bookable"),
    ("a guest whom nobody can reach", {"guest": {"name": "Ayesha Siddiqui"}}, "guest_unreachable"),
]


@pytest.mark.parametrize(("name", "change", "code"), RULES, ids=[rule[0] for rule in RULES])
async def test_stays_against_the_rules(
    here: World, zara: Client, name: str, change: dict[str, Any], code: str
) -> None:
    before = await stored(here)
    answer = await zara.post("/api/bookings", json=here.stay(**change), headers=NO_KEY)
    assert told(answer)[:2] == (422, code), name
    assert await stored(here) == before


async def test_365_nights_and_a_full_house_are_fine(here: World, zara: Client) -> None:
    full = here.stay(nights=365, units=[0, 1, 2], adults=10, children=2)
    assert (await zara.post("/api/bookings", json=full)).status_code == 201


async def test_today_is_the_propertys_today(here: World) -> None:
    """Rule 3.5: at 20:00 UTC on 1 May it is 2 May in Karachi already."""
    here.clock.moment = datetime(2027, 5, 1, 20, 0, tzinfo=UTC)
    customer, staff = [
        here.client(headers={"Cookie": f"auth_token={await here.token(name)}"}) for name in ("hina", "zara")
    ]
    past = await customer.post("/api/bookings", json=here.stay(checkIn="2027-05-01", checkOut="2027-05-03"))
    assert told(past)[1] == "stay_in_the_past"
    assert (past.json()["checkIn"], past.json()["today"]) == ("2027-05-01", "2027-05-02")
    today = await customer.post("/api/bookings", json=here.stay(checkIn="2027-05-02", checkOut="2027-05-03"))
    assert today.status_code == 201, today.text
    span = {"unitId": str(here.units[1]), "from": "2027-05-01", "to": "2027-05-03", "reason": "Roof"}
    assert told(await staff.post("/api/blocks", json=span))[1] == "stay_in_the_past"


PATHS = [
    "x",
    "1",
    "%00",
    "%ED%A0%80",
    "%FF",
    UNKNOWN[:-1],
    quote(INJECTION, safe=""),
    "..%2f..%2fetc%2fpasswd",
    "9" * 5000,
]


async def test_invalid_and_unknown_ids_answer_404(here: World, zara: Client) -> None:
    before = await stored(here)
    for path, methods in here.stack.app.openapi()["paths"].items():
        if "{" not in path:
            continue
        for method in methods:
            body: dict[str, Any] = {}
            keyless: dict[str, Any] = {} if method == "get" else {"Idempotency-Key": None}
            if method == "patch" or path.endswith(("/role", "/quote")):
                body = {"json": {"role": "AGENT"} if path.endswith("/role") else {}}
            elif path.endswith("/undo"):
                body = {"json": {"action": "cancel"}}
            elif path.endswith("/photos"):
                body, keyless = {"content": PIXELS}, keyless | {"Content-Type": "image/png"}
            for value in PATHS:
                answer = await zara.request(
                    method.upper(), re.sub(r"\{\w+\}", value, path), headers=keyless, **body
                )
                # A slash in it makes another address of it, which takes no pictures.
                assert told(answer)[0] in ((404, 415, 422) if "content" in body else (404, 422)), (
                    method,
                    path,
                    value,
                )
            query = (
                {"params": {"from": "2027-05-01", "to": "2027-05-02"}} if path.endswith("calendar") else {}
            )
            answer = await zara.request(
                method.upper(), re.sub(r"\{\w+\}", UNKNOWN, path), headers=keyless, **body, **query
            )
            assert told(answer)[0] == 404, (method, path)
    assert await stored(here) == before


async def test_idempotency_keys_are_visible_ascii_of_a_decent_length(here: World, hina: Client) -> None:
    for key in (b"", b"x" * 129, b"with space", b"\xc3\xa9", b"tab\tinside", b"\x80"):
        headers: Any = {"Idempotency-Key": key}  # bytes, since a str could not carry all of them
        answer = await hina.post("/api/bookings", json=here.stay(), headers=headers)
        assert told(answer)[:2] == (400, "idempotency_key_unusable"), key
    missing = await hina.post("/api/bookings", json=here.stay(), headers=NO_KEY)
    assert told(missing)[:2] == (400, "idempotency_key_missing")
    assert await here.nights() == []


@pytest.mark.parametrize("form", ["json", "console"])
async def test_input_cannot_forge_or_colour_a_line_of_the_log(
    here: World, zara: Client, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """ASVS 16.4.1."""
    poison = 'x\r\n\x1b[2J{"event": "forged"}\u2028\x9b31m\x00'
    odd: Any = {b"User-Agent": b"\x9b31m"}
    encoded = quote(poison, safe="")
    with logged(monkeypatch, form) as written:
        await zara.get(f"/api/{encoded}/{encoded}")
        await zara.get(f"/api/bookings/{encoded}?{encoded}={encoded}")
        await zara.post(
            "/api/auth/login",
            json={"email": poison, "password": poison},
            headers=odd,
        )
        await zara.request("FORGED", "/api/units", headers={"X-Request-Id": "x\x1b[2J-1234567"})
        await zara.post("/api/bookings", json=here.stay(guest={"name": poison, poison: poison}))
    lines = written.getvalue().split("\n")
    assert (len(lines), lines[-1]) == (6, ""), lines
    assert all(line.isprintable() for line in lines)
    assert "forged" not in written.getvalue().replace("FORGED", "")
