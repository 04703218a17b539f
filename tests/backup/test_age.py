"""Encryption: files follow the age format exactly, and a file that is incomplete cannot be decrypted."""

import base64
import io
import os

import pyrage
import pytest

from soulter.backup import age
from soulter.backup.errors import Damaged, NotABackup, PassphraseUnusable, WrongPassphrase
from tests.backup.conftest import PASSPHRASE

CHUNK = 64 * 1024
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5]


def encrypted(plain: bytes, passphrase: str = PASSPHRASE) -> bytes:
    file = io.BytesIO()
    writer = age.Encrypting(file, passphrase)
    for start in range(0, len(plain), 50_000):
        writer.write(plain[start : start + 50_000])
    writer.finish()
    return file.getvalue()


def decrypted(data: bytes, passphrase: str = PASSPHRASE) -> bytes:
    return io.BufferedReader(age.Decrypting(io.BytesIO(data), passphrase, "the file")).read()


@pytest.mark.parametrize("size", SIZES)
def test_another_implementation_opens_what_we_write(size: int) -> None:
    plain = os.urandom(size)
    assert pyrage.passphrase.decrypt(encrypted(plain), PASSPHRASE) == plain
    assert decrypted(encrypted(plain)) == plain


def test_we_open_what_another_implementation_writes() -> None:
    # Encrypted with rage's default work factor, which cannot be changed. It is a constant because it takes
    # seconds.
    assert decrypted(base64.b64decode(FROM_RAGE), "correct horse battery staple") == b"from somewhere else"


@pytest.mark.parametrize("kept", [0, 10, 100, 170, 200, CHUNK, 2 * CHUNK + 233])
def test_what_was_cut_off_does_not_open(kept: int) -> None:
    with pytest.raises((Damaged, NotABackup)):
        decrypted(encrypted(os.urandom(3 * CHUNK))[:kept])


def test_what_was_cut_off_between_two_chunks_does_not_open() -> None:
    data = encrypted(bytes(3 * CHUNK))
    head = len(data) - 3 * (CHUNK + 16)
    for count in (0, 1, 2):
        with pytest.raises((Damaged, NotABackup)):
            assert decrypted(data[: head + count * (CHUNK + 16)]) is None
    assert decrypted(data) == bytes(3 * CHUNK)


def test_chunks_in_another_order_do_not_open() -> None:
    data = encrypted(os.urandom(3 * CHUNK))
    size = CHUNK + 16
    first, second = data[-3 * size : -2 * size], data[-2 * size : -size]
    with pytest.raises(Damaged):
        decrypted(data[: -3 * size] + second + first + data[-size:])


def test_no_byte_can_be_changed() -> None:
    data = encrypted(b"two nights by the lake")
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1
        with pytest.raises((Damaged, NotABackup, WrongPassphrase)):
            decrypted(bytes(changed))


def test_what_another_implementation_refuses_is_refused_here_too() -> None:
    data = encrypted(b"two nights by the lake")
    places = range(len(data) + 1)
    strange = [data[:i] + more + data[i:] for i in places for more in (b" ", b"\n", b"\r", b"=", b"A", b"0")]
    strange += [data[:i] + data[i + 1 :] for i in places if i < len(data)]
    magic, stanza, body, rest = data.split(b"\n", 3)
    strange += [b"\n".join((magic, stanza, body, stanza, body, rest)), b"\n".join((magic, rest))]
    for other in strange:
        with pytest.raises(pyrage.DecryptError):
            pyrage.passphrase.decrypt(other, PASSPHRASE)
        with pytest.raises((Damaged, NotABackup, WrongPassphrase)):
            decrypted(other)


def test_an_empty_chunk_behind_others_does_not_open() -> None:
    file = io.BytesIO()
    writer = age.Encrypting(file, PASSPHRASE)
    for plain, last in ((bytes(CHUNK), False), (b"", True)):
        file.write(writer._chunks.encrypt(plain, last=last))
    with pytest.raises(pyrage.DecryptError, match="Last STREAM chunk is empty"):
        pyrage.passphrase.decrypt(file.getvalue(), PASSPHRASE)
    with pytest.raises(Damaged):
        decrypted(file.getvalue())


def test_one_content_has_one_writing() -> None:
    assert age._from_base64(b"AAAAAAAAAAAAAAAAAAAAAA") == bytes(16)
    for other in (
        b"AAAAAAAAAAAAAAAAAAAAAB",
        b"AAAAAAAAAAAAAAAAAAAAAA==",
        b"AAAAAAAAAAAAAAAAAAAA\nAA",
        b"AAAAAAAAAAAAAAAAAAAAA",
    ):
        with pytest.raises(ValueError, match=r"padding|base64|one way"):
            age._from_base64(other)


def test_another_passphrase_does_not_open() -> None:
    with pytest.raises(WrongPassphrase, match="The passphrase does not open the file"):
        decrypted(encrypted(b"x"), PASSPHRASE + "!")


def test_a_file_that_asks_for_more_memory_than_is_allowed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(age, "_MOST_WORK", 4)
    assert decrypted(encrypted(b"x")) == b"x"
    monkeypatch.setattr(age, "_MOST_WORK", 3)
    with pytest.raises(NotABackup):
        decrypted(encrypted(b"x"))


def test_the_same_content_never_looks_the_same() -> None:
    assert encrypted(b"x") != encrypted(b"x")


@pytest.mark.parametrize("passphrase", ["", "x" * 11, "long enough\nbut two lines"])
def test_a_passphrase_that_protects_nothing_is_refused(passphrase: str) -> None:
    with pytest.raises(PassphraseUnusable, match="at least 12 characters"):
        age.check(passphrase)
    age.check("x" * 12)


FROM_RAGE = (
    "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCAzVjVLbFNidGppTDRxZEJwazNGaFpBIDE5Cko0NlFrUWhCeHk3NFVkTU5VamU"
    "3L0RrT1IrakoxUXZj"
    "dXhDTzloWllOWVkKLS0tIFZyRGtkYnJsUWNPZWRJSENUTGlXWE5aRzNscXZvb3pTbC8yTjhSTzdldHcKxZjyZwPbpOPQsK021g59t+M"
    "0d4UFO51tV1S76Fva"
    "u0wxXABIgUANTzy/9h9smBjUU6/2"
)
