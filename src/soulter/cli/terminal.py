"""What every command does with a terminal: read the settings, run work on the database, say one sentence, fail with one."""

import asyncio
import sys
from collections.abc import Coroutine
from typing import Any, NoReturn, TypeVar

import typer

from soulter.core.config import settings as core_settings
from soulter.core.config.settings import Settings, WrongSettings

Result = TypeVar("Result")


def settings() -> Settings:
    """The settings of this process; logging is set up with them."""
    found = judged_settings()
    start_logging(found)
    return found


def judged_settings() -> Settings:
    """The settings of this process, for what may end before anything is worth a line in a log."""
    try:
        return core_settings.load()
    except WrongSettings as error:
        fail(str(error))


def start_logging(found: Settings) -> None:
    """Set up logging."""
    from soulter.core.telemetry import logs

    logs.configure(found.log_level, found.log_format, found.slow_query_ms)


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run database work; what can go wrong with a database is said in one sentence."""
    try:
        return asyncio.run(work)
    except WrongSettings as error:
        fail(str(error))
    except Exception as error:
        # Loaded when they are needed: most commands end well.
        from soulter.core.database import driver_errors
        from soulter.schema.schema_version import AnotherIsMigrating

        if isinstance(error, AnotherIsMigrating):
            fail("Another process is migrating this database and has not finished. Try again when it has.")
        sentence = driver_errors.sentence(error)
        if sentence is None:
            raise
        fail(f"DATABASE_URL: {sentence}")


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def fail(text: str) -> NoReturn:
    """Say what went wrong, and end with status 1."""
    print(text, file=sys.stderr)
    raise typer.Exit(1)
