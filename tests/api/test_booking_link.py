"""A guest without an account opens a booking with the one-time token and the contact of the booking."""

from typing import Any

import pytest

from tests.world import Client, World


async def test_token_and_contact_open_change_and_cancel_the_booking(here: World, nobody: Client) -> None:
    answer = (await nobody.post("/api/bookings", json=here.stay())).json()
    path = f"/api/bookings/{answer['booking']['id']}"
    link = {"Booking-Token": answer["accessToken"], "Booking-Contact": "Ayesha@Example.com"}
    found = await nobody.get(path, headers=link)
    assert found.json()["booking"]["code"] == answer["booking"]["code"]
    assert found.json()["booking"]["actions"] == ["cancel", "change", "move"]
    assert (await nobody.patch(path, json={"notes": "We arrive late."}, headers=link)).json()["booking"][
        "notes"
    ] == "We arrive late."
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
async def test_an_incomplete_or_wrong_link_opens_no_booking(
    here: World, nobody: Client, token: str | None, contact: str | None, status: int
) -> None:
    answer = (await nobody.post("/api/bookings", json=here.stay())).json()
    given = {
        "Booking-Token": answer["accessToken"] if token == "right" else token,
        "Booking-Contact": contact,
    }
    headers = {name: value for name, value in given.items() if value}
    assert (
        await nobody.get(f"/api/bookings/{answer['booking']['id']}", headers=headers)
    ).status_code == status


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


async def test_bookings_of_accounts_have_no_link_token(here: World, hina: Client, sana: Client) -> None:
    for client, first in ((hina, 10), (sana, 20)):
        assert "accessToken" not in (await client.post("/api/bookings", json=here.stay(first))).json()


class Opened:
    """A visitor's booking, as its link and a contact show it."""

    def __init__(self, client: Client, answer: dict[str, Any]) -> None:
        self.client, self.path, self.token = (
            client,
            f"/api/bookings/{answer['booking']['id']}",
            answer["accessToken"],
        )

    async def patch(self, by: str, email: str | None, phone: str | None = None, name: str = "Ayesha") -> Any:
        return await self.client.patch(
            self.path, json={"guest": {"name": name, "email": email, "phone": phone}}, headers=self.link(by)
        )

    async def opens(self, contact: str) -> bool:
        return bool((await self.client.get(self.path, headers=self.link(contact))).status_code == 200)

    def link(self, contact: str) -> dict[str, str]:
        return {"Booking-Token": self.token, "Booking-Contact": contact}


FIRST, SECOND, PHONE = "ayesha@example.com", "ayesha.s@example.com", "+92 300 5550100"


async def opened(here: World, nobody: Client, **guest: str) -> Opened:
    made = await nobody.post("/api/bookings", json=here.stay(guest={"name": "Ayesha", **guest}))
    return Opened(nobody, made.json())


async def test_a_guest_corrects_their_address_and_is_not_locked_out(here: World, nobody: Client) -> None:
    booking = await opened(here, nobody, email=FIRST, phone=PHONE)
    answer = await booking.patch(FIRST, SECOND, PHONE, "Ayesha Siddiqui")
    assert answer.status_code == 200, answer.text
    assert answer.json()["booking"]["guest"] == {"name": "Ayesha Siddiqui", "email": SECOND, "phone": PHONE}
    assert [await booking.opens(contact) for contact in (FIRST, SECOND, PHONE)] == [False, True, True]


async def test_a_contact_that_is_missing_can_be_added_first(here: World, nobody: Client) -> None:
    booking = await opened(here, nobody, email=FIRST)
    refused = await booking.patch(FIRST, None, PHONE)
    assert (refused.status_code, refused.json()["code"]) == (409, "contact_opens_booking")
    assert (await booking.patch(FIRST, FIRST, PHONE)).status_code == 200
    assert (await booking.patch(FIRST, None, PHONE)).status_code == 200
    assert await booking.opens(PHONE)


async def test_the_link_alone_cannot_replace_the_contact_of_a_booking(
    here: World, nobody: Client, sana: Client
) -> None:
    booking = await opened(here, nobody, email=FIRST, phone=PHONE)
    for email, phone in ((SECOND, None), (SECOND, "+92 300 9999999"), (None, "+92 300 9999999")):
        assert (await booking.patch(FIRST, email, phone)).json()["code"] == "contact_opens_booking"
    await sana.post(f"{booking.path}/confirm")
    assert (await booking.patch(FIRST, SECOND, PHONE)).json()["code"] == "contact_opens_booking"
    assert (await booking.patch(FIRST, FIRST, None)).json()["code"] == "contact_opens_booking"
    assert (await booking.patch(FIRST, FIRST, PHONE, "Ayesha S.")).status_code == 200
    assert [await booking.opens(contact) for contact in (FIRST, PHONE)] == [True, True]


async def test_staff_change_any_contact_of_a_confirmed_booking(
    here: World, nobody: Client, sana: Client
) -> None:
    booking = await opened(here, nobody, email=FIRST)
    await sana.post(f"{booking.path}/confirm")
    assert (
        await sana.patch(booking.path, json={"guest": {"name": "Ayesha", "email": SECOND}})
    ).status_code == 200
    assert [await booking.opens(contact) for contact in (FIRST, SECOND)] == [False, True]
