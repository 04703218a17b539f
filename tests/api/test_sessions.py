"""GET and DELETE /api/auth/sessions, DELETE /api/sessions, POST /api/auth/confirm, and expiry."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from soulter.access.roles import IDLE, Role
from soulter.accounts import sessions
from soulter.accounts.login import Authenticator
from soulter.accounts.models import LoginSession
from soulter.accounts.sessions import LastSeen
from soulter.core.http import services
from tests import sql
from tests.world import CAST, PASSWORD, Client, World, serving

ME = "/api/auth/me"


async def log_in(here: World, name: str, **headers: str) -> Client:
    """A browser that really logs in; its cookie jar has what the answer set."""
    client = here.client(headers=headers)
    answer = await client.post("/api/auth/login", json={"email": f"{name}@example.com", "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return client


async def status(client: Client) -> int:
    return (await client.get(ME)).status_code


async def listed(client: Client) -> list[dict[str, Any]]:
    answer = await client.get("/api/auth/sessions")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["sessions"]
    return found


async def audited(here: World, owner: Client, action: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await owner.get("/api/audit", params={"action": action})).json()["events"]
    return found


async def test_a_user_sees_their_own_sessions(here: World) -> None:
    """ASVS 7.5.2."""
    phone = await log_in(here, "hina", **{"User-Agent": "Phone"})
    here.clock.moment += timedelta(minutes=1)
    desk = await log_in(here, "hina", **{"User-Agent": "Desk"})
    found = await listed(desk)
    assert [(row["userAgent"], row["current"], row["ip"]) for row in found] == [
        ("Desk", True, "127.0.0.1"),
        ("Phone", False, "127.0.0.1"),
    ]
    assert [row["current"] for row in await listed(phone)] == [False, True]
    assert found[1]["createdAt"] == "2027-05-01T09:00:00Z"
    assert found[1]["expiresAt"] == "2027-05-08T09:00:00Z"
    assert await listed(await log_in(here, "nadia")) != found


async def test_sessions_come_in_pages_that_meet_each_once(here: World) -> None:
    clients = []
    for _ in range(5):
        clients.append(await here.login("bilal"))
        here.clock.moment += timedelta(seconds=1)
    met: list[str] = []
    cursor = None
    while cursor is not None or not met:
        params = {"size": "2"} | ({"cursor": cursor} if cursor else {})
        body = (await clients[0].get("/api/auth/sessions", params=params)).json()
        met += [row["id"] for row in body["sessions"]]
        cursor = body["page"]["next"]
    assert len(met) == len(set(met)) == 5


async def test_ending_one_session_ends_that_one(here: World) -> None:
    phone, desk = await log_in(here, "hina"), await log_in(here, "hina")
    [other] = [row["id"] for row in await listed(desk) if not row["current"]]
    assert (await desk.delete(f"/api/auth/sessions/{other}")).status_code == 204
    assert (await status(phone), await status(desk)) == (401, 200)
    again = await desk.delete(f"/api/auth/sessions/{other}")
    assert (again.status_code, again.json()["code"]) == (404, "session_not_found")


async def test_signing_out_everywhere_ends_all_on_every_worker(here: World) -> None:
    phone, desk, stranger = (
        await log_in(here, "hina"),
        await log_in(here, "hina"),
        await log_in(here, "nadia"),
    )
    token = phone.cookies["auth_token"]
    async with serving(here.stack.settings, here.clock) as worker:
        kept = {"Cookie": f"auth_token={token}"}
        assert (await worker.get(ME, headers=kept)).status_code == 200
        answer = await desk.delete("/api/auth/sessions")
        assert answer.status_code == 204
        assert "auth_token=; Max-Age=0" in answer.headers["set-cookie"]
        assert (await worker.get(ME, headers=kept)).status_code == 401
    assert (await status(phone), await status(stranger)) == (401, 200)


async def test_the_owner_signs_everybody_out_and_stays(
    here: World, zara: Client, sana: Client, bilal: Client
) -> None:
    """ASVS 7.4.5."""
    here.clock.moment += timedelta(minutes=11)
    refused = await zara.delete("/api/sessions")
    assert (refused.status_code, refused.json()["code"]) == (403, "password_needed")
    assert (await zara.post("/api/auth/confirm", json={"password": PASSWORD})).status_code == 204
    assert (await zara.delete("/api/sessions")).status_code == 204
    assert [await status(client) for client in (zara, sana, bilal)] == [200, 401, 401]
    assert (await sana.delete("/api/sessions")).status_code == 401
    [event] = await audited(here, zara, "user.everybody_signed_out")
    assert event["actor"] == {"kind": "user", "id": str(here.users["zara"]), "name": "Zara"}


async def test_a_login_under_way_does_not_survive_the_sign_out(
    here: World, zara: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session epoch makes what the login read before the sign-out invalid."""
    begin = sessions.begin

    async def late(session: Any, account: Any, *rest: Any) -> Any:
        # Another transaction signs the account out between the check of the password and the new session.
        async with here.database.writing() as other:
            await sessions.end_all_of(other, account.user_id, "test", here.clock.now())
        return await begin(session, account, *rest)

    monkeypatch.setattr("soulter.accounts.routes.sessions.begin", late)
    # Nothing was written in the login's own transaction yet, so that SQLite's one writer is free.
    monkeypatch.setattr(
        services.of(here.stack.app, Authenticator), "forgive", lambda *_args: asyncio.sleep(0)
    )
    client = await log_in(here, "hina")
    assert await status(client) == 401


