"""Which migrations there are, without loading the tool that runs them, and where the schema is.

Most runs of `soulter migrate` only find that there is nothing to do, so even SQLAlchemy is not loaded before there is.
"""

import re
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import soulter
from soulter.core.config.database_url import sqlite_path
from soulter.core.config.settings import Settings
from soulter.core.database import postgres

if TYPE_CHECKING:
    from soulter.core.database.transactions import Reader

_REVISION = re.compile(r"^revision(?:: str)? = ['\"]([^'\"]+)['\"]", re.MULTILINE)


class AnotherIsMigrating(Exception):
    """Another process holds the lock for longer than we wait."""


@cache
def folder() -> Path:
    """The migrations: inside the installed package, or at the root of a checkout."""
    package = Path(soulter.__file__).parent
    inside = package / "migrations"
    return inside if inside.is_dir() else package.parents[1] / "migrations"


@cache
def known() -> tuple[str, ...]:
    """The revisions that this code brings, oldest first; files are numbered in order."""
    texts = (path.read_text(encoding="utf-8") for path in sorted((folder() / "versions").glob("*.py")))
    return tuple(match[1] for text in texts if (match := _REVISION.search(text)))


@cache
def _find() -> Any:
    from sqlalchemy import Column, MetaData, String, Table, select

    from soulter.core.database.statements import Query

    return Query(
        str, select(Table("alembic_version", MetaData(), Column("version_num", String(32))).c.version_num)
    )


async def read(reader: "Reader") -> str:
    """The schema's revision; "" for an empty database. Raises what the driver raises when there is no answer."""
    try:
        found: str | None = await reader.one(_find())
    except Exception as error:
        if (
            getattr(error, "sqlstate", None) == "42P01"
            or getattr(error, "sqlite_errorname", None) == "SQLITE_ERROR"
        ):
            return ""
        raise
    return found or ""


def behind(revision: str) -> str | None:
    """What to do about a schema that is older than this code needs; None for one that it can work on. A revision that we do not know is newer."""
    if not revision:
        return "The database has no tables yet. Run first: soulter migrate"
    if revision in known()[:-1]:
        return (
            f"The schema is at {revision}, and this release needs {known()[-1]}. Run first: soulter migrate"
        )
    return None


_ASK = "SELECT version_num FROM alembic_version"


async def is_current(settings: Settings) -> bool:
    """Whether the schema is exactly this code's; False also when the database does not answer."""
    try:
        found = (
            _ask_file(sqlite_path(settings.database_url))
            if settings.sqlite
            else await _ask_server(settings.database_url)
        )
    except Exception:  # noqa: BLE001 -- whoever asks goes on to connect properly, and fails with a sentence
        return False
    return found == [known()[-1]]


def _ask_file(path: str) -> list[str]:
    # For reading only: a look must not make the file.
    with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as connection:
        return [str(version) for (version,) in connection.execute(_ASK)]


async def _ask_server(url: str) -> list[str]:
    connection = await postgres.connect(url, default_transaction_read_only="on")
    try:
        return [str(row["version_num"]) for row in await connection.fetch(_ASK)]
    finally:
        await connection.close()
