"""Backups for recipients: the server that writes them cannot read them; who has the secret key can."""

import errno
import io
import os
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pyrage
import pytest
from pyrage.x25519 import Identity, Recipient

from soulter.backup import container, keys, recipient_encryption
from soulter.backup.errors import (
    Damaged,
    IdentityMissing,
    IdentityUnusable,
    NotABackup,
    PassphraseMissing,
    RecipientUnusable,
    TwoWaysToEncrypt,
    WrongIdentity,
)
from soulter.backup.keys import Encryption, Keys
from soulter.core.config.settings import Settings
from soulter.core.storage.errors import PlaceUnusable, Refused
from soulter.schema import migrate
from tests.backup.conftest import CHANGED_BY_RESTORING, PASSPHRASE, Desk, bytes_of, rows_of
from tests.world import World

Empty = Callable[[str], Awaitable[Settings]]
CHUNK = 64 * 1024
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 5 * CHUNK + 5]


@pytest.fixture
def pair() -> tuple[Identity, Recipient]:
    identity = Identity.generate()
    return identity, identity.to_public()


def encrypted(plain: bytes, *to: Recipient) -> bytes:
    file = io.BytesIO()
    writer = recipient_encryption.Encrypting(file, to)
    with io.BufferedWriter(writer, 50_000) as buffered:
        buffered.write(plain)
        buffered.flush()
        writer.finish()
    return file.getvalue()


def decrypted(data: bytes, *identities: Identity) -> bytes:
    with recipient_encryption.Decrypting(io.BytesIO(data), identities, "the file") as reader:
        return io.BufferedReader(reader).read()


@pytest.mark.parametrize("size", SIZES)
def test_each_recipient_opens_it_with_any_program_for_age(size: int) -> None:
    plain, identities = os.urandom(size), [Identity.generate() for _ in range(2)]
    data = encrypted(plain, *(identity.to_public() for identity in identities))
    for identity in identities:
        assert pyrage.decrypt(data, [identity]) == decrypted(data, identity) == plain
    assert decrypted(data, Identity.generate(), identities[1]) == plain


async def test_there_and_back_with_the_secret_key_alone(
    used_world: World, kind: str, desk: Desk, empty: Empty, pair: tuple[Identity, Recipient]
) -> None:
    made = await desk.back_up(used_world.stack.settings, recipients=(pair[1],))
    assert made.encrypted
    assert made.name.endswith(".age")
    target = await empty(kind)
    await desk.restore(target, made.shown, identities=(pair[0],))
    before, after = await rows_of(used_world.stack.settings), await rows_of(target)
    for table in before.keys() - CHANGED_BY_RESTORING:
        assert after[table] == before[table], table


@pytest.mark.sqlite_only("judged before any database is asked")
async def test_what_the_server_has_does_not_open_it(
    here: World, kind: str, desk: Desk, empty: Empty, pair: tuple[Identity, Recipient], tmp_path: Path
) -> None:
    """Its settings, the public key, a passphrase: none opens the file, and the key of the check is gone."""
    found = here.stack.settings.model_copy(update={"backup_recipients": (str(pair[1]),)})
    made = await desk.back_up(found, recipients=keys.to_write(found, None).recipients)
    data, target = bytes_of(made.shown), await empty(kind)
    assert b"example.com" not in data
    for passphrase in (None, PASSPHRASE, found.jwt_secret.get_secret_value(), str(pair[1])):
        with pytest.raises(IdentityMissing, match="--identity-file"):
            await desk.restore(target, made.shown, passphrase)
    with pytest.raises(WrongIdentity, match="encrypted for other recipients"):
        await desk.restore(target, made.shown, identities=(Identity.generate(),))
    (tmp_path / "public").write_text(f"{pair[1]}\n")
    with pytest.raises(IdentityUnusable):
        recipient_encryption.identities_in(tmp_path / "public")
    assert (await migrate.current(target)).current == ""
    assert [path for path in desk.folder.rglob("*") if b"AGE-SECRET-KEY" in bytes_of_any(path)] == []


def bytes_of_any(path: Path) -> bytes:
    """What is in a file; nothing for a folder."""
    return path.read_bytes() if path.is_file() else b""


@pytest.mark.sqlite_only("the files are the same for both databases")
async def test_a_file_that_cannot_be_read_back_gets_no_name(
    here: World, kind: str, desk: Desk, pair: tuple[Identity, Recipient], monkeypatch: pytest.MonkeyPatch
) -> None:
    put, calls = container.Writer._put, iter(range(1000))

    def lossy(self: Any, data: bytes) -> None:
        if next(calls) != 3:
            put(self, data)

    monkeypatch.setattr(container.Writer, "_put", lossy)
    with pytest.raises(Damaged):
        await desk.back_up(here.stack.settings, recipients=(pair[1],))
    assert list((desk.folder / "backups").iterdir()) == []


