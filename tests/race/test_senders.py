"""Somebody loses the right to invite at the instant at which their invitation is accepted."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from soulter.accounts import links, queries
from soulter.accounts.links import LinkSigner
from soulter.accounts.models import Purpose
from soulter.accounts.queries import LinkRow, UserRow
from soulter.core.database.transactions import Transaction
from soulter.core.http import services
from tests.world import Client, World

INVITED = {"email": "new@example.com", "name": "New Person", "role": "AGENT"}
SEEN_WAITING = 0.4
"""Seconds after which a request that could have ended is taken to wait for a lock."""


async def overtaken(here: World, sana: Client, zara: Client, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether Sana is deactivated between the look at her right and the use of her invitation."""
    use, overtook, ending = links.use, False, []

    async def let_overtake(session: Transaction, link: LinkRow, now: Any) -> None:
        nonlocal overtook
        ending.append(asyncio.create_task(zara.post(f"/api/users/{here.users['sana']}/deactivate")))
        done, _ = await asyncio.wait(ending, timeout=SEEN_WAITING)
        overtook = bool(done)
        await use(session, link, now)

    monkeypatch.setattr(links, "use", let_overtake)
    invitation = (await sana.post("/api/users", json=INVITED)).json()["invitation"]["id"]
    token = services.of(here.stack.app, LinkSigner).token(Purpose.INVITE, UUID(invitation))
    await here.client().post(
        "/api/auth/accept", json={"token": token, "password": "seven lanterns on a jetty"}
    )
    [answer] = await asyncio.gather(*ending)
    assert answer.status_code == 200, answer.text
    return overtook


@pytest.mark.postgres_only("SQLite has one writer at a time, so a look there cannot be overtaken")
async def test_the_sender_is_held_until_the_account_exists(
    here: World, sana: Client, zara: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not await overtaken(here, sana, zara, monkeypatch)


@pytest.mark.postgres_only("SQLite has one writer at a time, so a look there cannot be overtaken")
async def test_a_look_alone_would_be_overtaken(
    here: World, sana: Client, zara: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def look(session: Transaction, user_id: UUID) -> UserRow | None:
        return await queries.find_user(session, user_id)

    monkeypatch.setattr(queries, "hold", look)
    assert await overtaken(here, sana, zara, monkeypatch)
