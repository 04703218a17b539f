"""`soulter migrate` checks for pending migrations before it loads Alembic; both checks agree."""

import pytest
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from soulter.core.database import engines
from soulter.schema import migrate, schema_version
from tests.migration.conftest import Place
from tests.migration.test_migrate_command import execute

KNOWN = schema_version.known()
HEAD = KNOWN[-1]

# The check needs none of these: Alembic, SQLAlchemy, the web framework, logging and metrics.
HEAVY = (
    "alembic",
    "sqlalchemy",
    "fastapi",
    "starlette",
    "uvicorn",
    "structlog",
    "rich",
    "prometheus_client",
    "PIL",
    "jinja2",
    "cryptography",
)

# Prints at the end which of the named packages were loaded.
_TELLING = """
import atexit, os, sys
heavy = os.environ["HEAVY"].split()
atexit.register(lambda: print("loaded", *(name for name in heavy if name in sys.modules)))
from soulter.cli.main import main; main()
"""


async def loaded(place: Place, *arguments: str) -> tuple[str, set[str]]:
    """The first line of a command's output, and the heavy packages that it loaded."""
    process = await place.start(*arguments, code=_TELLING, HEAVY=" ".join(HEAVY))
    out, err = await process.communicate()
    assert (process.returncode, err) == (0, b"")
    first, *_, last = out.decode().splitlines()
    return first, set(last.split()[1:])


async def test_with_nothing_to_do_nothing_heavy_is_loaded(place: Place) -> None:
    first, needed = await loaded(place, "migrate")
    assert first.startswith("Applied")
    assert {"alembic", "sqlalchemy", "structlog"} <= needed, "the twin: this test sees what is loaded"
    assert await loaded(place, "migrate") == (f"✅ Nothing to do: the schema is at {HEAD}", set())


def alembic_says_current(connection: Connection) -> bool:
    config = Config()
    config.set_main_option("script_location", str(schema_version.folder()))
    heads = ScriptDirectory.from_config(config).get_heads()
    return set(MigrationContext.configure(connection).get_current_heads()) == set(heads)


async def agreed(place: Place) -> bool:
    """The result of the quick check, after it was compared with Alembic's."""
    engine = engines.for_migrations(place.settings)
    try:
        async with engine.connect() as connection:
            theirs = await connection.run_sync(alembic_says_current)
    finally:
        await engine.dispose()
    ours = await schema_version.is_current(place.settings)
    assert ours == theirs
    return ours


@pytest.mark.parametrize("revision", [*KNOWN[:-1], "9999_from_a_newer_release", "no such thing", ""])
async def test_a_schema_that_is_not_ours_is_seen_as_alembic_sees_it(place: Place, revision: str) -> None:
    assert not await agreed(place), "empty"
    await migrate.upgrade(place.settings, lambda _text: None)
    assert await agreed(place)
    await execute(place, f"UPDATE alembic_version SET version_num = '{revision}'")
    assert not await agreed(place)
    await execute(place, "DELETE FROM alembic_version")
    assert not await agreed(place), "a table without a row"


async def test_two_revisions_at_once_are_not_current(place: Place) -> None:
    await migrate.upgrade(place.settings, lambda _text: None)
    await execute(place, "INSERT INTO alembic_version VALUES ('0000')")
    assert not await agreed(place)


@pytest.mark.sqlite_only("a server makes no database because somebody asks")
async def test_the_check_creates_no_file(place: Place) -> None:
    path = place.folder.parent / "not there.db"
    assert not await schema_version.is_current(
        place.settings.model_copy(update={"database_url": f"sqlite:///{path}"})
    )
    assert not path.exists()


@pytest.mark.sqlite_only("how a file is named")
@pytest.mark.parametrize("name", ["with space.db", "a#b.db"])
async def test_a_file_may_have_any_name(place: Place, name: str) -> None:
    found = place.settings.model_copy(update={"database_url": f"sqlite:///{place.folder.parent / name}"})
    await migrate.upgrade(found, lambda _text: None)
    assert await schema_version.is_current(found)
