"""What this process uses of its machine, and what the machine has."""

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil

from soulter.core.config.database_url import sqlite_path
from soulter.core.config.settings import Settings
from soulter.core.database.transactions import Database
from soulter.core.http.in_flight import InFlight
from soulter.core.telemetry import metrics
from soulter.core.telemetry.metrics import Figure

EVERY: Final = 5.0
"""Seconds between two measurements; figures of other processes are at most that old."""

_CGROUP = Path("/sys/fs/cgroup")


class Gauges:
    """Keeps the gauges and sums of this process current."""

    def __init__(self, database: Database, in_flight: InFlight) -> None:
        self._database, self._in_flight = database, in_flight
        self._process = psutil.Process()
        self._cpu = self._received = self._sent = 0.0

    def look(self) -> None:
        """Look now."""
        cpu = cpu_seconds(self._process)
        metrics.CPU_SECONDS.add(amount=cpu - self._cpu)
        received, sent = metrics.traffic.received, metrics.traffic.sent
        metrics.RECEIVED.add(amount=received - self._received)
        metrics.SENT.add(amount=sent - self._sent)
        self._cpu, self._received, self._sent = cpu, received, sent
        metrics.MEMORY.set(self._process.memory_info().rss)
        metrics.OPEN_FILES.set(self._process.num_fds())
        metrics.PROCESSES.set(1)
        metrics.STARTED.set(self._process.create_time())
        metrics.IN_FLIGHT.set(self._in_flight.count)
        for pool, stats in (
            ("reading", self._database.reader.pool_stats),
            ("writing", self._database.pool_stats),
        ):
            metrics.POOL_SIZE.set(stats.size, pool)
            metrics.POOL_USED.set(stats.used, pool)
            metrics.POOL_WAITING.set(stats.waiting, pool)

    async def keep_looking(self) -> None:
        """Until cancelled."""
        while True:
            self.look()
            await asyncio.sleep(EVERY)


def cpu_seconds(process: psutil.Process) -> float:
    """User and system time of a process so far."""
    times = process.cpu_times()
    return float(times.user + times.system)


def memory_limit() -> int:
    """Bytes of memory of the container, or else of the machine."""
    total = int(psutil.virtual_memory().total)
    with suppress(OSError, ValueError):
        return min(total, int((_CGROUP / "memory.max").read_text()))
    return total


def cores() -> float:
    """Processors of the container, or else of the machine."""
    with suppress(OSError, ValueError):
        quota, period = (_CGROUP / "cpu.max").read_text().split()
        return int(quota) / int(period)
    return float(os.cpu_count() or 1)


def figures(settings: Settings) -> list[Figure]:
    """The machine's memory, processors, and the disk that the service writes to."""
    disk = psutil.disk_usage(str(_written_to(settings)))
    return [
        Figure("soulter_memory_limit_bytes", "Memory that the container or machine has.", memory_limit()),
        Figure("soulter_cpu_cores", "Processors that the container or machine has.", cores()),
        Figure("soulter_disk_size_bytes", "Size of the disk that the service writes to.", disk.total),
        Figure("soulter_disk_free_bytes", "Room on the disk that the service writes to.", disk.free),
    ]


def _written_to(settings: Settings) -> Path:
    """The nearest existing folder on the way to an SQLite file, or the working directory."""
    wanted = Path(sqlite_path(settings.database_url)).absolute().parent if settings.sqlite else Path.cwd()
    return next(path for path in (wanted, *wanted.parents) if path.exists())
