"""The file of an SQLite database: whether the one at its path is still the one that was opened."""

import os
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine

Identity = tuple[int, int]

_OPENED: Final = "soulter_file"


class FileGone(OSError):
    """The file was deleted or replaced: what is written through a connection to the former one would be lost with it."""


class LogOfFormerFile(OSError):
    """Another file was put in the place of the database beside its write-ahead log, which does not belong to it."""


class DatabaseFile:
    """One file and its write-ahead log. Looking costs one `stat()`."""

    def __init__(self, path: Path, *, may_be_made: bool) -> None:
        self._path = path.absolute()
        self._log_path = self._path.with_name(self._path.name + "-wal")
        # A file that was there and is gone must not come back empty: an empty database would answer with other people's absence.
        self._may_be_made = may_be_made
        self._last = self.identity()
        self._last_log: Identity | None = None

    def identity(self) -> Identity | None:
        """Which file is at the path now; None when there is none."""
        return _identity(self._path)

    @property
    def uri(self) -> str:
        """How SQLite opens it, made anew only where it never was."""
        return f"{self._path.as_uri()}?mode={'rwc' if self._may_be_made or self._last is None else 'rw'}"

    def watch(self, engine: AsyncEngine) -> None:
        """Let the engine open the file, use no connection to a former one, and commit nothing to it."""

        @event.listens_for(engine.sync_engine, "do_connect")
        def open_it(
            _dialect: object, record: Any, arguments: list[str], parameters: dict[str, object]
        ) -> None:
            self._check_log()
            # Before it is opened: replaced in between, the connection is taken for one to the former file and left.
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
        """It would be played into the new file, and damage it. Raises LogOfFormerFile."""
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
        found = os.stat(path)  # noqa: PTH116 -- half the price of Path.stat, at every request
    except OSError:
        return None
    return found.st_dev, found.st_ino
