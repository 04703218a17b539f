"""Whatever is wrong with a machine or its variables: one sentence on standard error, no traceback, not zero, and nothing runs half."""

import asyncio
import os
import subprocess
from pathlib import Path

import pytest

from tests import postgres
from tests.contract.write_references import ROOT
from tests.deploy.processes import variables
from tests.unit.test_cli import SOULTER, free_port

BIN = SOULTER.parent.parent
NO_FOLDER = "/proc/nowhere"
"""Where nobody can write, not even root."""

ONCE = ("migrate", "worker --once")
SERVED = ("serve", "serve --web", "dev")

AWAY = "postgresql://u:hunter2@127.0.0.1:{port}/soulter"
OF_SQLITE = ("migrate", "worker --once", *SERVED)

WRONG: dict[str, tuple[tuple[str, ...], dict[str, str], str]] = {
    "workers that are no number": (("serve", "worker"), {"WEB_CONCURRENCY": "many"}, "WEB_CONCURRENCY: "),
    "no workers": (("serve",), {"WEB_CONCURRENCY": "0"}, "WEB_CONCURRENCY: "),
    "a crowd of workers": (("serve",), {"WEB_CONCURRENCY": "65"}, "WEB_CONCURRENCY: "),
    "a port that is none": (("serve", "serve --web", "worker"), {"PORT": "70000"}, "PORT: "),
    "an address that is not ours": (SERVED[:2], {"HOST": "203.0.113.9"}, "PORT: 203.0.113.9:"),
    "another kind of database": (("serve", "migrate"), {"DATABASE_URL": "mysql://u:hunter2@db/x"}, "DATABASE_URL must begin with"),
    "a database that is away": (ONCE, {"DATABASE_URL": AWAY}, "DATABASE_URL: the database does not answer."),
    "a user that is refused": (ONCE, {"DATABASE_URL": "{stranger}"}, "DATABASE_URL: the database refused user or password."),
    "no database of that name": (ONCE, {"DATABASE_URL": "{missing}"}, "DATABASE_URL: there is no database of this name"),
    "a file that is no database": (OF_SQLITE, {"DATABASE_URL": "sqlite:////{folder}/text.db"}, "DATABASE_URL: the file is not"),
    "a folder for a database": (OF_SQLITE, {"DATABASE_URL": "sqlite:////{folder}"}, "DATABASE_URL names /"),
    "a disk that cannot be written": (("migrate", "dev"), {"DATABASE_URL": f"sqlite:///{NO_FOLDER}/x.db"}, "DATABASE_URL names /proc"),
    "no place for a secret": (("serve", "worker"), {"JWT_SECRET": ""}, "JWT_SECRET is not set and none can be kept"),
    "a mail server that is none": (("serve", "worker"), {"SMTP_URL": "http://mail.example.com"}, "SMTP_URL"),
}


def run(command: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    words = [SOULTER, *command.split()]
    return subprocess.run(words, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=90, check=False)


@pytest.mark.parametrize("case", WRONG)
async def test_it_is_one_sentence_and_nothing_starts(tmp_path: Path, case: str) -> None:
    commands, more, sentence = WRONG[case]
    (tmp_path / "text.db").write_text("This is a letter and no database. " * 40, encoding="utf-8")
    (tmp_path / "var").write_text("a file where a folder should be", encoding="utf-8")
    server = postgres.url("postgres")
    stranger = (
        server.replace("postgres:", "nobody_of_this_name:", 1) if "postgres:@" in server else server.replace("//postgres", "//nobody_of_this_name", 1)
    )
    given = {"folder": str(tmp_path).lstrip("/"), "port": free_port(), "stranger": stranger, "missing": postgres.url("no_database_of_this_name")}
    found = {name: value.format(**given) for name, value in more.items()}
    environment = variables(BIN, f"sqlite:///{tmp_path}/x.db", ENVIRONMENT="development", EMBEDDED_WORKER="true") | found
    for command in commands:
        done = await asyncio.to_thread(run, command, tmp_path, environment)
        assert done.returncode not in (0, None), (command, done.stdout)
        assert done.stderr.startswith(sentence), (command, done.stderr)
        assert done.stderr.count("\n") == 1, (command, done.stderr)
        assert "hunter2" not in done.stdout + done.stderr
        assert "worker started" not in done.stdout
    assert sorted(os.listdir(tmp_path)) == ["text.db", "var"], "nothing was begun"  # noqa: PTH208


def test_every_command_that_a_platform_starts_is_in_the_table() -> None:
    tried = {command for commands, _, _ in WRONG.values() for command in commands}
    started = {line.split(": soulter ")[1] for line in (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()}
    assert started <= tried
