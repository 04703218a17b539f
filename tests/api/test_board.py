"""GET /api/board and GET /api/day: the screens of the staff's day."""

from datetime import timedelta
from typing import Any

import pytest

from tests.world import NOW, Client, World

WINDOW = {"from": "2027-05-10", "to": "2027-05-20"}


async def board(here: World, client: Client, **window: str) -> dict[str, Any]:
    answer = await client.get("/api/board", params={"property": str(here.property_id), **WINDOW, **window})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def day(here: World, client: Client, **params: str) -> dict[str, Any]:
    answer = await client.get("/api/day", params={"property": str(here.property_id), **params})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def codes(bookings: list[dict[str, Any]]) -> list[str]:
    return [booking["code"] for booking in bookings]


UNITS = [
    ("Lake Tent", 2, "ACTIVE"),
    ("Oak Cabin", 4, "ACTIVE"),
    ("Long House", 6, "ACTIVE"),
    ("Old Shed", 2, "INACTIVE"),
]


async def test_everything_that_the_board_draws_in_one_answer(here: World, sana: Client) -> None:
    booking = await here.book(sana, 11, 3, units=[1, 2], children=1)
    body = {"unitId": str(here.units[0]), "from": "2027-05-12", "to": "2027-05-14", "reason": "Roof"}
    block = (await sana.post("/api/blocks", json=body)).json()["block"]
    answer = await board(here, sana)
    place = {
        "id": str(here.property_id),
        "name": "Starry Meadow",
        "timezone": "Asia/Karachi",
        "currency": "PKR",
        "today": "2027-05-01",
    }
    assert answer["property"] == place
    assert [(unit["name"], unit["sleeps"], unit["status"]) for unit in answer["units"]] == UNITS
    assert [unit["id"] for unit in answer["units"]] == [str(unit_id) for unit_id in here.units]
    assert answer["bookings"] == [
        {
            "id": booking["id"],
            "code": booking["code"],
            "status": "CONFIRMED",
            "guestName": "Ayesha Siddiqui",
            "checkIn": "2027-05-12",
            "checkOut": "2027-05-15",
            "unitIds": sorted(str(here.units[i]) for i in (1, 2)),
            "adults": 2,
            "children": 1,
            "version": 1,
            "holdExpiresAt": None,
        }
    ]
    assert answer["blocks"] == [
        {
            "id": block["id"],
            "unitId": body["unitId"],
            "from": "2027-05-12",
            "to": "2027-05-14",
            "reason": "Roof",
        }
    ]


async def test_what_touches_the_window_is_drawn_and_what_ends_where_it_begins_is_not(
    here: World, sana: Client
) -> None:
    for first, nights in ((7, 2), (8, 2), (18, 2), (19, 2)):
        await here.book(sana, first, nights, units=[1 if first in (8, 19) else 2])
    for begin, end in (
        ("2027-05-05", "2027-05-10"),
        ("2027-05-20", "2027-05-22"),
        ("2027-05-19", "2027-05-20"),
    ):
        body = {"unitId": str(here.units[0]), "from": begin, "to": end, "reason": "Roof"}
        assert (await sana.post("/api/blocks", json=body)).status_code == 201
    answer = await board(here, sana)
    assert sorted(booking["checkIn"] for booking in answer["bookings"]) == ["2027-05-09", "2027-05-19"]
    assert [block["from"] for block in answer["blocks"]] == ["2027-05-19"]


async def test_holds_are_drawn_until_they_lapse_and_cancelled_ones_not_at_all(
    here: World, sana: Client, hina: Client
) -> None:
    hold = await here.book(hina, 10)
    gone = await here.book(sana, 10, units=[1])
    await sana.post(f"/api/bookings/{gone['id']}/cancel")
    assert [(booking["code"], booking["status"]) for booking in (await board(here, sana))["bookings"]] == [
        (hold["code"], "PENDING")
    ]
    here.clock.moment += timedelta(minutes=60)
    assert (await board(here, sana))["bookings"] == []


async def test_who_leaves_early_or_never_comes_gives_the_nights_back(here: World, sana: Client) -> None:
    early, absent = await here.book(sana, 3, 4), await here.book(sana, 3, 4, units=[1])
    await here.move_to(NOW + timedelta(days=3))
    assert (await sana.post(f"/api/bookings/{early['id']}/check-in")).status_code == 200
    assert (await sana.post(f"/api/bookings/{absent['id']}/no-show")).status_code == 200
    await here.move_to(NOW + timedelta(days=5))
    assert (await sana.post(f"/api/bookings/{early['id']}/check-out")).status_code == 200
    after = await here.book(sana, 5, 2)
    found = {
        booking["code"]: booking
        for booking in (await board(here, sana, **{"from": "2027-05-01"}))["bookings"]
    }
    assert found.keys() == {early["code"], after["code"]}
    assert (found[early["code"]]["checkOut"], found[early["code"]]["heldUntil"]) == (
        "2027-05-08",
        "2027-05-06",
    )
    assert "heldUntil" not in found[after["code"]]


OUTSIDE = [("05-10", "05-10"), ("05-11", "05-10"), ("05-10", "08-11")]


