"""The criterion "No errors in the logs", judged by the `/metrics` of a service with and without an error."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from soulter.schema import migrate
from soulter.verify import web
from soulter.verify.criteria import errors
from soulter.verify.deployment import Deployment, Outcome, Target, Verdict
from tests.conftest import settings_for
from tests.reliability.processes import HOST, Serving, ask, becomes, serving

TOKEN = "Kd8Gs2Hf6Jb3Mc5PyAeUiOxNaBtq7Zr1Vx0Lw9Tn4"
CLEAN = (Verdict.PASS, "No error was logged since the processes started.")


@pytest.fixture(autouse=True)
def long_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """A longer limit, for a machine that runs other tests at the same time."""
    monkeypatch.setattr(web, "TIMEOUT", 30.0)


@pytest.fixture
async def database(tmp_path: Path) -> Path:
    """A migrated database."""
    await migrate.upgrade(settings_for(f"sqlite:///{tmp_path}/soulter.db"), lambda _text: None)
    return tmp_path / "soulter.db"


@pytest.fixture(params=["1", "2"], ids=["one process", "two workers"])
async def server(request: pytest.FixtureRequest, tmp_path: Path, database: Path) -> AsyncIterator[Serving]:
    """A running service whose metrics need a token."""
    with serving(
        tmp_path, f"sqlite:///{database}", WEB_CONCURRENCY=request.param, METRICS_TOKEN=TOKEN
    ) as made:
        yield await made.ready()


def judged(server: Serving, token: str = TOKEN) -> Outcome:
    address = f"http://{HOST}:{server.port}"
    return errors(Deployment(Target(address, address, metrics_token=token)))


def error_lines(server: Serving) -> int:
    """How many errors an operator finds in the log."""
    return sum(" error " in line for line in server.log.read_text().splitlines())


def told(count: int) -> str:
    return f"Lines of level error in the log since the processes started: {count}."


async def break_once(server: Serving, database: Path) -> None:
    """A request that fails unexpectedly: a table is missing."""
    file = sqlite3.connect(database, isolation_level=None)
    file.execute("ALTER TABLE units RENAME TO elsewhere")
    answer = await ask(server.port, "/api/units")
    file.execute("ALTER TABLE elsewhere RENAME TO units")
    file.close()
    assert answer.status == 500, answer.body


async def test_what_was_logged_is_told_to_who_has_the_token_and_what_was_only_refused_is_not(
    server: Serving, database: Path
) -> None:
    assert (await ask(server.port, "/api/users")).status == 401
    found = judged(server)
    assert (found.verdict, found.said, error_lines(server)) == (*CLEAN, 0)
    for _ in range(2):
        before = error_lines(server)
        await break_once(server, database)
        found = judged(server)
        assert error_lines(server) > before
        assert (found.verdict, found.said) == (Verdict.FAIL, told(error_lines(server)))
    without, wrong = judged(server, ""), judged(server, "a wrong one")
    assert (without.verdict, without.said) == (Verdict.UNKNOWN, "Nobody counted.")
    assert (wrong.verdict, "/metrics answered 401" in wrong.said) == (Verdict.UNKNOWN, True)


async def test_a_worker_that_died_is_an_error_too(tmp_path: Path, database: Path) -> None:
    """The parent logs it and serves no requests, so the worker that replaces the dead one counts it."""
    with serving(tmp_path, f"sqlite:///{database}", WEB_CONCURRENCY="2", METRICS_TOKEN=TOKEN) as server:
        await server.ready()
        before = {child.pid for child in server.children()}
        server.children()[0].kill()

        async def replaced() -> bool:
            return (
                len({child.pid for child in server.children()} - before) == 1
                and judged(server).verdict is Verdict.FAIL
            )

        assert await becomes(replaced, 40), judged(server)
        assert (judged(server).said, error_lines(server)) == (told(1), 1), server.log.read_text()
