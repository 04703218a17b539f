"""A guest without an account opens a booking with the token that was shown once, and the contact it was made with."""

import pytest

from tests.world import Client, World


async def test_token_and_contact_open_change_and_cancel_the_booking(here: World, nobody: Client) -> None:
    answer = (await nobody.post("/api/bookings", json=here.stay())).json()
    path = f"/api/bookings/{answer['booking']['id']}"
    link = {"Booking-Token": answer["accessToken"], "Booking-Contact": "Ayesha@Example.com"}
    found = await nobody.get(path, headers=link)
    assert found.json()["booking"]["code"] == answer["booking"]["code"]
    assert found.json()["booking"]["actions"] == ["cancel"]
    assert (await nobody.patch(path, json={"notes": "We arrive late."}, headers=link)).json()["booking"]["notes"] == "We arrive late."
    assert (await nobody.post(path + "/cancel", headers=link)).json()["booking"]["status"] == "CANCELLED"
    assert await here.nights() == []


@pytest.mark.parametrize(
    ("token", "contact", "status"),
    [
        (None, None, 401),
        ("right", None, 400),
        (None, "ayesha@example.com", 400),
        ("wrong", "ayesha@example.com", 404),
        ("right", "b@example.com", 404),
    ],
)
async def test_half_a_link_or_a_wrong_one_opens_nothing(here: World, nobody: Client, token: str | None, contact: str | None, status: int) -> None:
    answer = (await nobody.post("/api/bookings", json=here.stay())).json()
    given = {"Booking-Token": answer["accessToken"] if token == "right" else token, "Booking-Contact": contact}
    headers = {name: value for name, value in given.items() if value}
    assert (await nobody.get(f"/api/bookings/{answer['booking']['id']}", headers=headers)).status_code == status


async def test_a_link_opens_only_its_own_booking(here: World, nobody: Client) -> None:
    first = (await nobody.post("/api/bookings", json=here.stay(10))).json()
    second = (await nobody.post("/api/bookings", json=here.stay(20))).json()
    link = {"Booking-Token": first["accessToken"], "Booking-Contact": "ayesha@example.com"}
    assert (await nobody.get(f"/api/bookings/{second['booking']['id']}", headers=link)).status_code == 404
    assert (await nobody.get("/api/bookings", headers=link)).status_code == 401


async def test_a_guest_with_a_phone_only_opens_it_with_the_phone(here: World, nobody: Client) -> None:
    body = here.stay(guest={"name": "Ayesha", "phone": "+92 300 5550100"})
    answer = (await nobody.post("/api/bookings", json=body)).json()
    link = {"Booking-Token": answer["accessToken"], "Booking-Contact": "+92 300 5550100"}
    assert (await nobody.get(f"/api/bookings/{answer['booking']['id']}", headers=link)).status_code == 200


async def test_people_with_accounts_get_no_token(here: World, hina: Client, sana: Client) -> None:
    for client, first in ((hina, 10), (sana, 20)):
        assert "accessToken" not in (await client.post("/api/bookings", json=here.stay(first))).json()
