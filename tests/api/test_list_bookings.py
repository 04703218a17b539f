"""GET /api/bookings: whose rows, which filters, every page."""

from typing import Any

import pytest

from tests.world import Client, World


async def ids(client: Client, **params: Any) -> list[str]:
    answer = await client.get("/api/bookings", params=params)
    assert answer.status_code == 200, answer.text
    return [booking["id"] for booking in answer.json()["bookings"]]


async def test_each_role_sees_its_own_rows(
    here: World, sana: Client, bilal: Client, omar: Client, hina: Client, zara: Client
) -> None:
    staff, agent, customer = await here.book(sana, 10), await here.book(bilal, 20), await here.book(hina, 30)
    everything = {staff["id"], agent["id"], customer["id"]}
    assert set(await ids(zara)) == set(await ids(sana)) == everything
    assert await ids(bilal) == [agent["id"]]
    assert await ids(omar) == []
    assert await ids(hina) == [customer["id"]]


async def test_a_visitor_is_asked_to_log_in(nobody: Client) -> None:
    answer = await nobody.get("/api/bookings")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_logged_in")


@pytest.mark.parametrize("sort", ["-createdAt", "createdAt", "checkIn", "-checkIn"])
async def test_a_walk_over_all_pages_meets_every_booking_once(here: World, sana: Client, sort: str) -> None:
    # Creation times (the clock stands still) and check-in dates are equal, so only the id decides the order.
    made = [(await here.book(sana, 10 + 5 * (i // 3), units=[i % 3]))["id"] for i in range(7)]
    seen: list[dict[str, Any]] = []
    cursor = None
    for _ in range(10):
        params = {"size": "2", "sort": sort} | ({"cursor": cursor} if cursor else {})
        page = (await sana.get("/api/bookings", params=params)).json()
        assert page["page"]["size"] == 2
        seen += page["bookings"]
        cursor = page["page"]["next"]
        if cursor is None:
            break
    assert sorted(booking["id"] for booking in seen) == sorted(made)
    field = sort.lstrip("-")
    keys = [(booking[field], booking["id"]) for booking in seen]
    assert keys == sorted(keys, reverse=sort.startswith("-"))


async def test_a_booking_of_several_units_is_one_entry(here: World, sana: Client) -> None:
    booking = await here.book(sana, units=[2, 0, 1])
    answer = (await sana.get("/api/bookings", params={"size": 1})).json()
    units = answer["bookings"][0]["units"]
    assert {unit["name"] for unit in units} == {"Lake Tent", "Oak Cabin", "Long House"}
    assert units == booking["units"] == sorted(units, key=lambda unit: unit["id"])
    assert answer["bookings"][0]["total"] == booking["total"]
    assert answer["page"]["next"] is None


async def test_filters_narrow_the_list(here: World, sana: Client, bilal: Client, hina: Client) -> None:
    early = await here.book(sana, 10, 3, guest={"name": "Daniel Weber", "email": "dw@example.com"})
    sold = await here.book(bilal, 20, 3, units=[1])
    held = await here.book(hina, 30, 3, units=[2, 1])
    cases: list[tuple[dict[str, Any], set[str]]] = [
        ({"status": "CONFIRMED"}, {early["id"]}),
        ({"status": "PENDING"}, {sold["id"], held["id"]}),
        ({"unit": str(here.units[1])}, {sold["id"], held["id"]}),
        ({"agent": str(here.users["bilal"])}, {sold["id"]}),
        ({"property": str(here.property_id)}, {early["id"], sold["id"], held["id"]}),
        ({"property": str(here.users["bilal"])}, set()),
        ({"from": "2027-05-13", "to": "2027-05-14"}, {early["id"]}),
        ({"from": "2027-05-14"}, {sold["id"], held["id"]}),
        ({"to": "2027-05-11"}, set()),
        ({"q": "WEBER"}, {early["id"]}),
        ({"q": "dw@exa"}, {early["id"]}),
        ({"q": sold["code"].lower()}, {sold["id"]}),
        ({"q": "%"}, set()),
        ({"q": "ayesha", "status": "PENDING", "unit": str(here.units[2])}, {held["id"]}),
        ({"from": ""}, {early["id"], sold["id"], held["id"]}),
    ]
    for params, expected in cases:
        assert set(await ids(sana, **params)) == expected, params


async def test_a_lapsed_hold_counts_as_expired(here: World, hina: Client, sana: Client) -> None:
    held = await here.book(hina)
    here.clock.moment = here.clock.moment.replace(hour=11)
    assert await ids(sana, status="PENDING") == []
    assert await ids(sana, status="EXPIRED") == [held["id"]]
    assert (await sana.get("/api/bookings")).json()["bookings"][0]["status"] == "EXPIRED"


async def test_filters_never_reach_beyond_ones_own_rows(
    here: World, sana: Client, omar: Client, hina: Client
) -> None:
    booking = await here.book(sana, guest={"name": "Daniel Weber", "email": "dw@example.com"})
    for client in (omar, hina):
        assert await ids(client, q="weber") == []
        assert await ids(client, unit=booking["units"][0]["id"]) == []


async def test_a_cursor_fits_only_its_own_sort_and_filters(here: World, sana: Client) -> None:
    for first in (10, 20):
        await here.book(sana, first)
    cursor = (await sana.get("/api/bookings", params={"size": 1})).json()["page"]["next"]
    for params in ({"sort": "checkIn"}, {"status": "CONFIRMED"}):
        answer = await sana.get("/api/bookings", params={"cursor": cursor, **params})
        assert (answer.status_code, answer.json()["code"]) == (422, "cursor_does_not_fit")
