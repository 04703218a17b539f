"""Writing an export: one moment of the business, as a folder or an archive that appears whole."""

import json
import shutil
import tempfile
import zipfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

from soulter.core import ids
from soulter.core.config.database_url import sqlite_file_is_missing
from soulter.core.config.settings import Settings
from soulter.core.database import snapshot
from soulter.core.database.snapshot import Snapshot
from soulter.core.database.transactions import Database, Reader
from soulter.core.records import audit
from soulter.core.storage.errors import AlreadyThere, PlaceUnusable
from soulter.core.storage.folders import Folder
from soulter.exports.exporters import Exporter, Source
from soulter.exports.records import Line
from soulter.schema import schema_version
from soulter.schema.errors import NoDatabase
from soulter.transfer import sheets
from soulter.transfer.errors import SchemaPending

FORMAT: Final = "soulter-export"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"
_ARCHIVE = ".zip"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where; `counts` are lines."""

    shown: str
    counts: dict[str, int]


async def export(
    settings: Settings, exporters: Sequence[Exporter[Any]], target: Path, now: datetime
) -> Exported:
    """Write everything as it is now. Raises NoDatabase, SchemaPending, AlreadyThere, PlaceUnusable."""
    await check_schema(settings)
    with _appearing(target) as folder:
        async with snapshot.taken(settings) as moment:
            counts = {exporter.name: await _write(moment, exporter, folder) for exporter in exporters}
        (folder / MANIFEST).write_text(
            json.dumps({"format": FORMAT, "version": VERSION}) + "\n", encoding="utf-8"
        )
    database = Database(settings)
    try:
        async with database.writing() as session:
            await audit.record(session, now, "cli", "export.made", ids.new_id(), **counts)
    finally:
        await database.close()
    return Exported(str(target), counts)


async def check_schema(settings: Settings) -> None:
    """Raises NoDatabase, SchemaPending."""
    if sqlite_file_is_missing(settings.database_url):
        raise NoDatabase
    reader = Reader(settings)
    try:
        if await schema_version.read(reader) != schema_version.known()[-1]:
            raise SchemaPending
    finally:
        await reader.close()


async def lines(
    source: Source, exporter: Exporter[Any], ids: Sequence[UUID] | None = None
) -> AsyncIterator[Line]:
    """The lines of all records of a kind, or of those with these ids, in the order of ids."""
    statement = exporter.statement
    if ids is not None:
        statement = statement.where(exporter.tables[0].__table__.columns["id"].in_(ids))
    some: list[Any] = []
    async for rows in source.batches(statement):
        for row in cast("Sequence[Any]", rows):
            if some and some[0].id != row.id:
                yield exporter.line(some)
                some = []
            some.append(row)
    if some:
        yield exporter.line(some)


async def _write(moment: Snapshot, exporter: Exporter[Any], folder: Path) -> int:
    count = 0
    with ExitStack() as open_files:
        file = open_files.enter_context(
            (folder / f"{exporter.name}.jsonl").open("w", encoding="utf-8", newline="\n")
        )
        sheet = open_files.enter_context(_sheet(folder, exporter.name))
        more = {name: open_files.enter_context(_sheet(folder, name)) for name in exporter.more_sheets}
        async for line in lines(moment, exporter):
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
            sheet.add(sheets.flat(exporter.sheet(line)))
            for name, rows_of in exporter.more_sheets.items():
                for row in rows_of(line):
                    more[name].add(sheets.flat(row))
            count += 1
    return count


@contextmanager
def _sheet(folder: Path, name: str) -> Iterator[sheets.Sheet]:
    # Excel takes a file without this mark for one in the machine's own old encoding.
    with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        yield sheets.Sheet(file)


@contextmanager
def _appearing(target: Path) -> Iterator[Path]:
    """A private folder beside the target; it becomes the target when the block succeeds."""
    if target.exists() or target.is_symlink():
        raise AlreadyThere(str(target))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise PlaceUnusable(str(target), str(error.strerror).lower()) from None
    try:
        yield folder
        if target.suffix == _ARCHIVE:
            _archive(folder, target)
        else:
            try:
                folder.rename(target)
            except OSError:
                raise AlreadyThere(str(target)) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _archive(folder: Path, target: Path) -> None:
    storage = Folder(target.parent)
    with storage.draft(target.name) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.iterdir()):
                # Without the time, so that the same content is the same archive.
                entry = zipfile.ZipInfo(path.name)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                with path.open("rb") as content, archive.open(entry, "w", force_zip64=True) as into:
                    shutil.copyfileobj(content, into)
        storage.publish(file, target.name)
