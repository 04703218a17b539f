"""The read path: it cannot write, both ways of executing agree, and it replaces lost connections."""

import asyncio
import sqlite3
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from soulter.core.database import lending
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Reader
from soulter.core.telemetry import request_context
from tests import sql
from tests.race.concurrent_attempts import rows
from tests.world import TODAY, World

WRITES = (
    "INSERT INTO creditors VALUES (1)",
    "UPDATE units SET sleeps = sleeps + 1",
    "DELETE FROM login_sessions",
    "CREATE TABLE more (id INTEGER)",
)


@pytest.fixture
async def writable(scratch: World) -> World:
    """A database on which every statement of WRITES succeeds on a connection that may write."""
    async with scratch.database.writing() as session:
        await sql.execute(session, text("CREATE TABLE creditors (id INTEGER)"))
    await scratch.token("hina")
    return scratch


def is_refusal(error: BaseException, kind: str) -> bool:
    """Whether the database itself said that this connection only reads."""
    return (
        getattr(error, "sqlstate", None) == "25006"
        if kind == "postgresql"
        else getattr(error, "sqlite_errorname", None) == "SQLITE_READONLY"
    )


@pytest.mark.parametrize("statement", WRITES)
async def test_the_database_refuses_writes_of_the_read_path(writable: World, statement: str) -> None:
    kind, reader = writable.stack.kind, writable.database.reader
    with pytest.raises((asyncpg.PostgresError, sqlite3.Error)) as hot:
        await reader.all(sql.query(statement))
    assert is_refusal(hot.value, kind)
    async with reader._engine.connect() as connection:
        with pytest.raises(DBAPIError) as plain:
            await connection.execute(text(statement))
    assert is_refusal(plain.value.orig.__cause__ if kind == "postgresql" else plain.value.orig, kind)  # type: ignore[union-attr, arg-type]
    async with writable.database.writing() as session:
        await sql.execute(
            session, text(statement)
        )  # the statement itself is valid: a connection for writing runs it


