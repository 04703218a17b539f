"""The commands that take the whole of the data somewhere: `soulter backup | restore | export | import`."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from soulter.cli import terminal
from soulter.core.config.settings import VAR

if TYPE_CHECKING:
    from soulter.backup.restoring import Restored
    from soulter.backup.taking import Made
    from soulter.transfer.importing import Imported


_SHOWN = 20

Json = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]
PassphraseFile = Annotated[
    Path | None, typer.Option("--passphrase-file", help="A file whose one line is the passphrase; without it BACKUP_PASSPHRASE, if set.")
]


def add_to(app: typer.Typer) -> None:
    """Make them commands of `soulter`."""
    for command in (backup, restore, export):
        app.command()(command)
    app.command("import")(import_)


def backup(
    target: Annotated[
        str, typer.Argument(help="A folder, a file to be, `s3://bucket/folder/` or `s3://bucket/object`; `var/backups/` without one.")
    ] = f"{VAR}/backups/",
    keep: Annotated[int | None, typer.Option("--keep", min=1, help="Afterwards delete all but so many of the backups that this made there.")] = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Keep the whole database in one file, as it is at this moment, while the service runs and writes. Overwrites nothing."""
    from soulter.backup import passphrase, places, taking
    from soulter.core.clock import SystemClock
    from soulter.core.storage.errors import Refused

    found = terminal.settings()
    try:
        place = places.of(target)
        if keep is not None and place.name is not None:
            terminal.fail("--keep needs a folder as target, in which backups get names by themselves.")
        made = terminal.run(taking.take(found, place, passphrase.given(found, passphrase_file), SystemClock().now()))
        gone = places.rotate(place.storage, made.name, keep) if keep is not None else []
    except Refused as refused:
        terminal.fail(str(refused))
    _tell_made(made, gone, as_json)


def restore(
    source: Annotated[str, typer.Argument(help="The backup: a file, or `s3://bucket/object`.")],
    force: Annotated[bool, typer.Option("--force", help="Replace everything that is in the database.")] = False,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Make an empty database what a backup says, all or nothing. Stop the service first; everybody has to log in again afterwards."""
    from soulter.backup import passphrase, places, restoring
    from soulter.core.clock import SystemClock
    from soulter.core.storage.errors import Refused

    found = terminal.settings()

    def say(text: str) -> None:
        if not as_json:
            terminal.say(text)

    try:
        secret = passphrase.given(found, passphrase_file)
        done = terminal.run(restoring.restore(found, places.of(source), secret, SystemClock().now(), force=force, say=say))
    except Refused as refused:
        terminal.fail(str(refused))
    _tell_restored(done, as_json)


def export(target: Annotated[Path, typer.Argument(help="A folder to be, or a file to be that ends in `.zip`.")], as_json: Json = False) -> None:
    """Write the business as JSON lines and CSV that other programs read: no passwords, no logins. Overwrites nothing."""
    from soulter.core.clock import SystemClock
    from soulter.core.storage.errors import Refused
    from soulter.transfer import exporting

    found = terminal.settings()
    try:
        done = terminal.run(exporting.export(found, target, SystemClock().now()))
    except Refused as refused:
        terminal.fail(str(refused))
    if as_json:
        print(json.dumps({"target": done.shown, "counts": done.counts}))
    else:
        terminal.say(f"✅ {done.shown}: {_counted(done.counts)}.")


def import_(
    source: Annotated[Path, typer.Argument(help="What an export wrote, or the same made by hand: a folder or a `.zip`.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Judge everything, write nothing.")] = False,
    report: Annotated[Path | None, typer.Option("--report", help="A file for everything that is wrong; the screen shows the first twenty.")] = None,
    as_json: Json = False,
) -> None:
    """Take in an export: all of it or, when a line is wrong, nothing. What is there already and equal is left alone."""
    from soulter.core.clock import SystemClock
    from soulter.core.storage.errors import Refused
    from soulter.transfer import importing

    found = terminal.settings()
    try:
        done = terminal.run(importing.take_in(found, source, SystemClock().now(), dry_run=dry_run))
    except Refused as refused:
        terminal.fail(str(refused))
    _tell_imported(done, report, dry_run, as_json)


def _tell_imported(done: "Imported", report: Path | None, dry_run: bool, as_json: bool) -> None:
    from soulter.transfer.errors import ImportRefused

    if report:
        try:
            report.write_text("".join(f"{trouble}\n" for trouble in done.troubles), encoding="utf-8")
        except OSError as error:
            terminal.fail(f"{report} cannot be written: {str(error.strerror).lower()}.")
    if as_json:
        wrong = [asdict(trouble) for trouble in done.troubles[:_SHOWN]]
        print(json.dumps({"counts": done.counts, "there": done.there, "dryRun": dry_run, "troubles": len(done.troubles), "wrong": wrong}))
        if done.troubles:
            raise typer.Exit(1)
        return
    if done.troubles:
        rest = len(done.troubles) - _SHOWN
        more = [f"… and {rest} more{f' in {report}' if report else '; --report FILE writes all of them'}."] if rest > 0 else []
        terminal.fail("\n".join([*map(str, done.troubles[:_SHOWN]), *more, str(ImportRefused(len(done.troubles)))]))
    verb = "Would import" if dry_run else "✅ Imported"
    terminal.say(f"{verb} {_counted(done.counts)}; {done.there} lines were there already.")


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())


def _tell_made(made: "Made", gone: list[str], as_json: bool) -> None:
    if as_json:
        told = {"id": str(made.id), "file": made.shown, "revision": made.revision, "bytes": made.size, "encrypted": made.encrypted, "rows": made.rows}
        print(json.dumps(told | {"deleted": gone, "leftOut": made.strange}))
        return
    terminal.say(f"✅ {made.shown}: {sum(made.rows.values())} rows, {made.size} bytes, schema {made.revision}.")
    if made.strange:
        terminal.say(f"Left out, since this release has no such tables: {', '.join(made.strange)}.")
    if not made.encrypted:
        terminal.say("It is not encrypted: whoever has the file can read everything in it. Set BACKUP_PASSPHRASE to change that.")
    for name in gone:
        terminal.say(f"Deleted {name}.")


def _tell_restored(done: "Restored", as_json: bool) -> None:
    ended, judged = done.ended, done.judgement
    if as_json:
        counts = {"endedSessions": ended.sessions, "endedLinks": ended.links, "heldMails": ended.mails}
        told: dict[str, Any] = {"madeAt": done.header.created_at.isoformat(), "revision": done.header.revision, "rows": done.rows}
        print(json.dumps(told | counts | {"bookings": judged.bookings, "blocks": judged.blocks, "wrong": judged.wrong}))
    else:
        terminal.say("\n".join(f"  {count:>9}  {table}" for table, count in done.rows.items()))
        terminal.say(f"Ended {ended.sessions} logins and {ended.links} unused links: they may have been ended since the backup.")
        terminal.say(f"Held back {ended.mails} mails that were waiting: they may have been sent since. The list of mails shows them, to be retried.")
        terminal.say(f"Checked {judged.bookings} bookings and {judged.blocks} blocks: nights and prices.")
    if judged.count:
        terminal.fail("\n".join(["The backup is restored as it was, but not everything in it is as it should be:", *judged.wrong]))
    if not as_json:
        terminal.say("✅ Restored.")
