"""POST /api/bookings/{id}/undo."""

from datetime import timedelta
from typing import Any

import pytest

from tests.world import Client, World


async def act(client: Client, booking: dict[str, Any], action: str) -> None:
    answer = await client.post(f"/api/bookings/{booking['id']}/{action}")
    assert answer.status_code == 200, answer.text


async def undo(client: Client, booking: dict[str, Any], action: str) -> Any:
    return await client.post(f"/api/bookings/{booking['id']}/undo", json={"action": action})


LIVES = [
    (("confirm",), "PENDING"),
    (("cancel",), "PENDING"),
    (("confirm", "cancel"), "CONFIRMED"),
    (("confirm", "check-in"), "CONFIRMED"),
    (("confirm", "no-show"), "CONFIRMED"),
    (("confirm", "check-in", "check-out"), "CHECKED_IN"),
]


@pytest.mark.parametrize(("steps", "before"), LIVES, ids=[" ".join(steps) for steps, _ in LIVES])
async def test_the_last_step_is_undone_with_its_nights(
    here: World, hina: Client, sana: Client, steps: tuple[str, ...], before: str
) -> None:
    booking = await here.book(hina, 0, 3, units=[0, 1])
    held = await here.nights(booking["id"])
    for step in steps:
        await act(sana, booking, step)
    answer = await undo(sana, booking, steps[-1])
    assert answer.json()["booking"]["status"] == before, answer.text
    assert await here.nights(booking["id"]) == held
    assert answer.json()["booking"]["version"] == len(steps) + 2
    events = (await sana.get(f"/api/bookings/{booking['id']}/history")).json()["events"]
    assert events[-1]["action"] == "booking.undone"
    again = await undo(sana, booking, steps[-1])
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_undo")
    await act(sana, booking, steps[-1])


async def test_a_confirmation_that_is_undone_leaves_a_whole_hold(
    here: World, hina: Client, bilal: Client, sana: Client
) -> None:
    for client, days, minutes in ((hina, 0, 60), (bilal, 5, 1440)):
        booking = await here.book(client, days, 2)
        await act(sana, booking, "confirm")
        answer = await undo(sana, booking, "confirm")
        until = (here.clock.moment + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")
        assert answer.json()["booking"]["holdExpiresAt"].startswith(until)


async def test_an_undo_does_not_take_nights_booked_since(here: World, hina: Client, sana: Client) -> None:
    booking = await here.book(hina, 0, 3)
    await act(sana, booking, "cancel")
    other = await here.book(sana, 2, 2)
    answer = await undo(sana, booking, "cancel")
    assert (answer.status_code, answer.json()["code"]) == (409, "nights_taken")
    assert [night["night"] for night in answer.json()["nights"]] == ["2027-05-03"]
    assert len(await here.nights(other["id"])) == len(await here.nights()) == 2


async def test_an_undone_departure_takes_only_the_nights_that_it_freed(here: World, sana: Client) -> None:
    booking = await here.book(sana, 0, 4)
    await act(sana, booking, "check-in")
    await here.move_to(here.clock.moment + timedelta(days=2))
    await act(sana, booking, "check-out")
    assert (await undo(sana, booking, "check-out")).status_code == 200
    assert len(await here.nights(booking["id"])) == 4


async def test_a_step_is_undone_on_its_own_day_in_the_propertys_zone(here: World, sana: Client) -> None:
    booking = await here.book(sana, 0, 3)
    await here.move_to(here.clock.moment.replace(hour=18, minute=59))  # 23:59 in Karachi
    await act(sana, booking, "check-in")
    await here.move_to(here.clock.moment + timedelta(minutes=1))
    answer = await undo(sana, booking, "check-in")
    assert (answer.status_code, answer.json()["code"]) == (409, "undo_too_late")
    assert (answer.json()["takenOn"], answer.json()["today"]) == ("2027-05-01", "2027-05-02")


async def test_a_hold_that_would_have_lapsed_is_not_restored(here: World, hina: Client, sana: Client) -> None:
    booking = await here.book(hina)
    await act(hina, booking, "cancel")
    await here.move_to(here.clock.moment + timedelta(minutes=61))
    answer = await undo(sana, booking, "cancel")
    assert (answer.status_code, answer.json()["code"]) == (409, "hold_expired")
    assert await here.nights() == []


async def test_a_booking_that_staff_made_was_never_confirmed_by_a_step(here: World, sana: Client) -> None:
    booking = await here.book(sana)
    answer = await undo(sana, booking, "confirm")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_undo")


async def test_only_staff_undo(here: World, hina: Client, bilal: Client, nobody: Client) -> None:
    booking = await here.book(bilal)
    await act(bilal, booking, "cancel")
    assert (await undo(nobody, booking, "cancel")).status_code == 401
    for client in (hina, bilal):
        assert (await undo(client, booking, "cancel")).json()["code"] == "role_not_allowed"
