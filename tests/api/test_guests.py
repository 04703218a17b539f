"""GET /api/guests: guests found by name and contact, with their bookings."""

from typing import Any

import pytest
from sqlalchemy import update

from soulter.bookings.models import Booking
from tests import sql
from tests.world import NOW, Client, World

AYESHA = {"name": "Ayesha Siddiqui", "email": "ayesha@example.com"}
DANIEL = {"name": "Daniel Weber", "phone": "+49 (30) 555-0100"}


async def listed(client: Client, **params: Any) -> list[dict[str, Any]]:
    answer = await client.get("/api/guests", params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["guests"]
    return found


async def names(client: Client, **params: Any) -> list[str]:
    return [guest["name"] for guest in await listed(client, **params)]


async def test_bookings_with_one_address_are_one_person(here: World, sana: Client, hina: Client) -> None:
    await here.book(sana, 10, guest=AYESHA)
    await here.book(hina, 20, guest=AYESHA | {"name": "A. Siddiqui", "email": "Ayesha@Example.com"})
    await here.book(sana, 30, guest=DANIEL)
    later = await here.book(sana, 40, guest=AYESHA | {"name": "Ayesha S. Khan", "phone": "+92 300 5550100"})
    first, second = await listed(sana)
    assert first | {"id": ""} == {
        "id": "", "name": "Ayesha S. Khan", "email": "ayesha@example.com", "phone": "+92 300 5550100",
        "bookings": 3, "lastStay": None, "nextStay": "2027-05-11",
    }  # fmt: skip
    assert (second["name"], second["email"], second["phone"], second["bookings"]) == (
        "Daniel Weber",
        None,
        "+49 (30) 555-0100",
        1,
    )
    bookings = (await sana.get("/api/bookings", params={"guest": first["id"]})).json()["bookings"]
    assert len(bookings) == 3
    assert later["id"] in {booking["id"] for booking in bookings}
    assert [
        booking["guest"]["name"]
        for booking in (await sana.get("/api/bookings", params={"guest": second["id"]})).json()["bookings"]
    ] == ["Daniel Weber"]


async def test_the_last_and_the_next_stay_are_of_bookings_that_stand(
    here: World, sana: Client, hina: Client
) -> None:
    await here.book(sana, 0, 1, guest=AYESHA)
    await here.book(sana, 20, 1, guest=AYESHA)
    cancelled = await here.book(sana, 10, 1, guest=AYESHA)
    assert (await sana.post(f"/api/bookings/{cancelled['id']}/cancel")).status_code == 200
    await here.book(hina, 15, 1, guest=AYESHA)  # a hold
    person = (await listed(sana))[0]
    assert (person["bookings"], person["lastStay"], person["nextStay"]) == (4, "2027-05-01", "2027-05-16")
    here.clock.moment = NOW.replace(hour=11)  # it has lapsed
    assert (await listed(sana))[0]["nextStay"] == "2027-05-21"
    # 18:59 UTC is still the first of May in Karachi; a minute later it is the second.
    async with here.database.writing() as session:
        await sql.execute(
            session,
            update(Booking)
            .where(Booking.check_in == NOW.date().replace(day=21))
            .values(check_in=NOW.date().replace(day=2)),
        )
    for moment, last in (
        (NOW.replace(hour=18, minute=59), "2027-05-01"),
        (NOW.replace(hour=19), "2027-05-02"),
    ):
        here.clock.moment = moment
        assert (await listed(sana))[0]["lastStay"] == last


async def test_guests_are_found_by_name_address_and_number(here: World, sana: Client) -> None:
    await here.book(sana, 10, guest=AYESHA | {"name": "Before Marriage"})
    await here.book(sana, 20, guest=AYESHA)
    await here.book(sana, 30, guest=DANIEL)
    cases: list[tuple[str, list[str]]] = [
        ("SIDDIQUI", ["Ayesha Siddiqui"]),
        ("marriage", ["Ayesha Siddiqui"]),  # a name of an earlier booking
        ("ayesha@exa", ["Ayesha Siddiqui"]),
        ("305550100", ["Daniel Weber"]),
        ("30 555-01", ["Daniel Weber"]),
        ("+4930", ["Daniel Weber"]),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("+", []),
        ("nobody at all", []),
    ]
    for q, expected in cases:
        assert await names(sana, q=q) == expected, q
    assert await names(sana) == ["Daniel Weber", "Ayesha Siddiqui"]


async def test_guests_are_for_staff(
    here: World, sana: Client, zara: Client, bilal: Client, hina: Client, nobody: Client
) -> None:
    await here.book(bilal, 10)
    for client, status, code in (
        (nobody, 401, "not_logged_in"),
        (hina, 403, "role_not_allowed"),
        (bilal, 403, "role_not_allowed"),
    ):
        answer = await client.get("/api/guests")
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    for client in (sana, zara):
        assert await names(client) == ["Ayesha Siddiqui"]


async def test_the_bookings_of_a_guest_stay_within_what_one_sees(
    here: World, sana: Client, bilal: Client, omar: Client
) -> None:
    own = await here.book(bilal, 10)
    await here.book(sana, 20)
    person = (await listed(sana))[0]["id"]
    found = (await bilal.get("/api/bookings", params={"guest": person})).json()["bookings"]
    assert [booking["id"] for booking in found] == [own["id"]]
    assert (await omar.get("/api/bookings", params={"guest": person})).json()["bookings"] == []
    assert (await sana.get("/api/bookings", params={"guest": str(here.units[0])})).json()["bookings"] == []


async def test_a_walk_over_all_pages_meets_every_guest_once(here: World, sana: Client) -> None:
    for i in range(7):
        await here.book(
            sana, 10 + 2 * i, 1, guest={"name": f"Guest {i % 5}", "email": f"guest{i % 5}@example.com"}
        )
    seen: list[str] = []
    cursor = None
    for _ in range(10):
        page = (
            await sana.get("/api/guests", params={"size": 2} | ({"cursor": cursor} if cursor else {}))
        ).json()
        seen += [guest["name"] for guest in page["guests"]]
        cursor = page["page"]["next"]
        if cursor is None:
            break
    assert seen == ["Guest 1", "Guest 0", "Guest 4", "Guest 3", "Guest 2"]
    cursor = (await sana.get("/api/guests", params={"size": 2})).json()["page"]["next"]
    assert (await sana.get("/api/guests", params={"q": "x", "cursor": cursor})).json()[
        "code"
    ] == "cursor_does_not_fit"


@pytest.mark.parametrize(
    "params",
    [
        {"q": ""},
        {"q": "x" * 101},
        {"q": "a\nb"},
        {"size": 0},
        {"size": 101},
        {"who": "x"},
        {"cursor": "nonsense"},
    ],
)
async def test_unusual_searches_are_refused_or_find_nothing(
    here: World, sana: Client, params: dict[str, Any]
) -> None:
    answer = await sana.get("/api/guests", params=params)
    assert answer.status_code == (200 if params == {"q": ""} else 422), answer.text


async def test_a_page_costs_the_same_however_many_there_are(
    here: World, sana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[int] = []
    monkeypatch.setattr(
        "soulter.core.telemetry.logs.request_line",
        lambda _severity, **fields: (
            counted.append(fields["queries"]) if fields["route"] == "/api/guests" else None
        ),
    )
    for i in range(3):
        assert len(await listed(sana)) == i
        await here.book(sana, 10 + 2 * i, 1, guest={"name": f"Guest {i}", "email": f"guest{i}@example.com"})
    await listed(sana, q="guest")
    # The login, the property's date, and the page.
    assert counted == [3, 3, 3, 3]
