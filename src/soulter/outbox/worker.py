"""The worker: delivers what the outbox holds, and does the regular jobs. Any number of them may run at once."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from soulter.core import clock as clocks
from soulter.core.clock import Clock
from soulter.core.database import driver_errors
from soulter.core.database.statements import BATCH
from soulter.core.database.transactions import Database, Transaction
from soulter.core.telemetry import logs, spans
from soulter.outbox import claims
from soulter.outbox.claims import Claimed
from soulter.outbox.dispatch import Dispatcher

_log = logs.get(__name__)

AT_ONCE = 4
"""Deliveries on their way at the same time; each needs a connection of the writing pool for moments, so requests keep the rest."""

_POLL_SECONDS = 1.0
_LONGEST_PAUSE = 30.0
_SECONDS_TO_END = 20.0
_SIGN_SECONDS = 15.0
_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@dataclass(frozen=True, slots=True)
class Job:
    """Something done every so many seconds. `work` does a small batch and says whether there may be more."""

    name: str
    seconds: float
    work: Callable[[Database, datetime], Awaitable[bool]]


MINUTE, HOUR = 60.0, 3600.0


def forgetting(
    forget: Callable[[Transaction, datetime], Awaitable[int]],
) -> Callable[[Database, datetime], Awaitable[bool]]:
    """The work of a job that deletes what is over, a batch for each transaction."""

    async def work(database: Database, now: datetime) -> bool:
        async with database.writing() as session:
            return await forget(session, now) == BATCH

    return work


SignOfLife = Callable[[datetime], Awaitable[None]]
"""Told every few seconds when the worker last completed a round."""


class _Outage:
    """A database that is away for a day is one line in the log, and one more when it is back."""

    def __init__(self) -> None:
        self.failures = 0

    def goes_on(self, error: Exception) -> None:
        if not self.failures:
            _log.warning("worker waits", exc_info=error)
        self.failures += 1

    def is_over(self) -> None:
        if self.failures:
            _log.info("worker recovered", failures=self.failures)
        self.failures = 0

    @property
    def pause(self) -> float:
        """Seconds until the next look; longer the longer there is no answer."""
        return float(min(_POLL_SECONDS * 2 ** min(self.failures, 10), _LONGEST_PAUSE))


class Worker:
    """Without a dispatcher there is no channel: deliveries keep waiting, and only the jobs are done."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        dispatcher: Dispatcher | None,
        jobs: Sequence[Job],
        sign_of_life: SignOfLife | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._dispatcher = dispatcher
        self._jobs = [*jobs, Job("give a sign of life", _SIGN_SECONDS, self._live)] if sign_of_life else jobs
        self._sign_of_life = sign_of_life
        self._looked_at = clock.now()
        self._stopping = asyncio.Event()
        self._outage = _Outage()

    def stop(self) -> None:
        """Claim nothing more; `run` returns when what is on its way has arrived."""
        self._stopping.set()

    async def run(self) -> None:
        """Work until stopped. A database that is away is waited for."""
        if self._dispatcher is None:
            _log.warning("no mail leaves", reason="SMTP_URL is not set: mails wait in the outbox")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._tidy())
            if self._dispatcher:
                tasks.create_task(self._deliver(self._dispatcher))

    async def once(self) -> int:
        """Deliver what is due, do every job, and return; how many deliveries were tried. Raises what the database raises."""
        tried = 0
        if self._dispatcher:
            while claimed := await self._claim(AT_ONCE):
                tried += len(claimed)
                await asyncio.gather(*(self._dispatcher.carry(delivery) for delivery in claimed))
            self._looked_at = self._clock.now()
        for job in self._jobs:
            await self._finish(job)
        return tried

    async def _deliver(self, dispatcher: Dispatcher) -> None:
        """Keep up to `AT_ONCE` deliveries on their way: one that hangs takes up one place and holds up nobody else."""
        running: set[asyncio.Task[None]] = set()
        try:
            while not self._stopping.is_set():
                for delivery in await self._claim_patiently(AT_ONCE - len(running)):
                    begin = dispatcher.give_back if self._stopping.is_set() else dispatcher.carry
                    running.add(asyncio.create_task(begin(delivery)))
                running = await self._until_one_ends(running)
        except asyncio.CancelledError:
            for task in running:
                task.cancel()
            raise
        finally:
            if running:
                await asyncio.wait(running)

    async def _claim(self, most: int) -> list[Claimed]:
        now = self._clock.now()
        if not most or not await claims.has_work(self._database.reader, now):
            return []
        async with self._database.writing() as session:
            return await claims.claim(session, most, now)

    async def _claim_patiently(self, most: int) -> list[Claimed]:
        try:
            claimed = await self._claim(most)
        except Exception as error:  # noqa: BLE001 -- whatever it is, later may be better
            self._outage.goes_on(error)
            return []
        self._outage.is_over()
        self._looked_at = self._clock.now()
        return claimed

    async def _until_one_ends(self, running: set[asyncio.Task[None]]) -> set[asyncio.Task[None]]:
        """Wait for a free place, for the time of the next look, or for the end; what still runs."""
        end = asyncio.create_task(self._stopping.wait())
        try:
            done, _ = await asyncio.wait(
                {*running, end}, timeout=self._outage.pause, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            end.cancel()
        return running - done

    async def _tidy(self) -> None:
        """Each job at its own interval, spread a little so that replicas do not keep step."""
        due = dict.fromkeys(self._jobs, 0.0)
        while not self._stopping.is_set():
            for job in [job for job, moment in due.items() if moment <= clocks.monotonic()]:
                seconds = await self._finish_patiently(job)
                due[job] = clocks.monotonic() + seconds * random.uniform(0.9, 1.1)  # noqa: S311 -- nothing secret
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), _POLL_SECONDS)

    async def _finish_patiently(self, job: Job) -> float:
        """Do a job whatever happens; the seconds until it is to be done again."""
        try:
            await self._finish(job)
        except Exception as error:  # noqa: BLE001 -- the other jobs go on
            if driver_errors.refusal(error):
                self._outage.goes_on(error)
                return _LONGEST_PAUSE
            _log.error("job failed", job=job.name, exc_info=error)
        else:
            self._outage.is_over()
        return job.seconds

    async def _live(self, _database: Database, now: datetime) -> bool:
        """The slower of both loops is what counts: this one has come round, the other one when it last looked for mails."""
        assert self._sign_of_life
        await self._sign_of_life(min(now, self._looked_at) if self._dispatcher else now)
        return False

    async def _finish(self, job: Job) -> None:
        """Batch after batch, until there is no more."""
        with spans.span(f"job: {job.name}"):
            while await job.work(self._database, self._clock.now()):
                if self._stopping.is_set():
                    return


async def until_signalled(worker: Worker) -> None:
    """Run in this process until the platform or the keyboard says stop."""
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()

    def stop() -> None:
        if stopping.is_set():
            for other in _SIGNALS:
                loop.remove_signal_handler(other)
            signal.raise_signal(signal.SIGTERM)
        stopping.set()
        worker.stop()

    for number in _SIGNALS:
        loop.add_signal_handler(number, stop)
    _log.info("worker started")
    task = asyncio.create_task(worker.run())
    told = asyncio.create_task(stopping.wait())
    await asyncio.wait((task, told), return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    await _end(task)
    _log.info("worker stopped")


@asynccontextmanager
async def beside(worker: Worker) -> AsyncIterator[None]:
    """Run beside the block, and end with it: what is on its way may arrive first."""
    task = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        worker.stop()
        await _end(task)


async def _end(task: asyncio.Task[None]) -> None:
    """What is on its way may arrive; what takes too long is given back, and another worker sends it."""
    with suppress(TimeoutError):
        await asyncio.wait_for(task, _SECONDS_TO_END)
