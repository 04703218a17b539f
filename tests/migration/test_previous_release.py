"""The previous release works on the new schema, since it runs until the new release is ready.

Its own tests run in its own code with the migrations of this checkout. Until a release is tagged, the last
commit and a few of its tests show that the test itself works, and each migration may only add.
"""

import io
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, inspect

from soulter.schema import schema_version
from tests.migration.conftest import Place
from tests.migration.test_migrations import alembic, look, upgrade

ROOT = Path(__file__).parents[2]
Columns = dict[str, dict[str, Any]]


def tags() -> list[str]:
    """The tags of releases, oldest first."""
    found = subprocess.run(
        ["git", "tag", "--list", "v*", "--sort=version:refname"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.split()


def columns(connection: Connection) -> dict[str, Columns]:
    """What a release sees of the tables."""
    look_at = inspect(connection)
    return {
        table: {found["name"]: dict(found) for found in look_at.get_columns(table)}
        for table in look_at.get_table_names()
    }


def broken(before: dict[str, Columns], after: dict[str, Columns]) -> list[str]:
    """What the release with the schema `before` can no longer do: read a column, or omit a new one."""
    found = []
    for table, old in before.items():
        new = after.get(table, {})
        found += [f"{table}.{name} is gone" for name in old if name not in new]
        found += [
            f"{table}.{name} has another type"
            for name in old
            if name in new and str(old[name]["type"]) != str(new[name]["type"])
        ]
        found += [
            f"{table}.{name} takes no NULL any more"
            for name in old
            if name in new and old[name]["nullable"] and not new[name]["nullable"]
        ]
        unknown = [column for name, column in new.items() if name not in old]
        found += [
            f"{table}.{column['name']} must be written"
            for column in unknown
            if not column["nullable"] and column["default"] is None
        ]
    return found


@pytest.mark.over_budget(reason="runs a part of another suite")
def test_the_tests_of_the_previous_release_pass_on_the_new_schema(tmp_path: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("no history here, so there is no previous release to be had")
    released = tags()
    release, chosen = (
        (released[-1], "tests/api") if released else ("HEAD", "tests/api/test_create_booking.py")
    )
    print(
        f"running {chosen} of {release} on the schema at {schema_version.known()[-1]}"
        + ("" if released else ": nothing is tagged yet")
    )
    tree = subprocess.run(["git", "archive", release], cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(tree)) as archive:
        archive.extractall(tmp_path, filter="data")
    shutil.rmtree(tmp_path / "migrations")
    shutil.copytree(ROOT / "migrations", tmp_path / "migrations")
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTEST", "SOULTER_", "DATABASE_", "XDG_RUNTIME_DIR"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", "--basetemp",
            str(tmp_path / "tmp"), chosen],
        cwd=tmp_path, env={**kept, "PYTHONPATH": f"{tmp_path}/src:{tmp_path}"}, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout


async def test_every_step_only_adds(place: Place) -> None:
    await upgrade(place)
    for _ in schema_version.known()[1:]:
        after = await look(place, columns)
        await alembic(place, command.downgrade, "-1")
        assert broken(await look(place, columns), after) == []


def test_a_change_that_breaks_the_previous_release_is_found() -> None:
    column = {"name": "a", "type": "INTEGER", "nullable": True, "default": None}
    before = {"units": {"a": column}}
    assert broken(before, before) == []
    assert broken(before, {}) == ["units.a is gone"]
    assert broken(before, {"units": {"a": column | {"type": "TEXT"}}}) == ["units.a has another type"]
    assert broken(before, {"units": {"a": column | {"nullable": False}}}) == [
        "units.a takes no NULL any more"
    ]
    assert broken(before, {"units": {"a": column, "b": column | {"name": "b", "nullable": False}}}) == [
        "units.b must be written"
    ]
