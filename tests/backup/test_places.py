"""The destination of a backup: atomic writes, owner-only access, no overwriting, and retention."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from soulter.backup import container, places
from soulter.backup.errors import Damaged
from soulter.core.storage.errors import AlreadyThere, PlaceUnusable
from soulter.core.storage.folders import Folder
from tests.backup.conftest import PASSPHRASE, Desk, bytes_of, mode_of
from tests.world import NOW, World

pytestmark = pytest.mark.sqlite_only("the files are the same for both databases")


def content(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


async def test_only_its_owner_may_read_it(here: World, kind: str, desk: Desk) -> None:
    before = os.umask(0)
    try:
        made = await desk.back_up(here.stack.settings)
    finally:
        os.umask(before)
    assert mode_of(made.shown) == 0o600
    assert mode_of(desk.folder / "backups") == 0o700
    assert content(desk.folder / "backups") == [made.name]
    assert places.MADE.fullmatch(made.name)
    assert made.size == len(bytes_of(made.shown))


async def test_nothing_is_overwritten(here: World, kind: str, desk: Desk) -> None:
    taken = desk.folder / "taken.gz"
    taken.write_text("a letter")
    (desk.folder / "link.gz").symlink_to(desk.folder / "nowhere")
    for name in ("taken.gz", "link.gz"):
        with pytest.raises(AlreadyThere, match="overwrites nothing"):
            await desk.back_up(here.stack.settings, name=name)
    assert taken.read_text() == "a letter"
    assert content(desk.folder) == ["link.gz", "taken.gz"]


async def test_the_first_process_keeps_the_file_name(
    here: World, kind: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process takes the name while the backup is being written."""
    finish = container.Writer.finish

    def meanwhile(self: Any) -> None:
        (desk.folder / "mine.gz").write_text("a letter")
        finish(self)

    monkeypatch.setattr(container.Writer, "finish", meanwhile)
    with pytest.raises(AlreadyThere):
        await desk.back_up(here.stack.settings, name="mine.gz")
    assert (desk.folder / "mine.gz").read_text() == "a letter"
    assert content(desk.folder) == ["mine.gz"]


async def test_a_failed_backup_leaves_no_file(
    here: World, kind: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Any, _table: str) -> None:
        assert [name.endswith(".part") for name in content(desk.folder / "backups")] == [True], (
            "the name is not there yet"
        )
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(container.Writer, "end", full)
    with pytest.raises(PlaceUnusable, match="the disk is full"):
        await desk.back_up(here.stack.settings)
    assert content(desk.folder / "backups") == []


async def test_a_file_that_cannot_be_read_back_is_no_backup(
    here: World, kind: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that loses data is detected while the backup can still be repeated."""
    put = container.Writer._put

    def lossy(self: Any, data: bytes) -> None:
        if data.startswith(b"["):
            self._all.update(data)
        else:
            put(self, data)

    monkeypatch.setattr(container.Writer, "_put", lossy)
    with pytest.raises(Damaged):
        await desk.back_up(here.stack.settings)
    assert content(desk.folder / "backups") == []


async def test_the_oldest_go_and_nothing_else(here: World, kind: str, desk: Desk) -> None:
    folder = desk.folder / "backups"
    made = []
    for i in range(4):
        desk.now += timedelta(days=1)
        made.append((await desk.back_up(here.stack.settings, PASSPHRASE if i % 2 else None)).name)
    others = [
        "notes.txt",
        "soulter-2026.jsonl.gz",
        "my-" + made[0],
        made[0] + ".old",
        "soulter-20200101T000000Z-00000000.jsonl.gz",
    ]
    for name in others:
        (folder / name).write_bytes(bytes_of(folder / made[0]))
    (folder / others[-1]).write_text("not a backup")
    (folder / "soulter-20200101T000000Z-11111111.jsonl.gz").symlink_to(folder / "notes.txt")
    kept_by_others = [*others, "soulter-20200101T000000Z-11111111.jsonl.gz"]
    assert places.rotate(Folder(folder), made[-1], 2) == [made[1], made[0]]
    assert content(folder) == sorted([*kept_by_others, made[2], made[3]])
    assert places.rotate(Folder(folder), made[-1], 2) == []


async def test_the_newest_backup_is_never_deleted(here: World, kind: str, desk: Desk) -> None:
    first = await desk.back_up(here.stack.settings)
    desk.now -= timedelta(days=400)
    second = await desk.back_up(here.stack.settings)
    assert places.rotate(Folder(desk.folder / "backups"), second.name, 1) == [first.name]
    assert content(desk.folder / "backups") == [second.name]


def test_names_sort_by_time() -> None:
    names = [places.called(NOW + timedelta(seconds=i), uuid4(), encrypted=bool(i % 2)) for i in range(20)]
    assert names == sorted(names)
    assert all(places.MADE.fullmatch(name) for name in names)


def test_an_impossible_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(PlaceUnusable, match="cannot be used"), Folder(tmp_path / "file" / "below").draft("x"):
        pass
