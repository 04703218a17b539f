"""Concurrent attempts to take nights, in every way there is, and plain queries that judge the result."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx2

from soulter.core.config.database_url import sqlite_path
from tests.world import TODAY, Client, World

Nights = set[tuple[UUID, date]]


@dataclass(frozen=True)
class Way:
    """A way to take nights: which user, which units, and a booking or a block."""

    who: str
    units: tuple[int, ...] = (0,)
    blocks: bool = False


WAYS = {
    "a visitor without an account": Way("nobody"),
    "a customer": Way("hina"),
    "an agent": Way("bilal"),
    "staff": Way("sana"),
    "an agent for two units": Way("omar", (0, 1)),
    "staff who block": Way("sana", blocks=True),
}


@dataclass(frozen=True)
class Attempt:
    """A request for nights: the first one in days from today, and their number."""

    client: Client
    way: Way
    first: int = 10
    nights: int = 2

    def wanted(self, here: World) -> Nights:
        """The requested nights."""
        return {
            (here.units[i], TODAY + timedelta(days=self.first + n))
            for i in self.way.units
            for n in range(self.nights)
        }

    async def send(self, here: World) -> httpx2.Response:
        """Send the request."""
        if not self.way.blocks:
            return await self.client.post(
                "/api/bookings", json=here.stay(self.first, self.nights, units=list(self.way.units))
            )
        begin = TODAY + timedelta(days=self.first)
        body = {
            "unitId": str(here.units[0]),
            "from": str(begin),
            "to": str(begin + timedelta(days=self.nights)),
            "reason": "Roof",
        }
        return await self.client.post("/api/blocks", json=body)


async def attempts(here: World, ways: Iterable[Way], first: int = 10, nights: int = 2) -> list[Attempt]:
    """One attempt for each way, in the given order. A user who appears twice uses one browser."""
    clients: dict[str, Client] = {}
    made = []
    for way in ways:
        if way.who not in clients:
            clients[way.who] = await here.login(way.who)
        made.append(Attempt(clients[way.who], way, first, nights))
    return made


async def run(here: World, entered: list[Attempt]) -> list[httpx2.Response]:
    """Send all attempts at once."""
    return await asyncio.gather(*(attempt.send(here) for attempt in entered))


def statuses(answers: Iterable[httpx2.Response]) -> Counter[int]:
    """How often each status was answered."""
    return Counter(answer.status_code for answer in answers)


def named(answer: httpx2.Response) -> list[tuple[UUID, date]]:
    """The nights that a refusal names."""
    problem = answer.json()
    assert problem["code"] == "nights_taken", problem
    return [(UUID(night["unitId"]), date.fromisoformat(night["night"])) for night in problem["nights"]]


async def check_one_won(here: World, entered: list[Attempt], answers: list[httpx2.Response]) -> Attempt:
    """One attempt got all its nights; every other one was told exactly its conflicting nights.

    Returns the winner.
    """
    assert statuses(answers) == {201: 1, 409: len(entered) - 1}, [
        answer.text for answer in answers if answer.status_code not in (201, 409)
    ]
    winner = next(
        attempt for attempt, answer in zip(entered, answers, strict=True) if answer.status_code == 201
    )
    assert await here.nights() == sorted(winner.wanted(here))
    for attempt, answer in zip(entered, answers, strict=True):
        if attempt is not winner:
            assert sorted(named(answer)) == sorted(attempt.wanted(here) & winner.wanted(here))
    await check_consistent(here)
    return winner


async def rows(here: World, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query on a connection that bypasses Soulter."""
    if here.database.sqlite:
        connection = sqlite3.connect(sqlite_path(here.stack.settings.database_url))
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()
    stranger = await asyncpg.connect(here.stack.settings.database_url)
    try:
        return [tuple(row) for row in await stranger.fetch(sql)]
    finally:
        await stranger.close()


_OVERLAPS = """
WITH claims AS (
    SELECT u.unit_id AS unit, b.id AS id, b.check_in AS begins, b.check_out AS ends FROM bookings b
      JOIN booking_units u ON u.booking_id = b.id
    WHERE b.status IN ('PENDING', 'CONFIRMED', 'CHECKED_IN')
    UNION ALL SELECT unit_id, id, starts_on, ends_on FROM blocks)
SELECT a.id, b.id FROM claims a JOIN claims b ON a.unit = b.unit AND a.id < b.id AND a.begins < b.ends
  AND b.begins < a.ends"""

_HOLDINGS = """
SELECT b.status, b.check_in, b.check_out,
    (SELECT count(*) FROM booking_units u WHERE u.booking_id = b.id), (SELECT count(*) FROM nights n
      WHERE n.booking_id = b.id)
FROM bookings b"""


async def taken_twice(here: World) -> list[tuple[Any, ...]]:
    """Nights with more than one row in the ledger."""
    return await rows(
        here, "SELECT unit_id, night, count(*) FROM nights GROUP BY unit_id, night HAVING count(*) > 1"
    )


async def check_consistent(here: World) -> None:
    """Neither bookings nor the ledger share a night.

    Live bookings have all their nights, and other bookings have none.
    """
    assert await taken_twice(here) == []
    assert await rows(here, _OVERLAPS) == []
    for status, check_in, check_out, units, owned in await rows(here, _HOLDINGS):
        length = (date.fromisoformat(str(check_out)) - date.fromisoformat(str(check_in))).days
        assert owned == (units * length if status in ("PENDING", "CONFIRMED", "CHECKED_IN") else 0), status
