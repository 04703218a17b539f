"""Rate limits of logins, registrations and forgotten passwords, counted where passwords are checked."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import select

from soulter.accounts import passwords
from soulter.accounts.passwords import PasswordChecker
from soulter.core.http import services
from soulter.core.records import rate_limits
from soulter.core.records.rate_limits import Limiter, RateBucket
from soulter.outbox.models import OutboxEvent
from tests import sql
from tests.conftest import settings_for
from tests.world import FRONTEND, PASSWORD, Client, World, serving

LOGIN = "/api/auth/login"
WRONG = "wrong horse battery staple"


async def attempt(
    client: Client, name: str = "sana", password: str = WRONG, **headers: str
) -> httpx2.Response:
    return await client.post(
        LOGIN, json={"email": f"{name}@example.com", "password": password}, headers=headers
    )


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Records each password that was checked. None is correct, and checking costs no time."""
    found: list[str] = []

    def count(_stored: str, password: str) -> bool:
        found.append(password)
        return password == PASSWORD

    monkeypatch.setattr(passwords, "_verify", count)
    return found


@contextmanager
def address(here: World, text: str) -> Iterator[None]:
    """Requests come from this peer."""
    clients = [client._transport for client in here.clients]
    before = [transport.client for transport in clients]  # type: ignore[attr-defined]
    for transport in clients:
        transport.client = (text, 1)  # type: ignore[attr-defined]
    yield
    for transport, client in zip(clients, before, strict=True):
        transport.client = client  # type: ignore[attr-defined]


async def test_the_eleventh_wrong_password_is_not_checked(
    here: World, nobody: Client, checked: list[str]
) -> None:
    """ASVS 6.3.1."""
    answers = [await attempt(nobody) for _ in range(12)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429] * 2
    assert len(checked) == 10
    refused = answers[-1]
    assert (refused.json()["code"], refused.headers["retry-after"]) == ("too_often", "900")
    assert refused.json()["detail"] == "That was tried too often. Please wait 15 minutes and try again."
    assert (await attempt(nobody, "bilal")).status_code == 401, "another account has its own limit"
    here.clock.moment += timedelta(seconds=899)
    assert (await attempt(nobody)).headers["retry-after"] == "1"
    here.clock.moment += timedelta(seconds=1)
    assert (await attempt(nobody, password=PASSWORD)).status_code == 200


async def test_an_unknown_address_is_limited_like_a_known_one(
    here: World, nobody: Client, checked: list[str]
) -> None:
    seen = []
    for name in ("sana", "stranger"):
        answers = [await attempt(nobody, name, **{"X-Request-Id": "the-same-request"}) for _ in range(11)]
        seen.append(
            [(answer.status_code, answer.content, answer.headers.multi_items()) for answer in answers]
        )
    assert seen[0] == seen[1]


async def test_a_correct_password_is_never_limited(here: World, nobody: Client, checked: list[str]) -> None:
    assert {(await attempt(nobody, password=PASSWORD)).status_code for _ in range(25)} == {200}
    together = await asyncio.gather(*(attempt(here.client(), password=PASSWORD) for _ in range(9)))
    assert {answer.status_code for answer in together} == {200}


