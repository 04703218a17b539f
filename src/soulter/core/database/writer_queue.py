"""The queue for SQLite's one writer."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from soulter.core.database import engines


class WriterQueue:
    """Lets one transaction write at a time, in the order of asking, as SQLite requires.

    The connection pool has a queue too, but a request that waits there does not learn that the writer in
    front of it makes no progress, or that another process has locked the file.
    """

    def __init__(self) -> None:
        self.seconds, self.standstill = engines.SQLITE_WRITER_WAIT, engines.SQLITE_STANDSTILL
        self._free = asyncio.Semaphore(1)
        self._waiting: dict[asyncio.Timeout, float] = {}

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """The right to write, for as long as the block lasts.

        Raises TimeoutError when no writer in front has finished for `standstill` seconds, and after
        `seconds` in any case.
        """
        now = asyncio.get_running_loop().time()
        async with asyncio.timeout(min(self.standstill, self.seconds)) as limit:
            self._waiting[limit] = now + self.seconds
            try:
                await self._free.acquire()
            finally:
                del self._waiting[limit]
        try:
            yield
        finally:
            self._free.release()
            now = asyncio.get_running_loop().time()
            self._allow_all(now + self.standstill)

    def end_waiting(self) -> None:
        """End every wait: another process has locked the file, so that nobody in the queue can write."""
        self._allow_all(asyncio.get_running_loop().time())

    def _allow_all(self, until: float) -> None:
        for limit, latest in self._waiting.items():
            if not limit.expired():
                limit.reschedule(min(until, latest))
