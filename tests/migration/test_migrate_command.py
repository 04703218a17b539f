"""`soulter migrate`: it runs once even if started often; its output and status; and readiness."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import httpx2
import pytest
from sqlalchemy import text

from soulter.app import close, create_app
from soulter.core.database import engines
from soulter.schema import migrate, schema_version
from tests.migration.conftest import RUN, Ended, Place, ended
from tests.reliability.processes import ask, becomes, says, serving

KNOWN = schema_version.known()
HEAD = KNOWN[-1]


async def execute(place: Place, sql: str) -> list[tuple[object, ...]]:
    """Run one statement as a superuser and return its rows."""
    engine = engines.for_migrations(place.settings)
    try:
        async with engine.connect() as connection:
            done = await connection.execute(text(sql))
            found = [tuple(row) for row in done] if done.returns_rows else []
            await connection.commit()
    finally:
        await engine.dispose()
    return found


@asynccontextmanager
async def asking(place: Place) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of a new application on this database, with empty caches."""
    app = create_app(place.settings)
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app), base_url="http://localhost"
    ) as client:
        yield client
    await close(app)


async def readiness(place: Place) -> tuple[int, str, str]:
    """The answer of a new application to /readyz."""
    async with asking(place) as client:
        answer = await client.get("/readyz")
        return answer.status_code, answer.json()["database"], answer.json()["migrations"]


async def test_four_at_once_apply_each_migration_once(place: Place) -> None:
    runs = await asyncio.gather(*(place.soulter("migrate") for _ in range(4)))
    assert [run.code for run in runs] == [0] * 4, [run.err for run in runs]
    assert [run.err for run in runs] == [""] * 4
    applied = [line for run in runs for line in run.out.splitlines() if line.startswith("Applied")]
    assert [line.split()[1] for line in applied] == list(KNOWN)
    assert sorted("Nothing to do" in run.out for run in runs) == [False, True, True, True]
    assert await execute(place, "SELECT version_num FROM alembic_version") == [(HEAD,)]


# Both processes read the schema before either of them changes it, and no lock stops them.
_WITHOUT_LOCK = """
import os, pathlib, time
from soulter.schema import migrate
async def no_lock(connection): pass
look = migrate.revision
def look_together(connection):
    found = look(connection)
    connection.rollback()
    pathlib.Path(f"looked-{os.getpid()}").touch()
    deadline = time.monotonic() + 30
    while len(list(pathlib.Path().glob("looked-*"))) < 2 and time.monotonic() < deadline: time.sleep(0.01)
    return found
migrate._take_lock, migrate.revision, migrate._LOCK_TRIES = no_lock, look_together, 1
"""


@pytest.mark.postgres_only("on SQLite the transaction that migrates is the lock")
@pytest.mark.over_budget(reason="migrates an empty database several times at once")
async def test_without_the_lock_two_at_once_collide(place: Place) -> None:
    for _ in range(8):  # one that is held up after its look finds the other one's work done
        runs = await asyncio.gather(
            *[ended(await place.start("migrate", code=_WITHOUT_LOCK + RUN)) for _ in range(2)]
        )
        if any(run.code for run in runs):
            break
        await execute(place, "DROP SCHEMA public CASCADE")
        await execute(place, "CREATE SCHEMA public")
        for looked in place.folder.glob("looked-*"):
            looked.unlink()
    assert sorted(run.code or 0 for run in runs) == [0, 1], [run.err for run in runs]
    loser = next(run for run in runs if run.code)
    assert "Traceback" not in loser.err
    assert loser.err.startswith("DATABASE_URL: ")


async def test_in_production_each_step_is_a_line_of_the_log_too(place: Place) -> None:
    run = await place.soulter("migrate", LOG_FORMAT="json")
    lines = [json.loads(line) for line in run.err.splitlines()]
    assert [line["step"].split()[1] for line in lines] == list(KNOWN)
    assert {(line["event"], line["kind"], line["level"]) for line in lines} == {
        ("migrating", "application", "info")
    }
    assert run.out.startswith("Applied 0001")


async def test_what_is_applied_is_said_once_and_what_is_pending_is_listed(place: Place) -> None:
    everything = list(KNOWN)
    pending = await place.soulter("migrate", "--status")
    assert pending == Ended(0, "".join(f"pending  {name}\n" for name in everything), "")
    first = await place.soulter("migrate")
    assert (first.code, first.err, first.out.splitlines()[-1]) == (0, "", "✅ Migrations applied")
    again, machine = await asyncio.gather(
        place.soulter("migrate"), place.soulter("migrate", "--status", "--json")
    )
    assert again == Ended(0, f"✅ Nothing to do: the schema is at {HEAD}\n", "")
    assert (machine.code, machine.err) == (0, "")
    assert json.loads(machine.out) == {"current": HEAD, "applied": everything, "pending": [], "newer": False}


