"""POST /api/bookings/{id}/confirm, /cancel, /check-in, /check-out, /no-show."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.world import Client, World


async def act(client: Client, booking: dict[str, Any], action: str) -> Any:
    return await client.post(f"/api/bookings/{booking['id']}/{action}")


async def test_a_stay_from_hold_to_departure(here: World, hina: Client, sana: Client) -> None:
    booking = await here.book(hina, 2, 3)
    for action, days, status in (
        ("confirm", 0, "CONFIRMED"),
        ("check-in", 2, "CHECKED_IN"),
        ("check-out", 5, "COMPLETED"),
    ):
        await here.move_to(here.clock.moment.replace(day=1) + timedelta(days=days))
        answer = await act(sana, booking, action)
        assert answer.json()["booking"]["status"] == status, answer.text
    assert answer.json()["booking"]["actions"] == []
    assert len(await here.nights(booking["id"])) == 3


@pytest.mark.parametrize("action", ["confirm", "cancel"])
async def test_asking_again_changes_nothing(here: World, hina: Client, sana: Client, action: str) -> None:
    booking = await here.book(hina)
    first, second = await act(sana, booking, action), await act(sana, booking, action)
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()


async def test_cancelling_gives_all_nights_back(here: World, bilal: Client, hina: Client) -> None:
    booking = await here.book(bilal, units=[0, 1])
    assert (await act(bilal, booking, "cancel")).json()["booking"]["status"] == "CANCELLED"
    assert await here.nights() == []
    await here.book(hina, units=[0, 1])
    refused = await act(bilal, booking, "confirm")
    assert refused.status_code == 403, "agents may not confirm"


async def test_leaving_early_gives_the_remaining_nights_back(here: World, sana: Client) -> None:
    booking = await here.book(sana, 0, 4)
    await act(sana, booking, "check-in")
    await here.move_to(here.clock.moment + timedelta(days=2))
    await act(sana, booking, "check-out")
    assert [str(night) for _, night in await here.nights()] == ["2027-05-01", "2027-05-02"]


async def test_a_no_show_gives_the_nights_from_today_on_back(here: World, sana: Client) -> None:
    booking = await here.book(sana, 0, 3)
    await here.move_to(here.clock.moment + timedelta(days=1))
    assert (await act(sana, booking, "no-show")).json()["booking"]["status"] == "NO_SHOW"
    assert [str(night) for _, night in await here.nights()] == ["2027-05-01"]


async def test_days_are_the_propertys_days(here: World, sana: Client) -> None:
    booking = await here.book(sana, 2, 2)
    for action in ("check-in", "no-show"):
        assert (await act(sana, booking, action)).json()["code"] == "too_early"
    await here.move_to(here.clock.moment.replace(day=2, hour=19))  # 3 May, 00:00 in Karachi
    assert (await act(sana, booking, "check-in")).status_code == 200


async def test_nobody_arrives_after_the_stay(here: World, sana: Client) -> None:
    booking = await here.book(sana, 2, 2)
    await here.move_to(here.clock.moment + timedelta(days=4))
    assert (await act(sana, booking, "check-in")).json()["code"] == "too_late"


async def test_a_lapsed_hold_cannot_be_confirmed(here: World, hina: Client, sana: Client) -> None:
    booking = await here.book(hina)
    await here.move_to(here.clock.moment + timedelta(hours=1))
    answer = await act(sana, booking, "confirm")
    assert (answer.status_code, answer.json()["code"]) == (409, "hold_expired")
    expiry = answer.json()["expiredAt"]
    local = datetime.fromisoformat(expiry).astimezone(ZoneInfo("Asia/Karachi"))
    assert f"The hold ended on {local:%Y-%m-%d at %H:%M} and" in answer.json()["detail"], "not in UTC"
    assert answer.json()["timezone"] == "Asia/Karachi"


@pytest.mark.parametrize(
    ("before", "action"),
    [
        ((), "check-in"),
        ((), "check-out"),
        (("cancel",), "confirm"),
        (("confirm",), "check-out"),
        (("cancel",), "no-show"),
    ],
)
async def test_steps_that_the_table_does_not_know_are_refused(
    here: World, hina: Client, sana: Client, before: tuple[str, ...], action: str
) -> None:
    booking = await here.book(hina, 0, 2)
    for earlier in before:
        await act(sana, booking, earlier)
    answer = await act(sana, booking, action)
    assert (answer.status_code, answer.json()["code"]) == (409, "status_forbids")


@pytest.mark.parametrize("action", ["confirm", "check-in", "check-out", "no-show"])
async def test_only_staff_run_the_day(
    here: World, bilal: Client, hina: Client, nobody: Client, action: str
) -> None:
    booking = await here.book(bilal)
    assert (await act(nobody, booking, action)).status_code == 401
    for client in (bilal, hina):
        assert (await act(client, booking, action)).json()["code"] == "role_not_allowed"


async def test_somebody_elses_booking_cannot_be_cancelled(
    here: World, hina: Client, nadia: Client, omar: Client
) -> None:
    booking = await here.book(hina)
    for client in (nadia, omar):
        assert (await act(client, booking, "cancel")).status_code == 404
    assert len(await here.nights()) == 2
