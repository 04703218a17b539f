"""Where backups are kept: which folder or bucket a text names, what a backup is called there, and which old ones go."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from soulter.backup import age
from soulter.core.storage.buckets import Bucket
from soulter.core.storage.errors import PlaceUnusable
from soulter.core.storage.folders import Folder
from soulter.core.storage.port import Storage

S3: Final = "s3://"
MADE: Final = re.compile(r"soulter-[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}\.jsonl\.gz(\.age)?")
"""The names that `called` gives: only such files are ever deleted."""

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Place:
    """A storage, and a name in it; without one, each backup gets a name of its own."""

    storage: Storage
    name: str | None

    @property
    def shown(self) -> str:
        """How the place is spoken of."""
        return self.storage.shown(self.name or "")


def of(text: str) -> Place:
    """The place that a text names: a folder (there already, or with a slash at its end), a file, `s3://bucket/folder/` or `s3://bucket/object`.

    Raises PlaceUnusable.
    """
    if text.startswith(S3):
        bucket, _, key = text.removeprefix(S3).partition("/")
        if not bucket:
            raise PlaceUnusable(text, "write s3://bucket/folder/ or s3://bucket/object")
        folder, _, name = key.rpartition("/")
        return Place(Bucket(bucket, f"{folder}/" if folder else ""), name or None)
    path = Path(text)
    if text.endswith("/") or path.is_dir():
        return Place(Folder(path), None)
    return Place(Folder(path.parent), path.name)


def called(created_at: datetime, backup_id: UUID, *, encrypted: bool) -> str:
    """The name of a backup: sorted by name, the newest is last."""
    return f"soulter-{created_at:%Y%m%dT%H%M%SZ}-{backup_id.hex[-8:]}.jsonl.gz" + (
        ".age" if encrypted else ""
    )


def rotate(storage: Storage, newest: str, keep: int) -> list[str]:
    """Delete all backups but the `keep` newest, of which `newest` is one whatever the clock says; what was deleted."""
    others = sorted(
        (name for name in storage.names() if MADE.fullmatch(name) and name != newest), reverse=True
    )
    gone = [name for name in others[keep - 1 :] if _is_ours(storage, name)]
    for name in gone:
        storage.remove(name)
    return gone


def _is_ours(storage: Storage, name: str) -> bool:
    """Whether the content is what the name says; a file of somebody else may have any name."""
    expected = age.MAGIC if name.endswith(".age") else _GZIP
    return storage.beginning(name, len(expected)) == expected
