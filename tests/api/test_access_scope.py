"""Queries narrow by the actor's access scope themselves, also when no route has checked a permission."""

from datetime import date, time
from typing import Any
from uuid import UUID

import pytest

from soulter.access.actor import VISITOR, Actor
from soulter.bookings import availability, history, queries
from soulter.bookings.errors import BlockNotFound
from soulter.core.records.paging import PageQuery
from soulter.desk import board, day, guests, vacancies
from tests.world import NOW, Client, World

BEGIN, END = date(2027, 5, 10), date(2027, 5, 20)
PAGE = PageQuery()
LIMITED = ("bilal", "hina", "visitor")


def actor_of(here: World, name: str) -> Actor:
    return VISITOR if name == "visitor" else here.actor(name)


@pytest.fixture
async def booked(here: World, sana: Client, bilal: Client) -> dict[str, dict[str, Any]]:
    """A booking of staff, one of the agent bilal, and a block, each in a unit of its own."""
    body = {"unitId": str(here.units[2]), "from": "2027-05-12", "to": "2027-05-14", "reason": "Roof"}
    return {
        "staff": await here.book(sana, 11, 2, units=[0]),
        "bilal": await here.book(bilal, 11, 2, units=[1]),
        "block": (await sana.post("/api/blocks", json=body)).json()["block"],
    }


@pytest.mark.parametrize(
    ("name", "codes", "rest"),
    [("sana", {"staff", "bilal"}, 6), ("bilal", {"bilal"}, 4), ("hina", set(), 4), ("visitor", set(), 4)],
)
async def test_the_board_shows_only_what_the_actor_sees(
    here: World, booked: dict[str, dict[str, Any]], name: str, codes: set[str], rest: int
) -> None:
    source = here.database.reader
    rows = await board.window(source, actor_of(here, name), here.property_id, BEGIN, END, NOW)
    assert {row.code for row in rows if row.kind == board.BOOKING} == {booked[who]["code"] for who in codes}
    # The property and its units; for staff also the inactive unit and the block.
    assert len([row for row in rows if row.kind != board.BOOKING]) == rest


@pytest.mark.parametrize(
    ("name", "codes"),
    [("sana", {"staff", "bilal"}), ("bilal", {"bilal"}), ("hina", set()), ("visitor", set())],
)
async def test_the_day_shows_only_what_the_actor_sees(
    here: World, booked: dict[str, dict[str, Any]], name: str, codes: set[str]
) -> None:
    arrival = date.fromisoformat(booked["staff"]["checkIn"])
    source = here.database.reader
    place, found = await day.around(source, actor_of(here, name), here.property_id, arrival, NOW)
    assert place == ("Asia/Karachi", time(11))
    assert {booking.row.code for booking in found} == {booked[who]["code"] for who in codes}


async def test_guests_and_blocks_are_for_staff(here: World, booked: dict[str, dict[str, Any]]) -> None:
    block_id = UUID(booked["block"]["id"])
    source = here.database.reader
    for name, people, blocks in (("sana", True, 1), *((name, False, 0) for name in LIMITED)):
        actor = actor_of(here, name)
        for q in (None, "ayesha"):
            assert bool((await guests.listed(source, actor, PAGE, q, NOW))[0]) is people
        assert len((await availability.blocks(source, actor, PAGE, None, BEGIN, END))[0]) == blocks
    assert (await availability.get_block(source, here.actor("sana"), block_id)).reason == "Roof"
    for name in LIMITED:
        with pytest.raises(BlockNotFound):
            await availability.get_block(source, actor_of(here, name), block_id)
    async with here.database.writing() as session:
        assert (await availability.lock_block(session, here.actor("sana"), block_id)).id == block_id
        for name in LIMITED:
            with pytest.raises(BlockNotFound):
                await availability.lock_block(session, actor_of(here, name), block_id)


async def test_a_calendar_tells_only_staff_who_has_a_night(
    here: World, booked: dict[str, dict[str, Any]]
) -> None:
    source = here.database.reader
    for unit_id, field, value in (
        (here.units[0], "code", booked["staff"]["code"]),
        (here.units[2], "reason", "Roof"),
    ):
        known = await availability.calendar(source, here.actor("sana"), unit_id, BEGIN, END, NOW)
        assert {getattr(row, field) for row in known.values()} == {value}
        for name in LIMITED:
            seen = await availability.calendar(source, actor_of(here, name), unit_id, BEGIN, END, NOW)
            assert list(seen) == list(known)
            assert {tuple(row[1:]) for row in seen.values()} == {(None,) * 6}


async def test_vacancies_are_for_staff_and_agents(here: World, booked: dict[str, dict[str, Any]]) -> None:
    assert booked
    source = here.database.reader
    for name, sees in (("sana", True), ("bilal", True), ("hina", False), ("visitor", False)):
        rows = await vacancies.vacancies(source, actor_of(here, name), here.property_id, BEGIN, END, NOW)
        assert bool(rows) is sees


async def test_units_and_history_of_a_booking_are_those_of_visible_bookings(
    here: World, booked: dict[str, dict[str, Any]]
) -> None:
    source = here.database.reader
    for name, owner, sees in (
        ("sana", "staff", True),
        ("sana", "bilal", True),
        ("bilal", "bilal", True),
        ("bilal", "staff", False),
        ("omar", "bilal", False),
        ("hina", "staff", False),
        ("visitor", "staff", False),
    ):
        actor, booking_id = actor_of(here, name), UUID(booked[owner]["id"])
        assert bool(await queries.units_of(source, actor, booking_id)) is sees
        assert bool(await history.latest_events(source, actor, booking_id, 5)) is sees
