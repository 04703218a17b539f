"""How long a start takes, until the first good answer: `soulter dev` and a deployment's commands."""

import asyncio
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.environment import Stage
from bench.load_generator import HOST
from bench.server import clean_environment, stop, wait_for


@dataclass(frozen=True)
class Start:
    """One start in wall-clock seconds and in CPU seconds, which other programs affect less."""

    seconds: float
    cpu: float


# The lower bound of each start: Python itself, and Python with the libraries of the API.
_FLOORS = ("pass", "import fastapi, sqlalchemy, asyncpg")


async def start(stage: Stage) -> None:
    """H. The second start finds the schema and the demo data."""
    first = await _seconds(stage.folder)
    again = [await _seconds(stage.folder) for _ in range(stage.effort.rounds)]
    stage.report.add("h. first start of `soulter dev` (migrates and seeds)", first, " s")
    stage.report.add("h. second start of `soulter dev`", sorted(again)[len(again) // 2], " s", below=3)
    await _commands(stage)


async def _commands(stage: Stage) -> None:
    """Measure a deployment's start on both databases, alternating with the lower bound."""
    databases = {
        "SQLite": {"DATABASE_URL": f"sqlite:///{stage.folder / 'started.db'}"},
        "PostgreSQL": {"DATABASE_URL": await stage.postgres.create("start")},
    }
    found: dict[str, list[Start]] = {}
    for given in databases.values():
        await _migrate(stage.folder, given)
    for _ in range(stage.effort.starts):
        for code in _FLOORS:
            found.setdefault(code, []).append(await _ended([sys.executable, "-c", code], stage.folder, {}))
        for name, given in databases.items():
            found.setdefault(f"migrate, {name}", []).append(await _migrate(stage.folder, given))
            found.setdefault(f"serve, {name}", []).append(await _until_ready(stage.folder, given))
    for code in _FLOORS:
        _tell(stage, f"floor, `python -c '{code}'`", found[code])
    for name in databases:
        _tell(stage, f"`soulter migrate` with nothing to do, {name}", found[f"migrate, {name}"], below=1)
        _tell(
            stage,
            f"start of `soulter serve` to the first 200 of /readyz, {name}",
            found[f"serve, {name}"],
            below=2,
        )


def _tell(stage: Stage, what: str, starts: list[Start], **aim: float) -> None:
    stage.report.add(
        f"h. {what}", statistics.median(one.seconds for one in starts), " s", required=False, **aim
    )
    stage.report.add(f"h. {what}, CPU", statistics.median(one.cpu for one in starts), " s")


async def _seconds(folder: Path) -> float:
    began = time.perf_counter()
    async with newcomer(folder):
        return time.perf_counter() - began


async def _migrate(folder: Path, given: Mapping[str, str]) -> Start:
    return await _ended([_PROGRAM, "migrate"], folder, given)


async def _ended(command: Sequence[str], folder: Path, given: Mapping[str, str]) -> Start:
    """Seconds from the start of a process to its successful end."""
    began = time.perf_counter()
    process = _started(command, folder, given)
    _, status, used = await asyncio.to_thread(os.wait4, process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed")
    return Start(time.perf_counter() - began, used.ru_utime + used.ru_stime)


async def _until_ready(folder: Path, given: Mapping[str, str]) -> Start:
    port = free_port()
    began = time.perf_counter()
    process = _started([_PROGRAM, "serve"], folder, {**given, "PORT": str(port)})
    try:
        await wait_for(port, process, "/readyz")
        seconds, used = time.perf_counter() - began, psutil.Process(process.pid).cpu_times()
        return Start(seconds, used.user + used.system)
    finally:
        stop(process)


@asynccontextmanager
async def newcomer(folder: Path) -> AsyncIterator[str]:
    """Run `soulter dev` in this folder during the block. Returns the address of its web app."""
    port, web = free_port(), free_port()
    process = _started(
        [_PROGRAM, "dev"], folder, {"PORT": str(port), "FRONTEND_URLS": f"http://localhost:{web}"}
    )
    try:
        await wait_for(port, process)
        yield f"http://localhost:{web}"
    finally:
        stop(process)


def free_port() -> int:
    """A free port."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


_PROGRAM = str(Path(sys.executable).parent / "soulter")


def _started(command: Sequence[str], folder: Path, given: Mapping[str, str]) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    environment = {**clean_environment(), "LOG_LEVEL": "error", **given}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    )
    if hasattr(os, "sched_setaffinity"):
        # The process inherits our CPU affinity; a user's start may use the whole machine.
        os.sched_setaffinity(process.pid, range(os.cpu_count() or 1))
    return process
