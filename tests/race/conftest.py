"""Contests on a busy machine, and a database of a test's own for damage that the shared one must not see."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from soulter.app import close, create_app
from soulter.core import engines
from soulter.core.clock import FixedClock
from soulter.ops import migrate
from tests import postgres
from tests.conftest import fresh_database, settings_for
from tests.world import NOW, Stack, World


@pytest.fixture
async def scratch(kind: str, tmp_path: Path, worker_id: str) -> AsyncIterator[World]:
    """The world of a test on a fresh database, thrown away afterwards."""
    name = f"soulter_scratch_{worker_id}"
    found = settings_for(await fresh_database(kind, name, tmp_path))
    await migrate.upgrade(found, lambda _text: None)
    clock = FixedClock(NOW)
    made = World(Stack(kind, found, create_app(found, clock), clock))
    await made.populate()
    yield made
    await made.close()
    await close(made.stack.app)
    if kind == "postgresql":
        await postgres.drop(name)


@pytest.fixture
def patient(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Long waits, so that a machine which is busy with other things turns no queue into a 503: the contest is about who wins."""
    engine = stack.database._writer.sync_engine
    pool = engine.pool
    short, pool._timeout = pool._timeout, 60  # type: ignore[attr-defined]
    monkeypatch.setattr(engines, "CONNECTION_WAIT", 60)
    if stack.database.turn:
        stack.database.turn.seconds = stack.database.turn.standstill = 60

    def wait_long(connection: Connection) -> None:
        connection.exec_driver_sql("SET LOCAL lock_timeout = '30s'")

    if stack.kind == "postgresql":
        event.listen(engine, "begin", wait_long)
    yield
    pool._timeout = short  # type: ignore[attr-defined]
    if stack.database.turn:
        stack.database.turn.seconds, stack.database.turn.standstill = engines.SQLITE_WRITER_WAIT, engines.SQLITE_STANDSTILL
    if stack.kind == "postgresql":
        event.remove(engine, "begin", wait_long)
