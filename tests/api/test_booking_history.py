"""GET /api/bookings/{id}/history."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete

from soulter.core.records.audit import AuditEvent
from tests import sql
from tests.world import Client, World


async def history(client: Client, booking: dict[str, Any], **params: Any) -> dict[str, Any]:
    answer = await client.get(f"/api/bookings/{booking['id']}/history", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_it_tells_what_happened_oldest_first_and_who_did_it(
    here: World, sana: Client, bilal: Client
) -> None:
    booking = await here.book(bilal)
    await here.book(bilal, 20)
    here.clock.moment += timedelta(minutes=1)
    await sana.patch(f"/api/bookings/{booking['id']}", json={"checkOut": "2027-05-14"})
    here.clock.moment += timedelta(minutes=1)
    await sana.post(f"/api/bookings/{booking['id']}/confirm")
    created, changed, confirmed = (await history(sana, booking))["events"]
    names = [(event["action"], event["actor"]["name"]) for event in (created, changed, confirmed)]
    assert names == [("booking.created", "Bilal"), ("booking.changed", "Sana"), ("booking.confirmed", "Sana")]
    assert (changed["facts"]["before"]["check_out"], changed["facts"]["after"]["check_out"]) == (
        "2027-05-13",
        "2027-05-14",
    )
    assert confirmed == {
        "id": confirmed["id"],
        "at": "2027-05-01T09:02:00Z",
        "actor": {"kind": "user", "id": str(here.users["sana"]), "name": "Sana"},
        "action": "booking.confirmed",
        "facts": {"before": "PENDING", "after": "CONFIRMED"},
    }


async def test_a_guest_without_an_account_and_the_system_have_no_name(
    here: World, sana: Client, nobody: Client
) -> None:
    booking = await here.book(nobody)
    assert [event["actor"] for event in (await history(sana, booking))["events"]] == [
        {"kind": "visitor", "id": None, "name": None}
    ]


async def test_a_hold_that_somebody_books_over_is_ended_by_the_system(
    here: World, sana: Client, nobody: Client
) -> None:
    lapsed = await here.book(nobody)
    here.clock.moment += timedelta(hours=1)
    await here.book(sana)
    created, expired = (await history(sana, lapsed))["events"]
    assert created["action"] == "booking.created"
    assert (expired["action"], expired["actor"]["kind"], expired["at"]) == (
        "booking.expired",
        "system",
        "2027-05-01T10:00:00Z",
    )


async def test_pages_go_on_where_they_ended(here: World, sana: Client) -> None:
    booking = await here.book(sana)
    for note in ("one", "two", "three"):
        await sana.patch(f"/api/bookings/{booking['id']}", json={"notes": note})
    first = await history(sana, booking, size=3)
    second = await history(sana, booking, size=3, cursor=first["page"]["next"])
    met = [event["id"] for event in first["events"] + second["events"]]
    assert len(first["events"]) == 3
    assert len(met) == len(set(met)) == 4
    assert second["page"]["next"] is None


async def test_a_booking_without_a_trail_has_an_empty_history(here: World, sana: Client) -> None:
    booking = await here.book(sana)
    async with here.database.writing() as session:
        await sql.execute(session, delete(AuditEvent))
    assert (await history(sana, booking))["events"] == []


@pytest.mark.parametrize(("name", "status"), [("nobody", 401), ("hina", 403), ("bilal", 403)])
async def test_it_is_for_staff(here: World, bilal: Client, name: str, status: int) -> None:
    booking = await here.book(bilal)
    assert (
        await (await here.login(name)).get(f"/api/bookings/{booking['id']}/history")
    ).status_code == status


async def test_an_unknown_booking_has_no_history(sana: Client) -> None:
    answer = await sana.get(f"/api/bookings/{UUID(int=7)}/history")
    assert (answer.status_code, answer.json()["code"]) == (404, "booking_not_found")
