"""Statements are strict: columns are checked against their row class, and parameters at each run."""

import ast
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import bindparam, select, update

from soulter.accounts import queries as accounts
from soulter.accounts.models import User
from soulter.bookings import availability
from soulter.bookings.models import Booking
from soulter.bookings.queries import BOOKING, BookingRow
from soulter.core import ids
from soulter.core.database.lending import NotCommitted
from soulter.core.database.statements import Command, Query, insert_row, insert_unless_there, prefixed
from soulter.core.database.transactions import SeveralRows
from soulter.core.telemetry import request_context
from soulter.guests.models import Guest
from soulter.inventory.models import Unit
from tests.contract.write_references import ROOT
from tests.world import NOW, TODAY, World

SOURCES = ROOT / "src" / "soulter"
SPEAKS_TO_DRIVERS = {
    "core/database/statements.py",
    "core/database/transactions.py",
    "core/database/lending.py",
    "core/database/engines.py",
    "core/database/snapshot.py",
    "schema/migrate.py",
    "schema/schema_version.py",
    "backup/restoring.py",
    "backup/aftermath.py",
    "transfer/file_index.py",
}
"""Modules with connections of their own: migrations, a restore, which uses reflected tables, and the
temporary database of an import."""


class Stamps(NamedTuple):
    id: UUID
    created_at: datetime
    updated_at: datetime


def test_columns_in_each_others_place_are_refused() -> None:
    assert Query(Stamps, select(Unit.id, Unit.created_at, Unit.updated_at))
    with pytest.raises(
        TypeError, match=r"updated_at.*created_at.*are not the fields.*created_at.*updated_at"
    ):
        Query(Stamps, select(Unit.id, Unit.updated_at, Unit.created_at))


def test_the_list_of_bookings_with_its_two_times_swapped_is_refused() -> None:
    swapped = list(BOOKING)
    i, j = (
        next(k for k, column in enumerate(BOOKING) if getattr(column, "key", "") == name)
        for name in ("created_at", "updated_at")
    )
    swapped[i], swapped[j] = swapped[j], swapped[i]
    assert Query(BookingRow, select(*BOOKING))
    with pytest.raises(TypeError, match="are not the fields"):
        Query(BookingRow, select(*swapped))


@pytest.mark.parametrize(
    "columns", [(Unit.id, Unit.created_at), (Unit.id, Unit.created_at, Unit.updated_at, Unit.name)]
)
def test_a_column_too_few_or_too_many_is_refused(columns: tuple[object, ...]) -> None:
    with pytest.raises(TypeError, match="are not the fields"):
        Query(Stamps, select(*columns))  # type: ignore[call-overload]


def test_a_plain_type_is_one_column() -> None:
    with pytest.raises(TypeError, match="UUID is one column"):
        Query(UUID, select(Unit.id, Unit.name))


def test_a_row_in_a_row_is_compared_too() -> None:
    class Pair(NamedTuple):
        unit: Stamps | None
        name: str

    columns = (Unit.id, Unit.created_at, Unit.updated_at)
    assert Query(Pair, select(*prefixed("unit", columns), Unit.name), unit=Stamps)
    with pytest.raises(TypeError, match="unit_updated_at"):
        Query(
            Pair,
            select(*prefixed("unit", (Unit.id, Unit.updated_at, Unit.created_at)), Unit.name),
            unit=Stamps,
        )


async def test_a_misspelled_parameter_of_the_calendar_is_refused(here: World) -> None:
    """With NULL for the parameter, every night of the calendar would show as free."""
    known = {"unit_id": here.units[0], "from_": TODAY, "to": TODAY, "now": NOW}
    assert await here.database.reader.all(availability._calendar(details=True), **known) == []
    misspelled = {("unit" if name == "unit_id" else name): value for name, value in known.items()}
    with pytest.raises(TypeError, match=r"missing: \['unit_id'\], unknown: \['unit'\]"):
        await here.database.reader.all(availability._calendar(details=True), **misspelled)


@pytest.mark.parametrize("given", [{}, {"id": UUID(int=1), "more": 1}])
async def test_parameters_are_exactly_those_of_the_statement(here: World, given: dict[str, object]) -> None:
    query = Query(UUID, select(User.id).where(User.id == bindparam("id")))
    with pytest.raises(TypeError, match="parameters missing"):
        await here.database.reader.one(query, **given)
    async with here.database.writing() as session:
        for _ in range(
            2
        ):  # the first statement of a transaction is sent in another way than the ones after it
            with pytest.raises(TypeError, match="parameters missing"):
                await session.one(query, **given)
            assert await session.one(query, id=here.users["sana"]) == here.users["sana"]


async def test_a_column_that_is_left_out_of_an_insert_is_not_null_by_itself(here: World) -> None:
    async with here.database.writing() as session:
        with pytest.raises(TypeError, match=r"missing: .*'agent_name'"):
            await session.run(insert_row(Booking), id=ids.new_id())


