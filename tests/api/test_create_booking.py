"""POST /api/bookings: one use case for every channel."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.world import Client, World


async def test_staff_book_a_confirmed_stay_with_an_explained_price(here: World, sana: Client) -> None:
    booking = await here.book(sana, nights=3, units=[0, 1])
    assert booking["status"] == "CONFIRMED"
    assert booking["source"] == "STAFF"
    assert booking["holdExpiresAt"] is None
    assert booking["total"] == {"amount": 3 * (100_000 + 200_000), "currency": "PKR"}
    assert sum(line["price"]["amount"] for line in booking["priceLines"]) == booking["total"]["amount"]
    assert sorted({line["night"] for line in booking["priceLines"]}) == [
        "2027-05-11",
        "2027-05-12",
        "2027-05-13",
    ]
    assert {unit["name"]: unit["price"]["amount"] for unit in booking["units"]} == {
        "Lake Tent": 300_000,
        "Oak Cabin": 600_000,
    }
    assert len(await here.nights(booking["id"])) == 6


@pytest.mark.parametrize(
    ("who", "source", "hours"), [("nobody", "WEB", 1), ("hina", "CUSTOMER", 1), ("bilal", "AGENT", 24)]
)
async def test_others_get_a_hold(here: World, who: str, source: str, hours: int) -> None:
    booking = await here.book(await here.login(who))
    assert (booking["status"], booking["source"]) == ("PENDING", source)
    expires = datetime.fromisoformat(booking["holdExpiresAt"])
    assert (expires - here.clock.now()).total_seconds() == hours * 3600
    assert "confirm" not in booking["actions"]


async def test_an_agent_sells_in_their_own_name(here: World, bilal: Client, omar: Client) -> None:
    booking = await here.book(bilal)
    assert booking["agent"] == {"id": str(here.users["bilal"]), "name": "Bilal"}
    assert (await omar.get(f"/api/bookings/{booking['id']}")).status_code == 404


async def test_nobody_names_the_agent_price_or_status_of_a_booking(here: World, sana: Client) -> None:
    for field in ("agentId", "total", "status", "price", "createdBy"):
        answer = await sana.post("/api/bookings", json=here.stay() | {field: "x"})
        assert answer.status_code == 422
        assert answer.json()["errors"] == [
            {"pointer": f"/{field}", "code": "unknown_field", "detail": "This field is not known here."}
        ]


async def test_taken_nights_are_refused_by_name_and_date(here: World, sana: Client, bilal: Client) -> None:
    await here.book(sana, nights=3)
    answer = await bilal.post("/api/bookings", json=here.stay(12, 4, units=[1, 0]))
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "nights_taken")
    assert problem["nights"] == [
        {"unitId": str(here.units[0]), "unitName": "Lake Tent", "night": "2027-05-13"}
    ]
    assert "Lake Tent on Thu 13 May 2027" in problem["detail"]
    assert len(await here.nights()) == 3, "the free unit of the refused booking stays free"


async def test_back_to_back_stays_do_not_clash(here: World, sana: Client) -> None:
    await here.book(sana, 10, 3)
    await here.book(sana, 13, 2)
    await here.book(sana, 8, 2)


async def test_a_unit_named_twice_is_booked_once(here: World, sana: Client) -> None:
    booking = await here.book(sana, nights=2, units=[0, 0])
    assert booking["total"]["amount"] == 200_000


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"adults": 3}, "too_many_guests"),
        ({"adults": 1, "children": 2}, "too_many_guests"),
        ({"checkIn": "2027-04-30"}, "stay_in_the_past"),
        ({"checkOut": "2027-05-11"}, "stay_too_short"),
        ({"checkOut": "2027-05-10"}, "stay_too_short"),
        ({"checkOut": "2028-05-11"}, "stay_too_long"),
        ({"unitIds": ["01a2042d-37a7-71b6-a486-6d64d927d77d"]}, "unit_not_bookable"),
        ({"guest": {"name": "A"}}, "guest_unreachable"),
        ({"guest": {"name": "A", "email": "not an address"}}, "invalid"),
        ({"adults": 0}, "invalid"),
        ({"unitIds": []}, "invalid"),
    ],
)
async def test_a_booking_that_is_impossible_is_refused_with_its_reason(
    here: World, sana: Client, change: dict[str, Any], code: str
) -> None:
    answer = await sana.post("/api/bookings", json=here.stay(**change))
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert await here.nights() == []


async def test_an_inactive_unit_is_not_for_sale(here: World, sana: Client) -> None:
    answer = await sana.post("/api/bookings", json=here.stay(units=[3]))
    assert answer.json()["code"] == "unit_not_bookable"


async def test_today_is_the_propertys_today(here: World, hina: Client) -> None:
    here.clock.moment = datetime(2027, 5, 1, 20, 0, tzinfo=UTC)  # already 2 May in Karachi
    refused = await hina.post("/api/bookings", json=here.stay(0))
    assert refused.json()["today"] == "2027-05-02"
    await here.book(hina, 1)


async def test_the_nights_of_an_expired_hold_can_be_booked(
    here: World, bilal: Client, hina: Client, sana: Client
) -> None:
    held = await here.book(hina)
    assert (await bilal.post("/api/bookings", json=here.stay())).status_code == 409
    here.clock.moment = datetime(2027, 5, 1, 10, 0, tzinfo=UTC)
    taken = await here.book(bilal)
    assert len(await here.nights(taken["id"])) == 2
    assert await here.nights(held["id"]) == []
    assert (await hina.get(f"/api/bookings/{held['id']}")).json()["booking"]["status"] == "EXPIRED"


async def test_a_customers_booking_belongs_to_their_account(here: World, hina: Client, nadia: Client) -> None:
    booking = await here.book(hina)
    assert (await hina.get(f"/api/bookings/{booking['id']}")).status_code == 200
    assert (await nadia.get(f"/api/bookings/{booking['id']}")).status_code == 404
    assert [found["id"] for found in (await hina.get("/api/bookings")).json()["bookings"]] == [booking["id"]]
    assert (await nadia.get("/api/bookings")).json()["bookings"] == []
