"""POST /api/bookings/{id}/quote: the price of a change or the reason of its refusal, without any effect."""

import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from soulter.bookings import ledger
from soulter.bookings.models import Booking
from soulter.core.records.audit import AuditEvent
from soulter.core.records.idempotency import IdempotencyKey
from tests import sql
from tests.world import NO_KEY, TODAY, Client, World


async def quote(client: Client, booking: dict[str, Any], **change: Any) -> Any:
    return await client.post(f"/api/bookings/{booking['id']}/quote", json=change, headers=NO_KEY)


async def patch(client: Client, booking: dict[str, Any], **change: Any) -> Any:
    return await client.patch(f"/api/bookings/{booking['id']}", json=change)


async def test_a_quote_explains_both_prices_and_changes_nothing(here: World, sana: Client) -> None:
    booking = await here.book(sana, 10, 3)
    await sana.patch(f"/api/units/{here.units[0]}", json={"price": {"amount": 150_000, "currency": "PKR"}})
    nights = await here.nights()
    answer = await quote(sana, booking, checkIn="2027-05-12", checkOut="2027-05-16", version=1)
    assert answer.status_code == 200, answer.text
    found = answer.json()["quote"]
    assert (found["before"]["total"]["amount"], found["after"]["total"]["amount"]) == (300_000, 500_000)
    assert found["difference"] == {"amount": 200_000, "currency": "PKR"}
    assert {line["night"]: line["price"]["amount"] for line in found["after"]["priceLines"]} == {
        "2027-05-12": 100_000,
        "2027-05-13": 100_000,
        "2027-05-14": 150_000,
        "2027-05-15": 150_000,
    }
    assert (found["after"]["checkIn"], found["after"]["nights"], found["after"]["units"][0]["name"]) == (
        "2027-05-12",
        4,
        "Lake Tent",
    )
    assert found["before"]["priceLines"] == booking["priceLines"]
    assert await here.nights() == nights
    assert (await sana.get(f"/api/bookings/{booking['id']}")).json()["booking"] == booking


async def test_less_is_a_negative_difference_and_no_move_is_none(here: World, sana: Client) -> None:
    booking = await here.book(sana, 10, 3)
    assert (await quote(sana, booking, checkOut="2027-05-12")).json()["quote"]["difference"][
        "amount"
    ] == -200_000
    same = (await quote(sana, booking, notes="Late")).json()["quote"]
    assert same["before"] == same["after"]
    assert same["difference"]["amount"] == 0


@pytest.mark.parametrize("seed", range(3))
async def test_quote_and_change_are_never_different(here: World, sana: Client, seed: int) -> None:
    """A quote and the change that follows have the same total and lines, or the same refusal."""
    chance = random.Random(seed)
    booking = await here.book(sana, 10, 3)
    await here.book(sana, 15, 3, units=[1])
    await sana.post(
        "/api/blocks",
        json={"unitId": str(here.units[2]), "from": "2027-05-20", "to": "2027-05-22", "reason": "Roof"},
    )
    accepted = refused = 0
    for _ in range(25):
        await sana.patch(
            f"/api/units/{chance.choice(here.units[:3])}",
            json={"price": {"amount": chance.randrange(1, 400_000), "currency": "PKR"}},
        )
        change = random_change(here, chance)
        asked, made = await quote(sana, booking, **change), await patch(sana, booking, **change)
        assert asked.status_code == made.status_code, (change, asked.text, made.text)
        if made.status_code != 200:
            refused += 1
            assert facts(asked) == facts(made)
            continue
        accepted += 1
        after = made.json()["booking"]
        promised = asked.json()["quote"]["after"]
        assert promised == {name: after[name] for name in promised}
    assert accepted > 3
    assert refused > 3


def random_change(here: World, chance: random.Random) -> dict[str, Any]:
    first = TODAY + timedelta(days=chance.randrange(-1, 25))
    change = {
        "checkIn": str(first),
        "checkOut": str(first + timedelta(days=chance.randrange(1, 6))),
        "unitIds": [str(unit) for unit in chance.sample(here.units, chance.randrange(1, 3))],
        "adults": chance.randrange(1, 8),
        "children": chance.randrange(3),
        "version": chance.randrange(1, 4),
    }
    kept = chance.sample(sorted(change), chance.randrange(1, 4))
    if "checkIn" in kept or "checkOut" in kept:
        kept += ["checkIn", "checkOut"]
    return {name: change[name] for name in kept if name != "version" or chance.random() < 0.2}


