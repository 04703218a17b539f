"""Two owners who demote or deactivate each other at once: one owner always remains."""

import asyncio
from collections import Counter
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, true

from soulter.access.roles import Role
from soulter.accounts import queries
from soulter.accounts.models import User
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Transaction
from tests import sql
from tests.world import Client, World

WAYS: list[tuple[str, dict[str, Any] | None]] = [("role", {"role": "ADMIN"}), ("deactivate", None)]


async def two_owners(here: World, zara: Client) -> tuple[Client, Client]:
    answer = await zara.post(f"/api/users/{here.users['sana']}/role", json={"role": "SUPER_ADMIN"})
    assert answer.status_code == 200, answer.text
    return zara, await here.login("sana")


async def contest(here: World, zara: Client, way: tuple[str, dict[str, Any] | None]) -> Counter[int]:
    """Send both requests at once."""
    clients = await two_owners(here, zara)
    action, body = way
    tasks = [
        client.post(f"/api/users/{here.users[other]}/{action}", json=body)
        for client, other in zip(clients, ("sana", "zara"), strict=True)
    ]
    return Counter(answer.status_code for answer in await asyncio.gather(*tasks))


async def owners(here: World) -> int:
    statement = select(User.id).where(User.role == Role.SUPER_ADMIN, User.active == true())
    return len(await sql.fetch(here.database.reader, statement))


@pytest.mark.parametrize("way", WAYS, ids=[name for name, _ in WAYS])
async def test_one_of_two_owners_is_left(
    here: World, zara: Client, way: tuple[str, dict[str, Any] | None]
) -> None:
    found = await contest(here, zara, way)
    assert await owners(here) == 1
    # The other one was refused because of the last owner, or was no longer an owner when the request began.
    assert found[200] == 1, found
    assert set(found) <= {200, 401, 409}, found


@pytest.mark.postgres_only(reason="SQLite has one writer at a time, so nothing can be seen before it changes")
@pytest.mark.parametrize("way", WAYS, ids=[name for name, _ in WAYS])
async def test_without_the_lock_on_all_owners_none_remains(
    here: World, zara: Client, way: tuple[str, dict[str, Any] | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    met = asyncio.Barrier(2)

    async def careless(session: Transaction) -> list[UUID]:
        statement = (
            select(User.id).where(User.role == Role.SUPER_ADMIN, User.active == true()).order_by(User.id)
        )
        found = await session.all(Query(UUID, statement))
        if len(found) > 1:
            await met.wait()
        return found

    clients = await two_owners(here, zara)
    monkeypatch.setattr(queries, "lock_owners", careless)
    action, body = way
    await asyncio.gather(
        *(
            client.post(f"/api/users/{here.users[other]}/{action}", json=body)
            for client, other in zip(clients, ("sana", "zara"), strict=True)
        )
    )
    assert await owners(here) == 0
