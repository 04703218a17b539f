"""Two callers, one night: exactly one gets it, by every way there is (rules 2.1 to 2.4)."""

import asyncio
import itertools
from collections.abc import Awaitable
from contextvars import ContextVar
from datetime import timedelta

import httpx2
import pytest

from tests.race.concurrent_attempts import (
    WAYS,
    Attempt,
    Way,
    attempts,
    check_consistent,
    check_one_won,
    named,
    rows,
    run,
    statuses,
)
from tests.world import NOW, TODAY, Client, World

pytestmark = pytest.mark.usefixtures("long_timeouts")

CROWD = 50
STAFF = Way("sana")


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
async def test_one_of_fifty_gets_the_nights(here: World, way: Way) -> None:
    entered = await attempts(here, [way] * CROWD)
    await check_one_won(here, entered, await run(here, entered))


async def test_one_of_fifty_gets_the_nights_when_all_ways_meet(here: World) -> None:
    entered = await attempts(here, itertools.islice(itertools.cycle(WAYS.values()), CROWD))
    await check_one_won(here, entered, await run(here, entered))


async def test_one_of_two_stays_that_overlap_in_part_wins(here: World) -> None:
    for days in (10, 20, 30, 40):
        early, late = (
            Attempt(await here.login("bilal"), Way("bilal"), days, 4),
            Attempt(await here.login("hina"), Way("hina"), days + 3, 4),
        )
        before = set(await here.nights())
        answers = await run(here, [early, late])
        assert statuses(answers) == {201: 1, 409: 1}
        won, lost = (early, late) if answers[0].status_code == 201 else (late, early)
        assert set(await here.nights()) - before == won.wanted(here)
        refusal = next(answer for answer in answers if answer.status_code == 409)
        assert (
            named(refusal)
            == sorted(won.wanted(here) & lost.wanted(here))
            == [(here.units[0], TODAY + timedelta(days=days + 3))]
        )
    await check_consistent(here)


async def test_stays_that_meet_on_a_turnover_day_all_win(here: World) -> None:
    client = await here.login("bilal")
    chain = [Attempt(client, Way("bilal"), 10 + 2 * i, 2) for i in range(12)]
    answers = await run(here, chain)
    assert statuses(answers) == {201: 12}, [answer.text for answer in answers if answer.status_code != 201]
    assert set(await here.nights()) == set().union(*(attempt.wanted(here) for attempt in chain))
    await check_consistent(here)


