"""PATCH /api/bookings/{id}: staff choose what a change costs."""

from datetime import timedelta
from typing import Any

from soulter.core.database.snapshot import taken
from soulter.exports import exporters
from soulter.wiring import EXPORTERS
from tests.world import Client, World


async def change(client: Client, booking: dict[str, Any], **wanted: Any) -> Any:
    return await client.patch(f"/api/bookings/{booking['id']}", json=wanted)


async def total_after(client: Client, booking: dict[str, Any], **wanted: Any) -> int:
    quoted = await client.post(f"/api/bookings/{booking['id']}/quote", json=wanted)
    assert quoted.status_code == 200, quoted.text
    answer = await change(client, booking, **wanted)
    assert answer.status_code == 200, answer.text
    amount: int = answer.json()["booking"]["total"]["amount"]
    assert quoted.json()["quote"]["after"]["total"]["amount"] == amount, "the quote said so"
    return amount


def amount_of(booking: dict[str, Any]) -> int:
    amount: int = booking["total"]["amount"]
    return amount


async def dearer(here: World, zara: Client) -> str:
    """The second unit at a price of its own."""
    unit = str(here.units[1])
    price = {"amount": 777_700, "currency": "PKR"}
    assert (await zara.patch(f"/api/units/{unit}", json={"price": price})).status_code == 200
    return unit


async def test_a_move_costs_the_present_price_of_the_other_unit_or_keeps_the_old_one(
    here: World, sana: Client, zara: Client
) -> None:
    unit = await dearer(here, zara)
    booking = await here.book(sana, 10, 2)
    assert await total_after(sana, booking, unitIds=[unit], pricing="KEEP") == amount_of(booking)
    assert await total_after(sana, booking, unitIds=[unit], pricing="NEW") == 2 * 777_700
    first = str(here.units[0])
    assert await total_after(sana, booking, unitIds=[first]) == amount_of(booking), (
        "without a choice: its own"
    )


async def test_the_present_price_replaces_the_one_that_was_promised(
    here: World, sana: Client, zara: Client
) -> None:
    booking = await here.book(sana, 10, 2)
    price = {"amount": 50, "currency": "PKR"}
    await zara.patch(f"/api/units/{here.units[0]}", json={"price": price})
    assert await total_after(sana, booking, notes="x") == amount_of(booking)
    assert await total_after(sana, booking, pricing="NEW") == 100


async def test_staff_name_a_total_and_the_audit_log_has_it(here: World, sana: Client, zara: Client) -> None:
    booking = await here.book(sana, 10, 3)
    wanted = {"amount": 1_000_001, "currency": "PKR"}
    assert await total_after(sana, booking, total=wanted) == 1_000_001
    lines = (await sana.get(f"/api/bookings/{booking['id']}")).json()["booking"]["priceLines"]
    assert sum(line["price"]["amount"] for line in lines) == 1_000_001
    [event] = (await zara.get("/api/audit", params={"action": "booking.changed"})).json()["events"]
    assert event["facts"]["pricing"] == "NAMED"
    assert event["facts"]["after"]["total_minor"] == "1000001"
    async with taken(here.stack.settings) as moment:
        assert (await exporters.judge(moment, EXPORTERS)).wrong == []


async def test_nights_that_are_over_keep_their_price(here: World, sana: Client) -> None:
    booking = await here.book(sana, 0, 4)
    await sana.post(f"/api/bookings/{booking['id']}/check-in")
    await here.move_to(here.clock.moment + timedelta(days=2))
    night = amount_of(booking) // 4
    wanted = {"amount": 2 * night + 11, "currency": "PKR"}
    assert await total_after(sana, booking, total=wanted) == 2 * night + 11
    low = await change(sana, booking, total={"amount": 2 * night - 1, "currency": "PKR"})
    assert (low.status_code, low.json()["code"]) == (422, "total_below_nights_over")
    assert low.json()["over"] == {"amount": 2 * night, "currency": "PKR"}


async def test_a_total_is_in_the_currency_of_the_booking_and_stands_alone(here: World, sana: Client) -> None:
    booking = await here.book(sana, 10, 2)
    other = await change(sana, booking, total={"amount": 1, "currency": "EUR"})
    assert (other.status_code, other.json()["code"]) == (422, "other_currency")
    both = await change(sana, booking, total={"amount": 1, "currency": "PKR"}, pricing="KEEP")
    assert (both.status_code, both.json()["code"]) == (422, "two_prices")


async def test_nobody_but_staff_decides_a_price(here: World, hina: Client, bilal: Client) -> None:
    for client in (hina, bilal):
        booking = await here.book(client, 10, 2)
        for wanted in ({"pricing": "NEW"}, {"total": {"amount": 1, "currency": "PKR"}}):
            answer = await change(client, booking, **wanted)
            assert (answer.status_code, answer.json()["code"]) == (409, "price_needs_staff")
        await client.post(f"/api/bookings/{booking['id']}/cancel")
