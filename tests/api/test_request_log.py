"""The request log: one record per request, the reason of each refusal, and no secrets."""

import io
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from soulter.bookings import queries
from soulter.core.telemetry import logs
from tests.api.responses import failing
from tests.world import PASSWORD, Client, World

pytestmark = pytest.mark.either_database(
    reason="the log line of a request is written outside its transaction"
)


@contextmanager
def logged(monkeypatch: pytest.MonkeyPatch, form: str = "json") -> Iterator[io.StringIO]:
    """Record everything that is logged in the block, at the debug level, in the form of a deployment."""
    written = io.StringIO()
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", written)
        logs.configure("debug", form)
    for client_side in ("httpx2", "httpcore2"):
        logging.getLogger(client_side).setLevel(logging.WARNING)
    try:
        yield written
    finally:
        logs.configure("error", "json")


async def test_each_request_leaves_one_line_without_what_it_said(
    here: World, sana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 16.2.5."""
    with logged(monkeypatch) as written:
        answer = await sana.get("/api/bookings?q=canary")
        await here.client().patch(f"/api/units/{here.units[0]}", json={"name": "canary"})
        await here.client().get("/canary")
    listing, patch, unknown = (json.loads(line) for line in written.getvalue().splitlines())
    assert listing.pop("timestamp").endswith("Z")
    assert (listing.pop("ms") >= listing.pop("db_ms") > 0, listing.pop("queries")) == (True, 2)
    head = {
        "event": "request",
        "kind": "request",
        "level": "info",
        "request_id": answer.headers["x-request-id"],
        "user": str(here.users["sana"]),
    }
    assert listing == head | {"method": "GET", "route": "/api/bookings", "status": 200}
    who = ("method", "route", "status", "user", "code", "client")
    assert [patch[key] for key in who] == [
        "PATCH",
        "/api/units/{unit_id}",
        401,
        "-",
        "not_logged_in",
        "127.0.0.1",
    ]
    assert (unknown["route"], unknown["status"], unknown["code"], "canary" in written.getvalue()) == (
        "-",
        404,
        "not_found",
        False,
    )
    assert "client" not in unknown


async def test_logins_refusals_and_limits_can_be_told_from_the_log(
    here: World, bilal: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 16.3.1, 16.3.2."""
    visitor = here.client()
    with logged(monkeypatch) as written:
        await visitor.post("/api/auth/login", json={"email": "sana@example.com", "password": PASSWORD})
        for _ in range(11):
            await visitor.post(
                "/api/auth/login", json={"email": "omar@example.com", "password": "wrong horse battery"}
            )
        await bilal.get("/api/users")
        await visitor.post("/api/auth/logout", headers={"Origin": "https://evil.example"})
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    told = [(line["status"], line.get("code"), line["user"], line.get("client")) for line in lines]
    assert told[0] == (200, None, str(here.users["sana"]), None)
    assert told[1:11] == [(401, "wrong_credentials", "-", "127.0.0.1")] * 10
    assert told[11:] == [
        (429, "too_often", "-", "127.0.0.1"),
        (403, "role_not_allowed", str(here.users["bilal"]), "127.0.0.1"),
        (403, "foreign_origin", "-", "127.0.0.1"),
    ]


async def send_account_secrets(visitor: Client) -> None:
    """Registration, a forgotten password, and every form that takes a token from a mail."""
    await visitor.post("/api/auth/register", json={"email": "canary@example.com", "name": "Canary"})
    await visitor.post("/api/auth/forgot", json={"email": "canary@example.com"})
    for path in ("verify", "reset", "accept", "unlock"):
        await visitor.post(
            f"/api/auth/{path}",
            json={"token": "canary-token-canary-token", "password": "seven canary birds sing"},
        )


async def test_secrets_and_people_never_appear_in_the_log(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 16.2.5, 16.4.1: also when a failure quotes them."""
    token, link = await here.token("sana"), "canary-booking-token"
    staff, visitor = here.client(headers={"Cookie": f"auth_token={token}; other=canary"}), here.client()
    guest = {"name": "Canary Person", "email": "canary@example.com", "phone": "+92 300 0000042"}
    broken = ValueError(f"Key (email)=(canary@example.com) {token} Canary Person")
    with logged(monkeypatch) as written:
        await visitor.post("/api/auth/login", json={"email": "sana@example.com", "password": PASSWORD})
        await visitor.post(
            "/api/auth/login", json={"email": "canary@example.com", "password": "canary password"}
        )
        assert (
            await here.client().post("/api/bookings", json=here.stay(guest=guest, notes="canary notes"))
        ).status_code == 201
        await staff.post("/api/bookings", json=here.stay(20, guest=guest | {"canary": 1}, adults="canary"))
        await visitor.get(
            f"/api/bookings/{here.property_id}",
            headers={"Booking-Token": link, "Booking-Contact": "canary@example.com"},
        )
        await here.client().get("/api/auth/me", headers={"Authorization": "Bearer canary-bearer"})
        await send_account_secrets(visitor)
        await staff.post(
            "/api/auth/password", json={"currentPassword": PASSWORD, "newPassword": "seven canary birds sing"}
        )
        await staff.post(
            "/api/users", json={"email": "canary@example.com", "name": "Canary", "role": "AGENT"}
        )
        await staff.get("/api/bookings?q=canary%20query&canary=1")
        monkeypatch.setattr(queries, "visible_to", failing(broken))
        assert (await staff.get("/api/bookings?q=canary")).status_code == 500
    text = written.getvalue()
    assert [json.loads(line)["event"] for line in text.splitlines()].count("request") == 16
    assert '"error": "ValueError"' in text
    assert [
        word
        for word in ("canary", "Canary", "sana@", PASSWORD, token[-20:], "0000042", "300 ")
        if word in text
    ] == []