@pytest.mark.parametrize(
    "orders", [[(0, 1), (1, 0)], list(itertools.permutations((0, 1, 2)))], ids=["two units", "three units"]
)
async def test_opposite_orders_of_units_do_not_deadlock(here: World, orders: list[tuple[int, ...]]) -> None:
    entered = await attempts(here, [Way("bilal", order) for order in orders] * (24 // len(orders)), nights=3)
    await check_one_won(here, entered, await run(here, entered))


async def test_units_requested_in_cycles_are_booked_once(here: World) -> None:
    entered = await attempts(here, [Way("omar", order) for order in ((0, 1), (1, 2), (2, 0))] * 8)
    answers = await run(here, entered)
    assert statuses(answers) == {201: 1, 409: 23}, "any two of the pairs share a unit"
    await check_consistent(here)


async def test_a_change_and_a_booking_for_the_same_nights(here: World, sana: Client, bilal: Client) -> None:
    for days in (10, 20, 30, 40, 50):
        moving = await here.book(sana, days, 2)
        moved = {
            "checkIn": str(TODAY + timedelta(days=days + 4)),
            "checkOut": str(TODAY + timedelta(days=days + 6)),
        }
        booking = Attempt(bilal, Way("bilal"), days + 4, 2)
        change, booked = await asyncio.gather(
            sana.patch(f"/api/bookings/{moving['id']}", json=moved), booking.send(here)
        )
        assert sorted([change.status_code, booked.status_code]) in ([200, 409], [201, 409]), (
            change.text,
            booked.text,
        )
        refused = change if change.status_code == 409 else booked
        assert set(named(refused)) == booking.wanted(here)
        owner = moving["id"] if change.status_code == 200 else booked.json()["booking"]["id"]
        assert set(await here.nights(owner)) == booking.wanted(here)
        if change.status_code == 409:
            assert len(await here.nights(moving["id"])) == 2, "a refused change keeps the nights that it had"
    await check_consistent(here)


async def test_two_bookings_cannot_swap_into_each_other(here: World, sana: Client) -> None:
    first, second = await here.book(sana, 10, 2), await here.book(sana, 12, 2)
    days = [{"checkIn": booking["checkIn"], "checkOut": booking["checkOut"]} for booking in (second, first)]
    answers = await asyncio.gather(
        *(
            sana.patch(f"/api/bookings/{b['id']}", json=day)
            for b, day in zip((first, second), days, strict=True)
        )
    )
    assert statuses(answers) == {409: 2}
    await check_consistent(here)


async def test_confirming_and_cancelling_at_once_end_in_one_state(
    here: World, sana: Client, zara: Client, bilal: Client
) -> None:
    for days in range(10, 40, 3):
        booking = await here.book(bilal, days, 2)
        where = f"/api/bookings/{booking['id']}"
        confirmed, cancelled = await asyncio.gather(
            sana.post(f"{where}/confirm"), zara.post(f"{where}/cancel")
        )
        # What is confirmed can still be cancelled; what is cancelled can no longer be confirmed.
        assert cancelled.status_code == 200, cancelled.text
        assert confirmed.status_code == 200 or confirmed.json()["code"] == "status_forbids"
        assert (await sana.get(where)).json()["booking"]["status"] == "CANCELLED"
        assert await here.nights(booking["id"]) == []
    await check_consistent(here)


async def test_two_check_ins_at_once_are_one(here: World, sana: Client, zara: Client) -> None:
    booking = await here.book(sana, 0, 2)
    answers = await asyncio.gather(
        *(client.post(f"/api/bookings/{booking['id']}/check-in") for client in (sana, zara) * 5)
    )
    assert statuses(answers) == {200: 10}
    assert {
        (answer.json()["booking"]["status"], answer.json()["booking"]["version"]) for answer in answers
    } == {("CHECKED_IN", 2)}
    await check_consistent(here)


async def test_an_expired_hold_is_taken_over_by_one_and_confirmed_by_nobody(
    here: World, sana: Client, nobody: Client
) -> None:
    held = await here.book(nobody)
    here.clock.moment = NOW + timedelta(minutes=61)
    entered = await attempts(here, list(WAYS.values()) * 2)
    *answers, confirmed = await asyncio.gather(
        *(attempt.send(here) for attempt in entered), sana.post(f"/api/bookings/{held['id']}/confirm")
    )
    assert confirmed.status_code == 409
    assert confirmed.json()["code"] in ("hold_expired", "status_forbids")
    await check_one_won(here, entered, list(answers))
    assert (await sana.get(f"/api/bookings/{held['id']}")).json()["booking"]["status"] == "EXPIRED"


_lateness: ContextVar[timedelta] = ContextVar("lateness", default=timedelta())


async def _at(lateness: timedelta, request: Awaitable[httpx2.Response]) -> httpx2.Response:
    """The answer to a request at a later time; each task has its own clock."""
    _lateness.set(lateness)
    return await request


@pytest.mark.parametrize("order", [1, -1], ids=["confirmed first", "booked first"])
async def test_a_hold_at_its_last_moment_is_confirmed_or_taken_over_but_never_both(
    here: World, sana: Client, zara: Client, nobody: Client, monkeypatch: pytest.MonkeyPatch, order: int
) -> None:
    monkeypatch.setattr(here.clock, "now", lambda: here.clock.moment + _lateness.get())
    for days in range(10, 30, 2):
        held = await here.book(nobody, days)
        confirm = _at(timedelta(minutes=59), sana.post(f"/api/bookings/{held['id']}/confirm"))
        takers = [
            _at(timedelta(minutes=61), Attempt(client, STAFF, days).send(here))
            for client in (sana, zara, sana)
        ]
        answers = await asyncio.gather(*[confirm, *takers][::order])
        assert sorted(statuses(answers).elements()) in ([200, 409, 409, 409], [201, 409, 409, 409]), [
            answer.text for answer in answers
        ]
        assert {answer.json().get("code") for answer in answers} <= {None, "nights_taken", "status_forbids"}
        owner = next(answer for answer in answers if answer.status_code < 300).json()["booking"]
        assert (owner["id"] == held["id"]) == (owner["status"] == "CONFIRMED" and 200 in statuses(answers))
        assert len(await here.nights(owner["id"])) == 2
        status = (await rows(here, f"SELECT status FROM bookings WHERE code = '{held['code']}'"))[0][0]
        assert status == ("CONFIRMED" if owner["id"] == held["id"] else "EXPIRED")
    await check_consistent(here)
