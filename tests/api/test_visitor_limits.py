"""The limits of what visitors hold at once. Without them one request could hold every unit for a year."""

from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest

from soulter.bookings.hold_rules import Amount
from soulter.core.http import client_address
from soulter.core.telemetry import request_context
from tests.api.test_account_rate_limits import address
from tests.race.concurrent_attempts import check_consistent, rows
from tests.visitors import guest, open_units, stranger
from tests.world import TODAY, Client, World

ORIGINS = "SELECT status, hold_contact IS NULL, hold_network IS NULL FROM bookings"


async def ask(client: Client, here: World, *args: Any, **more: Any) -> httpx2.Response:
    return await client.post("/api/bookings", json=here.stay(*args, **more))


def code(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", "")


def token(answer: httpx2.Response) -> dict[str, str]:
    found = answer.json()
    return {
        "Booking-Token": found["accessToken"],
        "Booking-Contact": found["booking"]["guest"]["email"],
    }


@pytest.fixture
async def unlimited_share(here: World) -> World:
    """A world without the share: visitors may hold all free units."""
    zara = await here.login("zara")
    answer = await zara.patch(f"/api/properties/{here.property_id}", json={"visitorSharePercent": 100})
    assert answer.status_code == 200
    return here


@pytest.mark.parametrize("who", ["nobody", "hina"])
@pytest.mark.parametrize(
    ("first", "nights", "more", "refusal"),
    [
        (10, 29, {}, "visitor_stay_too_long"),
        (366, 1, {}, "visitor_arrival_too_far"),
        (10, 1, {"units": [0, 1, 2], "adults": 2}, "more_units_than_guests"),
    ],
)
async def test_what_is_too_much_for_a_visitor_is_not_for_staff_and_agents(
    here: World, who: str, first: int, nights: int, more: dict[str, Any], refusal: str
) -> None:
    assert code(await ask(await here.login(who), here, first, nights, **more)) == (422, refusal)
    assert await here.nights() == []
    assert (await ask(await here.login("bilal"), here, first, nights, **more)).status_code == 201
    assert (await ask(await here.login("sana"), here, first + nights, nights, **more)).status_code == 201


@pytest.mark.parametrize("who", ["nobody", "hina"])
async def test_the_longest_stay_and_the_furthest_arrival_are_taken(unlimited_share: World, who: str) -> None:
    client = await unlimited_share.login(who)
    assert (await ask(client, unlimited_share, 10, 28)).status_code == 201
    assert (await ask(client, unlimited_share, 365, 28, adults=3, units=[0, 1, 2])).status_code == 201


async def test_the_owner_decides_how_much_a_visitor_may_book(
    unlimited_share: World, zara: Client, nobody: Client
) -> None:
    settings = {"visitorLongestStay": 3, "visitorFurthestDays": 30, "visitorMostUnits": 1}
    answer = await zara.patch(f"/api/properties/{unlimited_share.property_id}", json=settings)
    assert {name: answer.json()["property"][name] for name in settings} == settings
    assert code(await ask(nobody, unlimited_share, 10, 4)) == (422, "visitor_stay_too_long")
    assert code(await ask(nobody, unlimited_share, 31, 1)) == (422, "visitor_arrival_too_far")
    assert code(await ask(nobody, unlimited_share, 10, 1, units=[0, 1])) == (422, "visitor_units_too_many")
    settings = {"visitorSharePercent": 101}
    refused = await zara.patch(f"/api/properties/{unlimited_share.property_id}", json=settings)
    assert code(refused) == (422, "invalid")


async def test_a_contact_holds_so_much_at_once_until_a_hold_ends(
    unlimited_share: World, nobody: Client, sana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("soulter.bookings.hold_limits.OF_CONTACT", Amount(3, 150))
    await _few_units(unlimited_share)
    first = await ask(nobody, unlimited_share, 10, 2, units=[0, 1])
    unlimited_share.clock.moment += timedelta(minutes=5)
    assert (await ask(nobody, unlimited_share, 20, 2)).status_code == 201
    refused = await ask(nobody, unlimited_share, 30, 2)
    assert (*code(refused), refused.headers["retry-after"]) == (429, "too_much_held", "1200")
    with address(unlimited_share, "203.0.113.9"):
        assert code(await ask(nobody, unlimited_share, 30, 2)) == (429, "too_much_held"), (
            "it is the contact that holds"
        )
    assert (await ask(nobody, unlimited_share, 30, 2, guest=guest(1))).status_code == 201
    confirmed = await sana.post(f"/api/bookings/{first.json()['booking']['id']}/confirm")
    assert confirmed.status_code == 200
    assert (await ask(nobody, unlimited_share, 40, 2)).status_code == 201, (
        "what is confirmed is no hold any more"
    )


async def _few_units(here: World) -> None:
    """A property whose largest booking for visitors is smaller than what one contact holds."""
    zara = await here.login("zara")
    answer = await zara.patch(
        f"/api/properties/{here.property_id}", json={"visitorMostUnits": 2, "visitorLongestStay": 10}
    )
    assert answer.status_code == 200


async def test_a_network_holds_so_much_at_once_whatever_contacts_it_gives(
    unlimited_share: World, nobody: Client, hina: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("soulter.bookings.hold_limits.OF_NETWORK", Amount(30, 40))
    await _few_units(unlimited_share)
    for i in range(4):
        assert (await ask(nobody, unlimited_share, 10 + 10 * i, 10, guest=guest(i))).status_code == 201
    assert code(await ask(nobody, unlimited_share, 60, 1, guest=guest(9))) == (429, "too_much_held")
    assert code(await ask(hina, unlimited_share, 60, 1, guest=guest(9))) == (429, "too_much_held"), (
        "an account too"
    )
    with address(unlimited_share, "203.0.113.9"):
        assert (await ask(nobody, unlimited_share, 60, 1, guest=guest(9))).status_code == 201


async def test_visitors_hold_their_share_of_a_night_and_the_rest_stays_for_sale(
    here: World, nobody: Client, sana: Client, bilal: Client
) -> None:
    assert (await ask(nobody, here, units=[0], guest=guest(1))).status_code == 201
    here.clock.moment += timedelta(minutes=5)
    assert (await ask(stranger(here, 2), here, units=[1], guest=guest(2))).status_code == 201
    refused = await ask(stranger(here, 3), here, 11, 2, units=[2], guest=guest(3))
    assert code(refused) == (429, "visitor_share_held")
    assert (refused.headers["retry-after"], refused.json()["nights"]) == (
        "3300",
        [str(TODAY + timedelta(days=11))],
    )
    assert (await ask(stranger(here, 3), here, 12, 2, units=[2], guest=guest(3))).status_code == 201
    assert (await ask(bilal, here, 10, 2, units=[2])).status_code == 201, "agents are known"
    here.clock.moment += timedelta(minutes=55)
    assert code(await ask(stranger(here, 4), here, 10, 2, units=[0], guest=guest(4))) == (
        429,
        "visitor_share_held",
    )
    here.clock.moment += timedelta(minutes=5)
    assert (await ask(stranger(here, 4), here, 10, 2, units=[0], guest=guest(4))).status_code == 201


async def test_of_two_free_units_one_can_be_held_and_both_never(
    here: World, nobody: Client, sana: Client
) -> None:
    assert (await ask(sana, here, units=[2])).status_code == 201
    refused = await ask(nobody, here, units=[0, 1])
    assert (*code(refused), refused.json()["most"]) == (409, "visitor_share_too_small", 1)
    assert (await ask(sana, here, units=[1])).status_code == 201
    assert (await ask(nobody, here, units=[0])).status_code == 201, "the last unit can be booked"


async def test_a_hold_cannot_grow_into_what_could_not_be_booked(here: World, nobody: Client) -> None:
    made = await ask(nobody, here, 10, 1, guest=guest(1))
    assert (await ask(stranger(here, 2), here, 11, 1, units=[1], guest=guest(2))).status_code == 201
    assert (await ask(stranger(here, 3), here, 11, 1, units=[2], guest=guest(3))).status_code == 201
    path = f"/api/bookings/{made.json()['booking']['id']}"
    later = str(TODAY + timedelta(days=366))
    for change, refusal in (
        ({"checkOut": str(TODAY + timedelta(days=39))}, (422, "visitor_stay_too_long")),
        ({"checkIn": later, "checkOut": str(TODAY + timedelta(days=367))}, (422, "visitor_arrival_too_far")),
        ({"unitIds": [str(unit) for unit in here.units[:3]]}, (422, "more_units_than_guests")),
        ({"checkOut": str(TODAY + timedelta(days=12))}, (429, "visitor_share_held")),
    ):
        assert code(await nobody.patch(path, json=change, headers=token(made))) == refusal
        assert code(await nobody.post(f"{path}/quote", json=change, headers=token(made))) == refusal
    assert (
        await nobody.patch(path, json={"unitIds": [str(here.units[1])]}, headers=token(made))
    ).status_code == 200, "its own nights do not count against it"


async def test_staff_change_a_visitors_hold_as_they_like(here: World, nobody: Client, sana: Client) -> None:
    made = await ask(nobody, here, 10, 1)
    path = f"/api/bookings/{made.json()['booking']['id']}"
    answer = await sana.patch(path, json={"checkOut": str(TODAY + timedelta(days=60))})
    assert answer.status_code == 200, answer.text


async def test_a_visitors_hold_is_shorter_the_more_they_hold_and_a_customers_is_not(
    unlimited_share: World, nobody: Client, hina: Client
) -> None:
    await open_units(unlimited_share, 10)

    async def minutes(client: Client, i: int) -> float:
        answer = await ask(client, unlimited_share, 10, 1, units=[i])
        assert answer.status_code == 201, answer.text
        return (_moment(answer) - unlimited_share.clock.moment) / timedelta(minutes=1)

    assert [await minutes(nobody, i) for i in range(10)] == [60, 54, 48, 42, 36, 30, 24, 18, 12, 10]
    assert await minutes(hina, 10) == 60


def _moment(answer: httpx2.Response) -> datetime:
    return datetime.fromisoformat(answer.json()["booking"]["holdExpiresAt"])


@pytest.mark.parametrize("ends", ["confirm", "cancel", "lapse"])
async def test_whose_hold_it_was_is_forgotten_when_it_ends(
    here: World, nobody: Client, sana: Client, ends: str
) -> None:
    made = await ask(nobody, here)
    assert await rows(here, ORIGINS) == [("PENDING", False, False)]
    if ends == "lapse":
        here.clock.moment += timedelta(hours=2)
        assert (await ask(sana, here)).status_code == 201
    else:
        assert (await sana.post(f"/api/bookings/{made.json()['booking']['id']}/{ends}")).status_code == 200
    assert {(bool(contact), bool(network)) for _, contact, network in await rows(here, ORIGINS)} == {
        (True, True)
    }


async def test_where_no_address_is_known_there_is_no_network(
    here: World, nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_address, "of", lambda *_: "")
    assert (await ask(nobody, here)).status_code == 201
    assert await rows(here, ORIGINS) == [("PENDING", False, True)]


@pytest.mark.over_budget("three hundred visitors")
async def test_three_hundred_visitors_who_want_everything_leave_most_of_each_night(here: World) -> None:
    """The attack: 300 addresses with 300 contacts request every unit and every night."""
    await open_units(here, 7)
    for i in range(300):
        units = [(i + n) % 10 for n in range(1 + i % 5)]
        stay = here.stay(1 + 28 * (i % 3), 28, units=units, adults=len(units), guest=guest(i))
        answer = await stranger(here, i).post("/api/bookings", json=stay)
        assert answer.status_code in (201, 409, 429), answer.text
    by_night = await rows(here, "SELECT night, count(*) FROM nights GROUP BY night")
    assert {count for _, count in by_night} == {4}, "40 percent of ten units are held, on every night"
    assert len(by_night) == 84
    await check_consistent(here)


@pytest.mark.postgres_only("every round trip to SQLite is a function call")
@pytest.mark.parametrize(("who", "statements"), [("sana", 7), ("bilal", 7), ("hina", 9), ("nobody", 8)])
async def test_only_a_visitors_booking_costs_more_statements(
    here: World, monkeypatch: pytest.MonkeyPatch, who: str, statements: int
) -> None:
    client = await here.login(who)
    made: list[float] = []
    monkeypatch.setattr(request_context, "count_query", made.append)
    assert (await ask(client, here)).status_code == 201
    assert len(made) == statements, "for a visitor: the buckets, which are locks, and what is held"
