"""Several processes: restarts one after the other under load, and what a second worker brings."""

import os
import statistics
from datetime import timedelta

import psutil
from tests.staying import processes, rolling

from bench.load import Target, Window, measure
from bench.seeding import Seeded
from bench.stage import Stage

RESTARTS = 10
_LIST = "/api/bookings?size=25"
_PRESS = 32


async def restarts(stage: Stage, seeded: Seeded) -> None:
    """R. Ten restarts with the drain of production; the router and the clients are those of the suite."""
    requests = rolling.asking(stage.token(seeded, "admin"), seeded.units, seeded.never_booked + timedelta(days=200))
    found = await rolling.restart(stage.folder, seeded.url, requests, RESTARTS, drain=3, JWT_SECRET=stage.secret)
    stage.report.add(f"r. requests answered during {RESTARTS} restarts", found.good)
    stage.report.add("r. requests of these that failed", len(found.failures), below=1)
    stage.report.add("r. instances that did not end with status 0", sum(1 for status in found.statuses if status), below=1)
    for failure in found.failures[:5]:
        print(f"failed: {failure}", flush=True)


class _Group:
    """`soulter serve` with so many workers, on all cores, seen as one server."""

    def __init__(self, serving: processes.Serving, workers: int) -> None:
        self.port = serving.port
        found = serving.children() if workers > 1 else [psutil.Process(serving.process.pid)]
        assert len(found) == workers
        self._workers = found

    def cpu_seconds(self) -> float:
        """Of all workers together."""
        times = [worker.cpu_times() for worker in self._workers]
        return float(sum(time.user + time.system for time in times))


async def workers(stage: Stage, seeded: Seeded) -> None:
    """W. One and two workers in turn.

    Load, database and workers share the cores, so what a second worker brings by the clock says as much about those. By CPU seconds it
    does not: when a worker of two does as many requests in a second of its processor as one alone, two free cores give twice as much.
    """
    found: dict[int, list[tuple[float, float]]] = {1: [], 2: []}
    request = stage.get(_LIST, seeded)
    for _ in range(stage.effort.rounds):
        for count, samples in found.items():
            more = {"JWT_SECRET": stage.secret, "WEB_CONCURRENCY": str(count)}
            made = processes.start(stage.folder, seeded.url, **more)
            try:
                if hasattr(os, "sched_setaffinity"):
                    os.sched_setaffinity(made.process.pid, range(os.cpu_count() or 1))
                await made.ready()
                target = Target(f"{count} workers", _Group(await _all_there(made, count), count), request)
                sample = await measure(target, Window(stage.effort.seconds, stage.effort.first_warm_up, _PRESS), stage.postgres.cpu_seconds)
            finally:
                made.kill()
            samples.append((sample.requests_per_second, sample.requests_per_cpu_second))
    clock, cpu = (statistics.median(two[i] / one[i] for one, two in zip(found[1], found[2], strict=True)) for i in (0, 1))
    stage.report.add("w. two workers / one, requests per second, with load and database on the same cores", clock)
    stage.report.add("w. two workers / one, requests per CPU second of the workers", cpu, at_least=0.85)


async def _all_there(made: processes.Serving, count: int) -> processes.Serving:
    async def there() -> bool:
        return count == 1 or len(made.children()) == count

    assert await processes.becomes(there, 30)
    return made
