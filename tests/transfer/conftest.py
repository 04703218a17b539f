"""Databases with a schema and nothing in them, exports and imports on them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from soulter.core import ids
from soulter.core.config.settings import Settings
from soulter.exports.exporters import Exporter
from soulter.schema import migrate
from soulter.transfer import exporting, importing
from soulter.transfer.checking import Checked
from soulter.wiring import EXPORTERS
from tests import postgres
from tests.conftest import fresh_database, settings_for
from tests.world import NOW

Fresh = Callable[[str], Awaitable[Settings]]


@pytest.fixture
async def fresh(tmp_path: Path, worker_id: str) -> AsyncIterator[Fresh]:
    """Makes migrated databases, thrown away afterwards."""
    made: list[str] = []

    async def make(kind: str) -> Settings:
        name = f"soulter_transfer_{worker_id}_{ids.new_id().hex[-6:]}"
        if kind == "postgresql":
            made.append(name)
        settings = settings_for(await fresh_database(kind, name, tmp_path))
        await migrate.upgrade(settings, lambda _text: None)
        return settings

    yield make
    for name in made:
        await postgres.drop(name)


async def take_in(
    settings: Settings,
    source: Path,
    *,
    dry_run: bool = False,
    allow_roles: bool = True,
    exporters: Sequence[Exporter[Any]] = EXPORTERS,
) -> Checked:
    """Import at the moment of the tests."""
    return await importing.take_in(settings, exporters, source, NOW, dry_run=dry_run, allow_roles=allow_roles)


async def exported(settings: Settings, target: Path) -> dict[str, bytes]:
    """Each file of an export with its content."""
    await exporting.export(settings, EXPORTERS, target, NOW)
    return files_in(target)


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def names_in(folder: Path) -> list[str]:
    """What is in a folder, in order."""
    return sorted(path.name for path in folder.iterdir())