async def test_many_rows_are_judged_one_by_one(here: World) -> None:
    command = Command(update(User).where(User.id == bindparam("of")).values(name=bindparam("called")))
    async with here.database.writing() as session:
        with pytest.raises(TypeError, match="parameters missing"):
            await session.run_many(
                command, [{"of": here.users["sana"], "called": "Sana"}, {"of": here.users["omar"]}]
            )


GUEST, GUEST_UNLESS_THERE = insert_row(Guest), insert_unless_there(Guest, UUID, Guest.id)


def a_guest(name: str) -> dict[str, object]:
    return {
        "id": ids.new_id(),
        "name": name,
        "email": f"{name}@example.com",
        "phone": None,
        "user_id": None,
        "created_at": NOW,
    }


async def _names(here: World) -> list[str]:
    return await here.database.reader.all(Query(str, select(Guest.name).order_by(Guest.name)))


@pytest.mark.parametrize("first", [False, True])
async def test_inserts_beside_a_query_are_one_round_trip_on_postgresql(
    here: World, monkeypatch: pytest.MonkeyPatch, first: bool
) -> None:
    one, two, three = a_guest("one"), a_guest("two"), a_guest("three")
    async with here.database.writing() as session:
        if not first:
            assert (
                await session.one(
                    Query(UUID, select(User.id).where(User.id == bindparam("id"))), id=UUID(int=1)
                )
                is None
            )
        with monkeypatch.context() as patch:
            sent: list[float] = []
            patch.setattr(request_context, "count_query", sent.append)
            inserted = await session.all_beside([(GUEST, one), (GUEST, two)], GUEST_UNLESS_THERE, **three)
    assert inserted == [three["id"]], "the rows of the query, and no others"
    assert await _names(here) == ["one", "three", "two"]
    begin = here.stack.kind == "sqlite" and first
    assert len(sent) == (1 if here.stack.kind == "postgresql" and not first else 3 + begin)


@pytest.mark.parametrize("wrong", ["beside", "query"])
async def test_parameters_beside_a_query_are_exactly_those_of_their_statement(
    here: World, wrong: str
) -> None:
    one, two = a_guest("one"), a_guest("two")
    del (one if wrong == "beside" else two)["phone"]
    async with here.database.writing() as session:
        await session.all(Query(UUID, select(User.id)))
        with pytest.raises(TypeError, match=r"missing: \['phone'\]"):
            await session.all_beside([(GUEST, one)], GUEST_UNLESS_THERE, **two)


@pytest.mark.postgres_only("SQLite goes on after a statement that failed")
async def test_a_commit_that_undoes_everything_is_an_error(here: World) -> None:
    async def go_on_after_a_failure() -> None:
        async with here.database.writing() as session:
            await session.run(GUEST, **a_guest("one"))
            with pytest.raises(asyncpg.NotNullViolationError):
                await session.run(GUEST, **{**a_guest("two"), "name": None})

    with pytest.raises(NotCommitted):
        await go_on_after_a_failure()
    assert await _names(here) == []
    async with here.database.writing() as session:
        await session.run(GUEST, **a_guest("three"))
    assert await _names(here) == ["three"], "the connection is as good as before"


async def test_one_row_is_one_row(here: World) -> None:
    everybody = Query(UUID, select(User.id))
    with pytest.raises(SeveralRows):
        await here.database.reader.one(everybody)
    assert len(await here.database.reader.all(everybody)) == len(here.users)
    assert await accounts.find_user(here.database.reader, UUID(int=1)) is None


def speaks(tree: ast.AST) -> list[int]:
    """The lines on which something is executed on a connection, past `one`, `all` and `run`."""
    ways = {
        "execute",
        "executemany",
        "exec_driver_sql",
        "execute_fetchall",
        "fetch",
        "fetchrow",
        "fetchval",
        "raw_connection",
    }
    calls = (
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    )
    return [node.lineno for node in calls if isinstance(node.func, ast.Attribute) and node.func.attr in ways]


def test_there_is_one_way_to_run_a_statement() -> None:
    found: dict[str, list[int]] = {}
    for path in sorted(SOURCES.rglob("*.py")):
        name = path.relative_to(SOURCES).as_posix()
        if name not in SPEAKS_TO_DRIVERS and (lines := speaks(ast.parse(path.read_text(encoding="utf-8")))):
            found[name] = lines
    assert found == {}


def test_another_way_to_run_a_statement_is_found() -> None:
    assert speaks(ast.parse("async def f(session):\n    await session.execute(1)")) == [2]
    assert all((SOURCES / name).is_file() for name in SPEAKS_TO_DRIVERS)
    assert Path(SOURCES / "bookings" / "queries.py").is_file()
