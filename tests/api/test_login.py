"""Logging in and out: POST /api/auth/login, POST /api/auth/logout, GET /api/auth/me."""

import asyncio
import os
import sys
import threading
import unicodedata
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from argon2 import PasswordHasher
from sqlalchemy import delete, insert, select, update

from soulter.access.grants import GRANTS
from soulter.access.roles import Role
from soulter.accounts import passwords
from soulter.accounts.cookies import LoginCookie
from soulter.accounts.models import LoginSession, User
from soulter.app import close, create_app
from soulter.core.config import settings
from tests import sql
from tests.world import CAST, PASSWORD, Client, World, serving

ME = "/api/auth/me"
PRODUCTION = {
    "environment": "production",
    "database_url": "postgresql://soulter:kept-apart@db.railway.internal:5432/railway",
    "jwt_secret": "q7Zr1Vx0Lw9Tn4Kd8Gs2Hf6Jb3Mc5PyAeUiOxNaBt",
    "frontend_urls": "https://app.example.com",
    "public_url": "https://api.example.com",
}


async def log_in(
    here: World, name: str = "sana", password: str = PASSWORD, token: str | None = None
) -> httpx2.Response:
    headers = {"Cookie": f"auth_token={token}"} if token else {}
    return await here.client(headers=headers).post(
        "/api/auth/login", json={"email": f"{name}@example.com", "password": password}
    )


def cookie_of(answer: httpx2.Response) -> tuple[str, dict[str, str]]:
    """The value of the login cookie that an answer sets, and its attributes."""
    [line] = [line for line in answer.headers.get_list("set-cookie") if line.startswith("auth_token=")]
    return parsed(line)


def parsed(line: str) -> tuple[str, dict[str, str]]:
    first, *rest = line.split("; ")
    name, _, value = first.partition("=")
    assert name == "auth_token"
    return value, {part.partition("=")[0]: part.partition("=")[2] for part in rest}


async def holds(here: World, token: str) -> int:
    """The status that a token gets from the application."""
    return (await here.client(headers={"Cookie": f"auth_token={token}"}).get(ME)).status_code


async def alter(here: World, name: str, **values: Any) -> None:
    async with here.database.writing() as session:
        await sql.execute(session, update(User).where(User.id == here.users[name]).values(**values))


def another_instance(here: World) -> AbstractAsyncContextManager[Client]:
    """A client of a second application on the same database, as another worker would be."""
    return serving(here.stack.settings, here.clock)


async def test_it_sets_the_cookie_and_tells_who_is_logged_in(here: World) -> None:
    answer = await log_in(here, "sana")
    assert answer.status_code == 200, answer.text
    token, attributes = cookie_of(answer)
    assert attributes == {"HttpOnly": "", "Path": "/", "Max-Age": "604800", "SameSite": "Lax"}
    user = {
        "id": str(here.users["sana"]),
        "name": "Sana",
        "email": "sana@example.com",
        "phone": None,
        "role": "ADMIN",
        "active": True,
    }
    assert answer.json() == {"user": user | {"permissions": sorted(GRANTS[Role.ADMIN])}}
    assert token not in answer.text
    assert token.count(".") == 2
    assert all(part not in answer.text for part in token.split("."))


async def test_the_cookie_opens_the_next_request(here: World) -> None:
    for name, role in CAST.items():
        answer = await log_in(here, name)
        token, _ = cookie_of(answer)
        me = await here.client(headers={"Cookie": f"auth_token={token}"}).get(ME)
        assert (me.status_code, me.json()) == (200, answer.json())
        assert me.json()["user"]["role"] == role


async def test_without_a_login_nobody_is_told_who_they_are(here: World, nobody: Client) -> None:
    answer = await nobody.get(ME)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_logged_in")
    assert "set-cookie" not in answer.headers


COOKIES = {
    "development": ({}, {"SameSite": "Lax"}),
    "production, web app on another site": (
        PRODUCTION,
        {"SameSite": "None", "Secure": "", "Partitioned": ""},
    ),
    "production behind a rewrite": (
        PRODUCTION | {"cookie_samesite": "lax"},
        {"SameSite": "Lax", "Secure": ""},
    ),
    "production, a domain for all subdomains": (
        PRODUCTION | {"cookie_domain": ".example.com", "cookie_samesite": "lax"},
        {"SameSite": "Lax", "Secure": "", "Domain": "example.com"},
    ),
}


