"""What is counted and measured: one table of names, and the little that features call. Prometheus is known only here and in `system.prometheus`.

Every label has few values, all from our own code: routes by their template, methods and codes from a list.
"""

import os
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, NamedTuple

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names where several processes keep their numbers, read by the library when it is imported."""

if os.environ.get(FOLDER):
    # Set by hand it may name a folder that nobody has made yet.
    Path(os.environ[FOLDER]).mkdir(parents=True, exist_ok=True)

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram  # noqa: E402 -- not before its folder is there

REGISTRY: Final = CollectorRegistry()

UPPER_BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds; an observation beyond the last one is in a bucket of its own."""

UNMATCHED: Final = "unmatched"
"""The route of all requests that reach none: their paths are strangers' texts."""

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_OTHER: Final = "other"


class Count:
    """Something that only grows."""

    def __init__(self, name: str, text: str, *labels: str) -> None:
        self._counter = Counter(name, text, labels, registry=REGISTRY)
        self._by_label: dict[tuple[str, ...], Counter] = {}

    def add(self, *labels: str, amount: float = 1) -> None:
        """One more, or `amount`, of this kind."""
        found = self._by_label.get(labels)
        if found is None:
            found = self._by_label[labels] = self._counter.labels(*labels) if labels else self._counter
        found.inc(amount)


class Level:
    """Something that goes up and down. `mode` says how the processes of one service are put together; dead ones never count."""

    def __init__(self, name: str, text: str, mode: Literal["livesum", "livemax"], *labels: str) -> None:
        self._gauge = Gauge(name, text, labels, registry=REGISTRY, multiprocess_mode=mode)

    def set(self, value: float, *labels: str) -> None:
        """What it is now."""
        (self._gauge.labels(*labels) if labels else self._gauge).set(value)


class Durations:
    """How long something takes, in seconds."""

    def __init__(self, name: str, text: str, *labels: str) -> None:
        self._histogram = Histogram(name, text, labels, registry=REGISTRY, buckets=UPPER_BOUNDS)
        self._by_label: dict[tuple[str, ...], Histogram] = {}

    def observe(self, seconds: float, *labels: str) -> None:
        """It took so long this time."""
        found = self._by_label.get(labels)
        if found is None:
            found = self._by_label[labels] = self._histogram.labels(*labels) if labels else self._histogram
        found.observe(seconds)


REQUESTS: Final = Count(
    "soulter_requests", "Requests answered; 499 is a client that left.", "method", "route", "status"
)
REQUEST_SECONDS: Final = Durations(
    "soulter_request_seconds", "From the first byte of the head to the end of the answer.", "method", "route"
)
REFUSALS: Final = Count("soulter_refusals", "Answers that are a problem document, by its code.", "code")
LOG_LINES: Final = Count("soulter_log_lines", "Lines written to the log.", "kind", "level")
QUERY_SECONDS: Final = Durations("soulter_query_seconds", "Round trips to the database.")
SLOW_QUERIES: Final = Count("soulter_slow_queries", "Round trips longer than SLOW_QUERY_MS.")
BOOKINGS_MADE: Final = Count(
    "soulter_bookings_made", "Bookings that were committed, by the channel they came from.", "source"
)
RECEIVED: Final = Count(
    "soulter_network_received_bytes", "Bytes that clients sent, TLS and the platform's proxy not counted."
)
SENT: Final = Count("soulter_network_sent_bytes", "Bytes that clients were sent.")
CPU_SECONDS: Final = Count(
    "soulter_cpu_seconds", "Processor time, user and system, of all processes of the service."
)
MEMORY: Final = Level("soulter_memory_bytes", "Resident memory of all processes of the service.", "livesum")
OPEN_FILES: Final = Level(
    "soulter_open_files", "Open file descriptors of all processes of the service.", "livesum"
)
IN_FLIGHT: Final = Level("soulter_requests_in_flight", "Requests in hand, their bodies complete.", "livesum")
PROCESSES: Final = Level("soulter_processes", "Processes that answer requests.", "livesum")
STARTED: Final = Level(
    "soulter_process_start_time_seconds", "When the youngest process began, in seconds since 1970.", "livemax"
)
POOL_SIZE: Final = Level("soulter_database_pool_size", "Connections that a door may have.", "livesum", "door")
POOL_USED: Final = Level("soulter_database_pool_checked_out", "Connections in use.", "livesum", "door")
POOL_WAITING: Final = Level(
    "soulter_database_pool_waiting", "Requests that wait for a connection.", "livesum", "door"
)

for _level in ("error", "critical"):
    # The first error must be seen as a growth, and something can only grow from 0.
    LOG_LINES.add("error", _level, amount=0)


class Figure(NamedTuple):
    """A number that is looked up when somebody asks for it, such as rows in a table."""

    name: str
    text: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Served:
    """What this process has answered so far; `buckets` count by `UPPER_BOUNDS`, `failures` are answers of 500 and more."""

    requests: int = 0
    failures: int = 0
    errors_logged: int = 0
    buckets: list[int] = field(default_factory=lambda: [0] * (len(UPPER_BOUNDS) + 1))


served: Final = Served()
"""Of this process; whoever wants a span of time takes differences."""


@dataclass(slots=True)
class Traffic:
    """Bytes on this process's connections so far."""

    received: int = 0
    sent: int = 0


traffic: Final = Traffic()


def request_ended(method: str, route: str | None, status: int, seconds: float) -> None:
    """Count one request. `route` is a template of ours, or None."""
    method, route = method_of(method), route or UNMATCHED
    REQUESTS.add(method, route, _text_of(status))
    REQUEST_SECONDS.observe(seconds, method, route)
    served.requests += 1
    served.buckets[bisect_left(UPPER_BOUNDS, seconds)] += 1
    if status >= 500:
        served.failures += 1


def method_of(method: str) -> str:
    """A method of HTTP; one word for all that strangers make up."""
    return method if method in _METHODS else _OTHER


def line_written(kind: str, level: str) -> None:
    """Count one line of the log."""
    LOG_LINES.add(kind, level)
    if kind == "error":
        served.errors_logged += 1


def quantile(buckets: Iterable[int], share: float) -> float | None:
    """The duration in seconds that a share of all is shorter than, by interpolation; None of nothing."""
    counted = list(buckets)
    wanted, below = sum(counted) * share, 0
    if not wanted:
        return None
    for i, count in enumerate(counted):
        if below + count >= wanted:
            low = UPPER_BOUNDS[i - 1] if i else 0.0
            high = UPPER_BOUNDS[min(i, len(UPPER_BOUNDS) - 1)]
            return low + (high - low) * (wanted - below) / count
        below += count
    return UPPER_BOUNDS[-1]


_texts: dict[int, str] = {}


def _text_of(status: int) -> str:
    return _texts.setdefault(status, str(status))
