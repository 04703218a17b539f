"""A repeated request has one effect, whatever happened to its first answer (rules 13.1 to 13.4)."""

import asyncio
from typing import Any

import asyncpg
import httpx2
import pytest
from sqlalchemy import text

from soulter.core.database.transactions import Transaction
from soulter.core.records import idempotency
from tests import sql
from tests.race.concurrent_attempts import rows, statuses
from tests.world import FRONTEND, NO_KEY, Client, World

KEY = {"Idempotency-Key": "5d0c1f6e-the-same"}
REPLAYED = "Idempotency-Replayed"


async def counts(here: World) -> tuple[int, ...]:
    """How many bookings, guests, nights, audit events and keys there are."""
    tables = ("bookings", "guests", "nights", "audit_events", "idempotency_keys")
    return (await rows(here, f"SELECT {', '.join(f'(SELECT count(*) FROM {table})' for table in tables)}"))[0]


ONE_BOOKING = (1, 1, 2, 1, 1)
NOTHING = (0, 0, 0, 0, 0)


async def book(here: World, client: Client, first: int = 10, **headers: Any) -> httpx2.Response:
    """Ask for two nights of the first unit, with the key of these tests."""
    return await client.post("/api/bookings", json=here.stay(first), headers=KEY | headers)


@pytest.mark.usefixtures("long_timeouts")
@pytest.mark.parametrize("who", ["nobody", "hina", "bilal", "sana"])
async def test_one_key_twenty_times_at_once_is_one_booking(here: World, who: str) -> None:
    client = await here.login(who)
    answers = await asyncio.gather(*(book(here, client) for _ in range(20)))
    won = [answer for answer in answers if answer.status_code == 201]
    in_flight = [answer for answer in answers if answer.status_code == 409]
    assert len(won) + len(in_flight) == 20, statuses(answers)
    assert {(answer.json()["code"], answer.headers["Retry-After"]) for answer in in_flight} <= {
        ("idempotency_key_in_flight", "1")
    }
    assert sorted(answer.headers.get(REPLAYED, "") for answer in won) == [""] + ["true"] * (len(won) - 1)
    assert {answer.content for answer in won} == {won[0].content}
    assert {answer.headers["content-type"] for answer in won} == {"application/json"}
    assert await counts(here) == ONE_BOOKING
    later = await book(here, client)
    assert (later.status_code, later.headers[REPLAYED], later.content) == (201, "true", won[0].content)


async def test_one_key_for_another_request_is_refused(here: World, bilal: Client) -> None:
    first = await book(here, bilal, 10)
    other = await book(here, bilal, 20)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert (await book(here, bilal, 10)).content == first.content, (
        "the refusal has not replaced the stored answer"
    )
    assert await counts(here) == ONE_BOOKING


async def test_one_key_of_two_users_is_two_requests(
    here: World, bilal: Client, omar: Client, nobody: Client
) -> None:
    mine = await book(here, bilal, 10)
    answers = [await book(here, client, 20 + i) for i, client in enumerate((omar, nobody))]
    assert [answer.status_code for answer in (mine, answers[0])] == [201, 201]
    for same in (await book(here, omar, 10), await book(here, await here.login("hina"), 10)):
        assert same.status_code in (409, 422), "never the booking of somebody else"
        assert mine.json()["booking"]["code"] not in same.text


async def test_one_key_on_two_addresses_is_two_requests(here: World, sana: Client, bilal: Client) -> None:
    booked = [await here.book(bilal, days) for days in (10, 20)]
    answers = [await sana.post(f"/api/bookings/{booking['id']}/confirm", headers=KEY) for booking in booked]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert [answer.json()["booking"]["id"] for answer in answers] == [booking["id"] for booking in booked]


