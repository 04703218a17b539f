"""Workers that hang, while serving and while stopping, and the limit of worker deaths.

Each test uses a small application of its own.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import uvicorn
from uvicorn.config import STARTUP_FAILURE

from soulter.core import clock
from soulter.server import fork_server, supervisor
from soulter.server.supervisor import DEATHS_SECONDS, Supervisor
from tests.reliability.processes import SECRET, Serving, becomes, free_port, says

PROGRAM = """
import gc, os, sys, time
import uvicorn
from soulter.server import graceful, supervisor

print("imported as", __name__, flush=True)

def app():
    print("made with the imports frozen:", gc.get_freeze_count() > 1000, flush=True)
    async def serve(scope, receive, send):
        if scope["type"] == "lifespan":
            await receive()
            print("serving", flush=True)
            await send({"type": "lifespan.startup.complete"})
            await receive()
            time.sleep(float(os.environ["ENDS_FOR"]))
            await send({"type": "lifespan.shutdown.complete"})
        else:
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body"})
    return serve

ask = supervisor._Worker.is_unresponsive

def hangs(worker, now):
    silent, found = not worker._heard, ask(worker, now)
    if silent and worker._heard:
        print("heard", flush=True)
    return found

if __name__ == "__main__":
    supervisor._Worker.is_unresponsive = hangs
    supervisor._HUNG_SECONDS = 4.0
    if float(os.environ["ENDS_FOR"]):
        supervisor._CLOSING_SECONDS, graceful.FINISH_SECONDS = 1.0, 0
    port = int(os.environ["PORT"])
    config = uvicorn.Config("small:app", factory=True, workers=2, port=port, log_config=None)
    sys.exit(supervisor.Supervisor(config, 0, config.bind_socket()).run())
"""


@contextmanager
def small(folder: Path, ends_for: float = 0, **more: str) -> Iterator[Serving]:
    """Two workers, which take so many seconds to end; their parent then waits for one."""
    (folder / "small.py").write_text(PROGRAM)
    port, log = free_port(), folder / "small.log"
    environment = {
        "PORT": str(port),
        "JWT_SECRET": SECRET,
        "PYTHONPATH": str(folder),
        "ENDS_FOR": str(ends_for),
        **more,
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "small.py"], cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    made = Serving(process, port, log)
    try:
        yield made
    finally:
        made.kill()


async def serves(server: Serving, times: int = 2) -> None:
    """Until so many workers have begun to serve and have answered their parent, the dead ones included."""

    async def so_many() -> bool:
        told = server.log.read_text()
        return told.count("serving") == told.count("heard") == times and await says(server.port, "/", 200)

    assert await becomes(so_many, 60), server.log.read_text()


async def test_a_worker_that_hangs_is_killed_and_replaced(tmp_path: Path) -> None:
    with small(tmp_path) as server:
        await serves(server)
        stuck, other = server.children()
        os.kill(stuck.pid, signal.SIGSTOP)

        await serves(server, 3)
        assert not stuck.is_running()
        assert other.is_running(), "who answers is left alone"
        assert server.log.read_text().count("worker ended") == 1
        server.signal(signal.SIGTERM)
        assert await server.ended() == 0


async def test_a_replacement_is_forked_from_a_process_that_has_imported_the_application(
    tmp_path: Path,
) -> None:
    with small(tmp_path) as server:
        await serves(server)
        fork_server = server.fork_server()
        assert fork_server.num_threads() == 1
        assert fork_server.net_connections("inet") == []
        for times in (3, 4):
            server.children()[0].kill()
            await serves(server, times)
        log = server.log.read_text()
        assert log.count("imported as small\n") == 1
        assert log.count("made with the imports frozen: True\n") == 4
        assert server.fork_server() == fork_server


async def test_a_fork_server_that_dies_is_started_again_with_all_workers(tmp_path: Path) -> None:
    with small(tmp_path) as server:
        await serves(server)
        before = server.children()
        server.fork_server().kill()
        await serves(server, 4)
        assert len(server.children()) == 2
        assert psutil.wait_procs(before, 30)[1] == [], "who has lost the parent finishes and goes"
        server.signal(signal.SIGTERM)
        assert await server.ended() == 0


async def test_signals_of_a_terminal_and_of_systemd_reach_every_process_and_end_it_in_order(
    tmp_path: Path,
) -> None:
    with small(tmp_path) as server:
        await serves(server)
        fork_server, workers = server.fork_server(), server.children()
        for number in (signal.SIGINT, signal.SIGTERM):
            fork_server.send_signal(number)
        workers[0].kill()
        await serves(server, 3)
        assert server.fork_server() == fork_server
        for process in (fork_server, *server.children(), psutil.Process(server.process.pid)):
            process.send_signal(signal.SIGTERM)
        assert await server.ended() == 0
        assert psutil.wait_procs([fork_server, *workers], 10)[1] == []


async def test_where_nothing_forks_a_worker_may_take_longer_to_start_than_to_answer(tmp_path: Path) -> None:
    """The application is made in the serving thread.

    The thread that answers the parent starts after all imports.
    """
    slow = tmp_path / "sitecustomize.py"
    slow.write_text(
        "import multiprocessing, sys, time\n"
        "multiprocessing.get_all_start_methods = lambda: ['spawn']\n"
        "if 'spawn_main' in ' '.join(sys.orig_argv):\n    time.sleep(7)\n"
    )
    with small(tmp_path) as server:
        await serves(server)
        log = server.log.read_text()
        assert "worker ended" not in log
        assert log.count("imported as small\n") == 2


async def test_where_the_fork_server_has_no_place_for_its_socket_workers_are_spawned(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    with small(tmp_path, TMPDIR=str(deep)) as server:
        await serves(server)
        log = server.log.read_text()
        assert "workers are spawned, not forked" in log
        assert log.count("imported as small\n") == 2
        server.signal(signal.SIGTERM)
        assert await server.ended() == 0


def never(_process: object) -> None:
    raise EOFError


def test_a_fork_server_that_dies_again_and_again_ends_the_server(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fork_server, "start", never)
    with socket.socket() as listener:
        made = Supervisor(uvicorn.Config("small:app", workers=2, log_config=None), 0, listener)
        assert made._start() is None
    assert made._status == STARTUP_FAILURE
    assert "5 workers ended within 120 s: the server stops." in capsys.readouterr().err


async def test_a_worker_that_does_not_end_is_killed_and_told(tmp_path: Path) -> None:
    with small(tmp_path, ends_for=600) as server:
        await serves(server)
        children = server.children()
        server.signal(signal.SIGTERM)
        assert await server.ended(60) == 1
        assert psutil.wait_procs(children, 10)[1] == []
        assert server.log.read_text().count("worker did not end") == 2


@pytest.mark.parametrize(("seconds", "ends"), [(DEATHS_SECONDS - 1, True), (DEATHS_SECONDS + 1, False)])
def test_only_deaths_close_together_end_the_server(seconds: float, ends: bool) -> None:
    """One each day for a year is a nuisance, and no reason to stop."""
    with socket.socket() as listener:
        made = Supervisor(uvicorn.Config("small:app", workers=2, log_config=None), 0, listener)
    now = clock.monotonic()
    for i in range(5):
        made._give_up_after_many_deaths()
        assert not made._stopping
        made._deaths.append(now + i * seconds / 4)
    made._give_up_after_many_deaths()
    assert made._stopping is ends


def test_a_start_is_given_longer_than_an_answer() -> None:
    assert supervisor._STARTING_SECONDS > supervisor._HUNG_SECONDS
