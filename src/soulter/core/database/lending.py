"""Connections lent by a pool, and a transaction on one of them, without SQLAlchemy where it costs more than the work itself."""

import asyncio
from contextlib import suppress
from typing import Any, cast

from sqlalchemy import PoolProxiedConnection
from sqlalchemy.exc import MissingGreenlet
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import QueuePool


async def lent(engine: AsyncEngine) -> PoolProxiedConnection:
    """A connection of the pool. One that is idle is taken at once; SQLAlchemy's own way starts a greenlet for it."""
    pool = cast("QueuePool", engine.sync_engine.pool)
    if pool.checkedin():
        # An idle connection that turns out to be closed has to be made anew, which waits for the network.
        with suppress(MissingGreenlet):
            return pool.connect()
    return await engine.raw_connection()


class NotCommitted(Exception):
    """The database has rolled back a transaction that was to be committed: a statement of it had failed, and nobody had said so."""


class DirectTransaction:
    """A transaction of PostgreSQL in the words of the driver."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._lent: PoolProxiedConnection | None = None
        self._open = False

    async def begin(self) -> Any:
        """The connection of the driver, on which the transaction has begun."""
        self._lent = await lent(self._engine)
        driver: Any = self._lent.driver_connection
        self._open = True
        await driver.execute("BEGIN")
        return driver

    async def commit(self) -> None:
        """Raises NotCommitted."""
        if self._lent is None:
            return
        driver: Any = self._lent.driver_connection
        ended = await driver.execute("COMMIT")
        self._open = False
        if ended != "COMMIT":
            raise NotCommitted

    async def drop(self) -> None:
        """Let the pool make a new connection in the place of this one."""
        if self._lent is not None:
            self._open = False
            self._lent.invalidate()

    async def close(self) -> None:
        """Give the connection back, rolled back unless it was committed; also when the task has been cancelled."""
        if self._lent is None:
            return
        if self._open:
            await asyncio.shield(asyncio.create_task(self._roll_back(self._lent)))
        else:
            self._lent.close()

    async def _roll_back(self, connection: PoolProxiedConnection) -> None:
        driver: Any = connection.driver_connection
        self._open = False
        try:
            await driver.execute("ROLLBACK")
        except Exception:  # noqa: BLE001 -- whatever it is, this connection is not used again, and the request has an error of its own
            connection.invalidate()
        finally:
            connection.close()
