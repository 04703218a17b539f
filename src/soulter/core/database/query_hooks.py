"""What happens after each round trip to the database: it is counted, measured, and logged when slow."""

from collections.abc import Callable
from typing import Final

from soulter.core.telemetry import logs, metrics, request_context

Watcher = Callable[[str, float], None]

watchers: Final[list[Watcher]] = []
"""Called with the text of the statement and its seconds; tracing adds itself here."""


def ended(sql: str, seconds: float, rows: int | None) -> None:
    """Record a statement that has ended, also by failing. `rows` is None where they are not counted."""
    request_context.count_query(seconds)
    metrics.QUERY_SECONDS.observe(seconds)
    if seconds >= logs.slow_query_seconds():
        metrics.SLOW_QUERIES.add()
        logs.slow_query_line(sql, seconds, rows)
    for watcher in watchers:
        watcher(sql, seconds)
