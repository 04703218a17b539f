"""No answer reveals who has an account: bytes and work are the same for every address.

The bench measures response times. These tests show that statements and hashes are the same.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, insert, update

from soulter.accounts import passwords
from soulter.accounts.models import User
from soulter.core import ids
from soulter.core.database import statements
from tests import sql
from tests.world import PASSWORD, Client, World

PEOPLE = ("hina", "omar", "nadia", "stranger")
"""Known; deactivated; without a password; unknown."""


@pytest.fixture
async def populated(here: World) -> World:
    async with here.database.writing() as session:
        await sql.execute(session, update(User).where(User.email == "omar@example.com").values(active=False))
        await sql.execute(
            session, update(User).where(User.email == "nadia@example.com").values(password_hash=None)
        )
    return here


@contextmanager
def work(here: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Record every statement and every password hash, in order."""
    done: list[str] = []
    verify, hashed, run = passwords._verify, passwords.PasswordChecker.hash, statements.Compiled.run

    def verified(stored: str, password: str) -> bool:
        done.append("verify")
        return verify(stored, password)

    async def made(self: passwords.PasswordChecker, password: str) -> str:
        done.append("hash")
        return await hashed(self, password)

    def statement(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        done.append(sql)

    async def compiled(self: Any, driver: Any, params: Any) -> Any:
        done.append(self.sql)
        return await run(self, driver, params)

    engines = [here.database._writer.sync_engine, here.database.reader._engine.sync_engine]
    with monkeypatch.context() as patched:
        patched.setattr(statements.Compiled, "run", compiled)
        patched.setattr(passwords, "_verify", verified)
        patched.setattr(passwords.PasswordChecker, "hash", made)
        for engine in engines:
            event.listen(engine, "before_cursor_execute", statement)
        try:
            yield done
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", statement)


ASKED: dict[str, Callable[[str], dict[str, Any]]] = {
    "login": lambda name: {"email": f"{name}@example.com", "password": "wrong horse battery staple"},
    "register": lambda name: {"email": f"{name}@example.com", "name": "Somebody"},
    "forgot": lambda name: {"email": f"{name}@example.com"},
}


@pytest.mark.parametrize("path", ASKED)
async def test_every_address_costs_the_same_and_is_answered_the_same(
    populated: World, nobody: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ASVS 6.3.8."""
    answers, works = [], []
    for name in PEOPLE:
        with work(populated, monkeypatch) as done:
            answer = await nobody.post(
                f"/api/auth/{path}", json=ASKED[path](name), headers={"X-Request-Id": "the-same-request"}
            )
        answers.append((answer.status_code, answer.content, answer.headers.multi_items()))
        works.append(done)
    assert answers == [answers[0]] * len(PEOPLE)
    assert works == [works[0]] * len(PEOPLE)
    assert len(works[0]) >= 2, works[0]
    assert ("hash" in works[0] or "verify" in works[0]) == (path == "login")


async def test_an_early_exit_for_unknown_addresses_would_be_seen(
    populated: World, nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-test: without the dummy hash the work differs."""

    async def hasty(self: Any, stored: str | None, password: str) -> bool:
        return False if stored is None else await real(self, stored, password)

    real = passwords.PasswordChecker.verify
    monkeypatch.setattr(passwords.PasswordChecker, "verify", hasty)
    works = []
    for name in ("hina", "stranger"):
        with work(populated, monkeypatch) as done:
            await nobody.post("/api/auth/login", json=ASKED["login"](name))
        works.append(done)
    assert works[0] != works[1]


async def test_a_guest_who_books_with_a_known_address_learns_nothing(here: World, nobody: Client) -> None:
    """The answer repeats what was typed and no stored profile."""
    seen = []
    for i, email in enumerate(("hina@example.com", "stranger@example.com")):
        body = here.stay(10 + 5 * i, guest={"name": "Typed Name", "email": email})
        answer = await nobody.post("/api/bookings", json=body)
        assert answer.status_code == 201, answer.text
        shape = json.dumps(answer.json()["booking"]["guest"]).replace(email, "")
        seen.append((shape, sorted(answer.json()), sorted(answer.json()["booking"])))
    assert seen[0] == seen[1]
    assert "Hina" not in str(seen)


async def test_a_password_hash_that_would_cost_too_much_is_not_computed(here: World, nobody: Client) -> None:
    """A person who can write one row must not be able to block every login."""
    now = here.clock.now()
    costly = "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$" + "A" * 43
    row = {
        "id": ids.new_id(),
        "email": "costly@example.com",
        "name": "Costly",
        "role": "AGENT",
        "active": True,
        "session_epoch": 1,
    }
    async with here.database.writing() as session:
        await sql.execute(
            session, insert(User), {**row, "password_hash": costly, "created_at": now, "updated_at": now}
        )
    assert passwords._verify(costly, PASSWORD) is False
    answer = await nobody.post("/api/auth/login", json={"email": "costly@example.com", "password": PASSWORD})
    assert answer.json()["code"] == "wrong_credentials"
