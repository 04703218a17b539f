"""The purpose of each guard of the ledger: the damage without it, and which guards still prevent it."""

import asyncio
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from copy import copy
from typing import Any

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from soulter.bookings import booking, ledger
from soulter.core.config.database_url import sqlite_path
from soulter.core.database import statements
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Transaction
from tests.race.concurrent_attempts import Way, attempts, check_one_won, rows, run, statuses, taken_twice
from tests.world import Client, World

AGENT = Way("bilal")


def _switch_off_look(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(*_args: object) -> None:
        pass

    monkeypatch.setattr(ledger, "ensure_free", nothing)


def _switch_off_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = Transaction.all

    async def without_lock(self: Transaction, query: Query[Any], /, **params: object) -> Any:
        unlocked, statement = copy(query), query.statement(self.dialect)
        if getattr(statement, "_for_update_arg", None) is not None:
            statement = statement._clone()
            statement._for_update_arg = None
        unlocked._statement = statement
        return await everything(self, unlocked, **params)

    monkeypatch.setattr(Transaction, "all", without_lock)


async def _drop_key(here: World) -> None:
    """Drop the primary key of the ledger."""
    url = here.stack.settings.database_url
    if not here.database.sqlite:
        connection = await asyncpg.connect(url)
        await connection.execute("ALTER TABLE nights DROP CONSTRAINT pk_nights")
        await connection.close()
        return
    file = sqlite3.connect(sqlite_path(url))
    (made_by,) = file.execute("SELECT sql FROM sqlite_master WHERE name = 'nights'").fetchone()
    without, times = re.subn(r",\s*CONSTRAINT pk_nights PRIMARY KEY \(unit_id, night\)", "", made_by)
    assert times == 1
    file.executescript(f"DROP TABLE nights; {without}")
    file.close()


def _meet_after_the_look(monkeypatch: pytest.MonkeyPatch, seconds: float = 0.3) -> None:
    """Let two transactions read before either of them writes, unless a lock makes the second one wait."""
    look, both = ledger.ensure_free, asyncio.Barrier(2)

    async def ensure_free(*args: Any) -> None:
        await look(*args)
        try:
            async with asyncio.timeout(seconds):
                await both.wait()
        except TimeoutError:
            await both.reset()
        except asyncio.BrokenBarrierError:
            pass

    monkeypatch.setattr(ledger, "ensure_free", ensure_free)


@pytest.mark.usefixtures("long_timeouts")
async def test_the_primary_key_alone_allows_one_booking(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _switch_off_look(monkeypatch)
    _switch_off_locks(monkeypatch)
    for days, way in ((10, AGENT), (20, Way("omar", (1, 0))), (30, Way("sana", blocks=True))):
        entered = await attempts(here, [way] * 20, days)
        answers = await run(here, entered)
        assert statuses(answers) == {201: 1, 409: 19}
        assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"nights_taken"}
    assert len(await here.nights()) == 2 + 4 + 2
    assert await taken_twice(here) == []


async def test_lock_and_check_alone_allow_one_booking(
    scratch: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _drop_key(scratch)
    _meet_after_the_look(monkeypatch)
    entered = await attempts(scratch, [AGENT] * 2)
    await check_one_won(scratch, entered, await run(scratch, entered))


@pytest.mark.postgres_only("SQLite has one writer at a time: a look there cannot be overtaken")
async def test_a_check_without_lock_and_primary_key_allows_two_bookings(
    scratch: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _drop_key(scratch)
    _switch_off_locks(monkeypatch)
    _meet_after_the_look(monkeypatch, 5)
    assert statuses(await run(scratch, await attempts(scratch, [AGENT] * 2))) == {201: 2}
    assert [times for *_night, times in await taken_twice(scratch)] == [2, 2]


async def test_without_any_guard_every_attempt_succeeds(
    scratch: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _drop_key(scratch)
    _switch_off_look(monkeypatch)
    _switch_off_locks(monkeypatch)
    assert statuses(await run(scratch, await attempts(scratch, [AGENT] * 5))) == {201: 5}
    assert [times for *_night, times in await taken_twice(scratch)] == [5, 5]


def _insert_unit_by_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the nights of one unit, let the other transaction do so too if it can, then write the rest."""
    take, both = ledger.take, asyncio.Event()
    entered = 0

    async def take_slowly(
        session: Transaction, offers: Any, claimant: Any, lines: Sequence[Any], beside: Any = ()
    ) -> None:
        nonlocal entered
        first = lines[0].unit_id
        await take(session, offers, claimant, [line for line in lines if line.unit_id == first], beside)
        entered += 1
        if entered == 2:
            both.set()
        try:
            async with asyncio.timeout(0.5):
                await both.wait()
        except TimeoutError:
            both.set()
        await take(session, offers, claimant, [line for line in lines if line.unit_id != first])

    monkeypatch.setattr(ledger, "take", take_slowly)


def _count_deadlocks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    sent = statements._sent

    async def send_and_note(*given: Any) -> Any:
        try:
            return await sent(*given)
        except asyncpg.PostgresError as error:
            found.append(error.sqlstate)
            raise

    monkeypatch.setattr(statements, "_sent", send_and_note)
    return found


@pytest.mark.postgres_only("SQLite has one writer at a time and no deadlocks")
@pytest.mark.parametrize(
    ("orders", "deadlocks"),
    [([(0, 1), (1, 0)], ["40P01"]), ([(0, 1), (0, 1)], [])],
    ids=["opposite orders", "one order"],
)
async def test_unsorted_nights_deadlock_without_locks_and_the_request_is_run_again(
    scratch: World, monkeypatch: pytest.MonkeyPatch, orders: list[tuple[int, int]], deadlocks: list[str]
) -> None:
    _switch_off_look(monkeypatch)
    _switch_off_locks(monkeypatch)
    _insert_unit_by_unit(monkeypatch)
    found = _count_deadlocks(monkeypatch)
    entered = await attempts(scratch, [Way("bilal", order) for order in orders])
    assert statuses(await run(scratch, entered)) == {201: 1, 409: 1}
    assert found == deadlocks
    assert await taken_twice(scratch) == []


class DriverError(Exception):
    """An error of the driver with its SQLSTATE."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__()
        self.sqlstate = sqlstate


def _fail(monkeypatch: pytest.MonkeyPatch, sqlstate: str, times: int) -> Counter[str]:
    """Let booking fail this many times when its rows are written, and count the calls."""
    book: Callable[..., Coroutine[Any, Any, Any]] = booking.book
    calls: Counter[str] = Counter()

    async def fail(*args: Any) -> Any:
        calls["book"] += 1
        booked = await book(*args)
        if calls["book"] <= times:
            raise DBAPIError("INSERT", {}, DriverError(sqlstate))
        return booked

    monkeypatch.setattr(booking, "book", fail)
    return calls


@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
async def test_a_deadlock_runs_the_whole_request_again(
    here: World, bilal: Client, monkeypatch: pytest.MonkeyPatch, sqlstate: str
) -> None:
    calls = _fail(monkeypatch, sqlstate, 2)
    answer = await bilal.post("/api/bookings", json=here.stay())
    assert answer.status_code == 201, answer.text
    assert calls["book"] == 3
    assert await rows(
        here,
        "SELECT (SELECT count(*) FROM bookings), (SELECT count(*) FROM guests), (SELECT count(*) FROM "
        "nights)",
    ) == [(1, 1, 2)]


@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
async def test_an_endless_deadlock_is_given_up(
    here: World, bilal: Client, monkeypatch: pytest.MonkeyPatch, sqlstate: str
) -> None:
    calls = _fail(monkeypatch, sqlstate, 100)
    answer = await bilal.post("/api/bookings", json=here.stay())
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
    assert int(answer.headers["Retry-After"]) >= 1
    assert calls["book"] == 4
    assert await here.nights() == []


async def test_who_waits_too_long_for_a_connection_is_asked_to_come_back(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here.database._writer.sync_engine.pool, "_timeout", 0.01)
    if here.database.writer_queue:
        monkeypatch.setattr(here.database.writer_queue, "seconds", 0.01)
    answers = await run(here, await attempts(here, [AGENT] * 50))
    assert statuses(answers).keys() <= {201, 409, 503}
    assert statuses(answers)[201] <= 1
    turned_away = [answer for answer in answers if answer.status_code == 503]
    assert turned_away
    assert {(answer.json()["code"], answer.headers.get("Retry-After")) for answer in turned_away} == {
        ("database_unavailable", "2")
    }
    assert len(await here.nights()) == 2 * statuses(answers)[201]


@pytest.mark.parametrize(
    ("sqlstate", "status"), [("23505", 409), ("23514", 422), ("55P03", 503), ("57014", 503)]
)
async def test_other_database_errors_are_not_run_again(
    here: World, bilal: Client, monkeypatch: pytest.MonkeyPatch, sqlstate: str, status: int
) -> None:
    calls = _fail(monkeypatch, sqlstate, 100)
    answer = await bilal.post("/api/bookings", json=here.stay())
    assert answer.status_code == status, answer.text
    assert calls["book"] == 1
    assert await here.nights() == []
