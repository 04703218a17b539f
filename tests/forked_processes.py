"""`soulter` in separate processes that start with all modules imported: commands, servers and workers.

They are forked from one process, which takes a tenth of the time of a new interpreter. Some tests need a new
interpreter: those about the start itself (`tests/process/test_startup_imports.py`, the README,
`tests/reliability/test_supervisor.py`), those of the installed release (`tests/deploy`), and those with
variables that only a new interpreter reads, such as PYTHONPATH.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
import warnings
from collections.abc import Mapping, Sequence
from multiprocessing import connection
from pathlib import Path

from soulter.cli import main as cli

BEFORE = (
    "soulter.cli.main",
    "soulter.app",
    "soulter.schema.migrate",
    "soulter.server.protocol",
    "soulter.server.server",
    "soulter.server.web_app",
    "soulter.seeds.demo",
    "soulter.notices.process",
    "soulter.core.http.docs_page",
    "aiosqlite",
    "uvloop",
    "uvicorn.lifespan.on",
    "uvicorn.loops.uvloop",
    "soulter.server.imported",
)
"""Modules imported before the first fork; the last one freezes the heap, as the product does."""

_LONGEST = 60.0
"""Seconds."""

# Standard output is UTF-8 in any case; warnings are set after the fork.
_HEARD = frozenset({"PYTHONUTF8", "PYTHONWARNINGS", "PYTHONDONTWRITEBYTECODE"})

# A start also reaps the others, and a second poll for a status that was already read returns 255.
_one_at_a_time = threading.Lock()

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(list(BEFORE))


class Process:
    """A process that runs, with the methods of `subprocess.Popen` that the tests use."""

    def __init__(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], *outputs: Path
    ) -> None:
        self.args = ["soulter", *arguments]
        self._process = _context.Process(
            target=_soulter, args=(tuple(arguments), folder, dict(environment), *outputs)
        )
        with _one_at_a_time:
            self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    @property
    def returncode(self) -> int | None:
        """Its exit status, negative where a signal ended it; None while it runs."""
        with _one_at_a_time:
            return self._process.exitcode

    def poll(self) -> int | None:
        """The same."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status. Raises subprocess.TimeoutExpired."""
        connection.wait([self._process.sentinel], timeout)
        status = self.returncode
        if status is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return status

    def send_signal(self, number: int) -> None:
        """Does nothing if the process has ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Tell it to stop."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


def start(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str], out: Path, err: Path | None = None
) -> Process:
    """Start `soulter` in this folder with only these variables.

    Both outputs go to `out` when there is no `err`.
    """
    unheard = [name for name in environment if name.startswith("PYTHON") and name not in _HEARD]
    assert not unheard, f"only a new interpreter reads {unheard}"
    return Process(arguments, folder, environment, out, err or out)


def run(
    arguments: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run `soulter` in this way until it ends. Raises subprocess.TimeoutExpired."""
    with tempfile.TemporaryDirectory() as kept:
        out, err = Path(kept, "out"), Path(kept, "err")
        process = start(arguments, folder, environment, out, err)
        try:
            status = process.wait(_LONGEST)
        finally:
            process.kill()
        said = out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8")
    return subprocess.CompletedProcess(process.args, status, *said)


def _soulter(
    arguments: tuple[str, ...], folder: Path, environment: dict[str, str], out: Path, err: Path
) -> None:
    for path, number in ((Path(os.devnull), 0), (out, 1)):
        opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    if err == out:
        os.dup2(1, 2)
    else:
        opened = os.open(err, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, 2)
        os.close(opened)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["soulter", *arguments]
    if shown := environment.get("PYTHONWARNINGS"):
        warnings.simplefilter(shown)  # type: ignore[arg-type]
    cli.main()
