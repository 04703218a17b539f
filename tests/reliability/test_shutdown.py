"""Shutdown: requests in progress are finished. Row 22 of the list of faults."""

import asyncio
import json
import signal
import sys
import time
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

import psutil
import pytest

from soulter.schema import migrate
from tests import postgres
from tests.conftest import fresh_database, settings_for
from tests.reliability.processes import SECRET, ask, becomes, free_port, line, says, serving
from tests.reliability.tcp_proxy import TcpProxy, to_socket

LOGIN = json.dumps({"email": "nobody@example.com", "password": "seven lanterns on a jetty"})
HEAD = (
    "POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:3000\r\n"
    f"Content-Type: application/json\r\nContent-Length: {len(LOGIN)}\r\n\r\n"
)


@pytest.fixture
async def url(tmp_path: Path) -> str:
    """A migrated database."""
    found = f"sqlite:///{tmp_path}/soulter.db"
    await migrate.upgrade(settings_for(found), lambda _text: None)
    return found


async def check_draining(port: int) -> None:
    ready, health, alive = [await ask(port, path) for path in ("/readyz", "/health", "/livez")]
    assert json.loads(ready.body) == {
        "status": "draining",
        "database": "connected",
        "migrations": "current",
    }
    assert (ready.status, health.status, json.loads(health.body)["status"], alive.status) == (
        503,
        503,
        "error",
        200,
    )


@pytest.mark.parametrize(
    ("workers", "number"), [(1, signal.SIGTERM), (1, signal.SIGINT), (2, signal.SIGTERM)]
)
async def test_shutdown_fails_readiness_drains_and_ends_with_zero(
    tmp_path: Path, url: str, workers: int, number: signal.Signals
) -> None:
    with serving(tmp_path, url, DRAIN_SECONDS="3", WEB_CONCURRENCY=str(workers)) as server:
        await server.ready()
        async with (
            line(server.port) as kept,
            line(server.port) as idle,
            line(server.port) as slow,
            line(server.port) as half,
        ):
            for connection in (kept, idle):
                assert (await connection.ask("/livez")).headers.get("connection") is None
            slow.send(HEAD + LOGIN[:10])
            half.send(HEAD[:30])
            await asyncio.sleep(0.2)
            server.signal(number)
            # A platform asks on separate connections.
            assert await becomes(lambda: says(server.port, "/readyz", 503), 2)
            await check_draining(server.port)
            # It still serves, but closes each connection after its answer.
            answer = await kept.ask("/api/units")
            assert (answer.status, answer.headers["connection"]) == (200, "close")
            assert await kept.closed(2)
            assert await idle.closed(6), "nothing is asked there, so it need not be kept"
            # A request that was begun is finished, also after the drain.
            slow.send(LOGIN[10:])
            half.send(HEAD[30:] + LOGIN)
            for connection in (slow, half):
                answer = await connection.answer()
                assert (answer.status, answer.headers["connection"]) == (401, "close")
        assert await server.ended() == 0
        lines = server.log.read_text().splitlines()
        assert [line for line in lines if "status=503" not in line] == []


@pytest.mark.over_budget(reason="waits for a database that answers no more")
@pytest.mark.parametrize("workers", [1, 2])
async def test_shutdown_ends_in_time_when_the_database_has_gone_silent(
    tmp_path: Path, worker_id: str, workers: int
) -> None:
    """All connections are closed at the same time. One after the other, each would take six seconds."""
    name = f"soulter_silent_{worker_id}"
    found = urlsplit(await fresh_database("postgresql", name, tmp_path))
    await migrate.upgrade(settings_for(found.geturl()), lambda _text: None)
    async with proxy_to(found).running() as proxy:
        behind = f"postgresql://postgres@127.0.0.1:{proxy.port}/{name}?sslmode=disable"
        with serving(tmp_path, behind, WEB_CONCURRENCY=str(workers)) as server:
            await server.ready()
            await asyncio.gather(*(ask(server.port, "/api/units") for _ in range(16)))
            proxy.alive.clear()
            waiting = asyncio.create_task(ask(server.port, "/api/units"))
            await asyncio.sleep(0.2)
            began = time.monotonic()
            server.signal(signal.SIGTERM)
            assert await server.ended() == 0, server.log.read_text()
            assert time.monotonic() - began < 20
            assert (await waiting).status == 503, "it was answered before the end"
            proxy.alive.set()
    await postgres.drop(name)


