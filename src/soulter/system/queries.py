"""Every SELECT about the service's own samples."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, select

from soulter.core.database.statements import Query
from soulter.core.database.transactions import Source
from soulter.core.database.types import Instant
from soulter.core.telemetry import metrics
from soulter.core.telemetry.metrics import UPPER_BOUNDS, Figure
from soulter.system.figures import NEVER
from soulter.system.models import ProcessKind, SystemSample

SPAN: Final = timedelta(minutes=60)
"""How far back the history reaches."""

ALIVE: Final = timedelta(minutes=2)
"""Who has written nothing for so long is not there any more."""

_MOST_OF_WORKERS = 500


class SampleRow(NamedTuple):
    """One minute of one process."""

    process_id: UUID
    kind: ProcessKind
    minute: datetime
    at: datetime
    started_at: datetime
    version: str
    figures: dict[str, Any]


class Minute(NamedTuple):
    """One minute of all processes together. `p95` is in seconds, None without requests; `cpu` in seconds of processors."""

    minute: datetime
    requests: int
    failures: int
    errors_logged: int
    p95: float | None
    cpu: float
    memory: int
    pool_size: int
    pool_used: int
    pool_waiting: int


_COLUMNS = tuple(getattr(SystemSample, name) for name in SampleRow._fields)
_SINCE = Query(
    SampleRow,
    select(*_COLUMNS)
    .where(SystemSample.minute >= bindparam("since", type_=Instant()))
    .order_by(SystemSample.minute, SystemSample.id),
)
_WORKERS = Query(
    SampleRow,
    select(*_COLUMNS)
    .where(SystemSample.kind == ProcessKind.WORKER)
    .order_by(SystemSample.at.desc(), SystemSample.id.desc())
    .limit(_MOST_OF_WORKERS),
)


async def samples(source: Source, now: datetime) -> list[SampleRow]:
    """What all processes wrote down in the last hour, oldest first."""
    return await source.all(_SINCE, since=now - SPAN)


async def workers(source: Source, now: datetime) -> list[Figure]:
    """Since when no worker has completed a round, how many there are, what they hold, and what went wrong in them."""
    rows = await source.all(_WORKERS)
    alive = latest(row for row in rows if now - row.at <= ALIVE)
    lag = max((now - rows[0].at).total_seconds(), 0.0) if rows else NEVER
    errors = sum(row.figures["errors_logged"] for row in rows if now - row.at <= SPAN)
    return [
        Figure(
            "soulter_worker_lag_seconds",
            "Since a worker last completed a round; without end when none ever did.",
            lag,
        ),
        Figure("soulter_workers", "Workers that completed a round within two minutes.", len(alive)),
        Figure(
            "soulter_worker_memory_bytes",
            "Resident memory of these workers.",
            sum(row.figures["memory_bytes"] for row in alive),
        ),
        Figure(
            "soulter_worker_errors_last_hour", "Errors that workers have logged in the last hour.", errors
        ),
    ]


def latest(rows: Iterable[SampleRow]) -> list[SampleRow]:
    """The last word of each process, in the order in which they began."""
    last: dict[tuple[UUID, ProcessKind], SampleRow] = {}
    for row in sorted(rows, key=lambda row: row.at):
        last[row.process_id, row.kind] = row
    return sorted(last.values(), key=lambda row: (row.kind, row.started_at, row.process_id))


def history(rows: Iterable[SampleRow], now: datetime) -> list[Minute]:
    """The minutes that are over, oldest first; those in which no process wrote anything are missing.

    Of a process that is web server and worker at once only the web server's row counts: both tell of the same memory and the same processor.
    """
    by_minute: dict[datetime, list[SampleRow]] = {}
    for row in rows:
        if row.minute < now.replace(second=0, microsecond=0) and row.kind is ProcessKind.WEB:
            by_minute.setdefault(row.minute, []).append(row)
    return [_together(minute, [row.figures for row in found]) for minute, found in sorted(by_minute.items())]


def _together(minute: datetime, found: list[dict[str, Any]]) -> Minute:
    def total(name: str) -> Any:
        return sum(figures[name] for figures in found)

    buckets = [sum(figures["buckets"][i] for figures in found) for i in range(len(UPPER_BOUNDS) + 1)]
    return Minute(
        minute,
        total("requests"),
        total("failures"),
        total("errors_logged"),
        metrics.quantile(buckets, 0.95),
        total("cpu_seconds"),
        total("memory_bytes"),
        total("pool_size"),
        total("pool_used"),
        total("pool_waiting"),
    )
