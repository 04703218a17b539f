"""`soulter export`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from soulter.cli import terminal
from soulter.cli.terminal import Json


def export(
    target: Annotated[Path, typer.Argument(help="A folder to be, or a file to be that ends in `.zip`.")],
    as_json: Json = False,
) -> None:
    """Write the business as JSON lines and CSV that other programs read. Overwrites nothing.

    Passwords and logins are left out.
    """
    from soulter.core.clock import Clock
    from soulter.core.storage.errors import Refused
    from soulter.transfer import exporting
    from soulter.wiring import EXPORTERS

    found = terminal.settings()
    try:
        done = terminal.run(exporting.export(found, EXPORTERS, target, Clock().now()))
    except Refused as refused:
        terminal.fail(str(refused))
    if as_json:
        print(json.dumps({"target": done.shown, "counts": done.counts}))
    else:
        terminal.say(f"✅ {done.shown}: {terminal.counted(done.counts)}.")
