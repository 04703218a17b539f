"""How a login compares and stores a password, and how many hashes run at once."""

import asyncio
import os
import sys
import threading
import unicodedata

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from soulter.accounts import passwords
from soulter.accounts.login import Authenticator
from soulter.accounts.models import User
from soulter.accounts.passwords import PasswordChecker
from soulter.core.http import services
from tests import sql
from tests.api.test_login import alter, log_in
from tests.world import PASSWORD, Client, World


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
    await alter(
        here, "sana", password_hash=await services.of(here.stack.app, PasswordChecker).hash(f" {PASSWORD} ")
    )
    typed = (f" {PASSWORD} ", PASSWORD, f" {PASSWORD}", f"{PASSWORD} ")
    assert [(await log_in(here, "sana", text)).status_code for text in typed] == [200, 401, 401, 401]


async def test_long_passwords_count_to_their_last_letter(here: World) -> None:
    long = "x" * 255
    await alter(
        here, "sana", password_hash=await services.of(here.stack.app, PasswordChecker).hash(long + "a")
    )
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
    monkeypatch.setattr(services.of(here.stack.app, Authenticator), "_checker", small)
    verify, go, entered = passwords._verify, threading.Event(), threading.Event()

    def held(stored: str, password: str) -> bool:
        entered.set()
        go.wait(10)
        return verify(stored, password)

    def places() -> int:
        return small._places

    monkeypatch.setattr(passwords, "_verify", held)
    try:
        waiting = [asyncio.create_task(log_in(here, name)) for name in ("sana", "zara")]
        async with asyncio.timeout(10):
            # No event announces the state of threads.
            while places() or not entered.is_set():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        refused = await log_in(here, "bilal")
        assert (refused.status_code, refused.json()["code"]) == (503, "too_many_logins")
        assert int(refused.headers["retry-after"]) > 0
        # Other requests are served during this time: hashing never blocks the event loop.
        assert (await here.client().get("/api/units")).status_code == 200
    finally:
        go.set()
        answers = await asyncio.gather(*waiting)
        small.close()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert places() == 2


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