FORWARDED = ("X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "CF-Connecting-IP", "True-Client-IP")


@pytest.mark.usefixtures("long_timeouts")
async def test_concurrent_attempts_on_two_workers_with_forged_addresses_are_limited(
    here: World, checked: list[str]
) -> None:
    async with serving(here.stack.settings, here.clock) as worker:
        clients = [here.client(), worker]
        tries = [
            attempt(
                clients[i % 2],
                **{FORWARDED[i % len(FORWARDED)]: f"203.0.113.{i}", "Idempotency-Key": f"fresh-{i}"},
            )
            for i in range(40)
        ]
        answers = await asyncio.gather(*tries)
    assert Counter(answer.status_code for answer in answers) == {401: 10, 429: 30}
    assert len(checked) == 10


@pytest.mark.usefixtures("long_timeouts")
async def test_without_the_atomic_statement_more_attempts_are_checked(
    here: World, checked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-test: the same concurrent requests without the atomic statement."""

    async def careless(self: Limiter, buckets: Any, now: datetime) -> rate_limits.Charge:
        ordered, over = list(buckets), {}
        for bucket in ordered:
            rows = await sql.fetch(
                here.database.reader, select(RateBucket.used).where(RateBucket.key == bucket.key)
            )
            used = rows[0][0] if rows else 0
            await asyncio.sleep(0.01)
            if used >= bucket.limit.most:
                over[bucket.limit] = 900
        if not over:
            async with here.database.writing() as session:
                await session.all(rate_limits._charge(len(ordered)), **rate_limits._params(ordered, now))
        return rate_limits.Charge(ordered, over)

    monkeypatch.setattr(Limiter, "charge", careless)
    await asyncio.gather(*(attempt(here.client()) for _ in range(40)))
    assert len(checked) > 10


async def test_a_device_that_logged_in_before_is_not_locked_out_by_a_stranger(
    here: World, nobody: Client, checked: list[str]
) -> None:
    home = here.client()
    assert (await attempt(home, password=PASSWORD)).status_code == 200
    for _ in range(12):
        await attempt(nobody)
    assert (await attempt(nobody, password=PASSWORD)).status_code == 429
    assert (await attempt(home, password=PASSWORD)).status_code == 200
    stolen = f"soulter_device={home.cookies['soulter_device']}"
    answers = [(await attempt(here.client(headers={"Cookie": stolen}))).status_code for _ in range(11)]
    assert answers == [401] * 10 + [429], "the device itself has a limit too"


async def test_a_device_cookie_is_good_for_its_own_account_while_it_lasts(
    here: World, nobody: Client, checked: list[str]
) -> None:
    home = here.client()
    answer = await attempt(home, password=PASSWORD)
    [line] = [line for line in answer.headers.get_list("set-cookie") if line.startswith("soulter_device=")]
    assert line.partition("; ")[2] == "Max-Age=15552000; Path=/; HttpOnly; SameSite=Lax"
    assert "sana" not in line
    cookie = f"soulter_device={home.cookies['soulter_device']}"
    for _ in range(11):
        await attempt(nobody, "bilal")
    assert (await attempt(here.client(headers={"Cookie": cookie}), "bilal", PASSWORD)).status_code == 429, (
        "of another account"
    )
    for _ in range(11):
        await attempt(nobody)
    for forged in (
        cookie + "x",
        "soulter_device=x",
        f"{cookie}; {cookie}",
        "soulter_device=\u00e9",
        "soulter_device=" + "x" * 3000,
    ):
        client = here.client(headers={"Cookie": forged.encode("latin-1")})
        assert (await attempt(client, password=PASSWORD)).status_code == 429, forged
    assert (await attempt(here.client(headers={"Cookie": cookie}), password=PASSWORD)).status_code == 200
    here.clock.moment += timedelta(days=181)
    for _ in range(11):
        await attempt(nobody)
    assert (await attempt(here.client(headers={"Cookie": cookie}), password=PASSWORD)).status_code == 429, (
        "after half a year"
    )


async def test_one_network_may_not_try_a_hundred_accounts(
    here: World, nobody: Client, checked: list[str]
) -> None:
    answers = [(await attempt(nobody, f"guess{i}")).status_code for i in range(101)]
    assert answers == [401] * 100 + [429]
    with address(here, "198.51.100.7"):
        assert (await attempt(nobody, password=PASSWORD)).status_code == 200


async def wear_out(here: World, nobody: Client, name: str) -> None:
    """Wrong passwords from six networks, until the account's own limit is reached."""
    for i in range(6):
        with address(here, f"198.51.100.{i}"):
            for _ in range(10):
                await attempt(nobody, name)


async def mails(here: World) -> list[tuple[str, str]]:
    rows = await sql.fetch(
        here.database.reader, select(OutboxEvent.topic, OutboxEvent.facts).order_by(OutboxEvent.id)
    )
    return [(topic, facts.get("email", "")) for topic, facts in rows]


async def test_a_distributed_attack_is_stopped_and_the_account_holder_gets_an_unlock_link(
    here: World, nobody: Client, checked: list[str]
) -> None:
    await wear_out(here, nobody, "sana")
    assert len(checked) == 50
    with address(here, "203.0.113.9"):
        refused = await attempt(nobody, password=PASSWORD)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "3600")
    assert await mails(here) == [("account.login_limited", "sana@example.com")], (
        "one mail in an hour, whatever is tried"
    )
    await wear_out(here, nobody, "stranger")
    assert (await mails(here))[1:] == [("account.login_limited", "stranger@example.com")], (
        "whether there is an account is not known here"
    )
    here.clock.moment += timedelta(hours=1)
    with address(here, "203.0.113.9"):
        assert (await attempt(nobody, password=PASSWORD)).status_code == 200


async def test_a_refused_attempt_counts_only_where_it_was_refused(
    here: World, nobody: Client, checked: list[str]
) -> None:
    """Otherwise one stranger could use up the account's limit."""
    for _ in range(80):
        await attempt(nobody)
    assert await mails(here) == []
    with address(here, "203.0.113.9"):
        assert (await attempt(nobody, password=PASSWORD)).status_code == 200


async def test_an_address_of_ipv6_is_its_network(here: World, nobody: Client, checked: list[str]) -> None:
    for i in range(10):
        with address(here, f"2001:db8:1:2::{i + 1:x}"):
            assert (await attempt(nobody)).status_code == 401
    with address(here, "2001:db8:1:2:ffff:ffff:ffff:ffff"):
        assert (await attempt(nobody)).status_code == 429
    with address(here, "2001:db8:1:3::1"):
        assert (await attempt(nobody)).status_code == 401


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:DB8:1:2:3::4", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
        ("", "unknown"),
        ("203.0.113.9, 10.0.0.1", "unknown"),
    ],
)
def test_an_address_is_reduced_to_the_prefix_of_one_visitor(address: str, expected: str) -> None:
    assert rate_limits.network(address) == expected