@pytest.mark.sqlite_only("judged before any database is asked")
async def test_no_byte_can_be_lost_changed_or_added(
    here: World, kind: str, desk: Desk, pair: tuple[Identity, Recipient]
) -> None:
    made = await desk.back_up(here.stack.settings, recipients=(pair[1],))
    data = bytes_of(made.shown)
    changed = [data[:i] + bytes([data[i] ^ 4]) + data[i + 1 :] for i in range(0, len(data), 7)]
    short = [data[:count] for count in (0, 1, 30, 100, len(data) // 2, len(data) - 1)]
    for other in [*changed, *short, data + b"x", data + data]:
        with pytest.raises(Refused):
            container.Reader(io.BytesIO(other), Keys(PASSPHRASE, (pair[0],)), "it").verify()
    assert container.Reader(io.BytesIO(data), Keys(identities=(pair[0],)), "it").verify() == made.rows


@pytest.mark.parametrize("kept", [0, 10, 100, 300, CHUNK, 2 * CHUNK + 400, 3 * CHUNK])
def test_what_was_cut_off_does_not_open(kept: int, pair: tuple[Identity, Recipient]) -> None:
    with pytest.raises(Damaged):
        decrypted(encrypted(os.urandom(3 * CHUNK), pair[1])[:kept], pair[0])


def test_a_full_disk_is_told_as_such_and_the_thread_ends(pair: tuple[Identity, Recipient]) -> None:
    class Full(io.BytesIO):
        def write(self, data: Any) -> int:
            if self.tell() > CHUNK:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(data)

    before = threading.active_count()
    writer = recipient_encryption.Encrypting(Full(), (pair[1],))
    with pytest.raises(OSError, match="No space left") as refused:  # noqa: PT012 -- at which write is open
        for _ in range(100):
            writer.write(bytes(CHUNK))
        writer.finish()
    assert refused.value.errno == errno.ENOSPC
    assert threading.active_count() == before


def test_a_reader_or_writer_that_is_left_ends_its_thread(pair: tuple[Identity, Recipient]) -> None:
    data, before = encrypted(bytes(10 * CHUNK), pair[1]), threading.active_count()
    with recipient_encryption.Decrypting(io.BytesIO(data), (pair[0],), "it") as reader:
        assert reader.read(10) == bytes(10)
        assert threading.active_count() == before + 1
    with recipient_encryption.Encrypting(io.BytesIO(), (pair[1],)) as writer:
        writer.write(b"x")
    assert threading.active_count() == before


def test_a_passphrase_and_recipients_are_told_apart(
    pair: tuple[Identity, Recipient], tmp_path: Path, here: World
) -> None:
    (tmp_path / "secret").write_text(PASSPHRASE)
    with_both = here.stack.settings.model_copy(update={"backup_recipients": (str(pair[1]),)})
    with pytest.raises(TwoWaysToEncrypt, match="not both"):
        keys.to_write(with_both, tmp_path / "secret")
    assert keys.to_write(here.stack.settings, tmp_path / "secret") == Encryption(PASSPHRASE)
    assert not keys.to_write(here.stack.settings, None)
    plain = io.BytesIO()
    into = Encryption(PASSPHRASE).into(plain)
    assert into is not None
    into.finish()
    with pytest.raises(PassphraseMissing):
        Keys(identities=(pair[0],)).opened(io.BytesIO(plain.getvalue()), "it")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("# created: 2027-05-01\n# public key: age1…\n{}\n", 1),
        ("{}\r\n\r\n{}", 2),
        ("", 0),
        ("# nothing\n", 0),
        ("age1qqq\n", 0),
        ("{}x\n", 0),
    ],
)
def test_an_identity_file_is_as_age_keygen_writes_it(text: str, count: int, tmp_path: Path) -> None:
    file = tmp_path / "keys.txt"
    file.write_text(text.replace("{}", str(Identity.generate())))
    if count:
        assert len(recipient_encryption.identities_in(file)) == count
    else:
        with pytest.raises(IdentityUnusable, match="AGE-SECRET-KEY-1") as refused:
            recipient_encryption.identities_in(file)
        assert str(refused.value).count("AGE-SECRET-KEY-1") == 1, "and not the key itself"


def test_files_that_hold_no_identity_are_told(tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(IdentityUnusable):
        recipient_encryption.identities_in(tmp_path / "picture")
    with pytest.raises(PlaceUnusable):
        recipient_encryption.identities_in(tmp_path / "nowhere")


@pytest.mark.parametrize("text", ["", "age1", "age1" + "q" * 58, "ssh-ed25519 AAAA"])
def test_what_is_no_recipient_is_refused(text: str) -> None:
    with pytest.raises(RecipientUnusable, match="BACKUP_RECIPIENTS"):
        recipient_encryption.recipient_of(text)


def test_what_is_not_age_is_no_backup(pair: tuple[Identity, Recipient]) -> None:
    with pytest.raises(NotABackup):
        container.Reader(io.BytesIO(b"-----BEGIN AGE ENCRYPTED FILE-----"), Keys(identities=(pair[0],)), "it")
