"""GET /api/availability and GET /api/units/{id}/calendar."""

from datetime import timedelta
from typing import Any

from tests.world import Client, World

DATES = {"checkIn": "2027-05-11", "checkOut": "2027-05-13"}


async def free(client: Client, **params: Any) -> list[str]:
    answer = await client.get("/api/availability", params={**DATES, "guests": 1, **params})
    assert answer.status_code == 200, answer.text
    return [unit["name"] for unit in answer.json()["units"]]


async def test_free_units_come_with_an_explained_price(nobody: Client, here: World) -> None:
    units = (await nobody.get("/api/availability", params={**DATES, "guests": 3})).json()["units"]
    assert [unit["name"] for unit in units] == ["Oak Cabin", "Long House"]
    assert units[0]["total"] == {"amount": 400_000, "currency": "PKR"}
    assert units[0]["priceLines"] == [
        {"unitId": str(here.units[1]), "night": night, "price": {"amount": 200_000, "currency": "PKR"}}
        for night in ("2027-05-11", "2027-05-12")
    ]


async def test_a_taken_night_takes_the_unit_off_the_list(here: World, nobody: Client, sana: Client) -> None:
    await here.book(sana, 11, 3)
    assert await free(nobody) == ["Oak Cabin", "Long House"]
    assert await free(nobody, checkOut="2027-05-12") == ["Lake Tent", "Oak Cabin", "Long House"], (
        "check-out on the day of arrival is free"
    )
    assert await free(nobody, checkIn="2027-05-15", checkOut="2027-05-16") == [
        "Lake Tent",
        "Oak Cabin",
        "Long House",
    ]


async def test_holds_count_until_they_lapse(here: World, nobody: Client, hina: Client) -> None:
    await here.book(hina)
    assert "Lake Tent" not in await free(nobody)
    here.clock.moment += timedelta(minutes=60)
    assert "Lake Tent" in await free(nobody)


async def test_blocks_count(here: World, nobody: Client, sana: Client) -> None:
    body = {"unitId": str(here.units[1]), "from": "2027-05-12", "to": "2027-05-14", "reason": "Roof"}
    assert (await sana.post("/api/blocks", json=body)).status_code == 201
    assert await free(nobody) == ["Lake Tent", "Long House"]


async def test_pages_go_on_where_they_ended(nobody: Client, here: World) -> None:
    params: dict[str, Any] = {**DATES, "guests": 1, "size": 2}
    first = (await nobody.get("/api/availability", params=params)).json()
    second = (
        await nobody.get("/api/availability", params={**params, "cursor": first["page"]["next"]})
    ).json()
    assert [unit["name"] for unit in first["units"] + second["units"]] == [
        "Lake Tent",
        "Oak Cabin",
        "Long House",
    ]
    assert second["page"]["next"] is None
    assert await free(nobody, property=str(here.property_id)) == ["Lake Tent", "Oak Cabin", "Long House"]


async def test_what_is_offered_can_be_booked_at_that_price(here: World, nobody: Client) -> None:
    unit = (await nobody.get("/api/availability", params={**DATES, "guests": 2})).json()["units"][0]
    booking = await here.book(nobody, units=[here.units.index(__import__("uuid").UUID(unit["id"]))])
    assert booking["total"] == unit["total"]
    assert booking["priceLines"] == unit["priceLines"]


async def test_the_calendar_says_free_or_taken_and_no_more(
    here: World, nobody: Client, hina: Client, sana: Client
) -> None:
    booking = await here.book(hina, 11, 2)
    path, params = f"/api/units/{here.units[0]}/calendar", {"from": "2027-05-11", "to": "2027-05-15"}
    nights = [("2027-05-11", True), ("2027-05-12", False), ("2027-05-13", False), ("2027-05-14", True)]
    for client in (nobody, hina):
        answer = (await client.get(path, params=params)).json()
        assert answer == {"nights": [{"night": night, "free": free} for night, free in nights]}
    staff = (await sana.get(path, params=params)).json()["nights"]
    assert staff[1]["booking"] == {
        "id": booking["id"],
        "code": booking["code"],
        "status": "PENDING",
        "guestName": "Ayesha Siddiqui",
    }
    assert staff[0]["booking"] is None


async def test_staff_see_blocks_in_the_calendar(here: World, sana: Client) -> None:
    body = {"unitId": str(here.units[0]), "from": "2027-05-12", "to": "2027-05-13", "reason": "Roof"}
    block = (await sana.post("/api/blocks", json=body)).json()["block"]
    answer = await sana.get(
        f"/api/units/{here.units[0]}/calendar", params={"from": "2027-05-12", "to": "2027-05-13"}
    )
    assert answer.json()["nights"][0]["block"] == {"id": block["id"], "reason": "Roof"}


async def test_a_calendar_has_bounds_and_needs_a_visible_unit(here: World, nobody: Client) -> None:
    path = f"/api/units/{here.units[0]}/calendar"
    for begin, end in (
        ("2027-05-12", "2027-05-12"),
        ("2027-05-13", "2027-05-12"),
        ("2027-01-01", "2029-01-01"),
    ):
        assert (await nobody.get(path, params={"from": begin, "to": end})).json()["code"] == "range_too_long"
    hidden = await nobody.get(
        f"/api/units/{here.units[3]}/calendar", params={"from": "2027-05-12", "to": "2027-05-13"}
    )
    assert hidden.status_code == 404


async def test_one_unit_alone_can_be_asked_for(nobody: Client, here: World, sana: Client) -> None:
    async def found(unit: int, guests: int = 2) -> list[str]:
        params = {
            "checkIn": "2027-05-11",
            "checkOut": "2027-05-13",
            "guests": guests,
            "unit": str(here.units[unit]),
        }
        return [one["name"] for one in (await nobody.get("/api/availability", params=params)).json()["units"]]

    assert await found(1) == ["Oak Cabin"]
    assert await found(0, guests=3) == []
    await here.book(sana, 10, 2, units=[1])
    assert await found(1) == []
