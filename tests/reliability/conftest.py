"""A separate database in real time, because the processes on it use the machine's clock."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from soulter.app import close, create_app
from soulter.core.clock import Clock, FixedClock
from soulter.schema import migrate
from tests import postgres
from tests.conftest import fresh_database, settings_for
from tests.world import Stack, World


@pytest.fixture
async def live(kind: str, tmp_path: Path, worker_id: str) -> AsyncIterator[World]:
    """A world on a new database, which is dropped afterwards."""
    name = f"soulter_reliability_{worker_id}"
    found = settings_for(await fresh_database(kind, name, tmp_path))
    await migrate.upgrade(found, lambda _text: None)
    clock = FixedClock(Clock().now())
    made = World(Stack(kind, found, create_app(found, clock), clock, "no password"))
    await made.populate()
    yield made
    await made.close()
    await close(made.stack.app)
    if kind == "postgresql":
        await postgres.drop(name)