@pytest.mark.parametrize(
    "window",
    [(f"2027-{begin}", f"2027-{end}") for begin, end in OUTSIDE]
    + [("1999-12-31", "2000-01-02"), ("2199-12-30", "2200-01-02")],
)
async def test_the_board_has_bounds(here: World, sana: Client, window: tuple[str, str]) -> None:
    answer = await sana.get(
        "/api/board", params={"property": str(here.property_id), "from": window[0], "to": window[1]}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "range_too_long")
    assert "92 nights" in answer.json()["detail"]


async def test_the_longest_board(here: World, sana: Client) -> None:
    assert (await board(here, sana, to="2027-08-10"))["bookings"] == []


@pytest.mark.parametrize(
    ("name", "status"), [("nobody", 401), ("hina", 403), ("bilal", 403), ("sana", 200), ("zara", 200)]
)
@pytest.mark.parametrize("path", ["board", "day"])
async def test_both_are_for_staff(here: World, path: str, name: str, status: int) -> None:
    params = {"property": str(here.property_id)} | (WINDOW if path == "board" else {})
    assert (await (await here.login(name)).get(f"/api/{path}", params=params)).status_code == status


@pytest.mark.parametrize("path", ["board", "day"])
async def test_a_property_that_is_not_there_has_neither(sana: Client, path: str) -> None:
    params = {"property": "00000000-0000-0000-0000-000000000007"} | (WINDOW if path == "board" else {})
    answer = await sana.get(f"/api/{path}", params=params)
    assert (answer.status_code, answer.json()["code"]) == (404, "property_not_found")


async def test_another_property_has_its_own_board_and_day(here: World, sana: Client, zara: Client) -> None:
    await here.book(sana, 10)
    place = {
        "name": "Other Place",
        "slug": "other",
        "timezone": "Asia/Karachi",
        "currency": "PKR",
        "checkInTime": "15:00",
        "checkOutTime": "11:00",
    }
    made = await zara.post("/api/properties", json=place)
    assert made.status_code == 201, made.text
    other = made.json()["property"]["id"]
    answer = await board(here, sana, property=other)
    assert (answer["units"], answer["bookings"], answer["blocks"]) == ([], [], [])
    assert (await day(here, sana, property=other, date="2027-05-11"))["arrivals"] == []


async def test_a_day_tells_who_comes_goes_and_stays(here: World, sana: Client, hina: Client) -> None:
    going, staying = await here.book(sana, 8, 2), await here.book(sana, 9, 3, units=[1])
    coming, held = await here.book(sana, 10, 2, units=[2]), await here.book(hina, 10)
    await here.book(sana, 12, 2)
    answer = await day(here, sana, date="2027-05-11")
    assert (answer["date"], answer["today"]) == ("2027-05-11", "2027-05-01")
    assert sorted(codes(answer["arrivals"])) == sorted([coming["code"], held["code"]])
    assert (codes(answer["departures"]), codes(answer["inHouse"])) == ([going["code"]], [staying["code"]])
    arrival = next(booking for booking in answer["arrivals"] if booking["code"] == coming["code"])
    assert arrival["actions"] == ["cancel", "check-in", "no-show", "change", "move"]
    assert arrival["guest"] == {"name": "Ayesha Siddiqui", "email": "ayesha@example.com", "phone": None}
    assert [unit["name"] for unit in arrival["units"]] == ["Long House"]
    here.clock.moment += timedelta(minutes=60)
    assert codes((await day(here, sana, date="2027-05-11"))["arrivals"]) == [coming["code"]], (
        "a hold that has lapsed comes no more"
    )


async def test_without_a_date_it_is_the_propertys_today(here: World, sana: Client) -> None:
    coming = await here.book(sana, 1, 2)
    assert codes((await day(here, sana))["arrivals"]) == []
    await here.move_to(
        NOW + timedelta(hours=10, minutes=30)
    )  # 00:30 on the next day in Karachi, 19:30 before in UTC
    answer = await day(here, sana)
    assert (answer["date"], codes(answer["arrivals"])) == ("2027-05-02", [coming["code"]])


async def test_who_should_have_gone_goes_today(here: World, sana: Client) -> None:
    late = await here.book(sana, 1, 2)
    await here.move_to(NOW + timedelta(days=1))
    await sana.post(f"/api/bookings/{late['id']}/check-in")
    await here.move_to(NOW + timedelta(days=5))
    answer = await day(here, sana)
    assert [(booking["code"], booking["actions"]) for booking in answer["departures"]] == [
        (late["code"], ["check-out", "change", "move"])
    ]
    assert (await day(here, sana, date="2027-05-07"))["departures"] == []


async def test_each_is_one_statement_beside_the_login(
    here: World, sana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    booking = await here.book(sana, 10, 3, units=[0, 1])
    counted: list[int] = []
    monkeypatch.setattr(
        "soulter.core.telemetry.logs.request_line",
        lambda _severity, **fields: counted.append(fields["queries"]),
    )
    await board(here, sana)
    await day(here, sana)
    assert (await sana.get(f"/api/bookings/{booking['id']}/history")).status_code == 200
    assert counted == [2, 2, 2]
