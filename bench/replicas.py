"""Several processes: restarts one after the other under load, and what a second worker brings."""

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
# The second worker begins to serve about when the first one does; nothing tells from outside that it has.
_START_SECONDS = 3.0


async def restarts(stage: Stage, seeded: Seeded) -> None:
    """R. Restarts with the drain of production; the router and the clients are those of the suite."""
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
    """`soulter serve` with so many workers, seen as one server."""

    def __init__(self, serving: processes.Serving, workers: int) -> None:
        self.port = serving.port
        found = serving.children() if workers > 1 else [psutil.Process(serving.process.pid)]
        assert len(found) == workers
        self.workers = found

    def cpu_of_each(self) -> list[float]:
        """Seconds of every worker."""
        return [sum(worker.cpu_times()[:2]) for worker in self.workers]

    def cpu_seconds(self) -> float:
        """Of all workers together."""
        return sum(self.cpu_of_each())


@dataclass(frozen=True)
class _Scaled:
    """One measurement of a group: what it did, what the load itself cost, and how evenly the workers shared it."""

    sample: Sample
    generator_ms: float
    busiest: float


async def _in_turns(workers: list[psutil.Process]) -> None:
    """Let each worker run for a quarter of the time, and never two at once."""
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
    # Not before every connection is accepted: all of them would be the one's whose turn it is.
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
    """W. One and two workers in turn, each of them for a quarter of the time, and never two at once.

    One worker at full speed keeps this machine's two cores busy with database and load, so a second one would find nothing
    free and the clock would tell of that. With a quarter of a core for each worker the rest has room, and what a second one
    brings is what it would bring on a core of its own; but for what two that run at once do to each other's caches.
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
    """Once every worker serves: each asks the database for itself, so all of them have to have been asked."""

    async def there() -> bool:
        return count == 1 or len(made.children()) == count

    assert await processes.becomes(there, 30)
    if count > 1:
        await asyncio.sleep(_START_SECONDS)
    return made
