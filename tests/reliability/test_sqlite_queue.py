"""The queue of writers in front of SQLite."""

import asyncio

from soulter.core.database import engines
from soulter.core.database.writer_queue import WriterQueue


async def test_a_moving_queue_is_waited_for_and_a_stalled_one_is_left() -> None:
    queue = WriterQueue()
    queue.seconds, queue.standstill = 60, 1.0
    began, done = asyncio.get_running_loop().time(), 0

    async def work(seconds: float) -> None:
        nonlocal done
        async with queue.taken():
            await asyncio.sleep(seconds)
        done += 1

    await asyncio.gather(*(work(0.3) for _ in range(6)))
    assert done == 6
    assert asyncio.get_running_loop().time() - began > queue.standstill
    standing = [asyncio.create_task(work(seconds)) for seconds in (3, 0, 0)]
    found = await asyncio.gather(*standing, return_exceptions=True)
    assert [type(one) for one in found] == [type(None), TimeoutError, TimeoutError]
    queue.seconds = 0.5
    in_time = await asyncio.gather(*(work(0.3) for _ in range(5)), return_exceptions=True)
    assert [one is None for one in in_time].count(False) >= 2, "however it moves, there is an end"


def test_the_constants_keep_the_promise() -> None:
    """Three seconds until a 503, in a queue that does not move and for a locked file."""
    assert (
        max(engines.SQLITE_LOCK_WAIT, engines.SQLITE_STANDSTILL, engines.POOL_WAIT, engines.CONNECTION_WAIT)
        < 3
    )
    assert engines.SQLITE_LOCK_WAIT < engines.SQLITE_STANDSTILL < engines.SQLITE_WRITER_WAIT, (
        "who is kept out ends the wait of those behind"
    )
