"""A worker process under measurement: start, wait, read its CPU time and memory, stop."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import psutil

from bench.load_generator import HOST

ROOT = Path(__file__).parents[1]
_PATIENCE = 20.0
_OURS = (
    "ENVIRONMENT",
    "NODE_ENV",
    "DATABASE_URL",
    "JWT_SECRET",
    "FRONTEND_URLS",
    "PUBLIC_URL",
    "LOG_LEVEL",
    "LOG_FORMAT",
    "SLOW_QUERY_MS",
    "METRICS_TOKEN",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "DATABASE_POOL_SIZE",
    "PORT",
)


def clean_environment() -> dict[str, str]:
    """The environment without variables that configure Soulter."""
    return {name: value for name, value in os.environ.items() if name not in _OURS}


async def wait_for(port: int, process: subprocess.Popen[bytes], path: str = "/health") -> None:
    """Return as soon as `path` answers 200."""
    deadline = time.perf_counter() + _PATIENCE
    while time.perf_counter() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with status {process.returncode} before it answered")
        if await _answers(port, path):
            return
        await asyncio.sleep(0.01)
    raise RuntimeError(f"the server did not answer {path} within {_PATIENCE:.0f} s")


async def _answers(port: int, path: str) -> bool:
    try:
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        line = await reader.readline()
        writer.close()
    except OSError:
        return False
    return b" 200 " in line


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process: terminate it first, then kill it."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout):
        if stream:
            stream.close()


class Worker:
    """One running worker."""

    def __init__(
        self,
        application: str,
        settings: Mapping[str, str],
        folder: Path,
        core: list[int],
        log: IO[bytes] | int | None,
    ) -> None:
        self.application = application
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.serve", application],
            cwd=folder,  # not in the checkout: a .env file there would change what is measured
            env={**clean_environment(), **settings, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )
        self._counts = psutil.Process(self._process.pid)
        if core:
            self._counts.cpu_affinity(core)
        self.port = 0

    async def ready(self) -> "Worker":
        """Wait until it serves."""
        assert self._process.stdout
        line = await asyncio.get_running_loop().run_in_executor(None, self._process.stdout.readline)
        if not line:
            raise RuntimeError(
                f"{self.application} did not start; run it with its errors shown: python -m bench --errors"
            )
        self.port = int(line)
        await wait_for(self.port, self._process)
        return self

    def cpu_seconds(self) -> float:
        """User and system time so far."""
        times = self._counts.cpu_times()
        return float(times.user + times.system)

    def megabytes(self) -> float:
        """Resident memory."""
        return float(self._counts.memory_info().rss) / 1e6

    def stop(self) -> None:
        """End it."""
        stop(self._process)