def proxy_to(url: SplitResult) -> TcpProxy:
    """A proxy to the PostgreSQL server of the suite, which listens on a Unix socket or on TCP."""
    folder = parse_qs(url.query).get("host")
    if folder:
        return to_socket(f"{folder[0]}/.s.PGSQL.{url.port or 5432}")
    return TcpProxy(lambda: asyncio.open_connection(url.hostname, url.port or 5432))


@pytest.mark.parametrize("workers", [1, 2])
async def test_a_second_signal_ends_the_server_at_once(tmp_path: Path, url: str, workers: int) -> None:
    with serving(tmp_path, url, DRAIN_SECONDS="60", WEB_CONCURRENCY=str(workers)) as server:
        await server.ready()
        children = server.children()
        server.signal(signal.SIGTERM)
        assert await becomes(lambda: says(server.port, "/readyz", 503), 5)
        server.signal(signal.SIGTERM)
        assert await server.ended(10) == -signal.SIGTERM
        assert psutil.wait_procs(children, 10)[1] == []
        assert "Traceback" not in server.log.read_text()


async def test_a_worker_that_hears_the_signal_twice_still_finishes(tmp_path: Path, url: str) -> None:
    """A terminal and systemd signal all processes of a group, and the parent signals the worker once more."""
    with serving(tmp_path, url, DRAIN_SECONDS="2", WEB_CONCURRENCY="2") as server:
        await server.ready()
        async with line(server.port) as slow:
            slow.send(HEAD + LOGIN[:10])
            await asyncio.sleep(0.2)
            for child in server.children():
                child.send_signal(signal.SIGINT)
            server.signal(signal.SIGTERM)
            for child in server.children():
                child.send_signal(signal.SIGTERM)
            await asyncio.sleep(1)
            slow.send(LOGIN[10:])
            assert (await slow.answer()).status == 401
        assert await server.ended() == 0


async def test_no_worker_outlives_its_parent(tmp_path: Path, url: str) -> None:
    with serving(tmp_path, url, DRAIN_SECONDS="60", WEB_CONCURRENCY="2") as server:
        await server.ready()
        children = server.children()
        assert len(children) == 2
        async with line(server.port) as slow:
            slow.send(HEAD + LOGIN[:10])
            await asyncio.sleep(0.2)
            server.signal(signal.SIGKILL)
            await asyncio.sleep(0.5)
            slow.send(LOGIN[10:])
            assert (await slow.answer()).status == 401, "what was begun is finished"
        left = await asyncio.to_thread(psutil.wait_procs, children, 20)
        try:
            assert left[1] == []
        finally:
            for child in left[1]:
                child.kill()


async def test_a_worker_that_dies_is_replaced(tmp_path: Path, url: str) -> None:
    with serving(tmp_path, url, WEB_CONCURRENCY="2") as server:
        await server.ready()
        before = {child.pid for child in server.children()}
        for child in server.children():
            child.kill()

        async def others_serve() -> bool:
            return len({child.pid for child in server.children()} - before) == 2 and await says(
                server.port, "/livez", 200
            )

        assert await becomes(others_serve, 40)
        assert server.log.read_text().count("worker ended") == 2
        server.signal(signal.SIGTERM)
        assert await server.ended() == 0


DOOMED = """
import os, socket, sys
import uvicorn
from soulter.server.supervisor import Supervisor
def app():
    os._exit(int(os.environ["ENDS_WITH"]))
if __name__ == "__main__":
    config = uvicorn.Config("doomed:app", factory=True, workers=2, port=int(os.environ["PORT"]))
    sys.exit(Supervisor(config, 0, config.bind_socket()).run())
"""


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("9", "5 workers ended within 120 s: the server stops."),
        ("3", "A worker could not start, and every other one would fail alike"),
    ],
)
async def test_workers_that_die_again_and_again_end_the_server_with_a_sentence(
    tmp_path: Path, status: str, sentence: str
) -> None:
    (tmp_path / "doomed.py").write_text(DOOMED)
    made = await asyncio.create_subprocess_exec(
        sys.executable, "doomed.py", cwd=tmp_path, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={"ENDS_WITH": status, "PORT": str(free_port()), "JWT_SECRET": SECRET,
            "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    out, _ = await asyncio.wait_for(made.communicate(), 60)
    assert (made.returncode, sentence in out.decode()) == (3, True), out.decode()
