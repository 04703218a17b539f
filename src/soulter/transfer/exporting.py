"""Writing an export: one moment of the business, as a folder or an archive that appears whole."""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from soulter.core import ids
from soulter.core.config.database_url import sqlite_file_is_missing
from soulter.core.config.settings import Settings
from soulter.core.database import snapshot
from soulter.core.database.snapshot import Snapshot
from soulter.core.database.transactions import Database, Reader
from soulter.core.records import audit
from soulter.core.storage.errors import AlreadyThere, PlaceUnusable
from soulter.core.storage.folders import Folder
from soulter.schema import schema_version
from soulter.schema.errors import NoDatabase
from soulter.transfer import queries, sheets
from soulter.transfer.errors import SchemaPending
from soulter.transfer.lines import FORMAT, VERSION, Kind

MANIFEST: Final = "manifest.json"
_ARCHIVE = ".zip"


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where; `counts` are lines."""

    shown: str
    counts: dict[str, int]


async def export(settings: Settings, target: Path, now: datetime) -> Exported:
    """Write everything as it is now. Raises NoDatabase, SchemaPending, AlreadyThere, PlaceUnusable."""
    await check_schema(settings)
    with _appearing(target) as folder:
        async with snapshot.taken(settings) as moment:
            counts = {kind.value: await _write(moment, kind, folder) for kind in Kind}
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


async def _write(moment: Snapshot, kind: Kind, folder: Path) -> int:
    count = 0
    with ExitStack() as open_files:
        lines = open_files.enter_context((folder / f"{kind}.jsonl").open("w", encoding="utf-8", newline="\n"))
        # Excel takes a file without this mark for one in the machine's own old encoding.
        sheet = sheets.Sheet(
            open_files.enter_context((folder / f"{kind}.csv").open("w", encoding="utf-8-sig", newline=""))
        )
        nights = None
        if kind is Kind.BOOKINGS:
            nights = sheets.Sheet(
                open_files.enter_context(
                    (folder / f"{sheets.NIGHTS}.csv").open("w", encoding="utf-8-sig", newline="")
                )
            )
        async for line in queries.lines(moment, kind):
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")
            sheet.add(sheets.flat(kind, line))
            if nights:
                for row in sheets.nights(line):
                    nights.add(row)
            count += 1
    return count


@contextmanager
def _appearing(target: Path) -> Iterator[Path]:
    """A folder beside the target, for nobody else to read, that becomes the target when the block ends well."""
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
