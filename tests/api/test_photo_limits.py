"""How many photos a unit and a property may have, and how many are decoded at once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from soulter.core.http import services
from soulter.inventory import photo_pool, photos, queries
from soulter.inventory.models import Photo
from soulter.inventory.photo_pool import PhotoPool
from tests.api.test_photos import count, send, sent
from tests.sample_photos import PIXELS
from tests.world import Client, World


async def fill(here: World, sana: Client, unit: UUID, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(photos, "MOST_OF_A_UNIT", most)
    for _ in range(most - 1):
        await sent(sana, unit)


async def test_a_unit_and_a_property_have_so_many_photos(
    here: World, sana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (photos.MOST_OF_A_UNIT, photos.MOST_OF_A_PROPERTY) == (20, 1_000)
    await fill(here, sana, here.units[0], monkeypatch, 3)
    last = (await sent(sana, here.units[0]))[-1]
    answer = await send(sana, here.units[0])
    assert (answer.status_code, answer.json()["code"], answer.json()["limit"]) == (
        409,
        "unit_has_enough_photos",
        3,
    )
    monkeypatch.setattr(photos, "MOST_OF_A_PROPERTY", 4)
    await sent(sana, here.units[1])
    answer = await send(sana, here.units[2])
    assert (answer.status_code, answer.json()["code"], answer.json()["limit"]) == (
        409,
        "property_has_enough_photos",
        4,
    )
    assert (await sana.delete(f"/api/units/{here.units[0]}{last.removeprefix('/api')}")).status_code == 200
    await sent(sana, here.units[2])


@pytest.mark.parametrize("limit", ["MOST_OF_A_UNIT", "MOST_OF_A_PROPERTY"])
async def test_of_two_at_once_one_gets_the_last_place(
    here: World, sana: Client, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sent(sana, here.units[0])
    monkeypatch.setattr(photos, limit, 2)
    units = [here.units[0]] * 4 if limit == "MOST_OF_A_UNIT" else [here.units[i % 3] for i in range(4)]
    answers = await asyncio.gather(*(send(sana, unit) for unit in units))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 3}, [
        answer.text for answer in answers
    ]
    assert await count(here, Photo) == 2


async def test_of_two_at_once_both_are_listed(here: World, sana: Client) -> None:
    await asyncio.gather(*(send(sana, here.units[0]) for _ in range(4)))
    listed = (await sana.get(f"/api/units/{here.units[0]}")).json()["unit"]["photos"]
    assert len(set(listed)) == await count(here, Photo) == 4


@pytest.mark.postgres_only(reason="SQLite has one writer at a time, so nothing can be seen before it changes")
@pytest.mark.parametrize(
    ("guard", "limit"), [("lock", "MOST_OF_A_UNIT"), ("lock_and_count_photos", "MOST_OF_A_PROPERTY")]
)
async def test_without_its_lock_the_last_place_would_be_given_twice(
    here: World, sana: Client, guard: str, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    met = asyncio.Barrier(2)

    async def careless_lock(session: Any, unit_id: UUID) -> Any:
        found = await session.one(queries._BY_ID, id=unit_id)
        await met.wait()
        return found

    async def careless_count(session: Any, property_id: UUID) -> Any:
        found = await session.one(queries._COUNT_PHOTOS, property=property_id)
        await met.wait()
        return found

    await sent(sana, here.units[0])
    monkeypatch.setattr(photos, limit, 2)
    monkeypatch.setattr(queries, guard, careless_lock if guard == "lock" else careless_count)
    units = (here.units[0], here.units[0]) if guard == "lock" else (here.units[1], here.units[2])
    await asyncio.gather(*(send(sana, unit) for unit in units))
    assert await count(here, Photo) == 3


async def test_more_at_once_than_are_developed_are_asked_to_wait(
    here: World, sana: Client, nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, gate = services.of(here.stack.app, PhotoPool), asyncio.Event()
    places = room._places
    assert places == photo_pool.PLACES

    async def slow() -> AsyncIterator[bytes]:
        await gate.wait()
        yield PIXELS

    waiting = [asyncio.create_task(send(sana, here.units[i % 3], slow())) for i in range(photo_pool.PLACES)]
    async with asyncio.timeout(20):
        while room._places:  # noqa: ASYNC110 -- what is counted has no event to wait for
            await asyncio.sleep(0.01)
    refused = await send(sana, here.units[0])
    assert (refused.status_code, refused.json()["code"]) == (503, "too_many_photos_at_once")
    assert int(refused.headers["retry-after"]) > 0
    assert (await nobody.get("/api/units")).status_code == 200
    gate.set()
    assert Counter(answer.status_code for answer in await asyncio.gather(*waiting)) == {
        201: photo_pool.PLACES
    }
    assert room._places == places
    assert (await send(sana, here.units[0], b"no picture")).status_code == 422
    assert room._places == places, "a refusal gives its place back"


async def test_no_transaction_is_open_while_a_photo_is_developed(
    here: World, sana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite everybody else's writing would wait for the decoder."""
    taken: list[int] = []
    develop = PhotoPool.develop

    async def watching(pool: PhotoPool, body: bytes, declared: str) -> Any:
        taken.append(here.database._writer.pool.checkedout())  # type: ignore[attr-defined]
        return await develop(pool, body, declared)

    monkeypatch.setattr(PhotoPool, "develop", watching)
    await sent(sana, here.units[0])
    assert taken == [0]
