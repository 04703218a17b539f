"""`soulter backup` and `soulter restore` in processes of their own: output, exit status, and secrets."""

import json
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import psutil
import pytest
from pyrage.x25519 import Identity

from soulter.core.config.settings import Settings
from soulter.schema import migrate
from tests.backup.conftest import PASSPHRASE, bytes_of, other, rows_of
from tests.cli_runner import invoke
from tests.contract import write_references
from tests.migration.conftest import RUN, Ended, Place, ended
from tests.world import World

Empty = Callable[[str], Awaitable[Settings]]
MANY = 60_000
CHEAP = "from soulter.backup import age; age.WORK = 4\n"
WEIGH = """
import atexit, resource, sys
atexit.register(lambda: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr))
"""


async def run(
    settings: Settings, folder: Path, *arguments: str, code: str = CHEAP + RUN, **variables: str
) -> Ended:
    return await ended(
        await Place("", settings, folder).start(*arguments, code=code, **variables), seconds=240
    )


@pytest.mark.over_budget(reason="runs four commands, and encrypts as users do")
async def test_backup_and_restore_by_the_commands(
    used_world: World, kind: str, tmp_path: Path, empty: Empty
) -> None:
    made = await run(
        used_world.stack.settings, tmp_path, "backup", "kept/", "--json", BACKUP_PASSPHRASE=PASSPHRASE
    )
    assert (made.code, made.err) == (0, "")
    told = json.loads(made.out)
    assert told["encrypted"] is True
    assert told["rows"]["bookings"] == 4
    target = await empty(other(kind))
    (tmp_path / "secret").write_text(PASSPHRASE + "\n")
    back = await run(target, tmp_path, "restore", told["file"], "--passphrase-file", "secret")
    assert (back.code, back.err) == (0, "")
    assert "Ended 3 logins and 1 unused links" in back.out
    assert "Held back 2 mails" in back.out
    assert back.out.endswith("Checked 4 bookings, 1 blocks: nights and prices.\n✅ Restored.\n")
    again = await run(target, tmp_path, "restore", told["file"], "--passphrase-file", "secret")
    assert (again.code, again.err.count("\n")) == (1, 1)
    assert "--force" in again.err
    for text in (made.out, back.out, again.err, again.out):
        assert PASSPHRASE not in text
    assert (await rows_of(target))["nights"] == (await rows_of(used_world.stack.settings))["nights"]


