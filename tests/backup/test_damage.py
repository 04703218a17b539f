"""A damaged or foreign backup changes nothing and is refused with one sentence."""

import gzip
import io
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from soulter.backup import container, restoring
from soulter.backup.errors import (
    Damaged,
    DoesNotFit,
    NewerSchema,
    NotABackup,
    PassphraseMissing,
    WrongPassphrase,
)
from soulter.backup.keys import Encryption, Keys
from soulter.core.config import database_url
from soulter.core.config.settings import Settings
from soulter.core.database import engines
from soulter.core.storage.errors import PlaceUnusable, Refused
from soulter.schema import errors as schema_errors
from soulter.schema import migrate
from tests import sql
from tests.backup.conftest import PASSPHRASE, Desk, bytes_of, rows_of
from tests.world import Client, World

Empty = Callable[[str], Awaitable[Settings]]
Change = Callable[[list[bytes]], list[bytes]]


def rewritten(path: Path, change: Change) -> Path:
    """The same file with other lines, compressed again."""
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    changed = path.with_name("changed.gz")
    changed.write_bytes(gzip.compress(b"".join(change(lines))))
    return changed


def zipped(content: bytes) -> bytes:
    """The same bytes in every process, because the name of the test contains them."""
    return gzip.compress(content, mtime=0)


def at(lines: list[bytes], table: str) -> int:
    return lines.index(json.dumps({"table": table}, separators=(",", ":")).encode() + b"\n")


def header(**values: Any) -> Change:
    return lambda lines: [json.dumps(json.loads(lines[0]) | values).encode() + b"\n", *lines[1:]]


REWRITTEN: dict[str, tuple[Change, type[Refused]]] = {
    "a row is missing": (
        lambda lines: lines[: at(lines, "users") + 1] + lines[at(lines, "users") + 2 :],
        Damaged,
    ),
    "a row is twice": (
        lambda lines: lines[: at(lines, "users") + 2] + lines[at(lines, "users") + 1 :],
        Damaged,
    ),
    "two rows are exchanged": (
        lambda lines: [*lines[: (i := at(lines, "users") + 1)], lines[i + 1], lines[i], *lines[i + 2 :]],
        Damaged,
    ),
    "an amount is another": (lambda lines: [line.replace(b"100000", b"100001") for line in lines], Damaged),
    "a table is missing": (
        lambda lines: lines[: at(lines, "blocks")] + lines[at(lines, "bookings") :],
        Damaged,
    ),
    "the last line is missing": (lambda lines: lines[:-1], Damaged),
    "there is more behind the last line": (lambda lines: [*lines, b"[]\n"], Damaged),
    "a line is no JSON": (lambda lines: [*lines[:-1], b"{]\n"], Damaged),
    "the last line is cut": (lambda lines: [*lines[:-1], lines[-1][:-1]], Damaged),
    "the moment is another": (header(createdAt="2026-01-01T00:00:00+00:00"), Damaged),
    "it is of a later format": (header(version=2), NewerSchema),
    "it has a later schema": (header(revision="9999"), NewerSchema),
    "it is something else": (header(format="diary"), NotABackup),
    "its tables are none": (header(tables=7), NotABackup),
    "it says nothing of itself": (lambda lines: lines[1:], NotABackup),
}


@pytest.mark.sqlite_only("judged before any database is asked")
@pytest.mark.parametrize("case", REWRITTEN)
async def test_a_file_with_other_lines_is_refused(
    here: World, kind: str, desk: Desk, empty: Empty, case: str
) -> None:
    change, refusal = REWRITTEN[case]
    made = await desk.back_up(here.stack.settings)
    target = await empty(kind)
    with pytest.raises(refusal) as refused:
        await desk.restore(target, rewritten(Path(made.shown), change))
    assert str(refused.value).count("\n") == 0
    assert (await migrate.current(target)).current == "", "not even a table was made"