@pytest.mark.parametrize("name", ["sana", "zara"])
async def test_staff_who_go_away_for_a_day_are_signed_out(here: World, name: str) -> None:
    client, begun = await here.login(name), here.clock.moment
    here.clock.moment = begun + timedelta(hours=24)
    assert await status(client) == 200
    await services.of(here.stack.app, LastSeen).settle()
    here.clock.moment = begun + timedelta(hours=48)
    assert await status(client) == 200, "it was used in between"
    await services.of(here.stack.app, LastSeen).settle()
    here.clock.moment = begun + timedelta(hours=72, seconds=1)
    assert await status(client) == 401


@pytest.mark.parametrize("name", ["bilal", "hina"])
async def test_agents_and_customers_may_be_away_for_the_whole_week(here: World, name: str) -> None:
    client = await here.login(name)
    here.clock.moment += timedelta(days=6, hours=23)
    assert await status(client) == 200


def test_only_staff_have_an_idle_limit() -> None:
    assert {role for role, limit in IDLE.items() if limit} == {Role.ADMIN, Role.SUPER_ADMIN}
    assert IDLE.keys() == set(CAST.values())


async def test_the_last_use_is_written_once_in_five_minutes_and_beside_the_request(
    here: World, sana: Client
) -> None:
    async def seen() -> Any:
        await services.of(here.stack.app, LastSeen).settle()
        [[found]] = await sql.fetch(here.database.reader, select(LoginSession.last_seen_at))
        return found

    begun = here.clock.moment
    for minutes, expected in ((4, 0), (5, 5), (9, 5), (10, 10)):
        here.clock.moment = begun + timedelta(minutes=minutes)
        assert await status(sana) == 200
        assert await seen() == begun + timedelta(minutes=expected)


async def test_a_use_that_cannot_be_written_is_no_failure(
    here: World, sana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise OSError("canary")

    monkeypatch.setattr(services.of(here.stack.app, LastSeen)._database, "writing", broken)
    here.clock.moment += timedelta(minutes=6)
    assert await status(sana) == 200
    await services.of(here.stack.app, LastSeen).settle()


async def test_confirming_needs_the_password_and_is_limited(here: World, bilal: Client) -> None:
    wrong = await bilal.post("/api/auth/confirm", json={"password": "wrong horse battery staple"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_password")
    assert (await bilal.post("/api/auth/confirm", json={"password": PASSWORD})).status_code == 204
    answers = [
        await bilal.post("/api/auth/confirm", json={"password": "wrong horse battery staple"})
        for _ in range(10)
    ]
    assert [answer.status_code for answer in answers] == [422] * 9 + [429]
    assert (await bilal.post("/api/auth/confirm", json={"password": PASSWORD})).status_code == 429


async def test_a_session_of_the_release_before_counts_from_its_beginning(here: World, zara: Client) -> None:
    """The former release did not store when the password was typed."""
    async with here.database.writing() as session:
        await sql.execute(session, update(LoginSession).values(authenticated_at=None))
    assert (await zara.delete("/api/sessions")).status_code == 204
    here.clock.moment += timedelta(minutes=11)
    assert (await zara.delete("/api/sessions")).status_code == 403