@pytest.fixture
def command(here: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """Run a command in this process, because many of them run."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "DATABASE_URL": here.stack.settings.database_url,
        "JWT_SECRET": "x" * 48,
        "LOG_LEVEL": "error",
    }.items():
        monkeypatch.setenv(name, value)

    def call(*arguments: str) -> Ended:
        found = invoke(arguments)
        return Ended(found.exit_code, found.stdout, found.stderr)

    return call


@pytest.mark.sqlite_only("judged before any database is asked")
def test_an_impossible_command_ends_with_one_sentence(
    command: Callable[..., Ended], kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letter").write_text("Dear guest")
    (tmp_path / "none").write_text("\n")
    cases = {
        ("backup", "file.gz", "--keep", "3"): "--keep needs a folder as target",
        ("backup", "--passphrase-file", "nowhere"): "nowhere cannot be used: No such file or directory",
        ("backup", "--passphrase-file", "none"): "none cannot be used: it holds no passphrase",
        ("backup", "letter"): "letter is there already",
        ("backup", "letter/below/"): "cannot be used",
        ("restore", "letter"): "letter is not a backup of Soulter",
        ("restore", "nowhere"): "nowhere cannot be used",
    }
    for arguments, words in cases.items():
        found = command(*arguments)
        assert (found.code, found.out, found.err.count("\n")) == (1, "", 1), (arguments, found)
        assert words in found.err
    monkeypatch.setenv("BACKUP_PASSPHRASE", "hunter2")
    short = command("backup")
    assert (short.code, short.out) == (1, "")
    assert "at least 12 characters" in short.err
    assert "hunter2" not in short.err
    assert not (tmp_path / "var").exists()


@pytest.mark.sqlite_only("the files are the same for both databases")
def test_an_unencrypted_backup_warns_and_old_backups_are_deleted(
    command: Callable[..., Ended], kind: str, tmp_path: Path
) -> None:
    first = command("backup")
    assert first.code == 0
    assert "It is not encrypted" in first.out
    [name] = [path.name for path in (tmp_path / "var/backups").iterdir()]
    second = command("backup", "--keep", "1")
    assert f"Deleted {name}.\n" in second.out
    assert len(list((tmp_path / "var/backups").iterdir())) == 1


def test_no_option_takes_a_passphrase() -> None:
    """Every user of the machine can read the arguments of a process."""
    commands = write_references.commands()
    for words in ("backup", "restore"):
        names = [name for option in commands[words].params for name in option.opts]
        assert "--passphrase-file" in names
        assert [name for name in names if "pass" in name and name != "--passphrase-file"] == []


@pytest.mark.sqlite_only("the file is the same for both databases")
def test_the_command_writes_for_recipients_and_restores_with_an_identity_file(
    command: Callable[..., Ended], kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    identity = Identity.generate()
    (tmp_path / "key.txt").write_text(f"# public key: {identity.to_public()}\n{identity}\n")
    (tmp_path / "secret").write_text(PASSPHRASE)
    monkeypatch.setenv("BACKUP_RECIPIENTS", f"{identity.to_public()}, {Identity.generate().to_public()}")
    both = command("backup", "--passphrase-file", "secret")
    assert (both.code, "not both" in both.err) == (1, True)
    made = command("backup", "kept.age", "--json")
    assert made.code == 0, made.err
    assert json.loads(made.out)["encrypted"] is True
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    (tmp_path / "other.txt").write_text(f"{Identity.generate()}\n")
    for arguments, words in {
        (): "is encrypted for recipients",
        ("--passphrase-file", "secret"): "is encrypted for recipients",
        ("--identity-file", "other.txt"): "The identity file does not open kept.age",
        ("--identity-file", "nowhere"): "nowhere cannot be used",
        ("--identity-file", "secret"): "secret is not an identity file of age",
    }.items():
        refused = command("restore", "kept.age", *arguments)
        assert (refused.code, refused.out, refused.err.count("\n")) == (1, "", 1), (arguments, refused)
        assert words in refused.err
    back = command("restore", "kept.age", "--identity-file", "key.txt")
    assert (back.code, back.err) == (0, "")
    assert back.out.endswith("✅ Restored.\n")
    assert str(identity) not in made.out + back.out


SLOW = """
import time
from soulter.backup import container
container.Writer.finish = lambda self: (print("working", flush=True), time.sleep(60))
"""


@pytest.mark.sqlite_only("the process is the same for both databases")
async def test_the_passphrase_is_not_in_the_list_of_processes(here: World, kind: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(PASSPHRASE)
    process = await Place(kind, here.stack.settings, tmp_path).start(
        "backup", "kept/", "--passphrase-file", "secret", code=CHEAP + SLOW + RUN
    )
    assert process.stdout is not None
    try:
        assert await process.stdout.readline() == b"working\n"
        seen = psutil.Process(process.pid)
        assert PASSPHRASE not in " ".join(seen.cmdline())
        assert PASSPHRASE not in str(seen.environ())
        assert [part.name.endswith(".part") for part in (tmp_path / "kept").iterdir()] == [True]
    finally:
        process.kill()
        await process.communicate()
    assert not [path for path in (tmp_path / "kept").iterdir() if not path.name.startswith(".")], (
        "killed: nothing has the name of a backup"
    )


@pytest.mark.sqlite_only("the stream is the same for both databases, and rows are made fastest here")
@pytest.mark.over_budget(reason="only a large database shows it")
@pytest.mark.parametrize("recipient", [False, True], ids=["passphrase", "recipient"])
async def test_memory_does_not_grow_with_the_database(
    kind: str, tmp_path: Path, empty: Empty, recipient: bool
) -> None:
    identity = Identity.generate()
    (tmp_path / "key.txt").write_text(str(identity))
    secret = (
        {"BACKUP_RECIPIENTS": str(identity.to_public())} if recipient else {"BACKUP_PASSPHRASE": PASSPHRASE}
    )
    opens = ["--identity-file", "key.txt"] if recipient else []
    small, large, target = await empty(kind), await empty(kind), await empty(kind)
    for settings in (small, large):
        await migrate.upgrade(settings, lambda _text: None)
    fill(large)
    peaks = {}
    for name, settings in (("small", small), ("large", large)):
        done = await run(settings, tmp_path, "backup", f"{name}.gz", code=CHEAP + WEIGH + RUN, **secret)
        assert done.code == 0, done.err
        peaks[name] = int(done.err)
    back = await run(target, tmp_path, "restore", "large.gz", *opens, code=CHEAP + WEIGH + RUN, **secret)
    assert (back.code, f"{MANY}  audit_events" in back.out) == (0, True), back.err
    assert len(bytes_of(tmp_path / "large.gz")) > 4_000_000, "so much would be seen"
    assert peaks["large"] - peaks["small"] < 30_000, peaks
    assert int(back.err) - peaks["small"] < 60_000, "alembic and reflection weigh the same for any size"


def fill(settings: Settings) -> None:
    """Insert as many rows as a database of several years has."""
    connection = sqlite3.connect(settings.database_url.removeprefix("sqlite:///"))
    with connection:
        connection.execute(
            "INSERT INTO audit_events (id, at, actor, action, entity, entity_id, facts) WITH RECURSIVE n(i) "
            "AS (SELECT 1 UNION ALL SELECT i + 1 "
            "FROM n WHERE i < ?) SELECT printf('%032x', i), '2027-01-01 00:00:00.000000', 'system', "
            "'booking.changed', 'booking', "
            "hex(randomblob(16)), json_object('before', hex(randomblob(20)), 'after', hex(randomblob(20))) "
            "FROM n",
            (MANY,),
        )
    connection.close()
