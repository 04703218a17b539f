"""GET/POST /api/blocks, GET/PATCH/DELETE /api/blocks/{id}."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.world import Client, World


def a_block(here: World, begin: str = "2027-05-11", end: str = "2027-05-13", unit: int = 0) -> dict[str, str]:
    return {"unitId": str(here.units[unit]), "from": begin, "to": end, "reason": "New canvas"}


async def test_a_block_takes_nights_and_gives_them_back(here: World, sana: Client) -> None:
    block = (await sana.post("/api/blocks", json=a_block(here))).json()["block"]
    assert (block["unitName"], block["from"], block["to"], block["reason"]) == (
        "Lake Tent",
        "2027-05-11",
        "2027-05-13",
        "New canvas",
    )
    assert (await sana.post("/api/bookings", json=here.stay(11))).json()["code"] == "nights_taken"
    assert (await sana.get(f"/api/blocks/{block['id']}")).json()["block"] == block
    assert (await sana.delete(f"/api/blocks/{block['id']}")).status_code == 204
    assert await here.nights() == []
    assert (await sana.delete(f"/api/blocks/{block['id']}")).json()["code"] == "block_not_found"


async def test_a_block_does_not_push_a_booking_out(here: World, sana: Client) -> None:
    await here.book(sana)
    answer = await sana.post("/api/blocks", json=a_block(here, "2027-05-12", "2027-05-20"))
    assert [night["night"] for night in answer.json()["nights"]] == ["2027-05-12"]


async def test_a_block_can_be_moved(here: World, sana: Client) -> None:
    block = (await sana.post("/api/blocks", json=a_block(here))).json()["block"]
    answer = await sana.patch(f"/api/blocks/{block['id']}", json={"to": "2027-05-12", "reason": "Shorter"})
    assert (answer.json()["block"]["to"], answer.json()["block"]["reason"]) == ("2027-05-12", "Shorter")
    assert [str(night) for _, night in await here.nights()] == ["2027-05-11"]
    await here.book(sana, 11)
    refused = await sana.patch(f"/api/blocks/{block['id']}", json={"to": "2027-05-13"})
    assert refused.json()["code"] == "nights_taken"
    assert len(await here.nights()) == 3


async def test_an_inactive_unit_can_be_blocked_too(here: World, sana: Client) -> None:
    assert (await sana.post("/api/blocks", json=a_block(here, unit=3))).status_code == 201


async def test_blocks_are_listed_by_their_first_night(here: World, sana: Client) -> None:
    for begin, end, unit in (
        ("2027-06-01", "2027-06-03", 0),
        ("2027-05-11", "2027-05-13", 1),
        ("2027-07-01", "2027-07-02", 0),
    ):
        await sana.post("/api/blocks", json=a_block(here, begin, end, unit))

    async def listed(**params: Any) -> list[str]:
        return [block["from"] for block in (await sana.get("/api/blocks", params=params)).json()["blocks"]]

    assert await listed() == ["2027-05-11", "2027-06-01", "2027-07-01"]
    assert await listed(unit=str(here.units[0])) == ["2027-06-01", "2027-07-01"]
    assert await listed(**{"from": "2027-05-13", "to": "2027-07-01"}) == ["2027-06-01"]
    first = (await sana.get("/api/blocks", params={"size": 1})).json()
    assert (await sana.get("/api/blocks", params={"size": 1, "cursor": first["page"]["next"]})).json()[
        "blocks"
    ][0]["from"] == "2027-06-01"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to": "2027-05-11"}, "stay_too_short"),
        ({"from": "2027-04-01"}, "stay_in_the_past"),
        ({"reason": ""}, "invalid"),
        ({"unitId": "x"}, "invalid"),
    ],
)
async def test_a_block_that_is_impossible_is_refused_with_its_reason(
    here: World, sana: Client, change: dict[str, str], code: str
) -> None:
    answer = await sana.post("/api/blocks", json=a_block(here) | change)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_only_staff_see_and_change_blocks(
    here: World, bilal: Client, hina: Client, nobody: Client
) -> None:
    for client, status in ((bilal, 403), (hina, 403), (nobody, 401)):
        assert (await client.post("/api/blocks", json=a_block(here))).status_code == status
        assert (await client.get("/api/blocks")).status_code == status


async def test_a_block_can_be_moved_to_another_unit(here: World, sana: Client) -> None:
    block = (await sana.post("/api/blocks", json=a_block(here))).json()["block"]
    moved = await sana.patch(
        f"/api/blocks/{block['id']}",
        json={"unitId": str(here.units[1]), "from": "2027-05-12", "to": "2027-05-15"},
    )
    assert (moved.json()["block"]["unitName"], moved.json()["block"]["from"]) == ("Oak Cabin", "2027-05-12")
    assert [(unit, str(night)) for unit, night in await here.nights()] == [
        (here.units[1], f"2027-05-{day}") for day in (12, 13, 14)
    ]
    await here.book(sana, 20, units=[2])
    refused = await sana.patch(
        f"/api/blocks/{block['id']}",
        json={"unitId": str(here.units[2]), "from": "2027-05-20", "to": "2027-05-22"},
    )
    assert refused.json()["code"] == "nights_taken"
    assert (await sana.patch(f"/api/blocks/{block['id']}", json={"unitId": str(UUID(int=7))})).json()[
        "code"
    ] == "unit_not_bookable"


async def test_a_block_does_not_begin_in_the_past_but_goes_on(here: World, sana: Client) -> None:
    block = (await sana.post("/api/blocks", json=a_block(here))).json()["block"]
    assert (await sana.patch(f"/api/blocks/{block['id']}", json={"from": "2027-04-29"})).json()[
        "code"
    ] == "stay_in_the_past"
    await here.move_to(here.clock.moment + timedelta(days=11))
    sana = await here.login("sana")
    assert (await sana.patch(f"/api/blocks/{block['id']}", json={"to": "2027-05-20"})).status_code == 200
