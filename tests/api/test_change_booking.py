"""PATCH /api/bookings/{id}."""

from typing import Any

import pytest

from tests.world import Client, World


async def patch(client: Client, booking: dict[str, Any], **change: Any) -> Any:
    return await client.patch(f"/api/bookings/{booking['id']}", json=change)


async def test_moving_a_stay_moves_its_nights_and_keeps_promised_prices(here: World, sana: Client) -> None:
    booking = await here.book(sana, 10, 3)
    raised = await sana.patch(
        f"/api/units/{here.units[0]}", json={"price": {"amount": 150_000, "currency": "PKR"}}
    )
    assert raised.status_code == 200
    answer = await patch(sana, booking, checkIn="2027-05-12", checkOut="2027-05-16")
    found = answer.json()["booking"]
    prices = {line["night"]: line["price"]["amount"] for line in found["priceLines"]}
    assert prices == {
        "2027-05-12": 100_000,
        "2027-05-13": 100_000,
        "2027-05-14": 150_000,
        "2027-05-15": 150_000,
    }
    assert found["total"]["amount"] == 500_000
    assert [str(night) for _, night in await here.nights()] == sorted(prices)
    assert found["version"] == booking["version"] + 1


async def test_a_clash_leaves_everything_as_it_was(here: World, sana: Client) -> None:
    booking = await here.book(sana, 10, 3)
    await here.book(sana, 13, 3)
    before = await here.nights()
    answer = await patch(sana, booking, checkOut="2027-05-15", notes="longer")
    assert answer.json()["code"] == "nights_taken"
    assert [night["night"] for night in answer.json()["nights"]] == ["2027-05-14"]
    assert await here.nights() == before
    assert (await sana.get(f"/api/bookings/{booking['id']}")).json()["booking"] == booking


async def test_units_can_be_exchanged(here: World, sana: Client) -> None:
    booking = await here.book(sana, 10, 2, units=[0])
    answer = await patch(sana, booking, unitIds=[str(here.units[1]), str(here.units[2])], adults=9)
    assert {unit["name"] for unit in answer.json()["booking"]["units"]} == {"Oak Cabin", "Long House"}
    assert answer.json()["booking"]["total"]["amount"] == 2 * (200_000 + 300_000)
    assert {unit for unit, _ in await here.nights()} == {here.units[1], here.units[2]}


async def test_the_party_must_still_fit(here: World, sana: Client) -> None:
    booking = await here.book(sana)
    assert (await patch(sana, booking, children=1)).json()["code"] == "too_many_guests"


async def test_a_stale_version_is_refused(here: World, sana: Client) -> None:
    booking = await here.book(sana)
    assert (await patch(sana, booking, notes="first", version=1)).status_code == 200
    answer = await patch(sana, booking, notes="second", version=1)
    assert (answer.status_code, answer.json()["code"], answer.json()["current"]) == (409, "stale_version", 2)


async def test_guest_data_can_be_corrected(here: World, bilal: Client) -> None:
    booking = await here.book(bilal)
    answer = await patch(
        bilal, booking, guest={"name": "Ayesha S.", "email": "NEW@example.com", "phone": "+92 300 5550101"}
    )
    assert answer.json()["booking"]["guest"] == {
        "name": "Ayesha S.",
        "email": "new@example.com",
        "phone": "+92 300 5550101",
    }


@pytest.mark.parametrize("who", ["bilal", "hina"])
async def test_ones_own_confirmed_booking_is_moved_by_staff_only(here: World, sana: Client, who: str) -> None:
    client = await here.login(who)
    booking = await here.book(client)
    assert (await patch(client, booking, checkOut="2027-05-14")).status_code == 200
    await sana.post(f"/api/bookings/{booking['id']}/confirm")
    assert (await patch(client, booking, checkOut="2027-05-15")).json()["code"] == "move_needs_staff"
    assert (await patch(client, booking, notes="still mine")).status_code == 200
    assert (await patch(sana, booking, checkOut="2027-05-15")).status_code == 200


async def test_a_cancelled_booking_does_not_change(here: World, sana: Client) -> None:
    booking = await here.book(sana)
    await sana.post(f"/api/bookings/{booking['id']}/cancel")
    assert (await patch(sana, booking, notes="x")).json()["code"] == "status_forbids"


async def test_a_lapsed_hold_does_not_change(here: World, hina: Client) -> None:
    booking = await here.book(hina)
    here.clock.moment = here.clock.moment.replace(hour=11)
    assert (await patch(hina, booking, notes="x")).json()["code"] == "hold_expired"


async def test_somebody_elses_booking_is_not_there(
    here: World, hina: Client, nadia: Client, omar: Client
) -> None:
    booking = await here.book(hina)
    for client in (nadia, omar):
        assert (await patch(client, booking, notes="x")).status_code == 404


async def test_null_is_not_the_same_as_left_out(here: World, sana: Client) -> None:
    booking = await here.book(sana)
    for field in ("checkIn", "adults", "guest", "unitIds", "notes", "version"):
        assert (await patch(sana, booking, **{field: None})).status_code == 422, field
    assert (await patch(sana, booking)).status_code == 200


async def test_a_conflict_names_the_other_editor_to_staff(here: World, sana: Client, zara: Client) -> None:
    booking = await here.book(sana, 10, 2)
    change = {
        "checkOut": "2027-05-14",
        "unitIds": [str(here.units[1])],
        "notes": "Late",
        "guest": {"name": "A. S.", "phone": "+92 300 5550101"},
    }
    assert (await patch(zara, booking, **change)).status_code == 200
    problem = (await patch(sana, booking, checkOut="2027-05-13", version=1)).json()
    assert problem["detail"] == "Zara changed this booking meanwhile. Reload it and apply your change again."
    assert (problem["changedBy"], problem["changedAt"]) == ("Zara", "2027-05-01T09:00:00Z")
    (only,) = problem["changes"]
    assert (only["by"], only["action"]) == ("Zara", "booking.changed")
    assert sorted(only["fields"]) == ["checkOut", "guest", "notes", "total", "units"]


async def test_every_step_since_then_is_told_and_none_before(
    here: World, hina: Client, sana: Client, zara: Client
) -> None:
    booking = await here.book(hina)
    await patch(hina, booking, notes="one")
    await zara.post(f"/api/bookings/{booking['id']}/confirm")
    problem = (await patch(sana, booking, notes="mine", version=1)).json()
    assert [(change["by"], change["action"]) for change in problem["changes"]] == [
        ("Zara", "booking.confirmed"),
        ("Hina", "booking.changed"),
    ]
    assert [
        change["by"] for change in (await patch(sana, booking, notes="mine", version=2)).json()["changes"]
    ] == ["Zara"]


async def test_guests_hear_that_it_was_changed_and_not_by_whom(
    here: World, hina: Client, sana: Client
) -> None:
    booking = await here.book(hina)
    await patch(sana, booking, checkOut="2027-05-14")
    answer = await patch(hina, booking, notes="mine", version=1)
    assert answer.json()["changes"] == [
        {"at": "2027-05-01T09:00:00Z", "by": None, "action": "booking.changed", "fields": []}
    ]
    assert "Sana" not in answer.text
