"""Which migrations there are, without loading the tool that runs them."""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Column, MetaData, String, Table, select

import soulter
from soulter.core.db import Reader
from soulter.core.settings import Settings

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


_version = Table("alembic_version", MetaData(), Column("version_num", String(32)))
_FIND = select(_version.c.version_num)


async def read(reader: Reader) -> str:
    """The schema's revision; "" for an empty database. Raises what the driver raises when there is no answer."""
    try:
        rows = await reader.fetch(_FIND)
    except Exception as error:
        if getattr(error, "sqlstate", None) == "42P01" or getattr(error, "sqlite_errorname", None) == "SQLITE_ERROR":
            return ""
        raise
    return str(rows[0][0]) if rows else ""


def behind(revision: str) -> str | None:
    """What to do about a schema that is older than this code needs; None for one that it can work on. A revision that we do not know is newer."""
    if not revision:
        return "The database has no tables yet. Run first: soulter migrate"
    if revision in known()[:-1]:
        return f"The schema is at {revision}, and this release needs {known()[-1]}. Run first: soulter migrate"
    return None


async def is_current(settings: Settings) -> bool:
    """Whether the schema is exactly this code's; False also when the database does not answer."""
    reader = Reader(settings)
    try:
        return await read(reader) == known()[-1]
    except Exception:  # noqa: BLE001 -- whoever asks goes on to connect properly, and fails with a sentence
        return False
    finally:
        await reader.close()
