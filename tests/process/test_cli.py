"""The command line in separate processes, in an empty folder."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select

import soulter
from soulter.access.roles import Role
from soulter.app import close, create_app
from soulter.core.database.transactions import Database
from soulter.schema import migrate
from soulter.seeds import people
from soulter.tables import METADATA
from tests import forked_processes, sql
from tests.conftest import fresh_database, settings_for

SOULTER = Path(sys.executable).parent / "soulter"
PRODUCTION = {
    "ENVIRONMENT": "production",
    "JWT_SECRET": "q7Zr1Vx0Lw9Tn4Kd8Gs2Hf6Jb3Mc5PyAeUiOxNaBt",
    "DATABASE_URL": "postgresql://soulter:hunter2@127.0.0.1:1/soulter",
    "FRONTEND_URLS": "https://app.example.com",
    "PUBLIC_URL": "https://api.example.com",
}
LOGIN = re.compile(r"^  ([A-Z_]+) +(\S+@\S+) ", re.MULTILINE)


def variables(**more: str) -> dict[str, str]:
    """An environment without variables of ours."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "HOME", "LANG", "TMPDIR", "VIRTUAL_ENV")
    }
    return {**kept, "PYTHONUTF8": "1", "PYTHONWARNINGS": "default", **more}


async def run(folder: Path, *arguments: str, **more: str) -> tuple[int, str, str]:
    """Exit status, standard output, standard error."""

    done = await asyncio.to_thread(forked_processes.run, arguments, folder, variables(**more))
    return done.returncode, done.stdout, done.stderr


async def counts(url: str) -> dict[str, int]:
    """How many rows each table has."""
    database = Database(settings_for(url))
    try:
        return {
            table.name: (await sql.fetch(database.reader, select(func.count()).select_from(table)))[0][0]
            for table in METADATA.sorted_tables
        }
    finally:
        await database.close()


async def login_on(url: str, email: str, password: str) -> httpx2.Response:
    """Log in through an application on that database."""
    app = create_app(settings_for(url))
    transport = httpx2.ASGITransport(app=app)
    try:
        async with httpx2.AsyncClient(
            transport=transport, base_url="http://localhost:5001", headers={"Origin": "http://localhost:3000"}
        ) as client:
            return await client.post("/api/auth/login", json={"email": email, "password": password})
    finally:
        await close(app)


def one_sentence(text: str) -> bool:
    return (
        text.count("\n") == 1
        and "Traceback" not in text
        and text.rstrip().endswith((".", ")", "'", "serve", "create", "migrate", "--demo"))
    )


async def test_help_lists_the_commands(tmp_path: Path) -> None:
    status, out, err = await run(tmp_path, "--help")
    assert (status, err) == (0, "")
    assert [name for name in ("serve", "dev", "migrate", "seed", "users") if name not in out] == []
    assert (await run(tmp_path, "--version")) == (0, f"{soulter.__version__}\n", "")
    assert os.listdir(tmp_path) == []  # noqa: PTH208 -- asking for help leaves nothing behind


async def test_an_unknown_command_is_an_error(tmp_path: Path) -> None:
    status, out, err = await run(tmp_path, "destroy")
    assert (status, out) == (2, "")
    assert "destroy" in err


async def test_seeding_twice_adds_the_demo_once(kind: str, tmp_path: Path, worker_id: str) -> None:
    url = await fresh_database(kind, f"soulter_cli_seed_{worker_id}", tmp_path)
    assert (await run(tmp_path, "migrate", DATABASE_URL=url))[0] == 0
    first = await run(tmp_path, "seed", "--demo", DATABASE_URL=url)
    planted = await counts(url)
    second = await run(tmp_path, "seed", "--demo", DATABASE_URL=url)
    assert [first[0], second[0], first[2], second[2]] == [0, 0, "", ""]
    assert await counts(url) == planted
    assert (planted["users"], planted["properties"]) == (4, 1)
    assert planted["bookings"] > 10
    for _, out, _ in (first, second):
        logins = LOGIN.findall(out)
        assert [(role, email) for role, email in logins] == [
            (role.value, email) for role, (email, _) in people.LOGINS.items()
        ]
        assert people.PASSWORD in out
        assert [
            (await login_on(url, email, people.PASSWORD)).json()["user"]["role"] for _, email in logins
        ] == [role for role, _ in logins]


async def test_the_demo_is_refused_in_production(tmp_path: Path) -> None:
    for command in (("seed", "--demo"), ("dev",)):
        status, out, err = await run(tmp_path, *command, **PRODUCTION)
        assert (status, out) == (1, ""), command
        assert "production" in err
        assert one_sentence(err), err
    status, _, err = await run(tmp_path, "seed")
    assert (status, err) == (1, "Say what to add: soulter seed --demo\n")


