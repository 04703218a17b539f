"""Encryption for recipients in the format of age, by `pyrage`.

A recipient is a public key: whoever has written a backup for it cannot read it, and only its identity, the
secret key, opens it. `pyrage` reads one file and writes another until it is done, so it runs in a thread of
its own, connected by a pipe: no more than some chunks are in memory.
"""

import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO

import pyrage
from pyrage.x25519 import Identity, Recipient

from soulter.backup.errors import Damaged, IdentityUnusable, RecipientUnusable, WrongIdentity
from soulter.core.storage.errors import PlaceUnusable

_NO_KEY_FITS = "No matching keys found"


def recipient_of(text: str) -> Recipient:
    """The recipient with this text, such as `age1…`. Raises RecipientUnusable."""
    try:
        return Recipient.from_str(text)
    except pyrage.RecipientError:
        raise RecipientUnusable(text) from None


def identities_in(file: Path) -> tuple[Identity, ...]:
    """The identities in a file as `age-keygen` writes it. Raises PlaceUnusable, IdentityUnusable."""
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
    except OSError as error:
        raise PlaceUnusable(str(file), str(error.strerror)) from None
    except UnicodeDecodeError:
        raise IdentityUnusable(str(file)) from None
    try:
        found = tuple(Identity.from_str(line) for line in lines if line and not line.startswith("#"))
    except pyrage.IdentityError:
        raise IdentityUnusable(str(file)) from None
    if not found:
        raise IdentityUnusable(str(file))
    return found


class _Watched:
    """A file as `pyrage` uses it. It keeps the error that `pyrage` would replace by one of its own."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.error: OSError | None = None

    def read(self, size: int = -1) -> Any:
        return self._kept(lambda: self._file.read(size))

    def write(self, data: bytes) -> Any:
        return self._kept(lambda: self._file.write(data))

    def flush(self) -> None:
        self._kept(self._file.flush)

    def _kept(self, work: Callable[[], Any]) -> Any:
        try:
            return work()
        except OSError as error:
            self.error = error
            raise


class _Piped(io.RawIOBase):
    """One end of a pipe, at whose other end a thread works."""

    def __init__(self, pipe: int, work: Callable[[], None]) -> None:
        super().__init__()
        self._pipe = pipe
        self._error: Exception | None = None
        self._thread = Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:  # noqa: BLE001 -- raised again in the thread that waits for it
            self._error = error

    def close(self) -> None:
        """Close the pipe and wait for the thread, which then ends."""
        if not self.closed:
            os.close(self._pipe)
            self._thread.join()
        super().close()


class Encrypting(_Piped):
    """Encrypts data into `file` for each of the recipients.

    Complete only after `finish`, which leaves the file open.
    """

    def __init__(self, file: BinaryIO, recipients: Sequence[Recipient]) -> None:
        source, pipe = os.pipe()
        self._target = _Watched(file)
        super().__init__(pipe, lambda: self._encrypt(source, recipients))

    def _encrypt(self, source: int, recipients: Sequence[Recipient]) -> None:
        with os.fdopen(source, "rb") as plain:
            pyrage.encrypt_io(plain, self._target, recipients)

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: object) -> int:
        """Take bytes. Raises OSError when the file does not take them."""
        view = memoryview(data).cast("B")  # type: ignore[arg-type]
        try:
            return os.write(self._pipe, view)
        except BrokenPipeError:
            self.finish()
            raise

    def finish(self) -> None:
        """Write what is left. Raises OSError when the file does not take it."""
        self.close()
        if self._error:
            raise self._target.error or self._error


class Decrypting(_Piped):
    """Reads `file`, which is at its beginning, decrypted. Raises WrongIdentity, Damaged."""

    def __init__(self, file: BinaryIO, identities: Sequence[Identity], name: str) -> None:
        pipe, target = os.pipe()
        self._name = name
        self._source = _Watched(file)
        super().__init__(pipe, lambda: self._decrypt(target, identities))

    def _decrypt(self, target: int, identities: Sequence[Identity]) -> None:
        with os.fdopen(target, "wb", buffering=0) as plain:
            pyrage.decrypt_io(self._source, plain, identities)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, into: object) -> int:
        """Some bytes of chunks that were authenticated; none at the end of a whole file."""
        count = os.readv(self._pipe, [into])  # type: ignore[list-item]
        if count == 0:
            self._thread.join()
            if self._error:
                raise self._refusal(self._error) from None
        return count

    def _refusal(self, error: Exception) -> Exception:
        if self._source.error:
            return self._source.error
        if isinstance(error, pyrage.DecryptError):
            if str(error) == _NO_KEY_FITS:
                return WrongIdentity(self._name)
            return Damaged(self._name, "its header was changed")
        return Damaged(self._name, "it was cut off or changed")
