"""The limits of holds per hour. Without them, anybody could hold the whole calendar without paying."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx2
import pytest

from soulter.access.actor import VISITOR
from soulter.bookings import hold_limits, ledger
from soulter.bookings.errors import TooManyHolds
from soulter.bookings.hold_limits import HoldLimits
from soulter.core.dates import Stay
from soulter.core.http import services
from soulter.core.records.rate_limits import Limit, Limiter
from tests.api.test_account_rate_limits import address
from tests.world import TODAY, Client, World

OF_GUEST, FROM_NETWORK = hold_limits.OF_GUEST, hold_limits.FROM_NETWORK
"""The limits of production."""
ONE_NIGHT = Stay(TODAY, TODAY + timedelta(days=1))


@pytest.fixture(autouse=True)
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hold_limits, "FROM_NETWORK", Limit(hold_limits.FROM_NETWORK.name, 5, 3600))
    monkeypatch.setattr(hold_limits, "OF_GUEST", Limit(hold_limits.OF_GUEST.name, 3, 3600))


async def book(here: World, client: Client, day: int, guest: str = "maryam", **more: Any) -> httpx2.Response:
    stay = here.stay(day, 1) | {"guest": {"name": guest.capitalize(), "email": f"{guest}@example.com"}} | more
    return await client.post("/api/bookings", json=stay)


async def test_one_guest_holds_a_few_stays_an_hour_and_the_nights_of_the_next_one_stay_free(
    here: World, nobody: Client, sana: Client
) -> None:
    for day in (10, 12, 14):
        assert (await book(here, nobody, day)).status_code == 201
    nights = await here.nights()
    refused = await book(here, nobody, 16)
    assert (refused.status_code, refused.json()["code"], refused.headers["retry-after"]) == (
        429,
        "too_many_holds",
        "3600",
    )
    assert (
        refused.json()["detail"]
        == "Many stays were booked from here within the hour. Please call us, or book the next one in 60 "
        "minutes."
    )
    assert await here.nights() == nights
    with address(here, "203.0.113.9"):
        assert (await book(here, nobody, 16)).status_code == 429, "it is the guest who is counted"
        assert (await book(here, nobody, 16, "yusuf")).status_code == 201
    assert (await book(here, sana, 18)).status_code == 201, "staff book for whoever calls"
    here.clock.moment += timedelta(hours=1)
    assert (await book(here, nobody, 20)).status_code == 201


async def test_one_network_holds_a_few_more_whatever_names_it_gives(
    here: World, nobody: Client, bilal: Client
) -> None:
    made = [await book(here, nobody, 10 + 2 * i, f"guest{i}") for i in range(7)]
    assert [answer.status_code for answer in made] == [201] * 5 + [429] * 2
    with address(here, "203.0.113.9"):
        assert (await book(here, nobody, 30)).status_code == 201
    assert [(await book(here, bilal, 40 + 2 * i, f"client{i}")).status_code for i in range(7)] == [201] * 7, (
        "an agent is known"
    )


async def test_a_customer_is_counted_as_one_whatever_contact_they_give(here: World, hina: Client) -> None:
    made = [await book(here, hina, 10 + 2 * i, f"guest{i}") for i in range(4)]
    assert [answer.status_code for answer in made] == [201, 201, 201, 429]


async def test_what_is_refused_or_repeated_does_not_count(here: World, nobody: Client) -> None:
    first = await nobody.post(
        "/api/bookings", json=here.stay(10, 1), headers={"Idempotency-Key": "the-same-again"}
    )
    assert first.status_code == 201
    for _ in range(8):
        assert (
            await nobody.post(
                "/api/bookings", json=here.stay(10, 1), headers={"Idempotency-Key": "the-same-again"}
            )
        ).json() == first.json()
        assert (await nobody.post("/api/bookings", json=here.stay(10, 1))).status_code == 409
        assert (await nobody.post("/api/bookings", json=here.stay(11, 1, adults=30))).status_code == 422
    assert (await nobody.post("/api/bookings", json=here.stay(12, 1))).status_code == 201


async def test_concurrent_requests_do_not_exceed_the_limit(here: World) -> None:
    made = await asyncio.gather(*(book(here, here.client(), 10 + 2 * i) for i in range(9)))
    assert sorted(answer.status_code for answer in made) == [201] * 3 + [429] * 6


@pytest.mark.parametrize(("limit", "most"), [("OF_GUEST", 10), ("FROM_NETWORK", 30)])
async def test_a_guest_holds_10_stays_an_hour_and_a_network_30(
    here: World, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(hold_limits, "OF_GUEST", OF_GUEST)
    monkeypatch.setattr(hold_limits, "FROM_NETWORK", FROM_NETWORK)
    limits, now = HoldLimits(services.of(here.stack.app, Limiter), "203.0.113.9"), here.clock.now()

    def contact(i: int) -> str:
        return "ayesha@example.com" if limit == "OF_GUEST" else f"guest{i}@example.com"

    async with here.database.writing() as session:
        units = await ledger.lock(session, here.units[:1])
        for i in range(most):
            await limits.hold(session, VISITOR, contact(i), units, ONE_NIGHT, now)
        with pytest.raises(TooManyHolds, match="in 60 minutes"):
            await limits.hold(session, VISITOR, contact(most), units, ONE_NIGHT, now)
