"""Backups as files in a folder."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from soulter.core.storage.errors import AlreadyThere, PlaceUnusable

_FULL = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the quota is used up",
    errno.EFBIG: "the file system takes no file of this size",
}


class Folder:
    """A folder on this machine."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def shown(self, name: str) -> str:
        """How a file of the folder is spoken of."""
        return str(self.path / name)

    def check_free(self, name: str) -> None:
        """Raises AlreadyThere, before work is done for nothing."""
        if (self.path / name).exists() or (self.path / name).is_symlink():
            raise AlreadyThere(self.shown(name))

    @contextmanager
    def draft(self, name: str) -> Iterator[BinaryIO]:
        """A file beside the one to come, for nobody else to read; gone when the block ends."""
        aside = self.path / f".{name}.{secrets.token_hex(4)}.part"
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        except OSError as error:
            raise PlaceUnusable(self.shown(name), str(error.strerror).lower()) from None
        try:
            with os.fdopen(descriptor, "w+b") as file:
                yield file
        except OSError as error:
            if error.errno in _FULL:
                raise PlaceUnusable(self.shown(name), _FULL[error.errno]) from None
            raise
        finally:
            with suppress(FileNotFoundError):
                aside.unlink()

    def publish(self, file: BinaryIO, name: str) -> None:
        """Give the draft its name, once it is on the disk to the last byte. Raises AlreadyThere."""
        file.flush()
        os.fsync(file.fileno())
        try:
            # A link, since renaming would replace what somebody else has put there meanwhile.
            os.link(self._of(file), self.path / name)
        except FileExistsError:
            raise AlreadyThere(self.shown(name)) from None
        except OSError as error:
            raise PlaceUnusable(
                self.shown(name), f"the file cannot get its name: {str(error.strerror).lower()}"
            ) from None
        folder = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _of(self, file: BinaryIO) -> Path:
        found = os.fstat(file.fileno())
        return next(path for path in self.path.glob(".*.part") if os.path.samestat(path.stat(), found))

    def names(self) -> list[str]:
        """The plain files in it."""
        return [entry.name for entry in os.scandir(self.path) if entry.is_file(follow_symlinks=False)]

    def beginning(self, name: str, count: int) -> bytes:
        """The first bytes of a file."""
        with (self.path / name).open("rb") as file:
            return file.read(count)

    def remove(self, name: str) -> None:
        """Delete a file; one that somebody else has deleted is gone too."""
        (self.path / name).unlink(missing_ok=True)

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """The file, to read. Raises PlaceUnusable."""
        try:
            file = (self.path / name).open("rb")
        except OSError as error:
            raise PlaceUnusable(self.shown(name), str(error.strerror).lower()) from None
        with file:
            yield file
