"""`soulter backup`."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from soulter.cli import terminal
from soulter.cli.terminal import Json, PassphraseFile, say

if TYPE_CHECKING:
    from soulter.backup.taking import Made


def backup(
    target: Annotated[
        str | None,
        typer.Argument(
            help="A folder, a file to be made, `s3://bucket/folder/` or `s3://bucket/object`; "
            "`var/backups/` without one."
        ),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(
            "--keep", min=1, help="Afterwards delete all but so many of the backups that this made there."
        ),
    ] = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Write the whole database, as it is at this moment, to one file. Overwrites nothing.

    The service may run and write meanwhile.
    """
    from soulter.backup import keys, places, taking
    from soulter.core.clock import Clock
    from soulter.core.config.settings import VAR
    from soulter.core.storage.errors import Refused

    found = terminal.settings()
    try:
        place = places.of(f"{VAR}/backups/" if target is None else target)
        if keep is not None and place.name is not None:
            terminal.fail("--keep needs a folder as target, in which backups get names by themselves.")
        encryption = keys.to_write(found, passphrase_file)
        made = terminal.run(taking.take(found, place, encryption, Clock().now()))
        gone = places.rotate(place.storage, made.name, keep) if keep is not None else []
    except Refused as refused:
        terminal.fail(str(refused))
    _print_made(made, gone, as_json)


def _print_made(made: "Made", gone: list[str], as_json: bool) -> None:
    if as_json:
        told = {
            "id": str(made.id),
            "file": made.shown,
            "revision": made.revision,
            "bytes": made.size,
            "encrypted": made.encrypted,
            "rows": made.rows,
            "deleted": gone,
            "leftOut": made.strange,
        }
        print(json.dumps(told))
        return
    say(f"✅ {made.shown}: {sum(made.rows.values())} rows, {made.size} bytes, schema {made.revision}.")
    if made.strange:
        say(f"Left out, since this release has no such tables: {', '.join(made.strange)}.")
    if not made.encrypted:
        say(
            "It is not encrypted: whoever has the file can read everything in it. "
            "Set BACKUP_RECIPIENTS or BACKUP_PASSPHRASE to change that."
        )
    for name in gone:
        say(f"Deleted {name}.")
