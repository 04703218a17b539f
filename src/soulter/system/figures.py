"""Numbers that only the database knows, looked up when somebody asks, and never waited for long."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select

from soulter.core import clock as clocks
from soulter.core.clock import Clock
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Reader, Source
from soulter.core.records.audit import AuditEvent
from soulter.core.telemetry import logs
from soulter.core.telemetry.metrics import Figure
from soulter.schema import schema_version

Lookup = Callable[[Source, datetime], Awaitable[Sequence[Figure]]]
"""What a feature offers: one cheap statement, and the numbers that it gives."""

KEPT_SECONDS: Final = 5.0
LONGEST_SECONDS: Final = 2.0

NEVER: Final = float("inf")
"""The age of what has not happened yet: older than every limit."""

_UP = ("soulter_database_up", "Whether the database answers.")
_BACKUP_MADE: Final = "backup.made"
_LAST_BACKUP = Query(
    datetime,
    select(AuditEvent.at)
    .where(AuditEvent.action == bindparam("action"))
    .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    .limit(1),
)

_log = logs.get(__name__)


class Figures:
    """Looks at the database at most every few seconds, whoever asks, and does without it when it is away."""

    def __init__(self, reader: Reader, clock: Clock, lookups: Sequence[Lookup]) -> None:
        self._reader = reader
        self._clock = clock
        self._lookups = (*lookups, last_backup)
        self._found: list[Figure] = []
        self._looked_at = float("-inf")
        self._looking: asyncio.Task[None] | None = None

    async def now(self) -> list[Figure]:
        """The numbers, a few seconds old at most; of a database that is away only that it is."""
        if clocks.monotonic() - self._looked_at > KEPT_SECONDS:
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._look())
            await asyncio.shield(self._looking)
        return self._found

    async def _look(self) -> None:
        found: list[Figure] = []
        up = False
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                found += schema(await schema_version.read(self._reader))
                up = True
                for lookup in self._lookups:
                    found += await self._one(lookup)
        except Exception as error:  # noqa: BLE001 -- whatever it is, the database did not answer
            _log.debug("database figures missing", exc_info=error)
        self._found = [Figure(*_UP, float(up)), *found]
        self._looked_at = clocks.monotonic()

    async def _one(self, lookup: Lookup) -> Sequence[Figure]:
        try:
            return await lookup(self._reader, self._clock.now())
        except Exception as error:  # noqa: BLE001 -- an old schema lacks a table, and the other numbers are still wanted
            _log.debug("a figure is missing", lookup=lookup.__name__, exc_info=error)
            return ()


def schema(revision: str) -> list[Figure]:
    """Where the schema is, where this release wants it, and whether that is enough."""
    known = schema_version.known()
    enough = bool(revision) and revision not in known[:-1]
    labels = (("current", revision or "none"), ("head", known[-1]))
    return [
        Figure(
            "soulter_migrations_info",
            "Revision of the schema, and the one that this release brings.",
            1,
            labels,
        ),
        Figure(
            "soulter_migrations_at_head",
            "Whether the schema is at least as new as this release.",
            float(enough),
        ),
    ]


async def last_backup(source: Source, now: datetime) -> list[Figure]:
    """How long ago the last backup was made."""
    made_at = await source.one(_LAST_BACKUP, action=_BACKUP_MADE)
    age = (now - made_at).total_seconds() if made_at else NEVER
    return [
        Figure("soulter_backup_age_seconds", "Since the last backup; without end when there was none.", age)
    ]
