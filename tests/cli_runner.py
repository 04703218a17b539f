"""Runs commands of the command line in this process, which is cheaper than a new one."""

from collections.abc import Sequence

from typer.testing import CliRunner, Result

from soulter.cli import main as cli
from soulter.core.telemetry import logs


def invoke(arguments: Sequence[str]) -> Result:
    """What a command says and how it ends."""
    try:
        return CliRunner().invoke(cli.app, arguments)
    finally:
        # The command logged to a standard error that is closed by now.
        logs.configure("error", "json")