@pytest.mark.parametrize(
    ("who", "status"), [("nobody", 400), ("hina", 400), ("bilal", 400), ("sana", 201), ("zara", 201)]
)
async def test_only_staff_may_book_without_a_key(here: World, who: str, status: int) -> None:
    answer = await (await here.login(who)).post("/api/bookings", json=here.stay(), headers=NO_KEY)
    assert answer.status_code == status
    assert status == 201 or answer.json()["code"] == "idempotency_key_missing"
    assert (await counts(here))[0] == (status == 201)


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 129, "schlüssel".encode("latin-1")])
async def test_an_odd_key_is_refused(here: World, bilal: Client, key: Any) -> None:
    answer = await book(here, bilal, **{"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_unusable")
    assert await counts(here) == NOTHING


async def test_a_refusal_that_may_pass_is_not_kept(here: World, sana: Client, bilal: Client) -> None:
    blocker = await here.book(sana)
    assert (await book(here, bilal)).json()["code"] == "nights_taken"
    await sana.post(f"/api/bookings/{blocker['id']}/cancel")
    again = await book(here, bilal)
    assert (again.status_code, again.headers.get(REPLAYED)) == (201, None)


async def test_a_refusal_that_stays_is_kept(here: World, bilal: Client, sana: Client) -> None:
    crowd = here.stay(adults=3)
    first = await bilal.post("/api/bookings", json=crowd, headers=KEY)
    assert (first.status_code, first.json()["code"]) == (422, "too_many_guests")
    larger = await sana.patch(f"/api/units/{here.units[0]}", json={"sleeps": 3})
    assert larger.status_code == 200, larger.text
    again = await bilal.post("/api/bookings", json=crowd, headers=KEY)
    assert (again.status_code, again.headers[REPLAYED], again.json()) == (422, "true", first.json())
    assert again.headers["content-type"] == "application/problem+json"
    fresh = await bilal.post("/api/bookings", json=crowd)
    assert fresh.status_code == 201, "with a key of its own it is a new request"


@pytest.mark.usefixtures("long_timeouts")
async def test_a_repeated_change_counts_once(here: World, sana: Client) -> None:
    booking = await here.book(sana)
    where, note = f"/api/bookings/{booking['id']}", {"notes": "Arrives late"}
    answers = await asyncio.gather(*(sana.patch(where, json=note, headers=KEY) for _ in range(10)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert (await sana.get(where)).json()["booking"]["version"] == 2


async def test_a_key_that_is_only_looked_up_first_lets_a_repeated_change_count_twice(
    here: World, sana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-test: without the row that claims the key, a running request is not visible to others."""

    async def look(session: Transaction, claim: idempotency.Claim, _now: object) -> None:
        assert await session.one(idempotency._FIND, scope=claim.scope) is None

    monkeypatch.setattr(idempotency, "begin", look)
    booking = await here.book(sana)
    where, note = f"/api/bookings/{booking['id']}", {"notes": "Arrives late"}
    answers = await asyncio.gather(*(sana.patch(where, json=note, headers=KEY) for _ in range(2)))
    assert [answer.status_code for answer in answers] == [200, 200]
    assert (await sana.get(where)).json()["booking"]["version"] == 3


async def test_an_answer_that_got_lost_on_its_way_is_told_again(here: World, nobody: Client) -> None:
    async def line_cut(scope: Any, receive: Any, _send: Any) -> None:
        async def send(_message: Any) -> None:
            raise ConnectionResetError

        await here.stack.app(scope, receive, send)

    async with Client(
        transport=httpx2.ASGITransport(app=line_cut),
        base_url="http://localhost:5001",
        headers={"Origin": FRONTEND},
    ) as deaf:
        with pytest.raises(ConnectionResetError):
            await book(here, deaf)
    assert await counts(here) == ONE_BOOKING
    (code,) = (await rows(here, "SELECT code FROM bookings"))[0]
    again = await book(here, nobody)
    assert (again.status_code, again.headers[REPLAYED], again.json()["booking"]["code"]) == (
        201,
        "true",
        code,
    )
    link = {"Booking-Token": again.json()["accessToken"], "Booking-Contact": "ayesha@example.com"}
    assert (
        await nobody.get(f"/api/bookings/{again.json()['booking']['id']}", headers=link)
    ).status_code == 200
    assert await counts(here) == ONE_BOOKING


@pytest.mark.parametrize(
    ("committed", "stored"), [(False, NOTHING), (True, ONE_BOOKING)], ids=["before commit", "after commit"]
)
async def test_a_client_that_hangs_up_finds_one_booking_when_it_asks_again(
    here: World, bilal: Client, monkeypatch: pytest.MonkeyPatch, committed: bool, stored: tuple[int, ...]
) -> None:
    commit, there = Transaction.commit, asyncio.Event()

    async def hang(self: Transaction) -> None:
        if committed:
            await commit(self)
        there.set()
        await asyncio.Event().wait()

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "commit", hang)
        asking = asyncio.create_task(book(here, bilal))
        await asyncio.wait_for(there.wait(), 10)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    assert await counts(here) == stored
    again = await book(here, bilal)
    assert (again.status_code, again.headers.get(REPLAYED)) == (201, "true" if committed else None)
    assert await counts(here) == ONE_BOOKING


async def test_a_commit_that_fails_is_never_a_success(
    here: World, bilal: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_self: Transaction) -> None:
        raise ConnectionResetError

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "commit", fail)
        answer = await book(here, bilal)
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
    assert await counts(here) == NOTHING
    assert (await book(here, bilal)).status_code == 201


_DEBTS = (
    "CREATE TABLE creditors (id INTEGER PRIMARY KEY)",
    "CREATE TABLE debts (creditor INTEGER REFERENCES creditors (id) DEFERRABLE INITIALLY DEFERRED)",
)
_TRIGGER = {
    "sqlite": ("CREATE TRIGGER owe AFTER INSERT ON bookings BEGIN INSERT INTO debts VALUES (1); END",),
    "postgresql": (
        (
            "CREATE FUNCTION owe() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO debts VALUES (1); "
            "RETURN NULL; END'"
        ),
        "CREATE TRIGGER owe AFTER INSERT ON bookings FOR EACH ROW EXECUTE FUNCTION owe()",
    ),
}


@pytest.fixture
async def broken_references(scratch: World) -> World:
    """Every booking refers to a missing row, which the database detects at COMMIT."""
    async with scratch.database.writing() as session:
        for statement in (*_DEBTS, *_TRIGGER[scratch.stack.kind]):
            await sql.execute(session, text(statement))
    return scratch


async def test_a_commit_that_the_database_refuses_is_never_a_success(broken_references: World) -> None:
    bilal = await broken_references.login("bilal")
    answer = await book(broken_references, bilal)
    assert (answer.status_code, answer.json()["code"]) == (409, "state_conflict")
    assert await counts(broken_references) == NOTHING
    async with broken_references.database.writing() as session:
        await sql.execute(session, text("INSERT INTO creditors VALUES (1)"))
    assert (await book(broken_references, bilal)).status_code == 201, (
        "the connection on which COMMIT failed is fit for the next request"
    )
    assert await counts(broken_references) == ONE_BOOKING


@pytest.mark.postgres_only("SQLite has no server that could hang up")
async def test_a_connection_cut_in_the_middle_of_a_booking_leaves_nothing(
    here: World, bilal: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = Transaction.commit

    async def cut(self: Transaction) -> None:
        pid = await self.one(sql.query("SELECT pg_backend_pid()"))
        other = await asyncpg.connect(here.stack.settings.database_url)
        await other.execute("SELECT pg_terminate_backend($1, 5000)", pid)
        await other.close()
        await commit(self)

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "commit", cut)
        answer = await book(here, bilal)
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable"), answer.text
    assert "Retry-After" in answer.headers
    assert await counts(here) == NOTHING
    assert (await book(here, bilal)).status_code == 201
    assert await counts(here) == ONE_BOOKING
