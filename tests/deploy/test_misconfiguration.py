"""Every misconfiguration ends with one sentence on standard error and a non-zero status.

There is no traceback, and nothing runs partially.
"""

import asyncio
import ctypes
import os
import socket
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from soulter.core.database.transactions import Database
from soulter.schema import migrate, schema_version
from tests import forked_processes, postgres, sql
from tests.conftest import settings_for
from tests.contract.write_references import ROOT
from tests.deploy.processes import answered, running, variables
from tests.process.test_cli import SOULTER, free_port

BIN = SOULTER.parent.parent
NO_FOLDER = "/proc/nowhere"
"""A folder in which nobody can write, not even root."""

ONCE = ("migrate", "worker --once")
SERVED = ("serve", "serve --web", "dev")

AWAY = "postgresql://u:hunter2@127.0.0.1:{port}/soulter"
ALL = ("serve", "worker", "migrate", "worker --once")
OF_SQLITE = ("migrate", "worker --once", *SERVED)

WRONG: dict[str, tuple[tuple[str, ...], dict[str, str], str]] = {
    "workers that are no number": (("serve", "worker"), {"WEB_CONCURRENCY": "many"}, "WEB_CONCURRENCY: "),
    "no workers": (("serve",), {"WEB_CONCURRENCY": "0"}, "WEB_CONCURRENCY: "),
    "a crowd of workers": (("serve",), {"WEB_CONCURRENCY": "65"}, "WEB_CONCURRENCY: "),
    "a port that is none": (("serve", "serve --web", "worker"), {"PORT": "70000"}, "PORT: "),
    "an address that is not ours": (
        SERVED[:2],
        {"HOST": "203.0.113.9"},
        "HOST: 203.0.113.9 is no address of this machine",
    ),
    "an address that is none": (
        SERVED[:2],
        {"HOST": "no.such.name.invalid"},
        "HOST: no.such.name.invalid is no address of this machine",
    ),
    "an address of the other family that is not ours": (
        SERVED[:2],
        {"HOST": "2001:db8::9"},
        "HOST: 2001:db8::9 is no address of this machine",
    ),
    "a port that another program has": (
        SERVED[:2],
        {"PORT": "{taken}"},
        "PORT: 127.0.0.1:{taken} is already in use",
    ),
    "a drain without end": (("serve",), {"DRAIN_SECONDS": "600"}, "DRAIN_SECONDS: "),
    "no connections": (("serve", "worker"), {"DATABASE_POOL_SIZE": "0"}, "DATABASE_POOL_SIZE: "),
    "a web app at an address that is none": (
        ("serve", "worker"),
        {"FRONTEND_URLS": "app.example.com"},
        "FRONTEND_URLS",
    ),
    "a web app at an address with a path": (
        ("serve",),
        {"FRONTEND_URLS": "https://app.example.com/board"},
        "FRONTEND_URLS",
    ),
    "an authority that is not there": (
        ALL,
        {"DATABASE_URL": AWAY + "?sslmode=verify-full&sslrootcert=/no/ca.pem"},
        "DATABASE_URL names sslrootcert=/no/ca.pem",
    ),
    "a folder for a key": (
        ALL,
        {"DATABASE_URL": AWAY + "?sslmode=require&sslkey=/etc"},
        "DATABASE_URL names sslkey=/etc",
    ),
    "encryption that does not exist": (
        ALL,
        {"DATABASE_URL": AWAY + "?sslmode=yes"},
        "DATABASE_URL has sslmode=yes",
    ),
    "no authority at all": (
        ONCE,
        {"DATABASE_URL": AWAY + "?sslmode=verify-full", "HOME": "/nowhere"},
        "DATABASE_URL: the connection cannot be set up",
    ),
    "another kind of database": (
        ("serve", "migrate"),
        {"DATABASE_URL": "mysql://u:hunter2@db/x"},
        "DATABASE_URL must begin with",
    ),
    "a database that is away": (ONCE, {"DATABASE_URL": AWAY}, "DATABASE_URL: the database does not answer."),
    "a user that is refused": (
        ONCE,
        {"DATABASE_URL": "{stranger}"},
        "DATABASE_URL: the database refused user or password.",
    ),
    "no database of that name": (
        ONCE,
        {"DATABASE_URL": "{missing}"},
        "DATABASE_URL: there is no database of this name",
    ),
    "a file that is no database": (
        OF_SQLITE,
        {"DATABASE_URL": "sqlite:////{folder}/text.db"},
        "DATABASE_URL: the file is not",
    ),
    "a folder for a database": (OF_SQLITE, {"DATABASE_URL": "sqlite:////{folder}"}, "DATABASE_URL names /"),
    "a disk that cannot be written": (
        ("migrate", "dev"),
        {"DATABASE_URL": f"sqlite:///{NO_FOLDER}/x.db"},
        "DATABASE_URL names /proc",
    ),
    "no place for a secret": (
        ("serve", "worker"),
        {"JWT_SECRET": ""},
        "JWT_SECRET is not set and none can be kept",
    ),
    "a mail server that is none": (("serve", "worker"), {"SMTP_URL": "http://mail.example.com"}, "SMTP_URL"),
}


