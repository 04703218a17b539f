"""Engines for both databases. Each connection is configured once, when it is made."""

import asyncio
import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

import asyncpg
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DisconnectionError, MissingGreenlet
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, NullPool, PoolResetState
from sqlalchemy.util.concurrency import in_greenlet

from soulter.core import clock
from soulter.core.config.database_url import sqlite_path
from soulter.core.config.settings import Settings, WrongSettings
from soulter.core.database import postgres, query_hooks
from soulter.core.database.sqlite_file import DatabaseFile

POOL_WAIT = 2.0
"""Seconds that a request waits for a connection; less than the handler's timeout and the platform's."""

CONNECTION_WAIT = 2.5
"""Seconds until a request has a connection. Waiting for a free one and making a new one share this time."""

SQLITE_LOCK_WAIT = 2.0
"""Seconds that another process may hold SQLite's lock."""

SQLITE_STANDSTILL = 2.5
"""Seconds that a request waits in the queue for SQLite's one writer while no transaction in front of it ends.
"""

SQLITE_WRITER_WAIT = 8.0
"""Seconds that a request waits in a queue that moves: with a slow disk it may be long and still be in order.
"""

MIGRATION_WAIT = 120.0
"""Seconds that one migrating process waits for another."""


CLOSING_WAIT = 1.0
"""Seconds that a PostgreSQL server may take to close its connections. They are closed at the same time."""

_connections: WeakKeyDictionary[Engine, "WeakSet[asyncpg.Connection[asyncpg.Record]]"] = WeakKeyDictionary()


def make(settings: Settings, *, read_only: bool) -> AsyncEngine:
    """An engine whose connections either cannot write, or begin every transaction as a writer."""
    engine = _sqlite(settings, read_only) if settings.sqlite else _postgres(settings, read_only)
    _measure(engine)
    return engine


async def close(engine: AsyncEngine) -> None:
    """Close every connection of an engine. Its later users make new ones.

    The pool closes them one after the other, and would wait for each when the server does not answer. So they
    are closed here, all at the same time, and aborted after `CLOSING_WAIT` seconds.
    """
    await asyncio.gather(
        *(connection.close(timeout=CLOSING_WAIT) for connection in _connections.get(engine.sync_engine, ())),
        return_exceptions=True,
    )
    await engine.dispose()


def for_migrations(settings: Settings) -> AsyncEngine:
    """One connection that may run for long, and does not wait long for a lock.

    Writers queue behind a migration that waits for its lock.
    """
    if settings.sqlite:
        return _sqlite(settings, read_only=False, busy_seconds=MIGRATION_WAIT, may_be_made=True)

    async def connect(*_args: object, **_options: object) -> "asyncpg.Connection[asyncpg.Record]":
        settings_of_session = {
            "lock_timeout": "3s",
            "statement_timeout": "0",
            "idle_in_transaction_session_timeout": "0",
        }
        return await postgres.connect(
            settings.database_url, **settings_of_session, application_name="soulter migrate"
        )

    return create_async_engine(
        "postgresql+asyncpg://", async_creator=connect, hide_parameters=True, poolclass=NullPool
    )


def for_snapshots(settings: Settings) -> AsyncEngine:
    """One connection that cannot write and may read for as long as it takes.

    `core.database.snapshot` begins its one transaction.
    """
    if settings.sqlite:
        return _sqlite(settings, read_only=True)

    async def connect(*_args: object, **_options: object) -> "asyncpg.Connection[asyncpg.Record]":
        settings_of_session = {
            "statement_timeout": "0",
            "idle_in_transaction_session_timeout": "0",
            "default_transaction_read_only": "on",
        }
        return await postgres.connect(
            settings.database_url, **settings_of_session, application_name="soulter snapshot"
        )

    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connect,
        hide_parameters=True,
        poolclass=NullPool,
        isolation_level="REPEATABLE READ",
    )


