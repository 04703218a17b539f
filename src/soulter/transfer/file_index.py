"""What the lines of an import have said so far: ids and claims, in a temporary database on the disk.

The memory of an import does not grow with its file, so this is not a dictionary. SQLite deletes the
database when the connection is closed.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from uuid import UUID

from soulter.exports.exporters import Key

_SCHEMA = """
CREATE TABLE ids (kind TEXT, id TEXT, is_new INTEGER, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE TABLE claims (space TEXT, key TEXT, label TEXT, PRIMARY KEY (space, key)) WITHOUT ROWID;
"""


class FileIndex:
    """Ids and claims of the lines that were read."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, kind: str, record_id: UUID) -> bool:
        """Keep an id as that of a new record; False when an earlier line has it."""
        statement = "INSERT OR IGNORE INTO ids VALUES (?, ?, 1)"
        return self._connection.execute(statement, (kind, str(record_id))).rowcount == 1

    def mark_there(self, kind: str, record_id: UUID) -> None:
        """The record with this id is in the database already."""
        self._connection.execute(
            "UPDATE ids SET is_new = 0 WHERE kind = ? AND id = ?", (kind, str(record_id))
        )

    def has(self, kind: str, record_id: UUID) -> bool:
        """Whether a line has this id."""
        return self._is_new(kind, record_id) is not None

    def is_new(self, kind: str, record_id: UUID) -> bool:
        """Whether a line has this id, and the database has not."""
        return self._is_new(kind, record_id) == 1

    def _is_new(self, kind: str, record_id: UUID) -> int | None:
        statement = "SELECT is_new FROM ids WHERE kind = ? AND id = ?"
        found = self._connection.execute(statement, (kind, str(record_id))).fetchone()
        return found[0] if found else None

    def claim(self, space: str, key: Key, label: str) -> str:
        """Keep a claim; the label of the first line that made it."""
        text = "\x1f".join(map(str, key))
        statement = "INSERT OR IGNORE INTO claims VALUES (?, ?, ?)"
        if self._connection.execute(statement, (space, text, label)).rowcount == 1:
            return label
        statement = "SELECT label FROM claims WHERE space = ? AND key = ?"
        first: str = self._connection.execute(statement, (space, text)).fetchone()[0]
        return first


@contextmanager
def opened() -> Iterator[FileIndex]:
    """An empty index, which is gone after the block."""
    # The empty name is a database in a temporary file.
    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        connection.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;" + _SCHEMA)
        connection.execute("BEGIN")
        yield FileIndex(connection)