async def test_a_user_made_here_can_log_in(kind: str, tmp_path: Path, worker_id: str) -> None:
    url = await fresh_database(kind, f"soulter_cli_users_{worker_id}", tmp_path)
    await migrate.upgrade(settings_for(url), lambda _text: None)
    create = ("users", "create", "--role", "super_admin", "--email")
    status, out, err = await run(tmp_path, *create, "Owner@Example.com", DATABASE_URL=url)
    assert (status, err) == (0, "")
    [password] = re.findall(r"shown only now: (\S+)", out)
    assert out.count(password) == 1
    assert len(password) >= 40
    user = (await login_on(url, "owner@example.com", password)).json()["user"]
    assert (user["email"], user["name"], user["role"]) == ("owner@example.com", "Owner", "SUPER_ADMIN")

    status, out, err = await run(
        tmp_path, *create, "second@example.com", "--name", "Second Owner", "--json", DATABASE_URL=url
    )
    made = json.loads(out)
    assert (status, err, made.keys()) == (0, "", {"id", "email", "role", "password"})
    user = (await login_on(url, "second@example.com", made["password"])).json()["user"]
    assert (user["id"], user["name"], made["role"]) == (made["id"], "Second Owner", "SUPER_ADMIN")
    assert made["password"] != password

    before = await counts(url)
    taken = await run(tmp_path, *create, "OWNER@example.com", "--json", DATABASE_URL=url)
    assert taken == (1, "", "There is an account with this e-mail address already.\n")
    assert await counts(url) == before


async def test_of_several_commands_at_once_one_makes_the_owner(
    kind: str, tmp_path: Path, worker_id: str
) -> None:
    url = await fresh_database(kind, f"soulter_cli_parallel_{worker_id}", tmp_path)
    await migrate.upgrade(settings_for(url), lambda _text: None)
    assert (await counts(url))["users"] == 0, "there is no default account"
    create = ("users", "create", "--role", "super_admin", "--email", "owner@example.com", "--json")
    found = await asyncio.gather(*(run(tmp_path, *create, DATABASE_URL=url) for _ in range(4)))
    assert sorted(status for status, _, _ in found) == [0, 1, 1, 1]
    assert {err for status, _, err in found if status} == {
        "There is an account with this e-mail address already.\n"
    }
    assert (await counts(url))["users"] == 1


WRONG_USERS = {
    "a role that is none": (
        ("--role", "king", "--email", "a@example.com"),
        "--role is one of: super_admin, admin, agent, customer\n",
    ),
    "an address that is none": (
        ("--role", "admin", "--email", "nobody"),
        "--email is not an e-mail address.\n",
    ),
    "a name that is too long": (("--role", "admin", "--email", "a@example.com", "--name", "x" * 121), None),
    "an address that is too long": (("--role", "admin", "--email", "a@" + "b" * 300 + ".example"), None),
}


@pytest.mark.parametrize("case", WRONG_USERS)
async def test_a_user_who_cannot_be_made_is_told_in_one_sentence(tmp_path: Path, case: str) -> None:
    arguments, sentence = WRONG_USERS[case]
    if sentence is None:  # judged by the database
        await migrate.upgrade(settings_for(f"sqlite:///{tmp_path}/var/soulter.db"), lambda _text: None)
    status, out, err = await run(tmp_path, "users", "create", *arguments)
    assert (status, out) == (1, "")
    assert "Traceback" not in err
    assert err.count("\n") == 1
    assert sentence is None or err == sentence


async def test_no_user_is_made_without_a_schema_and_it_says_why(tmp_path: Path) -> None:
    status, out, err = await run(tmp_path, "users", "create", "--role", "admin", "--email", "a@example.com")
    assert (status, out) == (1, "")
    assert "Traceback" not in err
    assert one_sentence(err), err


WRONG_SETTINGS = {
    "PORT": {"PORT": "abc"},
    "LOG_LEVEL": {"LOG_LEVEL": "loud"},
    "FRONTEND_URLS": {"FRONTEND_URLS": "*"},
    "JWT_SECRET": {**PRODUCTION, "JWT_SECRET": "hunter2"},
    "DATABASE_URL": {"DATABASE_URL": "mysql://u:hunter2@db/soulter"},
}


@pytest.mark.parametrize("name", WRONG_SETTINGS)
async def test_a_wrong_setting_stops_the_start_with_one_sentence(tmp_path: Path, name: str) -> None:
    for command in (("serve",), ("migrate",)) if name == "PORT" else (("serve",),):
        status, out, err = await run(tmp_path, *command, **WRONG_SETTINGS[name])
        assert (status, out) == (1, ""), command
        assert err.startswith(name)
        assert err.count("\n") == 1
        assert "hunter2" not in err
        assert "Traceback" not in err


