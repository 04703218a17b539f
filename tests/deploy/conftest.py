"""The release for all tests of this folder: the wheel, installed in an environment of its own."""

import fcntl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import postgres
from tests.deploy import dockerfile
from tests.deploy.processes import variables


@dataclass(frozen=True)
class Release:
    """Where it is installed, and what an operator would have set."""

    home: Path
    variables: dict[str, str]

    def program(self, name: str) -> Path:
        """A program of the environment, such as `soulter`."""
        return self.home / "bin" / name


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The environment that the Dockerfile's commands build, made by the first worker of the suite."""
    own = tmp_path_factory.getbasetemp()
    folder = (own if worker_id == "master" else own.parent) / "release"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "opt" / "soulter"
        return done if (done / "bin" / "soulter").exists() else dockerfile.build_release(folder)


@pytest.fixture
async def release(installed: Path, worker_id: str) -> AsyncIterator[Release]:
    """The release with variables of production and an empty PostgreSQL."""
    name = f"soulter_release_{worker_id}"
    url = await postgres.create(name)
    yield Release(installed, variables(installed, url))
    await postgres.drop(name)
