"""Both databases, the application on each of them, and the world that a test starts with."""

import os
import zlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from soulter.app import close, create_app
from soulter.bookings import hold_limits
from soulter.bookings.hold_rules import Amount
from soulter.core.clock import FixedClock
from soulter.core.config import settings
from soulter.core.database import engines
from soulter.core.database import postgres as connections
from soulter.core.records.rate_limits import Limit
from soulter.core.telemetry import gc_tuning, logs
from soulter.schema import migrate
from tests import postgres, scheduling, time_budget, world
from tests.world import NOW, Client, Stack, World

KINDS = ("sqlite", "postgresql")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(time_budget, "time budget")
    config.pluginmanager.register(scheduling, "scheduling")
    gc_tuning.look_rarely()
    if not hasattr(config, "workerinput"):
        postgres.start()
    for name in (
        "ENVIRONMENT",
        "NODE_ENV",
        "DATABASE_URL",
        "JWT_SECRET",
        "FRONTEND_URLS",
        "PUBLIC_URL",
        "METRICS_TOKEN",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
    ):
        os.environ.pop(name, None)
    logs.configure("error", "json")


def pytest_collection_finish() -> None:
    # Each collection of the garbage collector would visit thousands of tests and their imports, which took an
    # eighth of the suite's time.
    gc_tuning.leave_alone_what_is()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind" in metafunc.fixturenames:
        only = {
            mark.name.removesuffix("_only")
            for mark in metafunc.definition.iter_markers()
            if mark.name.endswith("_only")
        }
        chosen = [kind for kind in KINDS if not only or kind.removesuffix("ql") in only]
        metafunc.parametrize("kind", chosen)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep one variant of a test that is marked `either_database`, unless BOTH=1 asks for both."""
    if os.environ.get("BOTH") == "1":
        return
    left = [item for item in items if runs(item)]
    config.hook.pytest_deselected(items=[item for item in items if not runs(item)])
    items[:] = left


def runs(item: pytest.Item) -> bool:
    """Whether a test runs on the database it is parametrized with. Only its name decides."""
    if (
        item.get_closest_marker("either_database") is None
        or not isinstance(item, pytest.Function)
        or not hasattr(item, "callspec")
    ):
        return True
    kind = item.callspec.params.get("kind")
    return kind not in KINDS or zlib.crc32(item.nodeid.replace(kind, "").encode()) % len(
        KINDS
    ) == KINDS.index(kind)


def settings_for(url: str, **more: Any) -> settings.Settings:
    """Settings that ignore the variables and the .env file of this machine."""
    return settings.load(
        _env_file=None, environment="test", database_url=url, jwt_secret="x" * 48, log_level="error", **more
    )


async def fresh_database(kind: str, name: str, folder: Path) -> str:
    """The URL of an empty database."""
    return await postgres.create(name) if kind == "postgresql" else f"sqlite:///{folder / name}.db"


def _without_fsync(driver: Any, _record: object) -> None:
    cursor = driver.cursor()
    cursor.execute("PRAGMA synchronous = OFF")
    cursor.close()


class Stacks:
    """One application per database, made on first use and kept, since a start costs more than most tests."""

    def __init__(self, folder: Path, worker: str) -> None:
        self._folder, self._worker = folder, worker
        self._made: dict[str, Stack] = {}

    async def get(self, kind: str) -> Stack:
        if kind not in self._made:
            with time_budget.shared():
                self._made[kind] = await self._make(kind)
        return self._made[kind]

    async def _make(self, kind: str) -> Stack:
        found = settings_for(await fresh_database(kind, f"soulter_test_{self._worker}", self._folder))
        await migrate.upgrade(found, lambda _text: None)
        clock = FixedClock(NOW)
        made = Stack(kind, found, create_app(found, clock), clock, await world.hashed_password())
        if kind == "sqlite":
            # Like `fsync = off` on PostgreSQL: a crash of the machine ends the suite anyway.
            event.listen(made.database._writer.sync_engine, "connect", _without_fsync)
        return made

    async def close(self) -> None:
        for stack in self._made.values():
            await close(stack.app)
            if stack.kind == "postgresql":
                await postgres.drop(f"soulter_test_{self._worker}")


@pytest.fixture(scope="session")
async def stacks(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> AsyncIterator[Stacks]:
    made = Stacks(tmp_path_factory.mktemp("databases"), worker_id)
    yield made
    await made.close()


@pytest.fixture
async def stack(kind: str, stacks: Stacks) -> Stack:
    """The application on a database without rows, with its clock at NOW."""
    found = await stacks.get(kind)
    await world.empty(found.database)
    found.clock.moment = NOW
    return found


@pytest.fixture
async def here(stack: Stack) -> AsyncIterator[World]:
    """The world of a test, on both databases in turn."""
    made = World(stack)
    await made.populate()
    yield made
    await made.close()


@pytest.fixture
def long_timeouts(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Long timeouts, so that a busy machine does not turn a queue into a 503 in tests about concurrency."""
    engine = stack.database._writer.sync_engine
    pool = engine.pool
    short, pool._timeout = pool._timeout, 60  # type: ignore[attr-defined]
    for module, name in ((engines, "CONNECTION_WAIT"), (engines, "POOL_WAIT"), (connections, "CONNECT_WAIT")):
        monkeypatch.setattr(module, name, 60)
    if stack.database.writer_queue:
        stack.database.writer_queue.seconds = stack.database.writer_queue.standstill = 60

    def wait_long(connection: Connection) -> None:
        connection.exec_driver_sql("SET LOCAL lock_timeout = '30s'")

    if stack.kind == "postgresql":
        event.listen(engine, "begin", wait_long)
    yield
    pool._timeout = short  # type: ignore[attr-defined]
    if stack.database.writer_queue:
        stack.database.writer_queue.seconds, stack.database.writer_queue.standstill = (
            engines.SQLITE_WRITER_WAIT,
            engines.SQLITE_STANDSTILL,
        )
    if stack.kind == "postgresql":
        event.remove(engine, "begin", wait_long)


@pytest.fixture
def unlimited_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turn off the limits of what guests may hold."""
    for name in ("FROM_NETWORK", "OF_GUEST"):
        monkeypatch.setattr(hold_limits, name, Limit(name, 10_000, 3600))
    for name in ("OF_CONTACT", "OF_NETWORK"):
        monkeypatch.setattr(hold_limits, name, Amount(10_000, 100_000))


def _client_of(name: str) -> Any:
    @pytest.fixture(name=name)
    async def client(here: World) -> Client:
        return await here.login(name)

    client.__doc__ = f"A browser in which {name} is logged in."
    return client


zara, sana, bilal, omar, hina, nadia, nobody = (_client_of(name) for name in (*world.CAST, "nobody"))
