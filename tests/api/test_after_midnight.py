"""The current night after midnight: until the cut-off, guests arrive for it and staff sell it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.world import Client, World

MIDNIGHT = timedelta(hours=10)
"""The time from the test clock, 14:00 in Karachi, to 00:00 of the next day there."""


async def act(client: Client, booking: dict[str, Any], action: str) -> Any:
    return await client.post(f"/api/bookings/{booking['id']}/{action}")


async def day(here: World, client: Client) -> Any:
    return (await client.get("/api/day", params={"property": str(here.property_id)})).json()


async def later(here: World, hours: int, minutes: int = 0) -> None:
    """Move the clock to a local time of the night after the first day."""
    await here.move_to(here.clock.moment + MIDNIGHT + timedelta(hours=hours, minutes=minutes))


async def test_who_comes_after_midnight_arrives_until_the_check_out_time(here: World, sana: Client) -> None:
    first, second = await here.book(sana, 0, 1), await here.book(sana, 0, 1, units=[1])
    await later(here, 0, 30)
    assert [booking["code"] for booking in (await day(here, sana))["arrivals"]] == [
        first["code"],
        second["code"],
    ]
    assert (await act(sana, first, "check-in")).json()["booking"]["status"] == "CHECKED_IN"
    await here.move_to(here.clock.moment + timedelta(hours=10, minutes=30))
    answer = await act(sana, second, "check-in")
    assert (answer.status_code, answer.json()["code"]) == (409, "too_late")


async def test_a_walk_in_after_midnight_gets_the_running_night(
    here: World, sana: Client, bilal: Client, hina: Client
) -> None:
    await later(here, 1)
    assert (await day(here, sana))["firstNight"] == "2027-05-01"
    walk_in = await here.book(sana, 0, 1)
    assert (await act(sana, walk_in, "check-in")).status_code == 200
    for client in (bilal, hina):
        answer = await client.post("/api/bookings", json=here.stay(0, 1, units=[1]))
        assert answer.json()["code"] == "stay_in_the_past", "only staff see who stands at the desk"
    await here.move_to(here.clock.moment + timedelta(hours=10))
    answer = await sana.post("/api/bookings", json=here.stay(0, 1, units=[1]))
    assert answer.json()["code"] == "stay_in_the_past"


async def test_a_no_show_after_midnight_frees_the_running_night(here: World, sana: Client) -> None:
    booking = await here.book(sana, 0, 2)
    await later(here, 2)
    await act(sana, booking, "no-show")
    assert await here.nights() == []
    await here.book(sana, 0, 1)


async def test_the_cut_off_is_a_setting(here: World, sana: Client, zara: Client) -> None:
    path = f"/api/properties/{here.property_id}"
    answer = await zara.patch(path, json={"arrivalCutoff": "04:00"})
    assert answer.json()["property"]["arrivalCutoff"] == "04:00"
    booking = await here.book(sana, 0, 1)
    await later(here, 3, 59)
    assert (await act(sana, booking, "check-in")).status_code == 200
    await here.move_to(here.clock.moment + timedelta(minutes=1))
    answer = await sana.post("/api/bookings", json=here.stay(0, 1, units=[1]))
    assert answer.json()["code"] == "stay_in_the_past"
    assert (await zara.patch(path, json={"arrivalCutoff": None})).json()["property"]["arrivalCutoff"] is None
    await here.book(sana, 0, 1, units=[1])


@pytest.mark.parametrize(("day_", "there"), [("2027-05-01", 0), ("2027-05-02", 1), ("2027-05-03", 0)])
async def test_a_past_day_shows_who_was_in_house(here: World, sana: Client, day_: str, there: int) -> None:
    """The guest left a night early: on the third day instead of the fourth."""
    booking, absent = await here.book(sana, 0, 3), await here.book(sana, 0, 3, units=[1])
    await act(sana, booking, "check-in")
    await here.move_to(here.clock.moment + timedelta(days=2))
    await act(sana, booking, "check-out")
    await act(sana, absent, "no-show")
    await here.move_to(here.clock.moment + timedelta(days=3))
    params = {"property": str(here.property_id), "date": day_}
    found = (await sana.get("/api/day", params=params)).json()
    assert [one["code"] for one in found["inHouse"]] == [booking["code"]] * there
    gone = [booking["code"]] if day_ == "2027-05-03" else []
    assert [one["code"] for one in found["departures"]] == gone
