"""Starts, asks and stops the programs of the release as a platform does."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx2

from tests.browser.topologies import SECRET
from tests.process.test_cli import free_port

STOPPED = (0, -signal.SIGTERM)
"""Of the process itself, or of the shell that honcho runs it in, which also gets the signal."""


def variables(home: Path, database_url: str, **more: str) -> dict[str, str]:
    """The variables of a platform and of a production operator, without any of this machine."""
    return {
        "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
        "HOME": os.environ.get("HOME", "/"),
        "PYTHONUTF8": "1",
        "ENVIRONMENT": "production",
        "DATABASE_URL": database_url,
        "JWT_SECRET": SECRET,
        "FRONTEND_URLS": "https://app.example.com",
        "PUBLIC_URL": "https://app.example.com",
        "COOKIE_SAMESITE": "lax",
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
    } | more


@contextmanager
def running(
    command: Sequence[str | Path], folder: Path, environment: dict[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """A process that lives as long as the block; what it says is in `output.txt`."""
    with (folder / "output.txt").open("ab") as output:
        started = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        try:
            yield started
        finally:
            if started.poll() is None:
                started.terminate()
            try:
                started.wait(30)
            except subprocess.TimeoutExpired:
                started.kill()
                started.wait(10)


def answered(origin: str, path: str, started: subprocess.Popen[bytes], folder: Path) -> httpx2.Response:
    """The first answer of a server that is starting."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert started.poll() is None, (folder / "output.txt").read_text()
        try:
            return httpx2.get(f"{origin}{path}", timeout=5)
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError("no answer: " + (folder / "output.txt").read_text())


def said(folder: Path, words: str, started: subprocess.Popen[bytes]) -> None:
    """Wait until the output has these words."""
    deadline = time.monotonic() + 60
    while words not in (folder / "output.txt").read_text():
        assert started.poll() is None, (folder / "output.txt").read_text()
        assert time.monotonic() < deadline, (folder / "output.txt").read_text()
        time.sleep(0.1)
