"""The format of a backup: lines of JSON in gzip, and that in age where it is encrypted.

The first line is the header, with the columns of every table. Then for each table, in the order of foreign
keys: a line with its name, its rows as arrays, a line with their count and digest. Last a line with the
digest of everything before it. docs/backup.md shows one.
"""

import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Final
from uuid import UUID

from soulter.backup import age, kinds
from soulter.backup.errors import Damaged, NewerSchema, NotABackup
from soulter.backup.keys import Encryption, Keys
from soulter.backup.kinds import Columns, Kind

FORMAT: Final = "soulter-backup"
VERSION: Final = 1

BATCH: Final = 1_000
"""Rows that are in memory at once."""

_LONGEST_LINE = 64 * 1024 * 1024
_GZIP = b"\x1f\x8b"
_END = "backup"
_encode = json.JSONEncoder(separators=(",", ":"), default=kinds.to_json).encode


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a backup: the time of the snapshot, its release and database, its tables."""

    id: UUID
    created_at: datetime
    release: str
    database: str
    revision: str
    tables: dict[str, Columns]

    def line(self) -> dict[str, Any]:
        """The first line."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "id": str(self.id),
            "createdAt": self.created_at.isoformat(),
            "release": self.release,
            "database": self.database,
            "revision": self.revision,
            "tables": {
                name: [[column, kind.value] for column, kind in columns.items()]
                for name, columns in self.tables.items()
            },
        }

    @classmethod
    def of(cls, line: dict[str, Any]) -> "Header":
        """From the first line. Raises KeyError, ValueError or TypeError when it is none."""
        tables = {
            name: {column: Kind(kind) for column, kind in columns} for name, columns in line["tables"].items()
        }
        created_at = datetime.fromisoformat(line["createdAt"])
        return cls(
            UUID(line["id"]), created_at, line["release"], line["database"], str(line["revision"]), tables
        )


class Writer:
    """Writes a backup to `file`, which stays open; complete after `finish`. To be closed when it fails."""

    def __init__(self, file: BinaryIO, header: Header, encryption: Encryption) -> None:
        self._sealed = encryption.into(file)
        self._gzip = gzip.GzipFile(
            filename="", fileobj=self._sealed or file, mode="wb", compresslevel=6, mtime=0
        )
        self._all = hashlib.sha256()
        self._table = hashlib.sha256()
        self.rows: dict[str, int] = {}
        self._line(header.line())

    def begin(self, table: str) -> None:
        """What follows are rows of this table."""
        self._line({"table": table})
        self._table = hashlib.sha256()
        self.rows[table] = 0

    def write(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Add rows, their values in the order of the columns."""
        text = "".join(_encode(list(row)) + "\n" for row in rows)
        data = text.encode()
        self._table.update(data)
        self._put(data)
        self.rows[table] += len(rows)

    def end(self, table: str) -> None:
        """All rows of the table are written."""
        self._line({"end": table, "rows": self.rows[table], "sha256": self._table.hexdigest()})

    def finish(self) -> None:
        """Write the last line and what the layers below keep back."""
        self._line({"end": _END, "rows": sum(self.rows.values()), "sha256": self._all.hexdigest()})
        self._gzip.close()
        if self._sealed:
            self._sealed.finish()

    def close(self) -> None:
        """End the encryption, also of a backup that is not complete."""
        if self._sealed:
            self._sealed.close()

    def _line(self, content: dict[str, Any]) -> None:
        self._put(_encode(content).encode() + b"\n")

    def _put(self, data: bytes) -> None:
        self._all.update(data)
        self._gzip.write(data)


class Reader:
    """Reads a backup from the beginning of `file`.

    Raises NotABackup, NewerSchema, Damaged, and what `Keys.opened` raises.
    """

    def __init__(self, file: BinaryIO, keys: Keys, name: str) -> None:
        self._name = name
        file.seek(0)
        begins = file.read(len(age.MAGIC))
        file.seek(0)
        below: BinaryIO = file
        self.encrypted = begins == age.MAGIC
        if self.encrypted:
            below = io.BufferedReader(keys.opened(file, name), 64 * 1024)
        elif not begins.startswith(_GZIP):
            raise NotABackup(name)
        self._lines = io.BufferedReader(gzip.GzipFile(fileobj=below, mode="rb"), 256 * 1024)
        self._all = hashlib.sha256()
        self.header = self._header()
        self.rows: dict[str, int] = {}

    def _header(self) -> Header:
        try:
            line = json.loads(self._read())
            if not isinstance(line, dict) or line.get("format") != FORMAT:
                raise NotABackup(self._name)
            if line.get("version") != VERSION:
                raise NewerSchema(self._name, f"in version {line.get('version')} of the format")
            return Header.of(line)
        except (Damaged, ValueError, KeyError, TypeError, AttributeError) as error:
            if isinstance(error, Damaged) and self.encrypted:
                raise
            raise NotABackup(self._name) from None

    def batches(self) -> Iterator[tuple[str, list[list[Any]]]]:
        """Each table with a batch of its rows, to the last line; checks every digest and count."""
        for table, columns in self.header.tables.items():
            if self._control() != {"table": table}:
                raise Damaged(self._name, f"{table} is missing")
            self.rows[table] = 0
            digest = hashlib.sha256()
            yield from self._rows(table, len(columns), digest)
        before = self._all.hexdigest()
        if self._control() != {"end": _END, "rows": sum(self.rows.values()), "sha256": before} or self._read(
            or_nothing=True
        ):
            raise Damaged(self._name, "it is not what was written")

    def verify(self) -> dict[str, int]:
        """Read to the end; how many rows each table has."""
        for table, rows in self.batches():
            reader = kinds.from_json(self.header.tables[table])
            try:
                for row in rows:
                    reader(row)
            except (ValueError, TypeError):
                raise Damaged(self._name, f"a row of {table} is none") from None
        return self.rows

    def _rows(self, table: str, width: int, digest: Any) -> Iterator[tuple[str, list[list[Any]]]]:
        some: list[list[Any]] = []
        while (line := self._read()).startswith(b"["):
            digest.update(line)
            row = self._parsed(line)
            if len(row) != width:
                raise Damaged(self._name, f"a row of {table} is none")
            some.append(row)
            if len(some) == BATCH:
                self.rows[table] += len(some)
                yield table, some
                some = []
        self.rows[table] += len(some)
        if some:
            yield table, some
        if self._parsed(line) != {"end": table, "rows": self.rows[table], "sha256": digest.hexdigest()}:
            raise Damaged(self._name, f"{table} is not what was written")

    def _control(self) -> Any:
        return self._parsed(self._read())

    def _parsed(self, line: bytes) -> Any:
        try:
            return json.loads(line)
        except (ValueError, RecursionError):
            raise Damaged(self._name, "a line cannot be read") from None

    def _read(self, *, or_nothing: bool = False) -> bytes:
        try:
            line = self._lines.readline(_LONGEST_LINE)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise Damaged(self._name, "it was cut off or changed") from None
        if not line.endswith(b"\n") and not (or_nothing and not line):
            raise Damaged(self._name, "it was cut off")
        self._all.update(line)
        return line