def _postgres(settings: Settings, read_only: bool) -> AsyncEngine:
    role = {"default_transaction_read_only": "on"} if read_only else {}

    opened: WeakSet[asyncpg.Connection[asyncpg.Record]] = WeakSet()

    async def connect() -> "asyncpg.Connection[asyncpg.Record]":
        connection = await postgres.connect(settings.database_url, **role)
        opened.add(connection)
        return connection

    def creator(*_args: object, **_options: object) -> Any:
        if not in_greenlet():
            raise MissingGreenlet("a connection is made only where a coroutine can wait for it")
        return connect()

    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=creator,
        hide_parameters=True,
        poolclass=AsyncAdaptedQueuePool,
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=POOL_WAIT,
        # A read connection never has a transaction to roll back, so the reset would waste a round trip.
        **({"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None} if read_only else {}),
    )

    _connections[engine.sync_engine] = opened

    @event.listens_for(engine.sync_engine, "checkout")
    def drop_closed(dbapi_connection: Any, _record: object, _proxy: object) -> None:
        # Costs no round trip: asyncpg notices by itself that the server closed the connection.
        if dbapi_connection.driver_connection.is_closed():
            raise DisconnectionError

    return engine


def _file(settings: Settings, read_only: bool) -> Path:
    """The SQLite file, in a folder that exists. Raises WrongSettings."""
    path = Path(sqlite_path(settings.database_url))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongSettings(
            f"DATABASE_URL names {path}, whose folder cannot be made: {error.strerror}."
        ) from None
    # The file is not opened to find out: closing it again would release the locks that other connections of
    # this process hold.
    if path.is_dir() or (path.exists() and not os.access(path, os.R_OK if read_only else os.R_OK | os.W_OK)):
        raise WrongSettings(
            (
                f"DATABASE_URL names {path}, which is no file that may be "
                f"{'read' if read_only else 'written'}: name another one."
            ),
        )
    return path


class _Ending(sqlite3.Connection):
    """A connection whose transaction ends when the connection is closed.

    SQLite keeps a closed connection alive until its last statement is gone. A statement that a cancelled
    request left in a traceback would keep the whole database locked until the garbage collector runs.
    """

    def close(self) -> None:
        with suppress(sqlite3.ProgrammingError):  # already closed
            if self.in_transaction:
                self.rollback()
        super().close()


def _sqlite(
    settings: Settings, read_only: bool, busy_seconds: float = SQLITE_LOCK_WAIT, *, may_be_made: bool = False
) -> AsyncEngine:
    path = _file(settings, read_only)
    engine = create_async_engine(
        f"sqlite+aiosqlite:///{path}",
        hide_parameters=True,
        poolclass=AsyncAdaptedQueuePool,
        # SQLite allows one writer at a time. The queue for its connection is fair, and SQLite's own busy wait
        # is not.
        pool_size=min(settings.database_pool_size, 4) if read_only else 1,
        max_overflow=0,
        pool_timeout=POOL_WAIT if read_only else SQLITE_WRITER_WAIT,
        connect_args={"timeout": busy_seconds, "factory": _Ending},
        **({"isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None} if read_only else {}),
    )

    _set_up_sqlite(engine, read_only)
    DatabaseFile(path, may_be_made=may_be_made).watch(engine)
    if not read_only:

        @event.listens_for(engine.sync_engine, "begin")
        def begin_as_writer(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        @event.listens_for(engine.sync_engine, "reset")
        def undo_failed_commit(dbapi_connection: Any, _record: object, state: PoolResetState) -> None:
            # SQLite leaves a transaction open when its COMMIT failed, and the pool believes that it has
            # ended.
            if state.asyncio_safe and dbapi_connection.driver_connection.in_transaction:
                dbapi_connection.rollback()

    return engine


def _set_up_sqlite(engine: AsyncEngine, read_only: bool) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def set_up(dbapi_connection: Any, _record: object) -> None:
        # The driver must not begin transactions itself: it would begin readers that later become writers, and
        # they deadlock.
        dbapi_connection.isolation_level = None
        cursor = dbapi_connection.cursor()
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            f"query_only = {'ON' if read_only else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _measure(engine: AsyncEngine) -> None:
    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def start(_conn: Any, _cursor: Any, _sql: Any, _params: Any, context: Any, _many: Any) -> None:
        if context is not None:
            context.soulter_started = clock.monotonic()

    @event.listens_for(engine.sync_engine, "after_cursor_execute")
    def stop(_conn: Any, _cursor: Any, sql: str, _params: Any, context: Any, _many: Any) -> None:
        if context is not None:
            query_hooks.ended(sql, clock.monotonic() - context.soulter_started, None)

    @event.listens_for(engine.sync_engine, "handle_error")
    def fail(failure: ExceptionContext) -> None:
        # A statement that the database stopped because it took too long has to be reported above all.
        started = getattr(failure.execution_context, "soulter_started", None)
        if started is not None and failure.statement:
            query_hooks.ended(failure.statement, clock.monotonic() - started, None)
