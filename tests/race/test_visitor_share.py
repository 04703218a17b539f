"""Visitors who request all units of a night at once hold no more than their share of it."""

import asyncio
from collections import Counter
from typing import Any

import httpx2
import pytest

from soulter.bookings import hold_limits, visitor_holds
from soulter.core.records.rate_limits import Limit, Limiter
from tests.race.concurrent_attempts import check_consistent, rows
from tests.visitors import guest, open_units, stranger
from tests.world import World

BUYERS, UNITS = 50, 20
SHARE = 8
"""40 percent of 20 units."""


async def _book_at_once(here: World, buyers: int) -> list[httpx2.Response]:
    requests = [
        stranger(here, i).post(
            "/api/bookings",
            json=here.stay(units=[i % len(here.units)], guest=guest(i)),
        )
        for i in range(buyers)
    ]
    return await asyncio.gather(*requests)


def _codes(answers: list[httpx2.Response]) -> Counter[str]:
    return Counter("booked" if answer.is_success else answer.json()["code"] for answer in answers)


def _meet_after_the_count(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let three transactions count before any of them writes, unless a lock makes the others wait."""
    count, all_three = visitor_holds.holding, asyncio.Barrier(3)

    async def holding(*args: Any) -> Any:
        found = await count(*args)
        try:
            async with asyncio.timeout(seconds):
                await all_three.wait()
        except TimeoutError:
            await all_three.reset()
        except asyncio.BrokenBarrierError:
            pass
        return found

    monkeypatch.setattr(visitor_holds, "holding", holding)


@pytest.mark.usefixtures("long_timeouts")
async def test_fifty_at_once_hold_the_share_of_the_night_and_nothing_more(here: World) -> None:
    await open_units(here, UNITS - 3)
    answers = await _book_at_once(here, BUYERS)
    assert _codes(answers)["booked"] == SHARE
    assert _codes(answers).keys() <= {"booked", "nights_taken", "visitor_share_held"}
    assert len(await here.nights()) == SHARE * 2
    await check_consistent(here)


@pytest.mark.usefixtures("long_timeouts")
async def test_one_contact_from_everywhere_holds_ten_units_at_once(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hold_limits, "OF_GUEST", Limit("stays an hour, many", 100, 3600))
    await open_units(here, 30)
    answers = await asyncio.gather(
        *(
            stranger(here, i).post("/api/bookings", json=here.stay(units=[i], first=10 + 3 * i))
            for i in range(15)
        )
    )
    assert _codes(answers) == {"booked": 10, "too_much_held": 5}
    assert await rows(
        here, "SELECT count(DISTINCT hold_contact), count(DISTINCT hold_network) FROM bookings"
    ) == [(1, 10)]


async def test_with_the_lock_the_second_request_counts_the_first(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.units.pop()
    _meet_after_the_count(monkeypatch, 0.2)
    assert _codes(await _book_at_once(here, 3)) == {"booked": 2, "visitor_share_held": 1}


@pytest.mark.postgres_only("SQLite has one writer at a time: a count there cannot be overtaken")
async def test_without_the_lock_all_three_requests_succeed(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.units.pop()

    async def charge_nothing(*_args: object) -> int:
        return 0

    monkeypatch.setattr(Limiter, "count", charge_nothing)
    _meet_after_the_count(monkeypatch, 5)
    assert _codes(await _book_at_once(here, 3)) == {"booked": 3}
