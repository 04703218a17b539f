"""The ways in which a SQLite file fails under a running application."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from tests.reliability import disks
from tests.reliability.sqlite_app import Site

ELSEWHERE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute(sys.argv[2]).fetchall()
print("done", flush=True)
sys.stdin.read()
"""


@asynccontextmanager
async def all_connections_taken(site: Site) -> AsyncIterator[None]:
    database = site.world.database
    assert database.writer_queue
    held = [await database.reader._engine.connect() for _ in range(4)]
    async with database.writer_queue.taken():
        yield
    for connection in held:
        await connection.close()


@asynccontextmanager
async def another_process(site: Site, statement: str) -> AsyncIterator[None]:
    """It has the file open, and has run a statement."""
    words = (sys.executable, "-c", ELSEWHERE, site.path, statement)
    other = await asyncio.create_subprocess_exec(*words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdin is not None
    assert other.stdout is not None
    assert await other.stdout.readline() == b"done\n"
    try:
        yield
    finally:
        other.stdin.close()
        await other.wait()


@asynccontextmanager
async def locked_by_another_process(site: Site) -> AsyncIterator[None]:
    async with another_process(site, "BEGIN IMMEDIATE"):
        yield


@asynccontextmanager
async def moved_away(site: Site) -> AsyncIterator[None]:
    aside = site.path.rename(site.beside(".aside"))
    yield
    aside.rename(site.path)


@asynccontextmanager
async def replaced_beside_its_log(site: Site) -> AsyncIterator[None]:
    """The former file is kept elsewhere and restored together with its WAL."""
    copy, aside = site.copy("copy.db"), site.beside(".aside")
    await site.ask()  # Leaves a row that is only in the WAL.
    assert site.beside("-wal").stat().st_size
    os.link(site.path, aside)
    copy.rename(site.path)
    yield
    aside.rename(site.path)


@asynccontextmanager
async def only_to_be_read(site: Site) -> AsyncIterator[None]:
    """Make file and folder read-only for new connections."""
    await site.end_connections()
    names = [site.path.parent, *site.path.parent.iterdir()]
    modes = {name: name.stat().st_mode for name in names}
    for name, mode in modes.items():
        name.chmod(mode & ~0o222)
    with disks.as_somebody():
        yield
    for name, mode in modes.items():
        name.chmod(mode)


@asynccontextmanager
async def only_to_be_read_while_another_has_it_open(site: Site) -> AsyncIterator[None]:
    """The WAL and its index are readable, so reading goes on; the writing connection cannot write."""
    async with another_process(site, "SELECT count(*) FROM users"), only_to_be_read(site):
        yield


@asynccontextmanager
async def damaged(site: Site) -> AsyncIterator[None]:
    """Overwrite every page, then replace the broken file with a good one."""
    await site.end_connections()  # The last connection removes the WAL.
    good = site.copy("good.db")
    size = site.path.stat().st_size
    with site.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))
    yield
    good.replace(site.path)


Fault = Callable[[Site], AbstractAsyncContextManager[None]]

# The answers to two reads and a booking, and whether /health reports the fault.
FAULTS: dict[str, tuple[Fault, list[int], str]] = {
    "all connections are taken": (all_connections_taken, [503, 503, 503], "disconnected"),
    "another process holds the lock": (locked_by_another_process, [200, 200, 503], "connected"),
    "the file is gone": (moved_away, [503, 503, 503], "disconnected"),
    "another file lies beside the log of the former": (
        replaced_beside_its_log,
        [503, 503, 503],
        "disconnected",
    ),
    "file and folder may only be read": (only_to_be_read, [503, 503, 503], "disconnected"),
    "the same while another process has it open": (
        only_to_be_read_while_another_has_it_open,
        [200, 200, 503],
        "connected",
    ),
    "the file is damaged": (damaged, [503, 503, 503], "disconnected"),
}
