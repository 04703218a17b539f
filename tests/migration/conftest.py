"""An empty database for each test of migrations, and the command line in a separate process."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from soulter.core.config.settings import Settings
from tests import forked_processes, postgres
from tests.conftest import fresh_database, settings_for

RUN = "from soulter.cli.main import main; main()"


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    code: int | None
    out: str
    err: str


@dataclass(frozen=True)
class Place:
    """An empty database, and a folder without any file that Soulter might read."""

    kind: str
    settings: Settings
    folder: Path

    async def start(self, *arguments: str, code: str = RUN, **variables: str) -> asyncio.subprocess.Process:
        """Run Python in a separate process; it runs `soulter` unless told otherwise."""
        environment = self._environment(variables)
        return await asyncio.create_subprocess_exec(
            sys.executable, "-W", "error", "-c", code, *arguments, env=environment, cwd=self.folder,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip

    async def soulter(self, *arguments: str, **variables: str) -> Ended:
        """Run `soulter` with these arguments; a warning is an error."""
        if any(name.startswith("PYTHON") for name in variables):  # only a new interpreter reads those
            return await ended(await self.start(*arguments, **variables))
        environment = self._environment(variables) | {"PYTHONWARNINGS": "error"}
        done = await asyncio.to_thread(forked_processes.run, arguments, self.folder, environment)
        return Ended(done.returncode, done.stdout, done.stderr)

    def _environment(self, variables: dict[str, str]) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name in ("PATH", "HOME", "TMPDIR", "SYSTEMROOT", "LANG")
        }
        ours = {"ENVIRONMENT": "test", "DATABASE_URL": self.settings.database_url, "JWT_SECRET": "x" * 48}
        return {**kept, **ours, **variables}


async def ended(process: asyncio.subprocess.Process, seconds: float = 60) -> Ended:
    """Wait for the end of a process, longer than it can need."""
    try:
        out, err = await asyncio.wait_for(process.communicate(), seconds)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return Ended(process.returncode, out.decode(), err.decode())


@pytest.fixture
async def place(kind: str, tmp_path: Path, worker_id: str) -> AsyncIterator[Any]:
    """An empty database, thrown away afterwards."""
    name = f"soulter_migration_{worker_id}"
    folder = tmp_path / "empty"
    folder.mkdir()
    yield Place(kind, settings_for(await fresh_database(kind, name, tmp_path)), folder)
    if kind == "postgresql":
        await postgres.drop(name)
