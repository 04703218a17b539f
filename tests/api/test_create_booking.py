"""POST /api/bookings."""

from tests.world import Client, World


async def test_staff_book_a_confirmed_stay(here: World, sana: Client) -> None:
    answer = await sana.post("/api/bookings", json=here.stay(nights=3))
    assert answer.status_code == 201, answer.text
    booking = answer.json()["booking"]
    assert booking["status"] == "CONFIRMED"
    assert booking["total"] == {"amount": 300_000, "currency": "PKR"}
    assert [line["night"] for line in booking["priceLines"]] == ["2027-05-11", "2027-05-12", "2027-05-13"]
    assert len(await here.nights(booking["id"])) == 3


async def test_the_same_nights_are_refused_with_their_dates(here: World, sana: Client, bilal: Client) -> None:
    await here.book(sana, nights=3)
    answer = await bilal.post("/api/bookings", json=here.stay(12, 4))
    assert answer.status_code == 409
    assert answer.json()["code"] == "nights_taken"
    assert [night["night"] for night in answer.json()["nights"]] == ["2027-05-13"]
