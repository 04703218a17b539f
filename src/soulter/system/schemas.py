"""Wire shapes of the service's own state."""

import math
from datetime import datetime
from uuid import UUID

from typing_extensions import TypedDict

from soulter.core.telemetry.metrics import Figure
from soulter.system.models import ProcessKind
from soulter.system.queries import Minute, SampleRow


class SchemaOut(TypedDict):
    """The revision of the database's schema, and the one that this release needs."""

    current: str | None
    head: str
    atHead: bool


class DatabaseOut(TypedDict):
    """The database, as it answers now."""

    kind: str
    up: bool
    schema: SchemaOut


class ProcessOut(TypedDict):
    """A process that recorded something within the last two minutes; for a worker, that completed a round."""

    id: UUID
    kind: ProcessKind
    version: str
    startedAt: datetime
    seenAt: datetime
    memoryBytes: int


class FigureOut(TypedDict):
    """A figure of now, rounded up, under the name and with the labels of /metrics.

    Null stands for an infinite age: it has never happened.
    """

    name: str
    text: str
    labels: dict[str, str]
    value: int | None


class MinuteOut(TypedDict):
    """A minute of all web processes together.

    `cpuMs` counts processors: 60,000 is one processor, busy all the time.
    """

    minute: datetime
    requests: int
    failures: int
    errorsLogged: int
    p95Ms: int | None
    cpuMs: int
    memoryBytes: int
    poolSize: int
    poolUsed: int
    poolWaiting: int


class SystemOut(TypedDict):
    """What runs, since when, and how it is doing."""

    version: str
    revision: str
    python: str
    startedAt: datetime
    now: datetime
    database: DatabaseOut
    processes: list[ProcessOut]
    figures: list[FigureOut]
    history: list[MinuteOut]


class SystemEnvelope(TypedDict):
    """The service."""

    system: SystemOut


def process_out(row: SampleRow) -> ProcessOut:
    """The wire shape of a process."""
    return {
        "id": row.process_id,
        "kind": row.kind,
        "version": row.version,
        "startedAt": row.started_at,
        "seenAt": row.at,
        "memoryBytes": row.figures["memory_bytes"],
    }


def figure_out(figure: Figure) -> FigureOut:
    """The wire shape of a figure."""
    value = None if math.isinf(figure.value) else math.ceil(figure.value)
    return {"name": figure.name, "text": figure.text, "labels": dict(figure.labels), "value": value}


def minute_out(minute: Minute) -> MinuteOut:
    """The wire shape of a minute."""
    return {
        "minute": minute.minute,
        "requests": minute.requests,
        "failures": minute.failures,
        "errorsLogged": minute.errors_logged,
        "p95Ms": None if minute.p95 is None else round(minute.p95 * 1000),
        "cpuMs": round(minute.cpu * 1000),
        "memoryBytes": minute.memory,
        "poolSize": minute.pool_size,
        "poolUsed": minute.pool_used,
        "poolWaiting": minute.pool_waiting,
    }
