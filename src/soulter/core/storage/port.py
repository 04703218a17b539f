"""The interface of a file storage, which a folder and a bucket implement."""

from contextlib import AbstractContextManager
from typing import BinaryIO, Protocol


class Storage(Protocol):
    """A folder or bucket."""

    def shown(self, name: str) -> str:
        """How a file in it is called in sentences."""
        ...

    def check_free(self, name: str) -> None:
        """Refuse a name that is taken. Raises AlreadyThere."""
        ...

    def draft(self, name: str) -> AbstractContextManager[BinaryIO]:
        """A file that nobody else sees."""
        ...

    def publish(self, file: BinaryIO, name: str) -> None:
        """Give the draft its name: completely, or not at all."""
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
