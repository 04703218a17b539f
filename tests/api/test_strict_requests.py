"""Requests that two readers could understand differently are refused: headers, parameters and moments."""

from typing import Any

import pytest

from tests.world import FRONTEND, Client, World

pytestmark = pytest.mark.either_database(reason="judged before the database is asked, or by one list")


async def test_two_origins_are_refused_although_both_are_ours(here: World, zara: Client) -> None:
    request = zara.build_request(
        "POST", "/api/bookings", json=here.stay(), headers=[("Origin", FRONTEND), ("Origin", FRONTEND)]
    )
    answer = await zara.send(request)
    assert (answer.status_code, answer.json()["code"]) == (400, "repeated_header")
    assert answer.json()["detail"] == "The header Origin may be sent only once."


@pytest.mark.parametrize("name", ["Host", "Authorization", "Sec-Fetch-Site", "Idempotency-Key"])
async def test_a_header_that_decides_something_is_sent_once(zara: Client, name: str) -> None:
    answer = await zara.get("/api/auth/me", headers=[(name, "a-value-of-it"), (name, "a-value-of-it")])
    assert (answer.status_code, answer.json()["code"]) == (400, "repeated_header")


async def test_a_request_without_a_host_is_refused(zara: Client) -> None:
    request = zara.build_request("GET", "/api/auth/me")
    del request.headers["host"]
    answer = await zara.send(request)
    assert (answer.status_code, answer.json()["code"]) == (400, "host_missing")


ALLOWED = {
    "/api/bookings": "GET, POST",
    "/api/auth/login": "POST",
    "/api/bookings/0196a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b": "GET, PATCH",
}


@pytest.mark.parametrize("path", ALLOWED)
async def test_a_405_lists_every_method_of_the_address(zara: Client, path: str) -> None:
    answer = await zara.put(path, json={})
    assert (answer.status_code, answer.headers["allow"]) == (405, ALLOWED[path])


@pytest.mark.parametrize("path", ["/api/bookings", "/api/units", "/api/properties", "/api/audit"])
async def test_a_parameter_that_is_given_twice_is_refused(zara: Client, path: str) -> None:
    """By the plan of a route, and by FastAPI where a route has no plan."""
    answer = await zara.get(f"{path}?size=5&size=5")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    [fault] = answer.json()["errors"]
    assert fault == {
        "pointer": "size", "code": "repeated", "detail": "Give this parameter only once."
    }  # fmt: skip


async def test_status_takes_several_values_and_means_any_of_them(here: World, sana: Client) -> None:
    held = await here.book(sana, 10, 1)
    gone = await here.book(sana, 20, 1)
    await sana.post(f"/api/bookings/{gone['id']}/cancel")
    kept = await here.book(sana, 30, 1)
    await sana.post(f"/api/bookings/{kept['id']}/confirm")

    async def listed(*statuses: str) -> set[Any]:
        found = await sana.get("/api/bookings", params=[("status", status) for status in statuses])
        assert found.status_code == 200, found.text
        return {booking["id"] for booking in found.json()["bookings"]}

    assert await listed("CANCELLED", "CONFIRMED") >= {gone["id"]}
    assert await listed("CANCELLED") == {gone["id"]}
    assert await listed("CANCELLED", "PENDING", "CONFIRMED") == {held["id"], gone["id"], kept["id"]}
    assert await listed() == await listed("") == {held["id"], gone["id"], kept["id"]}
    assert (await sana.get("/api/bookings?status=PENDING&status=KING")).status_code == 422


FAR = ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"]


@pytest.mark.parametrize("moment", FAR)
@pytest.mark.parametrize("end", ["from", "to"])
async def test_a_moment_outside_the_calendar_in_utc_is_refused(zara: Client, moment: str, end: str) -> None:
    answer = await zara.get("/api/audit", params={end: moment})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), answer.text
    assert [fault["code"] for fault in answer.json()["errors"]] == ["moment_out_of_range"]


@pytest.mark.parametrize("path", ["/api/bookings", "/api/blocks"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_a_date_at_the_ends_of_the_calendar_breaks_no_list(
    here: World, sana: Client, path: str, day: str
) -> None:
    for end in ("from", "to"):
        answer = await sana.get(path, params={end: day})
        assert answer.status_code in (200, 422), (end, answer.text)
    answer = await sana.get("/api/day", params={"property": str(here.property_id), "date": day})
    assert [fault["code"] for fault in answer.json()["errors"]] == ["date_out_of_range"]