@pytest.mark.sqlite_only("judged before any database is asked")
async def test_it_says_which_table_is_damaged(here: World, kind: str, desk: Desk) -> None:
    made = await desk.back_up(here.stack.settings)
    damaged = rewritten(Path(made.shown), REWRITTEN["two rows are exchanged"][0])
    with pytest.raises(Damaged, match="users is not what was written"):
        container.Reader(io.BytesIO(bytes_of(damaged)), Keys(), "it").verify()


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE], ids=["plain", "encrypted"])
@pytest.mark.sqlite_only("judged before any database is asked")
async def test_no_byte_can_be_lost_or_changed(
    here: World, kind: str, passphrase: str | None, desk: Desk
) -> None:
    made = await desk.back_up(here.stack.settings, passphrase)
    data = bytes_of(made.shown)
    assert len(data) > 1000
    # Byte 9 of gzip names the operating system, bytes 4 to 7 the time, and the last byte before the checksums
    # is padded with unused bits. Nothing reads them, so a change of them loses nothing.
    unread = {4, 5, 6, 7, 8, 9, len(data) - 9} if passphrase is None else set()
    changed = [
        data[:i] + bytes([data[i] ^ 4]) + data[i + 1 :] for i in range(0, len(data), 7) if i not in unread
    ]
    for other in [
        *changed,
        *(data[:count] for count in (0, 1, 30, len(data) // 2, len(data) - 1)),
        data + b"x",
    ]:
        with pytest.raises(Refused):
            container.Reader(io.BytesIO(other), Keys(passphrase), "it").verify()
    assert container.Reader(io.BytesIO(data), Keys(passphrase), "it").verify() == made.rows


@pytest.mark.sqlite_only("judged before any database is asked")
async def test_an_encrypted_file_needs_its_passphrase(
    here: World, kind: str, desk: Desk, empty: Empty
) -> None:
    made = await desk.back_up(here.stack.settings, PASSPHRASE)
    target = await empty(kind)
    for passphrase, refusal in ((None, PassphraseMissing), ("another passphrase", WrongPassphrase)):
        with pytest.raises(refusal):
            await desk.restore(target, made.shown, passphrase)
    assert (await migrate.current(target)).current == ""
    assert b"example.com" not in bytes_of(made.shown)


@pytest.mark.parametrize(
    "content",
    [b"", b"Dear guest", b"\x1f\x8b", zipped(b"Dear guest\n"), zipped(b"[1]\n"), b"SQLite format 3\0"],
)
@pytest.mark.sqlite_only("judged before any database is asked")
async def test_a_file_that_is_not_a_backup_is_refused(
    here: World, kind: str, desk: Desk, empty: Empty, content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "letter").write_bytes(content)
    with pytest.raises(NotABackup, match="is not a backup of Soulter"):
        await desk.restore(await empty(kind), tmp_path / "letter")


@pytest.mark.sqlite_only("judged before any database is asked")
async def test_a_missing_file_is_refused(
    here: World, kind: str, desk: Desk, empty: Empty, tmp_path: Path
) -> None:
    for source, words in ((tmp_path / "nothing", "no such file"), (tmp_path, "name the backup in it")):
        with pytest.raises(PlaceUnusable, match=words):
            await desk.restore(await empty(kind), source)


def forged(
    path: Path, table: str, change: Callable[[list[Any]], list[list[Any]]], **header_values: Any
) -> Path:
    """A backup with correct digests and invalid rows, as a bug or a forger would write it."""
    reader = container.Reader(io.BytesIO(path.read_bytes()), Keys(), "it")
    found = replace(reader.header, **header_values)
    out = path.with_name("forged.gz")
    with out.open("wb") as file:
        writer = container.Writer(file, found, Encryption())
        rows: dict[str, list[Any]] = {name: [] for name in found.tables}
        for name, some in reader.batches():
            rows[name] += some
        for name in found.tables:
            writer.begin(name)
            writer.write(name, change(rows[name]) if name == table else rows[name])
            writer.end(name)
        writer.finish()
    return out


def first_again(rows: list[Any]) -> list[list[Any]]:
    return [*rows, rows[0]]


def nobody(rows: list[Any]) -> list[list[Any]]:
    return []


FORGED = {
    "a night is taken twice": ("nights", first_again),
    "guests are missing that bookings refer to": ("guests", nobody),
    "a name is longer than any": ("guests", lambda rows: [[rows[0][0], "x" * 500, *rows[0][2:]], *rows[1:]]),
}


@pytest.mark.parametrize("case", FORGED)
async def test_rows_that_the_database_refuses_leave_everything_as_it_was(
    used_world: World, desk: Desk, empty: Empty, kind: str, case: str
) -> None:
    made = await desk.back_up(used_world.stack.settings)
    target = await empty(kind)
    await desk.restore(target, made.shown)
    before = await rows_of(target)
    with pytest.raises(DoesNotFit) as refused:
        await desk.restore(target, forged(Path(made.shown), *FORGED[case]), force=True)
    assert str(refused.value).endswith("Nothing was restored.")
    assert await rows_of(target) == before


async def test_malformed_rows_are_found_before_any_change(
    used_world: World, desk: Desk, empty: Empty, kind: str
) -> None:
    made = await desk.back_up(used_world.stack.settings)
    target = await empty(kind)
    with pytest.raises(Damaged, match="a row of users is none"):
        await desk.restore(target, forged(Path(made.shown), "users", lambda rows: [["no id", *rows[0][1:]]]))
    assert (await migrate.current(target)).current == ""


async def test_columns_that_the_schema_does_not_have_are_refused(
    here: World, desk: Desk, empty: Empty, kind: str
) -> None:
    made = await desk.back_up(here.stack.settings)
    target = await empty(kind)
    with pytest.raises(DoesNotFit, match="other tables or columns"):
        await desk.restore(target, forged(Path(made.shown), "users", lambda rows: rows, revision="0001"))
    assert (await migrate.current(target)).current == ""


async def test_a_database_of_a_newer_release_is_left_alone(
    here: World, sana: Client, desk: Desk, empty: Empty, kind: str
) -> None:
    made = await desk.back_up(here.stack.settings)
    target = await empty(kind)
    await desk.restore(target, made.shown)
    await here.book(sana)
    async with here.database.writing() as session:
        await sql.execute(session, text("UPDATE alembic_version SET version_num = 'later'"))
    try:
        before = await rows_of(here.stack.settings)
        with pytest.raises(NewerSchema, match="The database has the schema later"):
            await desk.restore(here.stack.settings, made.shown, force=True)
        with pytest.raises(NewerSchema):
            await desk.back_up(here.stack.settings)
        assert await rows_of(here.stack.settings) == before
    finally:
        async with here.database.writing() as session:
            await sql.execute(
                session, text("UPDATE alembic_version SET version_num = :head"), {"head": made.revision}
            )


async def test_an_empty_database_is_not_backed_up(empty: Empty, desk: Desk, kind: str) -> None:
    target = await empty(kind)
    with pytest.raises(schema_errors.NoDatabase, match="soulter migrate"):
        await desk.back_up(target)
    assert database_url.sqlite_file_is_missing(target.database_url) == target.sqlite, "looking made no file"
    assert not (desk.folder / "backups").exists()


@pytest.mark.sqlite_only("PostgreSQL has no switch that turns its checks off")
async def test_references_are_checked_when_the_database_does_not_check_them(kind: str, empty: Empty) -> None:
    target = await empty(kind)
    await migrate.upgrade(target, lambda _text: None)
    engine = engines.for_migrations(target)
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute("PRAGMA foreign_keys = OFF")
        await connection.execute(
            text(
                "INSERT INTO blocks VALUES ('a', 'b', 'c', '2027-01-01', '2027-01-02', 'Roof', NULL, "
                "'2027-01-01 00:00:00')"
            )
        )
        with pytest.raises(DoesNotFit, match="a row of blocks refers to one of"):
            await connection.run_sync(restoring._check_references, "it")
    await engine.dispose()