async def test_behind_a_proxy_its_header_is_the_client_address(here: World, checked: list[str]) -> None:
    found = settings_for(here.stack.settings.database_url, client_address="x-real-ip")
    async with serving(found, here.clock) as worker:
        for i in range(11):
            last = await attempt(worker, **{"X-Forwarded-For": f"198.51.100.{i}", "X-Real-IP": "203.0.113.1"})
        assert last.status_code == 429
        assert (await attempt(worker, **{"X-Real-IP": "203.0.113.2"})).status_code == 401
        odd = [{}, {"X-Real-IP": "nonsense"}, {"X-Real-IP": "203.0.113.3, 203.0.113.4"}, {"X-Real-IP": ""}]
        answers = [(await attempt(worker, **odd[i % 4])).status_code for i in range(11)]
        assert answers == [401] * 10 + [429], "what names no address is one client"


async def test_behind_a_rewrite_visitors_do_not_share_one_limit(here: World, checked: list[str]) -> None:
    found = settings_for(here.stack.settings.database_url, client_address="none")
    async with serving(found, here.clock) as worker:
        assert {(await attempt(worker, f"guess{i}")).status_code for i in range(120)} == {401}
        answers = [(await attempt(worker)).status_code for _ in range(51)]
        assert answers == [401] * 50 + [429]


@pytest.mark.parametrize(("path", "of_address", "of_network"), [("register", 5, 20), ("forgot", 5, 20)])
async def test_registrations_and_forgotten_passwords_are_limited(
    here: World, nobody: Client, checked: list[str], path: str, of_address: int, of_network: int
) -> None:
    async def ask(email: str) -> int:
        body = {"email": email, "name": "Ayesha"} if path == "register" else {"email": email}
        return (await nobody.post(f"/api/auth/{path}", json=body)).status_code

    for email in ("sana@example.com", "stranger@example.com"):
        assert [await ask(email) for _ in range(of_address + 1)] == [202] * of_address + [429], email
    rest = of_network - 2 * of_address
    assert [await ask(f"other{i}@example.com") for i in range(rest + 1)] == [202] * rest + [429]


async def test_a_refusal_by_overload_counts_for_no_limit(
    here: World, nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.of(here.stack.app, PasswordChecker), "_places", 0)
    answer = await nobody.post(LOGIN, json={"email": "sana@example.com", "password": PASSWORD})
    assert (answer.status_code, answer.json()["code"]) == (503, "too_many_logins")
    assert int(answer.headers["retry-after"]) > 0
    assert await sql.fetch(here.database.reader, select(RateBucket.key)) == []


async def test_buckets_hold_no_address(here: World, nobody: Client, checked: list[str]) -> None:
    await attempt(nobody)
    rows = [str(row) for row in await sql.fetch(here.database.reader, select(RateBucket.__table__))]
    assert len(rows) == 3
    assert [row for row in rows if "sana" in row or "127.0.0.1" in row or FRONTEND in row] == []
