"""How long a newcomer waits: `soulter dev` on SQLite, from the start of the process to the first good answer."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bench.load import HOST
from bench.server import clean_environment, stop, wait_for
from bench.stage import Stage


async def start(stage: Stage) -> None:
    """H. The second start finds schema and demo data there."""
    first = await _seconds(stage.folder)
    again = [await _seconds(stage.folder) for _ in range(stage.effort.rounds)]
    stage.report.add("h. first start of `soulter dev` (migrates and seeds)", first, " s")
    stage.report.add("h. second start of `soulter dev`", sorted(again)[len(again) // 2], " s", below=3)
    nothing = [await _migrate(stage.folder) for _ in range(stage.effort.rounds)]
    stage.report.add("h. `soulter migrate` with nothing to do", sorted(nothing)[len(nothing) // 2], " s", below=1)
    cold = [await _until_ready(stage.folder) for _ in range(stage.effort.rounds)]
    stage.report.add("h. start of `soulter serve` to the first 200 of /readyz", sorted(cold)[len(cold) // 2], " s", below=2)


async def _seconds(folder: Path) -> float:
    began = time.perf_counter()
    async with newcomer(folder):
        return time.perf_counter() - began


async def _migrate(folder: Path) -> float:
    began = time.perf_counter()
    process = _soulter(folder, free_port(), free_port(), "migrate")
    if await asyncio.to_thread(process.wait, 60):
        raise RuntimeError("`soulter migrate` failed")
    return time.perf_counter() - began


async def _until_ready(folder: Path) -> float:
    began = time.perf_counter()
    port = free_port()
    process = _soulter(folder, port, free_port(), "serve")
    try:
        await wait_for(port, process, "/readyz")
        return time.perf_counter() - began
    finally:
        stop(process)


@asynccontextmanager
async def newcomer(folder: Path) -> AsyncIterator[str]:
    """`soulter dev` in this folder, while the block runs; where its web app is."""
    port, web = free_port(), free_port()
    process = _soulter(folder, port, web, "dev")
    try:
        await wait_for(port, process)
        yield f"http://localhost:{web}"
    finally:
        stop(process)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _soulter(folder: Path, port: int, web: int, command: str) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    environment = {**clean_environment(), "PORT": str(port), "FRONTEND_URLS": f"http://localhost:{web}", "LOG_LEVEL": "error"}
    program = [str(Path(sys.executable).parent / "soulter"), command]
    process = subprocess.Popen(program, cwd=folder, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    if hasattr(os, "sched_setaffinity"):
        # It inherits our cores; a newcomer's start may use the whole machine.
        os.sched_setaffinity(process.pid, range(os.cpu_count() or 1))
    return process
