"""PATCH /api/bookings/{id} of a stay that has begun."""

from datetime import timedelta
from typing import Any

import pytest

from soulter.core.database.snapshot import taken
from soulter.exports import exporters
from soulter.wiring import EXPORTERS
from tests.world import Client, World


async def in_house(here: World, sana: Client, nights: int = 4, day: int = 2, **more: Any) -> dict[str, Any]:
    """A guest who arrived on the first day, `day` days later."""
    booking = await here.book(sana, 0, nights, **more)
    await sana.post(f"/api/bookings/{booking['id']}/check-in")
    await here.move_to(here.clock.moment + timedelta(days=day))
    return booking


async def change(client: Client, booking: dict[str, Any], **wanted: Any) -> Any:
    return await client.patch(f"/api/bookings/{booking['id']}", json=wanted)


async def wrong(here: World) -> list[str]:
    async with taken(here.stack.settings) as moment:
        return (await exporters.judge(moment, EXPORTERS)).wrong


async def test_a_stay_is_extended_and_shortened(here: World, sana: Client) -> None:
    booking = await in_house(here, sana)
    longer = (await change(sana, booking, checkOut="2027-05-07")).json()["booking"]
    assert (longer["nights"], longer["total"]["amount"]) == (6, booking["total"]["amount"] // 4 * 6)
    assert "move" in longer["actions"]
    shorter = (await change(sana, booking, checkOut="2027-05-04")).json()["booking"]
    assert (shorter["nights"], shorter["total"]["amount"]) == (3, booking["total"]["amount"] // 4 * 3)
    today = (await change(sana, booking, checkOut="2027-05-03")).json()["booking"]
    assert (today["nights"], today["status"]) == (2, "CHECKED_IN")
    assert len(await here.nights(booking["id"])) == 2
    assert await wrong(here) == []
    again = await change(sana, booking, checkOut="2027-05-04")
    assert again.json()["booking"]["nights"] == 3, "from the day of departure on, too"


async def test_a_guest_moves_to_another_unit_for_the_nights_to_come(here: World, sana: Client) -> None:
    booking = await in_house(here, sana)
    answer = await change(sana, booking, unitIds=[str(here.units[1])])
    assert answer.status_code == 200, answer.text
    found = answer.json()["booking"]
    nights = {(line["unitId"], line["night"]) for line in found["priceLines"]}
    tent, cabin = str(here.units[0]), str(here.units[1])
    assert nights == {
        (tent, "2027-05-01"),
        (tent, "2027-05-02"),
        (cabin, "2027-05-03"),
        (cabin, "2027-05-04"),
    }
    assert {(str(unit), str(night)) for unit, night in await here.nights(booking["id"])} == nights
    await here.book(sana, 2, 2)
    assert await wrong(here) == []
    longer = (await change(sana, booking, checkOut="2027-05-06")).json()["booking"]
    assert [line["unitId"] for line in longer["priceLines"]].count(cabin) == 3, (
        "it goes on in the second unit"
    )
    assert await wrong(here) == []
    left = await sana.post(f"/api/bookings/{booking['id']}/check-out")
    assert left.json()["booking"]["status"] == "COMPLETED"
    assert await wrong(here) == []


async def test_a_quote_says_what_the_change_costs(here: World, sana: Client) -> None:
    booking = await in_house(here, sana)
    wanted = {"checkOut": "2027-05-07", "unitIds": [str(here.units[1])]}
    quoted = (await sana.post(f"/api/bookings/{booking['id']}/quote", json=wanted)).json()["quote"]
    changed = (await change(sana, booking, **wanted)).json()["booking"]
    assert (quoted["after"]["total"], quoted["after"]["priceLines"]) == (
        changed["total"],
        changed["priceLines"],
    )


async def test_party_guest_and_notes_change_too(here: World, sana: Client) -> None:
    booking = await in_house(here, sana)
    guest = {"name": "Ayesha S.", "email": "ayesha@example.com", "phone": "+92 300 5550100"}
    answer = await change(sana, booking, adults=1, children=1, guest=guest, notes="A cot, please.")
    found = answer.json()["booking"]
    assert (found["adults"], found["children"], found["guest"], found["notes"]) == (
        1,
        1,
        guest,
        "A cot, please.",
    )
    assert (await change(sana, booking, adults=9)).json()["code"] == "too_many_guests"


@pytest.mark.parametrize(
    ("wanted", "status", "code"),
    [
        ({"checkIn": "2027-05-02"}, 422, "arrival_is_over"),
        ({"checkOut": "2027-05-02"}, 422, "nights_are_over"),
    ],
)
async def test_past_nights_of_a_stay_cannot_be_changed(
    here: World, sana: Client, wanted: dict[str, str], status: int, code: str
) -> None:
    booking = await in_house(here, sana)
    answer = await change(sana, booking, **wanted)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert len(await here.nights(booking["id"])) == 4


async def test_the_next_guest_keeps_their_nights(here: World, sana: Client) -> None:
    booking = await in_house(here, sana)
    await here.book(sana, 4, 2)
    answer = await change(sana, booking, checkOut="2027-05-07")
    assert answer.json()["code"] == "nights_taken"
    assert len(await here.nights(booking["id"])) == 4


async def test_who_should_have_left_yesterday_is_extended_without_a_gap(here: World, sana: Client) -> None:
    booking = await in_house(here, sana, nights=2, day=3)
    found = (await change(sana, booking, checkOut="2027-05-05")).json()["booking"]
    assert found["nights"] == 4
    assert len(await here.nights(booking["id"])) == 4
    assert await wrong(here) == []


async def test_guests_and_agents_cannot_change_a_stay_that_has_begun(
    here: World, sana: Client, bilal: Client
) -> None:
    booking = await here.book(bilal, 0, 3)
    for step in ("confirm", "check-in"):
        await sana.post(f"/api/bookings/{booking['id']}/{step}")
    answer = await change(bilal, booking, notes="Late")
    assert (answer.status_code, answer.json()["code"]) == (409, "stay_has_begun")
    assert (await bilal.get(f"/api/bookings/{booking['id']}")).json()["booking"]["actions"] == []


async def test_whose_stay_is_over_cannot_be_changed(here: World, sana: Client) -> None:
    booking = await in_house(here, sana)
    await sana.post(f"/api/bookings/{booking['id']}/check-out")
    assert (await change(sana, booking, notes="x")).json()["code"] == "status_forbids"


async def test_the_board_shows_each_unit_of_a_guest_who_moved_for_its_own_nights(
    here: World, sana: Client
) -> None:
    booking = await in_house(here, sana)
    await change(sana, booking, unitIds=[str(here.units[1])])
    window = {"property": str(here.property_id), "from": "2027-05-01", "to": "2027-05-10"}
    [found] = (await sana.get("/api/board", params=window)).json()["bookings"]
    assert {(part["unitId"], part["from"], part["to"]) for part in found["nights"]} == {
        (str(here.units[0]), "2027-05-01", "2027-05-03"),
        (str(here.units[1]), "2027-05-03", "2027-05-05"),
    }
