"""K. The cost of logs and metrics: the same list with and without them in one process."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from bench.environment import Stage
from bench.in_process import Server, Variant, on_the_workers_core, rounds_of, running, soulter
from bench.middleware_cost import LIST
from bench.seeding import Seeded
from soulter.core.config.settings import Settings
from soulter.core.database import query_hooks
from soulter.core.http import middleware, services
from soulter.server import protocol
from soulter.system.machine import Gauges
from soulter.system.prometheus import Metrics

_LOOKS = 200


@contextmanager
def unobserved() -> Iterator[None]:
    """Log and count no request and time no statement."""
    nothing: Any = lambda *_arguments: None  # noqa: E731
    with patch.object(middleware.RequestLog, "_write", nothing), patch.object(query_hooks, "ended", nothing):
        yield


def _silent(settings: Settings) -> Server:
    """The application on a connection whose bytes are not counted."""
    with patch.object(protocol, "_Counted", lambda transport: transport):
        return Server(soulter(settings))


async def observed(stage: Stage, seeded: Seeded) -> None:
    """The share of a list's cost that logs and metrics cause."""
    add = stage.report.add
    with on_the_workers_core(stage.core):
        settings = stage.settings(seeded.url)
        watched, silent = Server(soulter(settings)), _silent(settings)
        async with running(watched, silent):
            request = stage.get(LIST, seeded)
            variants = {
                "observed": Variant(watched, request),
                "silent": Variant(silent, request, during=unobserved),
            }
            lists = await rounds_of(variants, stage.effort.rounds_in_process)
            gauges, scraped = services.of(watched.app, Gauges), services.of(watched.app, Metrics)
            began = time.thread_time()
            for _ in range(_LOOKS):
                gauges.look()
            look = (time.thread_time() - began) / _LOOKS
            began = time.thread_time()
            for _ in range(_LOOKS // 10):
                await scraped.text()
            scrape = (time.thread_time() - began) / (_LOOKS // 10)
    shares = [(1 - spent["silent"] / spent["observed"]) * 100 for spent in lists]
    low, middle, high = statistics.quantiles(shares, n=4)
    add("k. logs and metrics: CPU of a list of 25 that goes when they go", middle, " %", at_most=8)
    add(f"k. logs and metrics: its quartiles over {len(shares)} rounds lie apart", high - low, " %")
    add(
        "k. logs and metrics, of each request",
        statistics.median(spent["observed"] - spent["silent"] for spent in lists) * 1000,
        " µs",
    )
    add("k. a look at the process, every 5 s", look * 1000, " ms")
    add("k. a scrape of /metrics, every 15 s", scrape * 1000, " ms")