@pytest.mark.parametrize("case", COOKIES)
def test_the_cookie_fits_the_place_of_the_web_app(case: str) -> None:
    given, expected = COOKIES[case]
    cookie = LoginCookie(settings.load(_env_file=None, **{"jwt_secret": "x" * 48, **given}))
    value, attributes = parsed(cookie.set("a.b.c"))
    assert (value, attributes.pop("Max-Age")) == ("a.b.c", "604800")
    assert attributes == {"HttpOnly": "", "Path": "/"} | expected
    # A browser removes a cookie only when the attributes are those it was set with, Partitioned among them.
    value, removal = parsed(cookie.delete())
    assert (value, removal.pop("Max-Age"), removal.pop("Expires")) == (
        "",
        "0",
        "Thu, 01 Jan 1970 00:00:00 GMT",
    )
    assert removal == attributes


async def test_the_application_of_production_uses_the_strict_cookie_and_connects_to_nothing_yet() -> None:
    app = create_app(settings.load(_env_file=None, **PRODUCTION))
    _, attributes = parsed(app.state.login_cookie.set("a.b.c"))
    assert {"Secure", "Partitioned", "HttpOnly"} <= attributes.keys()
    await close(app)


async def test_a_wrong_password_an_unknown_user_and_an_inactive_one_look_the_same(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 6.3.8."""
    await alter(here, "omar", active=False)
    await alter(here, "nadia", password_hash=None)
    verify, asked = passwords._verify, []

    def counted(stored: str, password: str) -> bool:
        asked.append(stored.split("$")[3])
        return verify(stored, password)

    monkeypatch.setattr(passwords, "_verify", counted)
    seen = []
    for name, password in (
        ("sana", "wrong horse battery staple"),
        ("stranger", PASSWORD),
        ("omar", PASSWORD),
        ("nadia", PASSWORD),
    ):
        answer = await log_in(here, name, password)
        body = answer.json()
        request_id = body.pop("requestId")
        headers = {key: value for key, value in answer.headers.items() if key != "x-request-id"}
        seen.append((answer.status_code, headers, answer.content.replace(request_id.encode(), b"-")))
        assert body["code"] == "wrong_credentials"
        assert "set-cookie" not in answer.headers
    assert seen[0][0] == 401
    assert seen == [seen[0]] * 4
    # Each time a hash of the same cost was checked, so the time does not tell either.
    assert asked == [asked[0]] * 4
    assert (await log_in(here, "sana")).status_code == 200


async def test_logging_in_while_logged_in_ends_the_old_session(here: World) -> None:
    """ASVS 7.2.4."""
    old = await here.token("sana")
    elsewhere = await here.token("sana")
    answer = await log_in(here, "sana", token=old)
    new, _ = cookie_of(answer)
    assert [await holds(here, token) for token in (old, elsewhere, new)] == [401, 200, 200]


async def test_a_stale_cookie_does_not_stop_a_login(here: World) -> None:
    answer = await log_in(here, "sana", token="not.a.token")
    assert answer.status_code == 200
    assert await holds(here, cookie_of(answer)[0]) == 200


async def test_logging_out_kills_the_token_on_every_instance(here: World) -> None:
    """ASVS 7.4.1."""
    token, kept = await here.token("sana"), await here.token("sana")
    cookie = {"Cookie": f"auth_token={token}"}
    async with another_instance(here) as other:
        assert (await other.get(ME, headers=cookie)).status_code == 200
        answer = await here.client(headers=cookie).post("/api/auth/logout")
        assert (answer.status_code, answer.content) == (204, b"")
        value, attributes = cookie_of(answer)
        assert (value, attributes["Max-Age"], attributes["SameSite"], attributes["Path"]) == (
            "",
            "0",
            "Lax",
            "/",
        )
        replay = await other.get(ME, headers=cookie)
        assert (replay.status_code, replay.json()["code"]) == (401, "session_ended")
        assert (await other.get(ME, headers={"Cookie": f"auth_token={kept}"})).status_code == 200


@pytest.mark.parametrize("cookie", [None, "auth_token=", "auth_token=garbage", "auth_token=a; auth_token=b"])
async def test_logging_out_without_a_login_is_fine(here: World, cookie: str | None) -> None:
    answer = await here.client(headers={"Cookie": cookie} if cookie else {}).post("/api/auth/logout")
    assert answer.status_code == 204
    assert cookie_of(answer)[0] == ""


ENDED = {
    "deactivated": {"active": False},
    "sessions ended by a higher epoch": {"session_epoch": 2},
}


@pytest.mark.parametrize("case", ENDED)
async def test_a_change_of_the_user_ends_their_sessions_at_once(here: World, case: str) -> None:
    """ASVS 7.4.2, 7.4.5."""
    token, other = await here.token("sana"), await here.token("bilal")
    assert await holds(here, token) == 200
    await alter(here, "sana", **ENDED[case])
    assert await holds(here, token) == 401
    assert await holds(here, other) == 200


async def test_the_role_is_read_from_the_row_and_never_from_the_token(here: World, sana: Client) -> None:
    """ASVS 8.3.2."""
    assert (await sana.get("/api/users")).status_code == 200
    await alter(here, "sana", role=Role.CUSTOMER)
    refused = await sana.get("/api/users")
    assert (refused.status_code, refused.json()["code"]) == (403, "role_not_allowed")
    me = (await sana.get(ME)).json()["user"]
    assert (me["role"], me["permissions"]) == ("CUSTOMER", sorted(GRANTS[Role.CUSTOMER]))


async def test_a_login_lasts_seven_days_and_its_cookie_is_then_removed(here: World) -> None:
    token, _ = cookie_of(await log_in(here, "bilal"))
    begun = here.clock.moment
    here.clock.moment = begun + timedelta(days=7, seconds=-1)
    assert await holds(here, token) == 200
    here.clock.moment = begun + timedelta(days=7, seconds=1)
    assert await holds(here, token) == 401
    here.clock.moment = begun + timedelta(days=7, minutes=2)
    answer = await here.client(headers={"Cookie": f"auth_token={token}"}).get(ME)
    assert (answer.status_code, answer.json()["code"]) == (401, "session_ended")
    assert cookie_of(answer)[0] == ""


async def test_the_tokens_own_expiry_counts_even_when_the_row_lives_longer(here: World) -> None:
    token = await here.token("bilal")
    async with here.database.writing() as session:
        await sql.execute(
            session, update(LoginSession).values(expires_at=here.clock.moment + timedelta(days=30))
        )
    begun = here.clock.moment
    found = []
    for seconds in (59, 61):  # the leeway for clocks that differ is a minute
        here.clock.moment = begun + timedelta(days=7, seconds=seconds)
        found.append(await holds(here, token))
    assert found == [200, 401]


async def test_the_same_letters_typed_on_another_keyboard_are_the_same_password(here: World) -> None:
    composed = unicodedata.normalize("NFC", "Zoë trinkt Kaffee im Café")
    decomposed = unicodedata.normalize("NFD", composed)
    assert composed != decomposed
    await alter(
        here,
        "sana",
        password_hash=PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash(composed),
    )
    assert [(await log_in(here, "sana", typed)).status_code for typed in (composed, decomposed)] == [200, 200]


async def test_spaces_around_a_password_belong_to_it(here: World) -> None:
    await alter(here, "sana", password_hash=await here.stack.app.state.password_checker.hash(f" {PASSWORD} "))
    typed = (f" {PASSWORD} ", PASSWORD, f" {PASSWORD}", f"{PASSWORD} ")
    assert [(await log_in(here, "sana", text)).status_code for text in typed] == [200, 401, 401, 401]


async def test_long_passwords_count_to_their_last_letter(here: World) -> None:
    long = "x" * 255
    await alter(here, "sana", password_hash=await here.stack.app.state.password_checker.hash(long + "a"))
    assert [(await log_in(here, "sana", long + last)).status_code for last in ("a", "b", "", "ab")] == [
        200,
        401,
        401,
        422,
    ]


async def test_the_address_is_taken_in_any_case_and_with_spaces_around_it(
    here: World, nobody: Client
) -> None:
    answer = await nobody.post("/api/auth/login", json={"email": " SANA@Example.com ", "password": PASSWORD})
    assert answer.status_code == 200, answer.text


async def test_a_login_stores_the_password_under_todays_parameters(here: World) -> None:
    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    await alter(here, "sana", password_hash=old)
    assert (await log_in(here, "sana", "wrong horse battery staple")).status_code == 401

    async def stored() -> str:
        [[found]] = await sql.fetch(
            here.database.reader, select(User.password_hash).where(User.id == here.users["sana"])
        )
        return str(found)

    assert await stored() == old
    assert (await log_in(here, "sana")).status_code == 200
    renewed = await stored()
    assert renewed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert (await log_in(here, "sana")).status_code == 200
    assert await stored() == renewed


async def test_more_logins_than_the_machine_can_check_are_asked_to_wait(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_cores", lambda: 1)
    monkeypatch.setattr(passwords, "_WAITING_PER_THREAD", 1)
    small = passwords.PasswordChecker()
    monkeypatch.setattr(here.stack.app.state.door, "_checker", small)
    verify, go, entered = passwords._verify, threading.Event(), threading.Event()

    def held(stored: str, password: str) -> bool:
        entered.set()
        go.wait(10)
        return verify(stored, password)

    monkeypatch.setattr(passwords, "_verify", held)
    try:
        waiting = [asyncio.create_task(log_in(here, name)) for name in ("sana", "zara")]
        async with asyncio.timeout(10):
            while small._places or not entered.is_set():  # noqa: ASYNC110 -- the state of threads raises no event here
                await asyncio.sleep(0.01)
        refused = await log_in(here, "bilal")
        assert (refused.status_code, refused.json()["code"]) == (503, "too_many_logins")
        assert int(refused.headers["retry-after"]) > 0
        # Everybody else is served meanwhile: hashing never blocks the event loop.
        assert (await here.client().get("/api/units")).status_code == 200
    finally:
        go.set()
        answers = await asyncio.gather(*waiting)
        small.close()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert small._places == 2


async def test_hashes_step_back_and_never_take_more_than_a_few_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "_cores", lambda: 64)
    checker = passwords.PasswordChecker()
    try:
        assert checker._pool._max_workers == 4
        own = os.getpriority(os.PRIO_PROCESS, 0)
        [behind] = [await checker._run(lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))]
        assert behind > own or sys.platform != "linux"
    finally:
        checker.close()


async def test_a_login_is_remembered_with_its_device(here: World) -> None:
    answer = await here.client(headers={"User-Agent": "u" * 300}).post(
        "/api/auth/login", json={"email": "sana@example.com", "password": PASSWORD}
    )
    assert answer.status_code == 200, answer.text
    rows = await sql.fetch(
        here.database.reader,
        select(LoginSession.user_id, LoginSession.user_agent, LoginSession.ip, LoginSession.revoked_at),
    )
    assert [tuple(row) for row in rows] == [(here.users["sana"], "u" * 200, "127.0.0.1", None)]


async def test_a_session_that_nobody_signed_for_opens_nothing(here: World) -> None:
    """A row alone is no login: without the token's signature it is unreachable."""
    token = await here.token("sana")
    head, claims, signature = token.split(".")
    broken = ".".join((head, claims, signature[:-2] + ("AA" if signature[-2:] != "AA" else "BB")))
    assert [await holds(here, token), await holds(here, broken), await holds(here, f"{head}.{claims}.")] == [
        200,
        401,
        401,
    ]


async def test_a_token_whose_row_is_gone_opens_nothing(here: World) -> None:
    token = await here.token("sana")
    async with here.database.writing() as session:
        row = (await sql.execute(session, select(LoginSession))).one()
        await sql.execute(session, delete(LoginSession))
    assert await holds(here, token) == 401
    async with here.database.writing() as session:
        again = {
            key: getattr(row, key)
            for key in (
                "id",
                "user_id",
                "epoch",
                "created_at",
                "last_seen_at",
                "expires_at",
                "user_agent",
                "ip",
            )
        }
        await sql.execute(session, insert(LoginSession), again)
    assert await holds(here, token) == 200
