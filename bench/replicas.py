"""Several processes: rolling restarts under load, and the throughput of a second worker."""

import asyncio
import itertools
import os
import statistics
import time
from dataclasses import dataclass
from datetime import timedelta

import psutil
from tests.reliability import processes, rolling_restart

from bench.environment import Stage
from bench.load_generator import NextRequest, Sample, Target, Window, measure
from bench.seeding import Seeded

_LIST = "/api/bookings?size=25"
_DRAIN_SECONDS = 3
_PRESS = 32
_TURNS = 4
_TURN_SECONDS = 0.05
# The second worker begins to serve at about the same time; nothing reports that from outside.
_START_SECONDS = 3.0


async def restarts(stage: Stage, seeded: Seeded) -> None:
    """R. Rolling restarts with the drain time of production, with the suite's load balancer and clients."""
    add, times = stage.report.add, stage.effort.restarts
    requests = rolling_restart.asking(
        stage.token(seeded, "admin"), seeded.units, seeded.never_booked + timedelta(days=200)
    )
    found = await rolling_restart.restart(
        stage.folder, seeded.url, requests, times, drain=_DRAIN_SECONDS, JWT_SECRET=stage.secret
    )
    add(f"r. requests answered during {times} restarts", found.good, at_least=1, required=True)
    add("r. requests of these that failed", len(found.failures), below=1, required=True)
    add(
        "r. instances that did not end with status 0",
        sum(1 for status in found.statuses if status),
        below=1,
        required=True,
    )
    for failure in found.failures[:5]:
        print(f"failed: {failure}", flush=True)


class _Group:
    """`soulter serve` with several workers, seen as one server."""

    def __init__(self, serving: processes.Serving, workers: int) -> None:
        self.port = serving.port
        found = serving.children() if workers > 1 else [psutil.Process(serving.process.pid)]
        assert len(found) == workers
        self.workers = found

    def cpu_of_each(self) -> list[float]:
        """CPU seconds of each worker."""
        return [sum(worker.cpu_times()[:2]) for worker in self.workers]

    def cpu_seconds(self) -> float:
        """The sum of all workers."""
        return sum(self.cpu_of_each())


@dataclass(frozen=True)
class _Scaled:
    """One measurement of a group: throughput, cost of the load itself, and the workers' shares."""

    sample: Sample
    generator_ms: float
    busiest: float


async def _in_turns(workers: list[psutil.Process]) -> None:
    """Let each worker run for a quarter of the time, never two at once."""
    try:
        for worker in workers:
            worker.suspend()
        for i in itertools.count():
            turn = i % _TURNS
            if turn < len(workers):
                workers[turn].resume()
            await asyncio.sleep(_TURN_SECONDS)
            if turn < len(workers):
                workers[turn].suspend()
    finally:
        for worker in workers:
            worker.resume()


async def _scaled(stage: Stage, group: _Group, request: NextRequest) -> _Scaled:
    own, each = time.process_time(), group.cpu_of_each()
    measuring = asyncio.create_task(
        measure(
            Target(f"{len(group.workers)} workers", group, request),
            _window(stage),
            stage.postgres.cpu_seconds,
        )
    )
    # Wait until all connections are accepted; otherwise the running worker would accept all of them.
    await asyncio.sleep(stage.effort.first_warm_up / 2)
    turns = asyncio.create_task(_in_turns(group.workers))
    try:
        sample = await measuring
    finally:
        turns.cancel()
        await asyncio.wait([turns])
    spent = [after - before for after, before in zip(group.cpu_of_each(), each, strict=True)]
    seconds = stage.effort.seconds + stage.effort.first_warm_up
    return _Scaled(
        sample,
        (time.process_time() - own) / (sample.requests_per_second * seconds) * 1000,
        max(spent) / sum(spent),
    )


def _window(stage: Stage) -> Window:
    return Window(stage.effort.seconds, stage.effort.first_warm_up, _PRESS)


async def workers(stage: Stage, seeded: Seeded) -> None:
    """W. One and two workers, each running for a quarter of the time and never two at once.

    One worker at full speed keeps the two cores of this machine busy with the database and the load, so a
    second one would find no free CPU. With a quarter of a core for each worker, a second one adds what it
    would add on its own core, except for effects on shared caches.
    """
    found: dict[int, list[_Scaled]] = {1: [], 2: []}
    request = stage.get(_LIST, seeded)
    for _ in range(stage.effort.rounds):
        for count, samples in found.items():
            more = {
                "JWT_SECRET": stage.secret,
                "WEB_CONCURRENCY": str(count),
                "DATABASE_POOL_SIZE": str(_PRESS),
            }
            made = processes.start(stage.folder, seeded.url, port=0, **more)
            try:
                if hasattr(os, "sched_setaffinity"):
                    os.sched_setaffinity(made.process.pid, stage.core or range(os.cpu_count() or 1))
                await made.ready()
                samples.append(await _scaled(stage, _Group(await _all_there(made, count), count), request))
            finally:
                made.kill()
    pairs = [(one.sample, two.sample) for one, two in zip(found[1], found[2], strict=True)]
    add = stage.report.add
    stage.report.keep(
        {
            f"{count} workers, a quarter each": [scaled.sample for scaled in samples]
            for count, samples in found.items()
        }
    )
    add(
        "w. two workers / one, requests per second",
        statistics.median(two.requests_per_second / one.requests_per_second for one, two in pairs),
        at_least=1.7,
    )
    add(
        "w. two workers / one, requests per CPU second",
        statistics.median(two.requests_per_cpu_second / one.requests_per_cpu_second for one, two in pairs),
    )
    add(
        "w. share of the busier of two workers",
        statistics.median(scaled.busiest for scaled in found[2]) * 100,
        " %",
    )
    add(
        "w. CPU of the load generator for each request",
        statistics.median(scaled.generator_ms for scaled in found[2]),
        " ms",
    )


async def _all_there(made: processes.Serving, count: int) -> processes.Serving:
    """Wait until every worker serves. Each checks the database itself, so all of them must be asked."""

    async def there() -> bool:
        return count == 1 or len(made.children()) == count

    assert await processes.becomes(there, 30)
    if count > 1:
        await asyncio.sleep(_START_SECONDS)
    return made
