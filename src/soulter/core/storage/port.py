"""The port of a storage of files, which a folder and a bucket implement."""

from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol


class Storage(Protocol):
    """A folder or bucket."""

    def shown(self, name: str) -> str:
        """How a file in it is spoken of."""
        ...

    def check_free(self, name: str) -> None:
        """Raises AlreadyThere."""
        ...

    def draft(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A file that nobody sees."""
        ...

    def publish(self, file: BinaryIO, name: str) -> None:
        """Make the draft what it is called, whole or not at all."""
        ...

    def names(self) -> list[str]:
        """What is in it."""
        ...

    def beginning(self, name: str, count: int) -> bytes:
        """The first bytes of a file."""
        ...

    def remove(self, name: str) -> None:
        """Delete a file."""
        ...

    def opened(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A file to read."""
        ...
