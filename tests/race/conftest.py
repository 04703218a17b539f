"""A separate database for tests that damage it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from soulter.app import close, create_app
from soulter.core.clock import FixedClock
from soulter.schema import migrate
from tests import postgres
from tests.conftest import fresh_database, settings_for
from tests.world import NOW, Stack, World


@pytest.fixture
async def scratch(kind: str, tmp_path: Path, worker_id: str) -> AsyncIterator[World]:
    """A world on a new database, which is dropped afterwards."""
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
