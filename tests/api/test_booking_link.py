"""A guest without an account opens a booking with the one-time token and the contact of the booking."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from soulter.bookings.link_guesses import OF_LINK
from soulter.core.records.rate_limits import RateBucket
from tests import sql
from tests.visitors import stranger
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


async def test_a_contact_that_is_missing_can_be_added_and_replaces_nothing(
    here: World, nobody: Client
) -> None:
    booking = await opened(here, nobody, email=FIRST)
    refused = await booking.patch(FIRST, None, PHONE)
    assert (refused.status_code, refused.json()["code"]) == (409, "contact_opens_booking")
    assert (await booking.patch(FIRST, FIRST, PHONE)).status_code == 200
    assert await booking.opens(PHONE)
    for email in (None, SECOND):
        assert (await booking.patch(PHONE, email, PHONE)).json()["code"] == "contact_opens_booking"
    assert (await booking.patch(PHONE, FIRST, "+92 300 9999999")).status_code == 200


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


async def test_whoever_has_the_link_cannot_take_a_hold_over_in_two_steps(here: World, nobody: Client) -> None:
    booking = await opened(here, nobody, email=FIRST, phone=PHONE)
    assert (await booking.patch(PHONE, SECOND, PHONE)).status_code == 200
    for email, phone in ((SECOND, "+92 300 9999999"), (SECOND, None), ("third@example.com", None)):
        refused = await booking.patch(SECOND, email, phone)
        assert (refused.status_code, refused.json()["code"]) == (409, "contact_opens_booking")
    assert [await booking.opens(contact) for contact in (SECOND, PHONE)] == [True, True]
    assert (await booking.patch(SECOND, FIRST, PHONE)).status_code == 200


async def test_a_contact_that_staff_wrote_counts_like_one_the_booking_was_made_with(
    here: World, nobody: Client, sana: Client
) -> None:
    booking = await opened(here, nobody, email=FIRST)
    assert (
        await sana.patch(booking.path, json={"guest": {"name": "Ayesha", "email": SECOND, "phone": PHONE}})
    ).status_code == 200
    assert (await booking.patch(PHONE, None, PHONE)).status_code == 200
    assert (await booking.patch(PHONE, FIRST, None)).json()["code"] == "contact_opens_booking"


async def guess(booking: Opened, start: int, count: int) -> list[int]:
    """The answers to contacts that were never used for the booking."""
    guesses = [f"guess{number}@example.com" for number in range(start, start + count)]
    answers = [await booking.client.get(booking.path, headers=booking.link(one)) for one in guesses]
    return [answer.status_code for answer in answers]


async def test_guesses_of_a_contact_with_the_right_token_are_limited_for_each_booking(
    here: World, nobody: Client
) -> None:
    booking = await opened(here, nobody, email=FIRST, phone=PHONE)
    assert await booking.opens(FIRST)
    assert await guess(booking, 0, OF_LINK.most) == [404] * (OF_LINK.most - 1) + [429]
    booking.client = stranger(here, 1)
    refused = await booking.client.get(booking.path, headers=booking.link("guess99@example.com"))
    right = await booking.client.get(booking.path, headers=booking.link(PHONE))
    assert [answer.status_code for answer in (refused, right)] == [429, 429], "the answer tells nothing"
    assert refused.json()["detail"] == right.json()["detail"]
    for _twice in range(2):
        assert await guess(booking, 99, 1) == [429], "a refused guess is not a known one"
    assert await booking.opens(FIRST), "who has opened it before is not locked out"
    paths = ("patch", "", {"notes": "x"}), ("post", "/quote", {"notes": "x"}), ("post", "/cancel", None)
    for method, path, body in paths:
        answer = await getattr(booking.client, method)(
            booking.path + path, headers=booking.link("other@example.com"), **({"json": body} if body else {})
        )
        assert answer.status_code == 429, path
    here.clock.moment += timedelta(seconds=OF_LINK.seconds)
    assert await booking.opens(PHONE)


async def test_guesses_at_once_are_not_more_and_the_right_one_is_no_guess(
    here: World, nobody: Client
) -> None:
    booking = await opened(here, nobody, email=FIRST)
    headers = [booking.link(f"guess{number}@example.com") for number in range(2 * OF_LINK.most)]
    answers = await asyncio.gather(*(nobody.get(booking.path, headers=one) for one in headers))
    assert Counter(answer.status_code for answer in answers) == {404: OF_LINK.most, 429: OF_LINK.most}
    other = Opened(nobody, (await nobody.post("/api/bookings", json=here.stay(20))).json())
    assert [await other.opens(FIRST) for _ in range(2 * OF_LINK.most)] == [True] * 2 * OF_LINK.most


async def test_a_wrong_token_is_not_counted(here: World, nobody: Client) -> None:
    booking = await opened(here, nobody, email=FIRST)
    before = await buckets(here)
    booking.token = "x" * 43
    assert await guess(booking, 0, OF_LINK.most + 2) == [404] * (OF_LINK.most + 2)
    assert await buckets(here) == before


async def buckets(here: World) -> int:
    """How many limits are counted."""
    found = await sql.fetch(here.database.reader, select(func.count()).select_from(RateBucket))
    return int(found[0][0])


async def test_an_answer_to_a_link_is_repeated_with_the_same_contact_only(
    here: World, nobody: Client
) -> None:
    booking = await opened(here, nobody, email=FIRST)
    key = {"Idempotency-Key": "the-same-step"}
    answers = [
        await nobody.post(booking.path + "/cancel", headers=booking.link(contact) | key)
        for contact in (FIRST, FIRST, SECOND)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 409]
    assert answers[0].content == answers[1].content
    assert "booking" not in answers[2].json()
