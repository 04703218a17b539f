"""`soulter restore`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from soulter.cli import terminal
from soulter.cli.terminal import Json, PassphraseFile, say

if TYPE_CHECKING:
    from soulter.backup.restoring import Restored


IdentityFile = Annotated[
    Path | None,
    typer.Option(
        "--identity-file",
        help="A file with the secret key of a recipient, as age-keygen writes it; for a backup that was made "
        "for BACKUP_RECIPIENTS.",
    ),
]


def restore(
    source: Annotated[str, typer.Argument(help="The backup: a file, or `s3://bucket/object`.")],
    force: Annotated[
        bool, typer.Option("--force", help="Replace everything that is in the database.")
    ] = False,
    passphrase_file: PassphraseFile = None,
    identity_file: IdentityFile = None,
    as_json: Json = False,
) -> None:
    """Fill an empty database from a backup, all or nothing.

    Stop the service first. Everybody has to log in again afterwards.
    """
    from soulter.backup import keys, places, restoring
    from soulter.core.clock import Clock
    from soulter.core.storage.errors import Refused
    from soulter.wiring import EXPORTERS

    found = terminal.settings()

    def say_unless_json(text: str) -> None:
        if not as_json:
            say(text)

    try:
        secrets = keys.to_read(found, passphrase_file, identity_file)
        now = Clock().now()
        done = terminal.run(
            restoring.restore(
                found, EXPORTERS, places.of(source), secrets, now, force=force, say=say_unless_json
            )
        )
    except Refused as refused:
        terminal.fail(str(refused))
    _print_restored(done, as_json)


def _print_restored(done: "Restored", as_json: bool) -> None:
    ended, judged = done.ended, done.judgement
    if as_json:
        told: dict[str, Any] = {
            "madeAt": done.header.created_at.isoformat(),
            "revision": done.header.revision,
            "rows": done.rows,
            "endedSessions": ended.sessions,
            "endedLinks": ended.links,
            "heldMails": ended.mails,
            **judged.counts,
            "wrong": judged.wrong,
        }
        print(json.dumps(told))
    else:
        say("\n".join(f"  {count:>9}  {table}" for table, count in done.rows.items()))
        say(
            f"Ended {ended.sessions} logins and {ended.links} unused links: "
            "they may have been ended since the backup."
        )
        say(
            f"Held back {ended.mails} mails that were waiting: they may have been sent since. "
            "The list of mails shows them, to be retried."
        )
        say(f"Checked {terminal.counted(judged.counts)}: nights and prices.")
    if judged.count:
        first = "The backup is restored as it was, but not everything in it is as it should be:"
        terminal.fail("\n".join([first, *judged.wrong]))
    if not as_json:
        say("✅ Restored.")