async def test_a_database_that_is_away_is_told_in_one_sentence(tmp_path: Path) -> None:
    for command in (("migrate",), ("users", "create", "--role", "admin", "--email", "a@example.com")):
        status, out, err = await run(
            tmp_path, *command, DATABASE_URL="postgresql://u:hunter2@127.0.0.1:1/soulter"
        )
        assert (status, out) == (1, ""), command
        assert (
            err == "DATABASE_URL: the database does not answer. Is it running, and are host and port right?\n"
        )


async def test_a_port_in_use_is_told_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, out, err = await run(tmp_path, "serve", PORT=str(port))
    assert (status, out) == (1, "")
    assert (
        err == f"PORT: 127.0.0.1:{port} is already in use. Stop the other program, or set PORT to another "
        f"number.\n"
    )


Started = subprocess.Popen[str] | forked_processes.Process


@contextmanager
def process(folder: Path, *arguments: str, **more: str) -> Iterator[Started]:
    """Run a process until the block ends. With PYTHONPATH, it is a new interpreter."""
    environment = variables(**more)
    paths = folder / "stdout.txt", folder / "stderr.txt"
    for path in paths:
        path.write_text("")
    if "PYTHONPATH" in more:
        with paths[0].open("w") as out, paths[1].open("w") as err:
            started: Started = subprocess.Popen(
                [SOULTER, *arguments],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                text=True,
            )
    else:
        started = forked_processes.start(arguments, folder, environment, *paths)
    try:
        yield started
    finally:
        if started.poll() is None:
            started.kill()
        started.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(origin: str, started: Started, folder: Path) -> dict[str, Any]:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        assert started.poll() is None, (folder / "stderr.txt").read_text()
        try:
            answer = httpx2.get(f"{origin}/health", timeout=2)
        except httpx2.TransportError:
            time.sleep(0.1)
            continue
        assert answer.status_code == 200, answer.text
        return dict(answer.json())
    raise AssertionError("never healthy: " + (folder / "stderr.txt").read_text())


def stop(started: Started) -> None:
    """Stop it as a platform does."""
    started.send_signal(signal.SIGTERM)
    assert started.wait(20) == 0


def test_a_newcomer_runs_one_command_and_logs_in_and_stays_so_after_a_restart(tmp_path: Path) -> None:
    origin = f"http://127.0.0.1:{(port := free_port())}"
    with process(
        tmp_path, "dev", PORT=str(port), PUBLIC_URL=origin, FRONTEND_URLS=f"http://localhost:{free_port()}"
    ) as started:
        health = wait_until_healthy(origin, started, tmp_path)
        told = [health[name] for name in ("status", "environment", "database")]
        assert told == ["ok", "development", "connected"]
        logins = LOGIN.findall((tmp_path / "stdout.txt").read_text())
        assert [role for role, _ in logins] == ["SUPER_ADMIN", "ADMIN", "AGENT", "CUSTOMER"]
        seen = {}
        for role, email in logins:
            with httpx2.Client(base_url=origin, headers={"Origin": origin}, timeout=10) as browser:
                login = browser.post("/api/auth/login", json={"email": email, "password": people.PASSWORD})
                assert (login.status_code, login.json()["user"]["role"]) == (200, role)
                bookings = browser.get("/api/bookings?size=100")
                assert bookings.status_code == 200
                seen[role] = len(bookings.json()["bookings"])
                assert browser.post("/api/auth/logout").status_code == 204
                assert browser.get("/api/bookings").status_code == 401
        assert min(seen.values()) > 0
        assert seen["SUPER_ADMIN"] == seen["ADMIN"] > max(seen["AGENT"], seen["CUSTOMER"])
        assert httpx2.get(f"{origin}/docs").status_code == 200
        email = people.LOGINS[Role.AGENT][0]
        login = httpx2.post(
            f"{origin}/api/auth/login",
            json={"email": email, "password": people.PASSWORD},
            headers={"Origin": origin},
        )
        stop(started)
    assert "Traceback" not in (tmp_path / "stderr.txt").read_text()
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(f"{origin}/livez", timeout=2)
    cookie = {"Cookie": login.headers["set-cookie"].partition(";")[0]}
    # The generated secret is stored and shared by the workers, so a restart ends no login.
    with process(tmp_path, "serve", PORT=str(port), PUBLIC_URL=origin, WEB_CONCURRENCY="2") as started:
        wait_until_healthy(origin, started, tmp_path)
        # Each request uses a new connection, so that both workers answer.
        assert {httpx2.get(f"{origin}/api/auth/me", headers=cookie).status_code for _ in range(8)} == {200}
        stop(started)


def test_serving_migrates_nothing_and_says_that_it_is_not_ready(tmp_path: Path) -> None:
    origin = f"http://127.0.0.1:{(port := free_port())}"
    with process(tmp_path, "serve", PORT=str(port), PUBLIC_URL=origin) as started:
        wait_until_healthy(origin, started, tmp_path)
        ready = httpx2.get(f"{origin}/readyz")
        assert (ready.status_code, ready.json()["migrations"]) == (503, "pending")
        stop(started)
