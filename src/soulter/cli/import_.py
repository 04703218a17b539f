"""`soulter import`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from soulter.cli import terminal
from soulter.cli.terminal import Json

if TYPE_CHECKING:
    from soulter.transfer.checking import Checked

_SHOWN = 20
"""How many faulty lines the screen shows."""


AllowRoles = Annotated[
    bool,
    typer.Option(
        "--allow-roles", help="Make accounts of staff, owners and agents too; without it they are refused."
    ),
]


def import_(
    source: Annotated[
        Path, typer.Argument(help="What an export wrote, or the same made by hand: a folder or a `.zip`.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge everything, write nothing.")] = False,
    allow_roles: AllowRoles = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report", help="A file for everything that is wrong; the screen shows the first twenty."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Import what an export wrote. When a line is wrong, nothing is imported.

    What is in the database already and equal is left unchanged, so an interrupted import can be run again.
    """
    from soulter.core.clock import Clock
    from soulter.core.storage.errors import Refused
    from soulter.transfer import importing
    from soulter.wiring import EXPORTERS

    found = terminal.settings()
    try:
        work = importing.take_in(
            found, EXPORTERS, source, Clock().now(), dry_run=dry_run, allow_roles=allow_roles
        )
        done = terminal.run(work)
    except Refused as refused:
        terminal.fail(str(refused))
    if report:
        _write_report(done, report)
    if as_json:
        _print_json(done, dry_run)
    else:
        _print(done, report, dry_run)


def _write_report(done: "Checked", report: Path) -> None:
    try:
        report.write_text("".join(f"{trouble}\n" for trouble in done.troubles), encoding="utf-8")
    except OSError as error:
        terminal.fail(f"{report} cannot be written: {str(error.strerror).lower()}.")


def _print_json(done: "Checked", dry_run: bool) -> None:
    told = {
        "counts": done.counts,
        "there": done.there,
        "roles": done.roles,
        "dryRun": dry_run,
        "troubles": len(done.troubles),
        "wrong": [asdict(trouble) for trouble in done.troubles[:_SHOWN]],
    }
    print(json.dumps(told))
    if done.troubles:
        raise typer.Exit(1)


def _print(done: "Checked", report: Path | None, dry_run: bool) -> None:
    from soulter.transfer.errors import ImportRefused

    if done.troubles:
        lines = [str(trouble) for trouble in done.troubles[:_SHOWN]]
        rest = len(done.troubles) - _SHOWN
        if rest > 0:
            where = f" in {report}" if report else "; --report FILE writes all of them"
            lines.append(f"… and {rest} more{where}.")
        terminal.fail("\n".join([*lines, str(ImportRefused(len(done.troubles)))]))
    verb = "Would import" if dry_run else "✅ Imported"
    terminal.say(f"{verb} {terminal.counted(done.counts)}; {done.there} lines were there already.")
    if done.roles:
        terminal.say(f"Accounts that may do more than guests: {terminal.counted(done.roles)}.")
