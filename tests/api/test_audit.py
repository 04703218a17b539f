"""GET /api/audit."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from soulter.core import ids
from soulter.core.records.audit import AuditEvent
from tests import sql
from tests.world import Client, World


async def read(client: Client, **params: str) -> list[dict[str, Any]]:
    answer = await client.get("/api/audit", params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["events"]
    return found


@pytest.mark.parametrize(
    ("name", "status"), [("nobody", 401), ("hina", 403), ("bilal", 403), ("sana", 403), ("zara", 200)]
)
async def test_only_the_owner_reads_the_trail(here: World, name: str, status: int) -> None:
    assert (await (await here.login(name)).get("/api/audit")).status_code == status


async def test_an_event_has_actor_action_and_entity(
    here: World, zara: Client, sana: Client, nobody: Client
) -> None:
    booking = await here.book(nobody)
    here.clock.moment += timedelta(minutes=1)
    await sana.post(f"/api/bookings/{booking['id']}/confirm", headers={"X-Request-Id": "confirming-it"})
    confirmed, created = await read(zara, entity="booking")
    assert confirmed == {
        "id": confirmed["id"],
        "at": "2027-05-01T09:01:00Z",
        "actor": {"kind": "user", "id": str(here.users["sana"]), "name": "Sana"},
        "action": "booking.confirmed",
        "entity": "booking",
        "entityId": booking["id"],
        "facts": {"before": "PENDING", "after": "CONFIRMED"},
        "requestId": "confirming-it",
    }
    assert (created["actor"], created["action"]) == (
        {"kind": "visitor", "id": None, "name": None},
        "booking.created",
    )


async def test_it_is_narrowed_by_every_filter(here: World, zara: Client, sana: Client, bilal: Client) -> None:
    first = await here.book(bilal, 10)
    here.clock.moment += timedelta(hours=1)
    second = await here.book(sana, 20)
    await sana.post(f"/api/bookings/{second['id']}/cancel")
    assert {event["entityId"] for event in await read(zara, actor=str(here.users["bilal"]))} == {first["id"]}
    assert [event["entityId"] for event in await read(zara, action="booking.cancelled")] == [second["id"]]
    assert len(await read(zara, entityId=second["id"])) == 2
    assert (
        len(
            await read(
                zara,
                entity="booking",
                entityId=first["id"],
                action="booking.created",
                actor=str(here.users["bilal"]),
            )
        )
        == 1
    )
    assert {event["entityId"] for event in await read(zara, **{"from": "2027-05-01T09:30:00Z"})} == {
        second["id"]
    }
    assert {event["entityId"] for event in await read(zara, to="2027-05-01T14:30:00+05:00")} == {first["id"]}
    assert await read(zara, entity="nothing") == []
    for wrong in (
        {"actor": "x"},
        {"action": "a b"},
        {"from": "2027-05-01"},
        {"to": "yesterday"},
        {"sort": "at"},
        {"size": "101"},
    ):
        assert (await zara.get("/api/audit", params=wrong)).status_code == 422, wrong


async def test_its_pages_meet_every_event_once(here: World, zara: Client) -> None:
    async with here.database.writing() as session:
        for i in range(23):
            row = {
                "id": ids.new_id(),
                "at": here.clock.now(),
                "actor": "system",
                "action": "test.done",
                "entity": "test",
                "entity_id": ids.new_id(),
            }
            await sql.execute(session, insert(AuditEvent), {**row, "facts": {"i": i}})
    met: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        body = (
            await zara.get("/api/audit", params={"size": "5"} | ({"cursor": cursor} if cursor else {}))
        ).json()
        met += [event["id"] for event in body["events"]]
        cursor = body["page"]["next"]
    assert len(met) == len(set(met)) == 23


async def test_a_page_is_one_statement_beside_the_login(
    here: World, zara: Client, bilal: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    await here.book(bilal)
    counted: list[int] = []
    monkeypatch.setattr(
        "soulter.core.telemetry.logs.request_line",
        lambda _severity, **fields: counted.append(fields["queries"]),
    )
    for path in ("/api/audit", "/api/users", "/api/invitations", "/api/auth/sessions"):
        assert (await zara.get(path)).status_code == 200
    assert counted == [2, 2, 2, 2]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_nobody_writes_or_removes_it_over_the_wire(zara: Client, method: str) -> None:
    assert (await zara.request(method, "/api/audit", json={})).status_code == 405