# Takes the lock that `soulter migrate` holds while it works, in the middle of a change.
_STUCK = """
import time
from sqlalchemy import text
from soulter.schema import migrate
def work(connection, say):
    connection.execute(text("CREATE TABLE half (id INTEGER)"))
    print("working", flush=True)
    time.sleep(120)
migrate._upgrade = work
"""


async def test_after_a_killed_migration_another_process_finishes(place: Place) -> None:
    leader = await place.start("migrate", code=_STUCK + RUN)
    try:
        assert leader.stdout is not None
        assert await asyncio.wait_for(leader.stdout.readline(), 30) == b"working\n"
        follower = asyncio.create_task(place.soulter("migrate"))
        done, _ = await asyncio.wait([follower], timeout=2)
        assert not done, "the other one waits while the leader works"
    finally:
        leader.kill()
        await leader.communicate()
    run = await follower
    assert (run.code, run.err) == (0, "")
    assert "Applied" in run.out
    assert await execute(place, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    with pytest.raises(Exception, match="half"):
        await execute(place, "SELECT * FROM half")


@pytest.mark.postgres_only("SQLite has no lock that outlives its transaction")
async def test_a_migration_that_waits_too_long_fails_with_a_sentence(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "MIGRATION_WAIT", 0.0)
    holder = await asyncpg.connect(place.settings.database_url)
    try:
        await holder.execute("SELECT pg_advisory_lock($1)", migrate._LOCK_KEY)
        with pytest.raises(schema_version.AnotherIsMigrating):
            await migrate.upgrade(place.settings, lambda _text: None)
    finally:
        await holder.close()
    assert (await migrate.current(place.settings)).current == ""


async def test_an_empty_database_is_not_ready_and_a_migrated_one_is(place: Place) -> None:
    assert await readiness(place) == (503, "connected", "pending")
    await migrate.upgrade(place.settings, lambda _text: None)
    assert await readiness(place) == (200, "connected", "current")


async def test_a_newer_schema_is_served_and_left_alone(place: Place) -> None:
    await migrate.upgrade(place.settings, lambda _text: None)
    await execute(place, "UPDATE alembic_version SET version_num = 'from_the_future'")
    state = await migrate.current(place.settings)
    assert (state.newer, state.pending) == (True, ())
    assert await readiness(place) == (200, "connected", "current")
    run = await place.soulter("migrate")
    assert (run.code, run.err) == (0, "")
    assert "newer than this release" in run.out
    assert await execute(place, "SELECT version_num FROM alembic_version") == [("from_the_future",)]
    async with asking(place) as client:
        assert (await client.get("/api/units")).status_code == 200


@pytest.mark.parametrize("arguments", [["migrate"], ["migrate", "--status", "--json"]], ids=" ".join)
@pytest.mark.postgres_only("the one kind that can be unreachable")
async def test_a_database_that_cannot_be_reached_is_told_in_one_sentence(
    place: Place, arguments: list[str]
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and never listening: nobody answers there
        run = await place.soulter(
            *arguments, DATABASE_URL=f"postgresql://somebody@127.0.0.1:{closed.getsockname()[1]}/soulter"
        )
    assert (run.code, run.out) == (1, "")
    assert (
        run.err == "DATABASE_URL: the database does not answer. Is it running, and are host and port right?\n"
    )


@pytest.mark.postgres_only("a server that has no such database")
async def test_a_database_that_does_not_exist_is_told_in_one_sentence(place: Place) -> None:
    run = await place.soulter(
        "migrate", DATABASE_URL=place.settings.database_url.replace("soulter_migration", "never_made")
    )
    assert (run.code, run.out) == (1, "")
    assert run.err == "DATABASE_URL: there is no database of this name on the server.\n"


@pytest.mark.sqlite_only("the file of a database")
async def test_a_file_that_is_no_database_is_told_in_one_sentence(place: Place) -> None:
    (place.folder / "letter.db").write_text("Dear guest, " * 200)
    run = await place.soulter("migrate", DATABASE_URL="sqlite:///letter.db")
    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("DATABASE_URL: ")
    assert run.err.count("\n") == 1


async def test_an_ascii_terminal_does_not_fail_a_successful_migration(place: Place) -> None:
    run = await place.soulter("migrate", PYTHONIOENCODING="ascii")
    assert (run.code, run.err) == (0, "")
    assert "Migrations applied" in run.out


async def test_a_server_that_is_there_before_the_schema_becomes_ready_by_itself(place: Place) -> None:
    with serving(place.folder, place.settings.database_url) as server:
        assert await becomes(lambda: says(server.port, "/readyz", 503), 60)
        assert json.loads((await ask(server.port, "/readyz")).body)["migrations"] == "pending"
        run = await place.soulter("migrate")
        assert (run.code, run.err) == (0, "")
        assert await becomes(lambda: says(server.port, "/readyz", 200), 10)
