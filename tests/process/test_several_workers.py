"""Metrics of several workers: each reports the sum, and a dead worker leaves no file behind."""

import asyncio
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import psutil
import pytest

from soulter.core.telemetry import metrics
from soulter.schema import migrate
from soulter.server import server
from soulter.system.prometheus import _forget_the_dead
from tests.api.test_metrics import parsed, value
from tests.conftest import settings_for
from tests.process.test_cli import free_port, process, variables, wait_until_healthy

PATIENCE = 40.0


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A short path. If the path of a socket is too long, workers are spawned instead of forked."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def inside(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_any_worker_reports_the_requests_of_all_workers(tmp_path: Path, temporary: Path) -> None:
    url, port = f"sqlite:///{tmp_path}/soulter.db", free_port()
    await migrate.upgrade(settings_for(url), lambda _text: None)
    origin = f"http://127.0.0.1:{port}"
    with process(
        tmp_path, "serve", DATABASE_URL=url, PORT=str(port), WEB_CONCURRENCY="2", TMPDIR=str(temporary)
    ) as started:
        wait_until_healthy(origin, started, tmp_path)
        for _ in range(20):  # each on a connection of its own, so that both workers get some
            httpx2.get(f"{origin}/api/units", trust_env=False)
        deadline = time.monotonic() + PATIENCE
        while True:
            found = parsed(httpx2.get(f"{origin}/metrics", trust_env=False).text)
            if value(found, "soulter_processes") == 2 or time.monotonic() > deadline:
                break
            await asyncio.sleep(0.5)
        assert value(found, "soulter_processes") == 2
        assert value(found, "soulter_requests_total", method="GET", route="/api/units", status="200") == 20
        [folder] = (path for path in inside(temporary) if path.name.startswith("soulter-metrics-"))
        (folder / "counter_1.db").touch()  # as of a process that starts at this moment
        victim = next(
            worker for child in psutil.Process(started.pid).children() for worker in child.children()
        )
        os.kill(victim.pid, signal.SIGKILL)
        async with asyncio.timeout(PATIENCE):
            while list(folder.glob(f"gauge_live*_{victim.pid}.db")):  # its memory goes
                await asyncio.sleep(0.2)
                answer = httpx2.get(f"{origin}/metrics", trust_env=False)
                assert answer.status_code == 200, (tmp_path / "stderr.txt").read_text()
        after = parsed(answer.text)
        assert value(after, "soulter_requests_total", method="GET", route="/api/units", status="200") == 20, (
            "what the dead one counted stays"
        )
        started.send_signal(signal.SIGTERM)
        started.wait(30)
    assert inside(temporary) == []


def test_metrics_of_running_workers_are_kept(tmp_path: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    for pid in (os.getpid(), 1, gone.pid):
        (tmp_path / f"gauge_livesum_{pid}.db").touch()
    (tmp_path / f"counter_{gone.pid}.db").touch()
    _forget_the_dead(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {
        f"gauge_livesum_{os.getpid()}.db",
        "gauge_livesum_1.db",
        f"counter_{gone.pid}.db",
    }


def test_what_an_earlier_start_counted_is_not_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(metrics.FOLDER, str(tmp_path))
    (tmp_path / "counter_99999.db").touch()
    with server._common_numbers():
        assert list(tmp_path.iterdir()) == []
    assert tmp_path.is_dir(), "it is not ours to remove"
    assert variables().get(metrics.FOLDER) is None
