"""How busy a connection pool is: its size, the connections in use, and the requests that wait for one."""

from typing import cast

from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import QueuePool


class PoolStats:
    """The figures of one pool.

    A pool does not count the requests that wait for it, so each of them waits `with` this object.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine.sync_engine
        self.waiting = 0

    def __enter__(self) -> None:
        self.waiting += 1

    def __exit__(self, *_error: object) -> None:
        self.waiting -= 1

    @property
    def size(self) -> int:
        """How many connections the pool may have."""
        return self._pool.size()

    @property
    def used(self) -> int:
        """How many connections are in use now."""
        return self._pool.checkedout()

    @property
    def _pool(self) -> QueuePool:
        # Read each time: closing the engine puts a new pool in the place of the old one.
        return cast("QueuePool", self._engine.pool)
