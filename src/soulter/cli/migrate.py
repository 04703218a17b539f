"""`soulter migrate`."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from soulter.cli import terminal
from soulter.cli.terminal import Json, say

if TYPE_CHECKING:
    from soulter.core.config.settings import Settings


def migrate(
    status: Annotated[
        bool, typer.Option("--status", help="Only show where the schema is and what is pending.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring the database schema up to date. Safe to run from several machines at once."""
    from soulter.schema import schema_version

    found = terminal.settings_without_logging()
    # Most runs have nothing to do, and need not import Alembic to find that out.
    if not status and terminal.run(schema_version.is_current(found)):
        say(f"✅ Nothing to do: the schema is at {schema_version.known()[-1]}")
        return
    terminal.start_logging(found)
    if status:
        _show(found, as_json)
    else:
        _upgrade(found)


def _show(found: "Settings", as_json: bool) -> None:
    from soulter.schema import migrate as migrations
    from soulter.schema import schema_version

    state = terminal.run(migrations.current(found))
    applied = [name for name in schema_version.known() if name not in state.pending]
    if as_json:
        told = {
            "current": state.current or None,
            "applied": applied,
            "pending": state.pending,
            "newer": state.newer,
        }
        print(json.dumps(told))
        return
    for name in applied:
        say(f"applied  {name}")
    for name in state.pending:
        say(f"pending  {name}")
    if state.newer:
        say(f"The schema is at {state.current}, which is newer than this release; it can be served.")


def _upgrade(found: "Settings") -> None:
    from soulter.schema import migrate as migrations

    before = terminal.run(migrations.upgrade(found, _say_and_log if found.log_format == "json" else say))
    if before.newer:
        say(f"Nothing to do: the schema is at {before.current}, which is newer than this release.")
    else:
        say(
            "✅ Migrations applied"
            if before.pending
            else f"✅ Nothing to do: the schema is at {before.current}"
        )


def _say_and_log(text: str) -> None:
    """Print for a reader of the terminal, and log for a search in a deployment's logs."""
    from soulter.core.telemetry import logs

    say(text)
    logs.get(__name__).info("migrating", step=text)