def run(command: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return forked_processes.run(command.split(), folder, environment)


@pytest.mark.parametrize("case", WRONG)
async def test_a_misconfiguration_is_one_sentence_and_nothing_starts(tmp_path: Path, case: str) -> None:
    (tmp_path / "text.db").write_text("This is a letter and no database. " * 40, encoding="utf-8")
    (tmp_path / "var").write_text("a file where a folder should be", encoding="utf-8")
    server = postgres.url("postgres")
    stranger = (
        server.replace("postgres:", "nobody_of_this_name:", 1)
        if "postgres:@" in server
        else server.replace("//postgres", "//nobody_of_this_name", 1)
    )
    given = {
        "folder": str(tmp_path).lstrip("/"),
        "port": free_port(),
        "stranger": stranger,
        "missing": postgres.url("no_database_of_this_name"),
    }
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        await refused(tmp_path, case, {**given, "taken": taken.getsockname()[1]})


async def refused(tmp_path: Path, case: str, given: dict[str, object]) -> None:
    commands, more, sentence = WRONG[case]
    found = {name: value.format(**given) for name, value in more.items()}
    environment = (
        variables(BIN, f"sqlite:///{tmp_path}/x.db", ENVIRONMENT="development", EMBEDDED_WORKER="true")
        | found
    )
    for command in commands:
        done = await asyncio.to_thread(run, command, tmp_path, environment)
        assert done.returncode not in (0, None), (command, done.stdout)
        assert done.stderr.startswith(sentence.format(**given)), (command, done.stderr)
        assert done.stderr.count("\n") == 1, (command, done.stderr)
        assert "hunter2" not in done.stdout + done.stderr
        assert "worker started" not in done.stdout
    assert sorted(os.listdir(tmp_path)) == ["text.db", "var"], "nothing was begun"  # noqa: PTH208


def asking_like_others() -> None:
    """In the new process, drop the capabilities with which root bypasses file permissions."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            assert libc.prctl(24, capability, 0, 0, 0) == 0  # PR_CAPBSET_DROP


def run_like_others(
    command: str, folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """The capabilities are dropped when a program is executed."""
    words, nothing = [str(SOULTER), *command.split()], subprocess.DEVNULL
    return subprocess.run(
        words,
        cwd=folder,
        env=environment,
        stdin=nothing,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
        preexec_fn=asking_like_others,
    )


def of_folder(folder: Path) -> None:
    folder.chmod(0o555)


def of_database(folder: Path) -> None:
    (folder / "soulter.db").chmod(0o444)


def closed_to_all(folder: Path) -> None:
    (folder / "soulter.db").chmod(0)


def secret_closed(folder: Path) -> None:
    (folder / "var").mkdir()
    (folder / "var" / "jwt_secret").write_text("x" * 48)
    (folder / "var" / "jwt_secret").chmod(0)


def secret_without_text(folder: Path) -> None:
    (folder / "var").mkdir()
    (folder / "var" / "jwt_secret").write_bytes(b"\xff\xfe" * 24)


def variables_without_text(folder: Path) -> None:
    (folder / ".env").write_bytes(b"PORT=\xff\xfe")


def variables_closed(folder: Path) -> None:
    (folder / ".env").write_text("PORT=5001")
    (folder / ".env").chmod(0)


def damaged(folder: Path) -> None:
    path = folder / "soulter.db"
    path.write_bytes(path.read_bytes()[:4096] + b"\xa5" * (path.stat().st_size - 4096))


SECRET_OF_A_CHECKOUT = "JWT_SECRET is not set and none can be kept in var/jwt_secret: "
FILES: dict[str, tuple[Callable[[Path], None], tuple[str, ...], str]] = {
    "the folder may only be read": (
        of_folder,
        ("migrate", "serve", "worker --once"),
        "DATABASE_URL: the SQLite file cannot be used (",
    ),
    "the database may only be read": (of_database, ("serve", "worker --once", "dev"), "DATABASE_URL names "),
    "the database may not be read": (
        closed_to_all,
        ("migrate", "serve", "worker --once", "dev"),
        "DATABASE_URL names ",
    ),
    "the database is damaged": (
        damaged,
        ("migrate", "serve", "worker --once", "dev"),
        "DATABASE_URL: the SQLite file is damaged.",
    ),
    "the secret may not be read": (
        secret_closed,
        ("serve", "worker", "dev"),
        SECRET_OF_A_CHECKOUT + "Permission denied. Set JWT_SECRET",
    ),
    "the secret is no text": (
        secret_without_text,
        ("serve", "worker", "dev"),
        SECRET_OF_A_CHECKOUT + "it is no text. Set JWT_SECRET",
    ),
    "the variables are no text": (
        variables_without_text,
        ("serve", "worker", "migrate"),
        ".env cannot be read (it is no text).",
    ),
    "the variables may not be read": (
        variables_closed,
        ("serve", "worker", "migrate"),
        ".env cannot be read (Permission denied).",
    ),
}


@pytest.fixture
async def migrated_checkout(tmp_path: Path) -> AsyncIterator[tuple[Path, dict[str, str]]]:
    """A folder with a migrated database, and the variables of a checkout in it."""
    folder = tmp_path / "home"
    folder.mkdir()
    url = f"sqlite:///{folder}/soulter.db"
    await migrate.upgrade(settings_for(url), lambda _text: None)
    yield folder, variables(BIN, url, ENVIRONMENT="development", JWT_SECRET="")
    folder.chmod(0o755)


@pytest.mark.parametrize("case", FILES)
async def test_a_file_that_cannot_be_used_is_one_sentence(
    migrated_checkout: tuple[Path, dict[str, str]], case: str
) -> None:
    spoil, commands, sentence = FILES[case]
    folder, environment = migrated_checkout
    if not sentence.startswith("JWT_SECRET"):
        environment |= {"JWT_SECRET": "q7Zr1Vx0Lw9Tn4Kd8Gs2Hf6Jb3Mc5PyAeUiOxNaBt"}
    spoil(folder)
    before = sorted(os.listdir(folder))  # noqa: PTH208
    for command in commands:
        done = await asyncio.to_thread(run_like_others, command, folder, environment)
        assert done.returncode not in (0, None), (command, done.stdout)
        assert done.stderr.startswith(sentence), (command, done.stderr)
        assert done.stderr.count("\n") == 1, (command, done.stderr)
    left = [name for name in sorted(os.listdir(folder)) if not name.endswith(("-wal", "-shm"))]  # noqa: PTH208
    assert left == before, "nothing was begun"


async def revision_is(url: str, revision: str) -> None:
    database = Database(settings_for(url))
    async with database.writing() as session:
        await sql.execute(
            session, text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision}
        )
    await database.close()


async def test_an_older_schema_stops_commands_and_readiness(
    migrated_checkout: tuple[Path, dict[str, str]],
) -> None:
    """Commands stop with a sentence. The server logs it and waits, since platforms start both at once."""
    folder, environment = migrated_checkout
    await revision_is(environment["DATABASE_URL"], "0001")
    sentence = (
        f"The schema is at 0001, and this release needs {schema_version.known()[-1]}. Run first: soulter "
        f"migrate\n"
    )
    for command in ("worker --once", "users create --role admin --email a@example.com", "seed --demo"):
        done = await asyncio.to_thread(run, command, folder, environment)
        assert (done.returncode, done.stderr, done.stdout) == (1, sentence, ""), command
    with running([SOULTER, "serve"], folder, environment) as started:
        ready = await asyncio.to_thread(
            answered, f"http://127.0.0.1:{environment['PORT']}", "/readyz", started, folder
        )
        assert (ready.status_code, ready.json()["migrations"]) == (503, "pending")
    assert sentence in (folder / "output.txt").read_text()


async def test_commands_work_on_a_newer_schema(migrated_checkout: tuple[Path, dict[str, str]]) -> None:
    """Migrations only add, so a release that was rolled back works on the newer schema."""
    folder, environment = migrated_checkout
    await revision_is(environment["DATABASE_URL"], "9999_of_the_next_release")
    told = {
        "migrate": "Nothing to do: the schema is at 9999_of_the_next_release, which is newer than this "
        "release.\n",
        "worker --once": "Mails tried: 0\n",
    }
    for command, sentence in told.items():
        done = await asyncio.to_thread(run, command, folder, environment)
        assert (done.returncode, done.stdout, done.stderr) == (0, sentence, ""), command


def test_every_command_that_a_platform_starts_is_in_the_table() -> None:
    tried = {command for commands, _, _ in WRONG.values() for command in commands}
    started = {
        line.split(": soulter ")[1] for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    }
    assert started <= tried
