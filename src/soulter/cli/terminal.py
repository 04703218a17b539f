"""What the commands share: common options, reading settings, running database work, printing, failing."""

import asyncio
import sys
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from soulter.core.config.settings import Settings

Result = TypeVar("Result")

Json = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        help="A file whose one line is the passphrase; without it BACKUP_PASSPHRASE, if set.",
    ),
]


def settings() -> "Settings":
    """The settings of this process; logging is set up with them."""
    found = settings_without_logging()
    start_logging(found)
    return found


def settings_without_logging() -> "Settings":
    """The settings of this process, for a command that may end before it has anything to log."""
    from soulter.core.config import settings as core_settings

    try:
        return core_settings.load()
    except core_settings.WrongSettings as error:
        fail(str(error))


def start_logging(found: "Settings") -> None:
    """Set up logging."""
    from soulter.core.telemetry import logs

    logs.configure(found.log_level, found.log_format, found.slow_query_ms)


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """Run database work.

    An error of the settings or the database is printed as one sentence and ends the process with status 1.
    """
    from soulter.core.config.settings import WrongSettings

    try:
        return asyncio.run(work)
    except WrongSettings as error:
        fail(str(error))
    except Exception as error:
        # Imported only now, because most commands end well.
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
    """Print what went wrong to standard error, and end with status 1."""
    print(text, file=sys.stderr)
    raise typer.Exit(1)


def counted(counts: Mapping[str, int]) -> str:
    """A sentence's list of counts, such as `3 units, 12 bookings`."""
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())