def facts(answer: Any) -> dict[str, Any]:
    return {name: value for name, value in answer.json().items() if name != "requestId"}


async def test_nobody_elses_nights_can_be_quoted_but_ones_own_can(here: World, sana: Client) -> None:
    booking = await here.book(sana, 10, 3)
    await here.book(sana, 14, 2)
    assert (await quote(sana, booking, checkIn="2027-05-12", checkOut="2027-05-15")).status_code == 200
    answer = await quote(sana, booking, checkOut="2027-05-16")
    assert (answer.status_code, answer.json()["code"]) == (409, "nights_taken")
    assert [night["night"] for night in answer.json()["nights"]] == ["2027-05-15"]


async def test_a_hold_that_has_lapsed_is_not_in_the_way_and_is_not_ended_by_asking(
    here: World, hina: Client, sana: Client
) -> None:
    booking = await here.book(sana, 10, 2)
    await here.book(hina, 12, 2)
    await here.move_to(here.clock.moment + timedelta(hours=2))
    assert (await quote(sana, booking, checkOut="2027-05-15")).status_code == 200
    pending = await sql.fetch(
        here.database.reader, select(func.count()).select_from(Booking).where(Booking.status == "PENDING")
    )
    assert pending[0][0] == 1


async def test_a_quote_reaches_as_far_as_a_change(
    here: World, hina: Client, nadia: Client, bilal: Client, nobody: Client
) -> None:
    booking = await here.book(hina, 10)
    for client in (nadia, bilal):
        assert (await quote(client, booking, checkOut="2027-05-15")).status_code == 404
    assert (await quote(nobody, booking, checkOut="2027-05-15")).status_code == 401
    assert (await quote(hina, booking, checkOut="2027-05-15")).status_code == 200
    made = (await nobody.post("/api/bookings", json=here.stay(20))).json()
    link = {"Booking-Token": made["accessToken"], "Booking-Contact": "ayesha@example.com"}
    path = f"/api/bookings/{made['booking']['id']}/quote"
    assert (await nobody.post(path, json={"checkOut": "2027-05-25"}, headers=link)).status_code == 200
    assert (
        await nobody.post(
            path, json={"checkOut": "2027-05-25"}, headers=link | {"Booking-Contact": "b@example.com"}
        )
    ).status_code == 404


async def test_a_quote_writes_nothing_not_even_under_a_key(here: World, sana: Client) -> None:
    booking = await here.book(sana, 10)
    path, tables = f"/api/bookings/{booking['id']}/quote", (IdempotencyKey, AuditEvent)

    async def rows() -> list[int]:
        return [
            (await sql.fetch(here.database.reader, select(func.count()).select_from(table)))[0][0]
            for table in tables
        ]

    before = await rows()
    first = await sana.post(path, json={"checkOut": "2027-05-12"}, headers={"Idempotency-Key": "again"})
    second = await sana.post(path, json={"checkOut": "2027-05-13"}, headers={"Idempotency-Key": "again"})
    assert (first.json()["quote"]["after"]["nights"], second.json()["quote"]["after"]["nights"]) == (1, 2)
    assert await rows() == before


async def test_a_quote_holds_nothing(here: World, sana: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quote uses connections that can neither lock nor write, and does not wait for a concurrent change."""
    booking = await here.book(sana, 10)
    look = ledger.look

    async def look_while_somebody_changes(*args: Any) -> Any:
        monkeypatch.setattr(ledger, "look", look)
        assert (await patch(sana, booking, notes="meanwhile")).status_code == 200
        return await look(*args)

    monkeypatch.setattr(ledger, "look", look_while_somebody_changes)
    assert (await quote(sana, booking, checkOut="2027-05-13")).status_code == 200
    assert (await sana.get(f"/api/bookings/{booking['id']}")).json()["booking"]["notes"] == "meanwhile"


async def test_actions_say_what_can_be_changed(here: World, sana: Client, hina: Client) -> None:
    booking = await here.book(hina, 0, 2)
    path = f"/api/bookings/{booking['id']}"

    async def offered(client: Client) -> list[str]:
        return [
            action
            for action in (await client.get(path)).json()["booking"]["actions"]
            if action in ("change", "move")
        ]

    assert await offered(hina) == await offered(sana) == ["change", "move"]
    await sana.post(path + "/confirm")
    assert (await offered(hina), await offered(sana)) == (["change"], ["change", "move"])
    await sana.post(path + "/check-in")
    assert (await offered(hina), await offered(sana)) == ([], ["change", "move"])
