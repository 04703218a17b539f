"""The file of an SQLite database: whether the file at its path is still the one that was opened."""

import os
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine

Identity = tuple[int, int]

_OPENED: Final = "soulter_file"


class FileGone(OSError):
    """The file was deleted or replaced: what is written to the former file would be lost."""


class LogOfFormerFile(OSError):
    """The file was replaced beside its write-ahead log, which does not belong to the new file."""


class DatabaseFile:
    """One file and its write-ahead log. Looking costs one `stat()`."""

    def __init__(self, path: Path, *, may_be_made: bool) -> None:
        self._path = path.absolute()
        self._log_path = self._path.with_name(self._path.name + "-wal")
        # A file that has existed must not be made again, empty: an empty database would answer that nothing
        # exists.
        self._may_be_made = may_be_made
        self._last = self.identity()
        self._last_log: Identity | None = None

    def identity(self) -> Identity | None:
        """Which file is at the path now; None when there is none."""
        return _identity(self._path)

    @property
    def uri(self) -> str:
        """The URL with which SQLite opens the file; it makes the file only where it never existed."""
        return f"{self._path.as_uri()}?mode={'rwc' if self._may_be_made or self._last is None else 'rw'}"

    def watch(self, engine: AsyncEngine) -> None:
        """Let the engine open the file, use no connection to a former file, and commit nothing to one."""

        @event.listens_for(engine.sync_engine, "do_connect")
        def open_it(
            _dialect: object, record: Any, arguments: list[str], parameters: dict[str, object]
        ) -> None:
            self._check_log()
            # Read before the file is opened: if it is replaced in between, the connection counts as one to
            # the former file.
            record.info[_OPENED] = self.identity()
            arguments[:] = [self.uri]
            parameters["uri"] = True

        @event.listens_for(engine.sync_engine, "connect")
        def remember(_dbapi_connection: object, record: Any) -> None:
            self._last = record.info[_OPENED] = record.info[_OPENED] or self.identity()
            self._last_log = _identity(self._log_path)

        @event.listens_for(engine.sync_engine, "checkout")
        def leave_the_former(_dbapi_connection: object, record: Any, _proxy: object) -> None:
            if record.info[_OPENED] != self.identity():
                raise DisconnectionError

        @event.listens_for(engine.sync_engine, "commit")
        def commit_nothing_to_the_former(connection: Connection) -> None:
            if connection.info[_OPENED] != self.identity():
                raise FileGone

    def _check_log(self) -> None:
        """Refuse a log of another file: SQLite would replay it into the new file and damage it.

        Raises LogOfFormerFile.
        """
        if (
            self._last is None
            or self.identity() in (None, self._last)
            or _identity(self._log_path) != self._last_log
        ):
            return
        if self._last_log and self._log_path.stat().st_size:
            raise LogOfFormerFile


def _identity(path: Path) -> Identity | None:
    try:
        found = os.stat(path)  # noqa: PTH116 -- half the cost of Path.stat, at every request
    except OSError:
        return None
    return found.st_dev, found.st_ino
