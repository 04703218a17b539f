"""Commands in processes of their own that begin with everything loaded: dozens of them cost little.

A process that loads everything by itself takes a second of a core. Those are in `tests/deploy`, `tests/staying` and the README's test.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

from soulter.cli import main as cli

_BEFORE = (
    "soulter.cli.main",
    "soulter.schema.migrate",
    "soulter.server.server",
    "soulter.server.supervisor",
    "soulter.seeds.demo",
    "soulter.wiring",
    "aiosqlite",
)
_LONGEST = 60.0
"""Seconds."""

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(list(_BEFORE))


def run(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """`soulter` in this folder with these variables and no others. Raises subprocess.TimeoutExpired."""
    with tempfile.TemporaryDirectory() as kept:
        out, err = Path(kept, "out"), Path(kept, "err")
        process = _context.Process(
            target=_soulter, args=(tuple(arguments), folder, dict(environment), out, err)
        )
        process.start()
        process.join(_LONGEST)
        status = process.exitcode
        if status is None:
            process.kill()
            process.join()
        process.close()
        said = out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")
    if status is None:
        raise subprocess.TimeoutExpired(["soulter", *arguments], _LONGEST, *said)
    return subprocess.CompletedProcess(["soulter", *arguments], status, *said)


def _soulter(
    arguments: tuple[str, ...], folder: Path, environment: dict[str, str], out: Path, err: Path
) -> None:
    for path, number in ((Path(os.devnull), 0), (out, 1), (err, 2)):
        opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["soulter", *arguments]
    warnings.simplefilter("default")
    cli.main()
