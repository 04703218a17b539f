"""GET /api/calendar: the taken nights of every unit, for sellers."""

import random
from datetime import date, timedelta
from typing import Any

import pytest

from tests.world import TODAY, Client, World

WINDOW = {"from": "2027-05-10", "to": "2027-05-20"}


async def vacancies(here: World, client: Client, **window: str) -> list[dict[str, Any]]:
    answer = await client.get("/api/calendar", params={"property": str(here.property_id), **WINDOW, **window})
    assert answer.status_code == 200, answer.text
    units: list[dict[str, Any]] = answer.json()["units"]
    return units


async def test_units_in_sale_with_their_taken_nights_and_nothing_about_who_has_them(
    here: World, bilal: Client, sana: Client
) -> None:
    await here.book(sana, 11, 2, units=[1])
    await here.book(sana, 13, 1, units=[1])
    body = {"unitId": str(here.units[1]), "from": "2027-05-17", "to": "2027-05-19", "reason": "Roof"}
    assert (await sana.post("/api/blocks", json=body)).status_code == 201
    assert await vacancies(here, bilal) == [
        {
            "id": str(here.units[0]),
            "name": "Lake Tent",
            "sleeps": 2,
            "price": {"amount": 100_000, "currency": "PKR"},
            "taken": [],
        },
        {
            "id": str(here.units[1]),
            "name": "Oak Cabin",
            "sleeps": 4,
            "price": {"amount": 200_000, "currency": "PKR"},
            "taken": [{"from": "2027-05-12", "to": "2027-05-15"}, {"from": "2027-05-17", "to": "2027-05-19"}],
        },
        {
            "id": str(here.units[2]),
            "name": "Long House",
            "sleeps": 6,
            "price": {"amount": 300_000, "currency": "PKR"},
            "taken": [],
        },
    ]


async def test_units_out_of_sale_are_shown_to_nobody(here: World, bilal: Client, sana: Client) -> None:
    for client in (bilal, sana):
        assert "Old Shed" not in [unit["name"] for unit in await vacancies(here, client)]


async def test_a_hold_takes_its_nights_to_the_moment_it_lapses(
    here: World, bilal: Client, hina: Client
) -> None:
    await here.book(hina, 10)
    taken = [{"from": "2027-05-11", "to": "2027-05-13"}]
    assert (await vacancies(here, bilal))[0]["taken"] == taken
    here.clock.moment += timedelta(minutes=60) - timedelta(milliseconds=1)
    assert (await vacancies(here, bilal))[0]["taken"] == taken
    here.clock.moment += timedelta(milliseconds=1)
    assert (await vacancies(here, bilal))[0]["taken"] == []


async def test_it_says_what_the_calendar_of_each_unit_says(
    here: World, bilal: Client, sana: Client, hina: Client
) -> None:
    chance = random.Random(20270501)
    for _ in range(60):
        who, unit = chance.choice([sana, hina, bilal]), chance.randrange(3)
        first, nights = chance.randrange(1, 40), chance.randrange(1, 5)
        if who is sana and chance.random() < 0.3:
            begin = TODAY + timedelta(days=first)
            body = {
                "unitId": str(here.units[unit]),
                "from": str(begin),
                "to": str(begin + timedelta(days=nights)),
                "reason": "Roof",
            }
            await sana.post("/api/blocks", json=body)
        else:
            made = await who.post("/api/bookings", json=here.stay(first, nights, units=[unit], adults=1))
            if made.status_code == 201 and chance.random() < 0.2:
                await who.post(f"/api/bookings/{made.json()['booking']['id']}/cancel")
    here.clock.moment += timedelta(minutes=90)  # holds of customers are over, those of agents are not
    window = {"from": "2027-05-05", "to": "2027-06-08"}
    found = await vacancies(here, bilal, **window)
    assert sum(len(unit["taken"]) for unit in found) > 6
    for one in found:
        each = (await bilal.get(f"/api/units/{one['id']}/calendar", params=window)).json()["nights"]
        assert spread(one["taken"]) == {night["night"] for night in each if not night["free"]}


def spread(ranges: list[dict[str, str]]) -> set[str]:
    return {
        date.fromordinal(day).isoformat()
        for taken in ranges
        for day in range(
            date.fromisoformat(taken["from"]).toordinal(), date.fromisoformat(taken["to"]).toordinal()
        )
    }


async def test_each_property_has_its_own_calendar(
    here: World, bilal: Client, sana: Client, zara: Client
) -> None:
    await here.book(sana, 10)
    place = {
        "name": "Other Place",
        "slug": "other",
        "timezone": "Asia/Karachi",
        "currency": "EUR",
        "checkInTime": "15:00",
        "checkOutTime": "11:00",
    }
    other = (await zara.post("/api/properties", json=place)).json()["property"]["id"]
    assert await vacancies(here, bilal, property=other) == []
    missing = await bilal.get(
        "/api/calendar", params={"property": "00000000-0000-0000-0000-000000000007", **WINDOW}
    )
    assert (missing.status_code, missing.json()["code"]) == (404, "property_not_found")


@pytest.mark.parametrize(
    "window",
    [
        ("2027-05-10", "2027-05-10"),
        ("2027-05-10", "2027-08-11"),
        ("1999-12-31", "2000-01-02"),
        ("2199-12-30", "2200-01-02"),
    ],
)
async def test_the_calendar_has_a_maximum_length(here: World, bilal: Client, window: tuple[str, str]) -> None:
    answer = await bilal.get(
        "/api/calendar", params={"property": str(here.property_id), "from": window[0], "to": window[1]}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "range_too_long")


async def test_the_longest_calendar(here: World, bilal: Client) -> None:
    assert len(await vacancies(here, bilal, to="2027-08-10")) == 3


@pytest.mark.parametrize(
    ("name", "status"), [("nobody", 401), ("hina", 403), ("bilal", 200), ("sana", 200), ("zara", 200)]
)
async def test_only_sellers_read_the_calendar(here: World, name: str, status: int) -> None:
    params = {"property": str(here.property_id), **WINDOW}
    assert (await (await here.login(name)).get("/api/calendar", params=params)).status_code == status


async def test_however_many_units_it_is_two_statements_beside_the_login(
    here: World, bilal: Client, sana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for unit in range(3):
        await here.book(sana, 10, 3, units=[unit])
    counted: list[int] = []
    monkeypatch.setattr(
        "soulter.core.telemetry.logs.request_line",
        lambda _severity, **fields: counted.append(fields["queries"]),
    )
    await vacancies(here, bilal)
    assert counted == [3]
