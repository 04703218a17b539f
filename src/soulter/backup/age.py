"""Encryption with a passphrase in the format of age (https://age-encryption.org/v1).

Other programs for age can decrypt a backup, without Soulter.

The primitives are those of `cryptography`; this module is the format: chunks of 64 KiB, each authenticated
under its number and whether it is the last: a file that was cut off, reordered or changed does not open.
"""

import base64
import binascii
import hashlib
import hmac
import io
import os
import re
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from soulter.backup.errors import Damaged, NotABackup, PassphraseUnusable, WrongPassphrase

MAGIC: Final = b"age-encryption.org/v1\n"
SHORTEST: Final = 12
"""Characters of a passphrase; fewer can be tried out on a stolen file."""

WORK = 17
"""log2 of scrypt's cost: 128 MiB and half a second for each guess."""

_MOST_WORK = 20
_CHUNK, _TAG = 64 * 1024, 16
_FILE_KEY, _SALT, _NONCE = 16, 16, 16
_FIRST_STANZA = b"-> scrypt "
_LABEL = b"age-encryption.org/v1/scrypt"
_STANZA = re.compile(rb"-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)")
_LONGEST_LINE = 1024


def has_passphrase(file: BinaryIO) -> bool:
    """Whether an encrypted file, which is at its beginning and then again, was made with a passphrase."""
    file.seek(len(MAGIC))
    found = file.read(len(_FIRST_STANZA)) == _FIRST_STANZA
    file.seek(0)
    return found


def check(passphrase: str) -> None:
    """Raises PassphraseUnusable."""
    if len(passphrase) < SHORTEST or "\n" in passphrase:
        raise PassphraseUnusable(SHORTEST)


class Encrypting(io.RawIOBase):
    """Encrypts data into `file`. Complete only after `finish`, which leaves the file open."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        super().__init__()
        self._file = file
        file_key, salt = os.urandom(_FILE_KEY), os.urandom(_SALT)
        wrapped = ChaCha20Poly1305(_wrapping_key(passphrase, salt, WORK)).encrypt(bytes(12), file_key, None)
        head = (
            MAGIC
            + b"-> scrypt "
            + _base64(salt)
            + b" "
            + str(WORK).encode()
            + b"\n"
            + _base64(wrapped)
            + b"\n---"
        )
        nonce = os.urandom(_NONCE)
        file.write(head + b" " + _base64(_mac(file_key, head)) + b"\n" + nonce)
        self._chunks = _Chunks(file_key, nonce)
        self._rest = bytearray()

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: object) -> int:
        """Take bytes; the last ones stay here until it is known that they are the last."""
        added = bytes(memoryview(data))  # type: ignore[arg-type]
        self._rest += added
        while len(self._rest) > _CHUNK:
            self._file.write(self._chunks.encrypt(bytes(self._rest[:_CHUNK]), last=False))
            del self._rest[:_CHUNK]
        return len(added)

    def finish(self) -> None:
        """Write the last chunk, marked as such."""
        self._file.write(self._chunks.encrypt(bytes(self._rest), last=True))
        self._rest.clear()


class Decrypting(io.RawIOBase):
    """Reads `file`, which is at its beginning, decrypted. Raises NotABackup, WrongPassphrase, Damaged."""

    def __init__(self, file: BinaryIO, passphrase: str, name: str) -> None:
        super().__init__()
        self._file, self._name = file, name
        self._chunks = _Chunks(_opened(file, passphrase, name), file.read(_NONCE))
        self._next = file.read(_CHUNK + _TAG)
        if not self._next:
            raise Damaged(name, "it was cut off")
        self._plain = memoryview(b"")

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, into: object) -> int:
        """Some of the next chunk, which was authenticated as a whole."""
        if not self._plain and self._next:
            chunk, self._next = self._next, self._file.read(_CHUNK + _TAG)
            try:
                self._plain = memoryview(self._chunks.decrypt(chunk, last=not self._next))
            except InvalidTag:
                raise Damaged(self._name, "it was cut off or changed") from None
            # Only an empty content has an empty chunk; otherwise one content could be written in two ways.
            if not self._plain and not self._chunks.is_first:
                raise Damaged(self._name, "it was cut off or changed")
        view = memoryview(into).cast("B")  # type: ignore[arg-type]
        count = min(len(view), len(self._plain))
        view[:count], self._plain = self._plain[:count], self._plain[count:]
        return count


class _Chunks:
    """The stream below the header: each chunk under the next number."""

    def __init__(self, file_key: bytes, nonce: bytes) -> None:
        self._cipher = ChaCha20Poly1305(HKDF(hashes.SHA256(), 32, nonce, b"payload").derive(file_key))
        self._count = 0

    @property
    def is_first(self) -> bool:
        """Whether the chunk before was the first one."""
        return self._count == 1

    def encrypt(self, plain: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(self._number(last), plain, None)

    def decrypt(self, chunk: bytes, *, last: bool) -> bytes:
        return self._cipher.decrypt(self._number(last), chunk, None)

    def _number(self, last: bool) -> bytes:
        number = self._count.to_bytes(11, "big") + bytes([last])
        self._count += 1
        return number


def _opened(file: BinaryIO, passphrase: str, name: str) -> bytes:
    """The key of the file, from the header that is read."""
    magic, stanza, body, end = (file.readline(_LONGEST_LINE) for _ in range(4))
    found = _STANZA.fullmatch(stanza.rstrip(b"\n"))
    if magic != MAGIC or not found or not end.startswith(b"--- ") or int(found[2]) > _MOST_WORK:
        raise NotABackup(name)
    try:
        salt, wrapped, mac = (
            _from_base64(part) for part in (found[1], body.rstrip(b"\n"), end[4:].rstrip(b"\n"))
        )
        file_key = ChaCha20Poly1305(_wrapping_key(passphrase, salt, int(found[2]))).decrypt(
            bytes(12), wrapped, None
        )
    except InvalidTag:
        raise WrongPassphrase(name) from None
    except (binascii.Error, ValueError):
        raise NotABackup(name) from None
    if not hmac.compare_digest(mac, _mac(file_key, magic + stanza + body + b"---")):
        raise Damaged(name, "its header was changed")
    return file_key


def _wrapping_key(passphrase: str, salt: bytes, work: int) -> bytes:
    cost = 1 << work
    # OpenSSL counts a little more than the 128 * r * N bytes that scrypt names.
    return hashlib.scrypt(
        passphrase.encode(), salt=_LABEL + salt, n=cost, r=8, p=1, maxmem=cost * 1024 + (1 << 21), dklen=32
    )


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(HKDF(hashes.SHA256(), 32, b"", b"header").derive(file_key), head, "sha256")


def _base64(raw: bytes) -> bytes:
    return base64.b64encode(raw).rstrip(b"=")


def _from_base64(text: bytes) -> bytes:
    """Decode base64; each content has one encoding, as the format requires.

    Raises ValueError, also when bits behind the last byte are set.
    """
    raw = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    if _base64(raw) != text:
        raise ValueError("not the one way to write it")
    return raw