async def test_a_read_connection_opened_as_a_writer_could_write(
    writable: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-test: the connection itself refuses to write."""
    monkeypatch.setattr(writable.database.reader, "_engine", writable.database._writer)
    await writable.database.reader.all(sql.query("INSERT INTO creditors VALUES (1)"))
    assert await rows(writable, "SELECT * FROM creditors") == [(1,)]


class BothWays:
    """Executes each statement of the read path a second time through SQLAlchemy and compares the rows."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.compared: set[Any] = set()
        self.rows = 0
        self.differences: list[object] = []
        everything, both = Reader.all, self

        async def compare(self: Reader, query: Query[Any], /, **params: object) -> Any:
            found = await everything(self, query, **params)
            plain = await sql.fetch(self, query.statement(self._engine.dialect.name), params)
            both.note(query, found, query.maker()([tuple(row) for row in plain]))
            return found

        monkeypatch.setattr(Reader, "all", compare)

    def note(self, query: Query[Any], hot: Any, plain: Any) -> None:
        """Record a statement, and its rows where they differ in value or type."""
        self.compared.add(query)
        self.rows += len(hot)
        if hot != plain or repr(hot) != repr(plain):
            self.differences.append((query.row, hot, plain))


READS = (
    "/api/auth/me",
    "/api/bookings",
    "/api/bookings?size=1&sort=checkIn",
    "/api/bookings?status=PENDING&q=aye&sort=-checkIn",
    "/api/bookings?status=EXPIRED&from={first}&to={last}&unit={unit}&property={property}",
    "/api/bookings/{booking}",
    "/api/availability?checkIn={first}&checkOut={last}&guests=2",
    "/api/availability?checkIn={first}&checkOut={last}&guests=1&size=1&property={property}",
    "/api/units",
    "/api/units/{unit}",
    "/api/units/{unit}/calendar?from={first}&to={last}",
    "/api/properties",
    "/api/blocks?unit={unit}&from={first}",
    "/api/users",
    "/api/guests",
    "/api/guests?q=ayesha&size=1",
)


async def test_both_ways_of_executing_give_equal_rows(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sana, bilal, hina = [await here.login(name) for name in ("sana", "bilal", "hina")]
    booked = {
        client: await here.book(client, 10 + 5 * i, 3, units=[0, 1])
        for i, client in enumerate((sana, bilal, hina))
    }
    await here.book(bilal, 30, 2, units=[2], notes="Two cots, bitte: größer, سلام", children=1)
    block = {
        "unitId": str(here.units[0]),
        "from": str(TODAY + timedelta(days=40)),
        "to": str(TODAY + timedelta(days=42)),
        "reason": "Roof",
    }
    assert (await sana.post("/api/blocks", json=block)).status_code == 201
    both = BothWays(monkeypatch)
    names = {
        "first": TODAY + timedelta(days=9),
        "last": TODAY + timedelta(days=45),
        "unit": here.units[0],
        "property": here.property_id,
    }
    for client, booking in booked.items():
        for path in READS:
            answer = await client.get(path.format(**names, booking=booking["id"]))
            assert answer.status_code == (
                403
                if client is not sana and path.startswith(("/api/users", "/api/blocks", "/api/guests"))
                else 200
            ), answer.text
    page = (await sana.get("/api/bookings?size=1")).json()["page"]["next"]
    assert (await sana.get("/api/bookings", params={"size": 2, "cursor": page})).status_code == 200
    assert both.differences == []
    assert len(both.compared) >= 20
    assert both.rows > 100


async def _end_connections(here: World) -> int:
    """Close all of Soulter's connections to this database, as a restarting server does; returns how many."""
    other = await asyncpg.connect(here.stack.settings.database_url)
    try:
        ended = await other.fetch(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = "
            "current_database() AND application_name = 'soulter'"
        )
    finally:
        await other.close()
    return len(ended)


@pytest.mark.postgres_only("SQLite has no server that could hang up")
@pytest.mark.parametrize("first", ["read", "write"])
async def test_lost_connections_are_replaced(here: World, first: str) -> None:
    bilal = await here.login("bilal")

    async def read() -> int:
        return (await bilal.get("/api/bookings")).status_code

    days = iter(range(10, 100, 2))

    async def write() -> int:
        return (await bilal.post("/api/bookings", json=here.stay(next(days)))).status_code

    asks = [read, write] if first == "read" else [write, read]
    await asyncio.gather(*(ask() for ask in asks * 8))
    assert await _end_connections(here) >= 8, "both pools hold several connections"
    answers = [await ask() for ask in asks * 4]
    assert answers.count(503) <= 1, answers
    assert set(answers[2:]) == {200, 201}, "after the first of each, both doors are open again"


@pytest.mark.postgres_only("SQLite has no server that could hang up")
async def test_a_connection_lost_in_the_middle_of_a_read_is_not_noticed(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bilal = await here.login("bilal")
    booking = await here.book(bilal)
    lent, cut = lending.lent, [True]

    async def cut_once(engine: Any) -> Any:
        connection = await lent(engine)
        if cut.pop() if cut else False:
            other = await asyncpg.connect(here.stack.settings.database_url)
            driver: Any = connection.driver_connection
            await other.execute("SELECT pg_terminate_backend($1, 5000)", driver.get_server_pid())
            await other.close()
        return connection

    monkeypatch.setattr(lending, "lent", cut_once)
    answer = await bilal.get("/api/bookings")
    assert cut == [], "the connection was cut"
    assert answer.status_code == 200, answer.text
    assert [found["id"] for found in answer.json()["bookings"]] == [booking["id"]]


@pytest.mark.parametrize("who", ["zara", "sana", "bilal", "hina"])
@pytest.mark.parametrize("filters", ["", "?size=2&sort=checkIn&status=CONFIRMED&q=ayesha"])
async def test_a_list_of_bookings_costs_two_statements(
    here: World, monkeypatch: pytest.MonkeyPatch, who: str, filters: str
) -> None:
    client = await here.login(who)
    for days in range(10, 18, 2):
        await here.book(client, days, 2, units=[0, 1])
    made: list[float] = []
    monkeypatch.setattr(request_context, "count_query", made.append)
    answer = await client.get(f"/api/bookings{filters}")
    assert answer.status_code == 200
    assert filters or len(answer.json()["bookings"]) == 4
    assert len(made) == 2, "who asks, and the page with its units"


@pytest.mark.postgres_only("every round trip to SQLite is a function call")
async def test_a_booking_costs_seven_statements(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = await here.login("sana")
    made: list[float] = []
    monkeypatch.setattr(request_context, "count_query", made.append)
    assert (await client.post("/api/bookings", json=here.stay())).status_code == 201
    assert len(made) == 7, (
        "who asks; the key; units, held; nights that are taken; booking and guest; nights, units and trail; "
        "the answer kept"
    )
