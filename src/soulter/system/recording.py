"""Writing down, a few times a minute, what a process did in this minute and how much of everything it holds."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import psutil
from sqlalchemy import bindparam

import soulter
from soulter.core import ids
from soulter.core.clock import Clock
from soulter.core.database import driver_errors
from soulter.core.database.statements import delete_some, insert_or_update
from soulter.core.database.transactions import Database, Transaction
from soulter.core.database.types import Instant
from soulter.core.telemetry import logs, metrics
from soulter.system import machine
from soulter.system.models import ProcessKind, SystemSample

EVERY: Final = 15.0
"""Seconds between two notes."""

KEPT: Final = timedelta(hours=24)
_MINUTE = timedelta(minutes=1)

_log = logs.get(__name__)
_FORGET = delete_some(UUID, SystemSample.id, SystemSample.at <= bindparam("before", type_=Instant()))


@dataclass(frozen=True, slots=True)
class _Sums:
    """What has only grown since the process began."""

    requests: int
    failures: int
    errors_logged: int
    cpu_seconds: float
    buckets: tuple[int, ...]

    def since(self, earlier: "_Sums") -> dict[str, Any]:
        """What came in between."""
        return {
            "requests": self.requests - earlier.requests,
            "failures": self.failures - earlier.failures,
            "errors_logged": self.errors_logged - earlier.errors_logged,
            "cpu_seconds": round(self.cpu_seconds - earlier.cpu_seconds, 3),
            "buckets": [now - before for now, before in zip(self.buckets, earlier.buckets, strict=True)],
        }


@dataclass(slots=True)
class _Minute:
    """The minute in progress: its row, and the sums with which it began."""

    id: UUID
    begins: datetime
    before: _Sums


@dataclass
class Recorder:
    """Keeps the notes of one process."""

    database: Database
    clock: Clock
    kind: ProcessKind
    process_id: UUID = field(default_factory=ids.new_id)

    def __post_init__(self) -> None:
        self._process = psutil.Process()
        self.started_at = self.clock.now()
        self._minute = self._begin(self.started_at, self._sums())

    async def write(self, at: datetime) -> None:
        """Write the minute in progress once more, as it was `at`; a new row when a new minute has begun."""
        sums = self._sums()
        if (begins := _minute_of(self.clock.now())) != self._minute.begins:
            await self._store(self._minute, sums, min(at, self._minute.begins + _MINUTE))
            self._minute = self._begin(begins, sums)
        await self._store(self._minute, sums, at)

    async def keep_writing(self) -> None:
        """Until cancelled. A database that is away, or has no tables yet, is no reason to stop."""
        while True:
            try:
                await self.write(self.clock.now())
            except Exception as error:  # noqa: BLE001 -- whoever watches must not be in anybody's way
                level = _log.debug if driver_errors.refusal(error) else _log.warning
                level("sample not written", exc_info=error)
            await asyncio.sleep(EVERY)

    async def _store(self, minute: _Minute, sums: _Sums, at: datetime) -> None:
        row = {
            "id": minute.id,
            "process_id": self.process_id,
            "kind": self.kind,
            "minute": minute.begins,
            "at": at,
            "started_at": self.started_at,
            "version": soulter.__version__,
            "figures": sums.since(minute.before) | self._levels(),
        }
        async with self.database.writing() as session:
            await session.run(insert_or_update(SystemSample, "id", "at", "figures"), **row)

    def _levels(self) -> dict[str, Any]:
        reading, writing = self.database.reader.line.connections, self.database.line.connections
        return {
            "memory_bytes": self._process.memory_info().rss,
            "pool_size": reading.size + writing.size,
            "pool_used": reading.used + writing.used,
            "pool_waiting": reading.waiting + writing.waiting,
        }

    def _sums(self) -> _Sums:
        served = metrics.served
        return _Sums(
            served.requests,
            served.failures,
            served.errors_logged,
            machine.cpu_seconds(self._process),
            tuple(served.buckets),
        )

    @staticmethod
    def _begin(now: datetime, sums: _Sums) -> _Minute:
        return _Minute(ids.new_id(), _minute_of(now), sums)


async def forget_old(session: Transaction, now: datetime) -> int:
    """Delete some of the samples of yesterday; how many."""
    return len(await session.all(_FORGET, before=now - KEPT))


def _minute_of(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
