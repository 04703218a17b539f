"""Concurrent moves of stays and blocks onto the same nights: one succeeds, the other stays unchanged."""

import asyncio
from typing import Any

import pytest

from soulter.bookings import ledger
from tests.race.concurrent_attempts import check_consistent, statuses
from tests.race.test_guards import _drop_key, _meet_after_the_look, _switch_off_locks
from tests.world import Client, World

TARGET = ("2027-05-20", "2027-05-22")


def a_block(here: World, unit: int) -> dict[str, str]:
    return {"unitId": str(here.units[unit]), "from": "2027-05-11", "to": "2027-05-13", "reason": "Roof"}


async def two_blocks(here: World, sana: Client) -> list[str]:
    """Blocks of two units, neither of which is the third."""
    return [
        (await sana.post("/api/blocks", json=a_block(here, unit))).json()["block"]["id"] for unit in (0, 1)
    ]


async def move_both(here: World, sana: Client) -> list[Any]:
    """Move both blocks to the third unit at once."""
    body = {"unitId": str(here.units[2]), "from": TARGET[0], "to": TARGET[1]}
    blocks = await two_blocks(here, sana)
    return list(await asyncio.gather(*(sana.patch(f"/api/blocks/{block}", json=body) for block in blocks)))


@pytest.mark.usefixtures("long_timeouts")
async def test_one_of_two_blocks_gets_the_nights(here: World, sana: Client) -> None:
    answers = await move_both(here, sana)
    assert statuses(answers) == {200: 1, 409: 1}
    assert next(answer for answer in answers if answer.status_code == 409).json()["code"] == "nights_taken"
    assert len(await here.nights()) == 4
    assert len({unit for unit, _ in await here.nights()}) == 2
    await check_consistent(here)


@pytest.mark.usefixtures("long_timeouts")
async def test_a_block_and_a_stay_that_meet(here: World, sana: Client) -> None:
    booking = await here.book(sana, 11, 2, units=[1])
    block = (await sana.post("/api/blocks", json=a_block(here, 0))).json()["block"]["id"]
    answers = await asyncio.gather(
        sana.patch(
            f"/api/blocks/{block}", json={"unitId": str(here.units[2]), "from": TARGET[0], "to": TARGET[1]}
        ),
        sana.patch(
            f"/api/bookings/{booking['id']}",
            json={"unitIds": [str(here.units[2])], "checkIn": TARGET[0], "checkOut": TARGET[1]},
        ),
    )
    assert statuses(answers) == {200: 1, 409: 1}
    await check_consistent(here)


async def test_lock_and_check_alone_allow_one_block(scratch: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await _drop_key(scratch)
    _meet_after_the_look(monkeypatch)
    assert statuses(await move_both(scratch, await scratch.login("sana"))) == {200: 1, 409: 1}


@pytest.mark.postgres_only("SQLite has one writer at a time: a look there cannot be overtaken")
async def test_without_lock_and_primary_key_both_blocks_exist(
    scratch: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _drop_key(scratch)
    sana = await scratch.login("sana")
    _switch_off_locks(monkeypatch)
    blocks = await two_blocks(scratch, sana)
    _meet_after_the_look(monkeypatch, 5)
    body = {"unitId": str(scratch.units[2]), "from": TARGET[0], "to": TARGET[1]}
    answers = await asyncio.gather(*(sana.patch(f"/api/blocks/{block}", json=body) for block in blocks))
    assert statuses(answers) == {200: 2}


async def test_without_lock_and_check_the_primary_key_allows_one_block(
    here: World, sana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_args: object) -> None:
        pass

    monkeypatch.setattr(ledger, "ensure_free", nothing)
    _switch_off_locks(monkeypatch)
    assert statuses(await move_both(here, sana)) == {200: 1, 409: 1}
