"""GET /api/holds and POST /api/holds/end: staff see holds by origin and end them."""

from datetime import timedelta
from typing import Any

import pytest

from soulter.bookings.events import BookingCancelled
from soulter.core.database.transactions import Transaction
from soulter.core.telemetry import request_context
from soulter.outbox import publishing
from soulter.outbox.publishing import Subscriptions
from tests.race.concurrent_attempts import check_consistent, rows
from tests.visitors import guest, open_units, stranger
from tests.world import TODAY, Client, World

UNKNOWN = "0" * 64


async def origins(client: Client, **params: Any) -> list[dict[str, Any]]:
    answer = await client.get("/api/holds", params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["origins"]
    return found


async def end(client: Client, origin: str, by: str = "contact") -> dict[str, Any]:
    answer = await client.post("/api/holds/end", json={"by": by, "origin": origin})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def day(days: int) -> str:
    return str(TODAY + timedelta(days=days))


@pytest.fixture
async def world_with_holds(here: World) -> World:
    """Three holds of one contact, two of them from one network; another hold from there; other bookings."""
    await open_units(here, 17)
    first, second = stranger(here, 1), stranger(here, 2)
    await here.book(first, 10, 3, units=[3, 4], guest=guest(1))
    here.clock.moment += timedelta(minutes=2)
    await here.book(first, 20, 2, units=[5], guest=guest(1) | {"name": "Another Name"})
    await here.book(second, 15, 1, units=[6], guest=guest(1))
    await here.book(first, 10, 1, units=[7], guest=guest(2))
    await here.book(await here.login("bilal"), 10, 9, units=[0])
    await here.book(await here.login("sana"), 10, 9, units=[1])
    return here


async def test_staff_see_who_holds_how_much(world_with_holds: World, sana: Client) -> None:
    most, least = await origins(sana)
    assert most | {"id": "", "firstEndsAt": "", "lastEndsAt": ""} == {
        "id": "", "holds": 3, "units": 4, "unitNights": 9, "firstNight": day(10), "lastNight": day(21),
        "firstEndsAt": "", "lastEndsAt": "", "guests": 1, "name": "Another Name",
        "contact": "guest1@example.com",
    }  # fmt: skip
    assert most["firstEndsAt"] < most["lastEndsAt"]
    assert (least["holds"], least["unitNights"], least["contact"]) == (1, 1, "guest2@example.com")
    by_network = await origins(sana, by="network")
    assert [(one["holds"], one["units"], one["unitNights"], one["guests"]) for one in by_network] == [
        (3, 4, 9, 2),
        (1, 1, 1, 1),
    ]


async def test_a_customers_account_is_an_origin_and_an_unknown_network_is_none(
    here: World, hina: Client, sana: Client
) -> None:
    hina._transport.client = ("", 0)  # type: ignore[attr-defined]
    await here.book(hina, 10, guest=guest(1))
    await here.book(hina, 20, guest=guest(2))
    assert [(one["holds"], one["guests"]) for one in await origins(sana)] == [(2, 2)]


async def test_the_pages_of_the_list_have_each_origin_once(here: World, sana: Client) -> None:
    await open_units(here, 17)
    for i in range(7):
        await here.book(stranger(here, i), 10, 1 + i % 2, units=[3 + i], guest=guest(i))
    found, cursor = [], ""
    while True:
        page = (await sana.get("/api/holds", params={"size": 3, "cursor": cursor})).json()
        found += page["origins"]
        if not (cursor := page["page"]["next"]):
            break
    assert [one["unitNights"] for one in found] == [2, 2, 2, 1, 1, 1, 1]
    assert len({one["id"] for one in found}) == 7
    refused = await sana.get("/api/holds", params={"by": "network", "cursor": _first_cursor(found)})
    assert refused.status_code == 422


def _first_cursor(_found: list[dict[str, Any]]) -> str:
    return "bm90LW91cnM"


async def test_what_is_confirmed_or_lapsed_is_no_hold(world_with_holds: World, sana: Client) -> None:
    bookings = (await sana.get("/api/bookings", params={"status": "PENDING"})).json()["bookings"]
    for booking in bookings:
        if booking["guest"]["email"] == "guest2@example.com":
            await sana.post(f"/api/bookings/{booking['id']}/confirm")
    assert [one["contact"] for one in await origins(sana)] == ["guest1@example.com"]
    await world_with_holds.move_to(world_with_holds.clock.moment + timedelta(hours=1))
    assert await origins(sana) == []


async def test_all_holds_of_a_contact_end_in_one_step(world_with_holds: World, sana: Client) -> None:
    most, least = await origins(sana)
    answer = await end(sana, most["id"])
    assert (answer["holds"], len(answer["codes"])) == (3, 3)
    assert [one["id"] for one in await origins(sana)] == [least["id"]]
    assert await rows(
        world_with_holds, "SELECT count(*) FROM bookings WHERE status = 'CANCELLED' AND version = 2"
    ) == [(3,)]
    await check_consistent(world_with_holds)
    assert (await end(sana, most["id"]))["holds"] == 0, "asking again changes nothing"
    assert (await world_with_holds.book(sana, 10, 12, units=[3, 4, 5, 6]))["status"] == "CONFIRMED"


async def test_all_holds_of_a_network_end_in_one_step(world_with_holds: World, sana: Client) -> None:
    [most, other] = await origins(sana, by="network")
    assert (await end(sana, most["id"]))["holds"] == 0, "it is no contact"
    assert (await end(sana, most["id"], "network"))["holds"] == 3
    assert [one["id"] for one in await origins(sana, by="network")] == [other["id"]]
    await check_consistent(world_with_holds)


async def test_each_hold_that_ends_is_in_the_history_and_published(
    world_with_holds: World, sana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[BookingCancelled] = []

    async def hear(_session: Transaction, event: BookingCancelled, _now: object) -> None:
        told.append(event)

    monkeypatch.setattr(publishing, "_connected", Subscriptions(within={BookingCancelled: (hear,)}))
    most, _ = await origins(sana)
    answer = await end(sana, most["id"])
    assert len(told) == 3
    assert {event.by for event in told} == {f"user:{world_with_holds.users['sana']}"}
    found = (await sana.get("/api/bookings", params={"q": answer["codes"][0]})).json()["bookings"][0]
    assert str(told[0].booking_id) == found["id"]
    events = (await sana.get(f"/api/bookings/{found['id']}/history")).json()["events"]
    assert [event["action"] for event in events] == ["booking.created", "booking.cancelled"]


async def test_ending_costs_as_many_statements_for_many_as_for_one(
    world_with_holds: World, sana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    most, least = await origins(sana)
    counts = []
    for origin in (most, least):
        made: list[float] = []
        monkeypatch.setattr(request_context, "count_query", made.append)
        await end(sana, origin["id"])
        counts.append(len(made))
    if not world_with_holds.database.sqlite:
        assert counts[0] == counts[1]
    assert max(counts) <= 8, "who asks, the key, the holds, three kinds of rows, the answer kept"


@pytest.mark.parametrize("who", ["nobody", "hina", "bilal"])
async def test_nobody_else_sees_or_ends_holds(world_with_holds: World, sana: Client, who: str) -> None:
    client = await world_with_holds.login(who)
    [most, _] = await origins(sana)
    assert (await client.get("/api/holds")).status_code in (401, 403)
    answer = await client.post("/api/holds/end", json={"by": "contact", "origin": most["id"]})
    assert answer.status_code in (401, 403)
    assert len(await origins(sana)) == 2


@pytest.mark.parametrize("body", [{}, {"by": "name", "origin": UNKNOWN}, {"by": "contact", "origin": "x"}])
async def test_an_invalid_origin_id_is_refused(here: World, sana: Client, body: dict[str, str]) -> None:
    assert (await sana.post("/api/holds/end", json=body)).status_code == 422
    assert await end(sana, UNKNOWN) == {"holds": 0, "codes": []}
