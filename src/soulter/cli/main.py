"""The entry point: composes the commands.

A command imports what it needs only when it runs, so that `soulter --version` does not load the application.
"""

import io
import sys
from typing import Annotated

import typer

import soulter
from soulter.cli.backup import backup
from soulter.cli.dev import dev
from soulter.cli.doctor import doctor
from soulter.cli.export import export
from soulter.cli.import_ import import_
from soulter.cli.migrate import migrate
from soulter.cli.restore import restore
from soulter.cli.seed import seed
from soulter.cli.serve import serve
from soulter.cli.users import app as users
from soulter.cli.verify import verify
from soulter.cli.worker import worker
from soulter.core.telemetry import gc_tuning

app = typer.Typer(
    help="Soulter, the booking system of small stays.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (serve, worker, dev, migrate, seed, doctor, verify, backup, restore, export):
    app.command()(command)
app.command("import")(import_)
app.add_typer(users, name="users")


def _version(wanted: bool) -> None:
    if wanted:
        print(soulter.__version__)
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Soulter, the booking system of small stays."""


def main() -> None:
    """Run the command line of this process."""
    gc_tuning.look_rarely()
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot print ✅ must not turn a success into a failure.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()
