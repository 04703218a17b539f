"""Importing an export.

All lines are checked before the first one is written. They are then written in transactions of some hundred
lines, so that nobody else who writes waits for long; an import of fewer lines is one transaction. What an
interrupted import has written is left, and the same import, run again, goes on behind it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from soulter.core import ids
from soulter.core.config.settings import Settings
from soulter.core.database import snapshot, transactions
from soulter.core.database.transactions import Transaction
from soulter.core.records import audit
from soulter.core.records.audit import AuditEvent
from soulter.exports.exporters import Exporter, insert
from soulter.exports.records import Record
from soulter.transfer import checking, exporting, file_index, reading
from soulter.transfer.checking import Checked
from soulter.transfer.errors import RolesRefused
from soulter.transfer.file_index import FileIndex
from soulter.transfer.reading import Files

LINES_OF_A_TRANSACTION: Final = 1_000
_LINES_AT_ONCE: Final = 250
_ACTOR: Final = "cli"


@dataclass(frozen=True)
class _Batch:
    """New records of one kind."""

    exporter: Exporter[Any]
    records: Sequence[Record]


async def take_in(
    settings: Settings,
    exporters: Sequence[Exporter[Any]],
    source: Path,
    now: datetime,
    *,
    dry_run: bool,
    allow_roles: bool,
) -> Checked:
    """Check every line and, when nothing is wrong, import the new ones; with `dry_run` only check.

    Raises NotAnExport, PlaceUnusable, SchemaPending, NoDatabase, OddRow, RolesRefused unless `allow_roles`,
    and NightsTaken when somebody took a night after it was checked.
    """
    await exporting.check_schema(settings)
    with reading.opened(source) as files, file_index.opened() as index:
        async with snapshot.taken(settings) as moment:
            done = await checking.check(moment, exporters, files, index)
        if done.roles and not done.troubles and not allow_roles:
            raise RolesRefused(done.roles)
        if not done.troubles and not dry_run and any(done.counts.values()):
            await _write(settings, _new(exporters, files, index), done, now)
    return done


def _new(exporters: Sequence[Exporter[Any]], files: Files, index: FileIndex) -> Iterator[_Batch]:
    for exporter in exporters:
        records = (
            record
            for _number, record in reading.read(files, exporter)
            if isinstance(record, exporter.model) and index.is_new(exporter.name, record.id)
        )
        for some in reading.batches(records, _LINES_AT_ONCE):
            yield _Batch(exporter, some)


async def _write(settings: Settings, batches: Iterator[_Batch], done: Checked, now: datetime) -> None:
    is_last = False
    while not is_last:
        async with transactions.writing_without_timeouts(settings) as session:
            written = 0
            for batch in batches:
                await _write_batch(session, batch, now)
                written += len(batch.records)
                if written >= LINES_OF_A_TRANSACTION:
                    break
            else:
                is_last = True
                await audit.record(
                    session, now, _ACTOR, "import.done", ids.new_id(), there=done.there, **done.counts
                )


async def _write_batch(session: Transaction, batch: _Batch, now: datetime) -> None:
    await batch.exporter.write(session, batch.records)
    if entity := batch.exporter.entity:
        events = (audit.event(now, _ACTOR, f"{entity}.imported", record.id, {}) for record in batch.records)
        await insert(session, AuditEvent, events)
