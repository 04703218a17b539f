"""Runs the tests against one mutant: in a process of its own, on a copy of the sources."""

import multiprocessing
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Final

import hypothesis
import pytest

from tools.mutation.mutants import Mutant

_LONGEST: Final = 120
"""Seconds of processor time for the tests of one mutant; one that never ends counts as noticed."""

_NOTICED: Final = (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED, -signal.SIGXCPU)
"""A test fails; a module cannot be imported; the time is over."""

_BROKEN: Final = 70
"""The status of a run that did not come as far as pytest's own."""

_QUIET: Final = "ignore:Module already imported:pytest.PytestAssertRewriteWarning"
"""Hypothesis is imported before the fork, so that its import is paid once."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the sources are, the tests that judge them, and the file of `sources` that is changed."""

    sources: Path
    tests: Path
    file: Path


Task = tuple[Place, Mutant]


def survivors(work: Sequence[Task], processes: int, longest: int = _LONGEST) -> Iterator[Task]:
    """The mutants that no test notices, as they are found. One that takes `longest` seconds is noticed.

    Raises RuntimeError when the tests fail on the sources as they are, or when a run says nothing.
    """
    unchanged = [
        (place, Mutant(0, "nothing", (place.sources / place.file).read_text("utf-8")))
        for place in {place for place, _ in work}
    ]
    for (place, _), code in _codes(unchanged, processes, _LONGEST):
        if _is_noticed(place, code):
            raise RuntimeError("the tests fail without any change, so they say nothing about mutants")
    for task, code in _codes(work, processes, longest):
        if not _is_noticed(task[0], code):
            yield task


def _is_noticed(place: Place, code: int | None) -> bool:
    if code not in (pytest.ExitCode.OK, *_NOTICED):
        raise RuntimeError(f"pytest ended with {code}, which says nothing about a mutant of {place.file}")
    return code in _NOTICED


def _codes(work: Sequence[Task], processes: int, longest: int) -> Iterator[tuple[Task, int | None]]:
    """With what status pytest ends for each task, in the order in which they end."""
    # A fork has pytest and Hypothesis imported already, and none of the sources.
    context = multiprocessing.get_context("fork")
    waiting = list(reversed(work))
    running: dict[int, tuple[Task, ForkProcess]] = {}
    with tempfile.TemporaryDirectory() as folder:
        while waiting or running:
            while waiting and len(running) < processes:
                task = waiting.pop()
                process = context.Process(target=_run, args=(*task, tempfile.mkdtemp(dir=folder), longest))
                process.start()
                running[process.sentinel] = task, process
            for sentinel in wait(list(running)):
                assert isinstance(sentinel, int)
                task, process = running.pop(sentinel)
                process.join()
                yield task, process.exitcode


def _run(place: Place, mutant: Mutant, folder: str, longest: int) -> None:
    """Run the tests on a copy of the sources with the mutant in it, and end with the status of pytest."""
    code = _BROKEN
    try:
        # Time of the processor, so that a busy machine notices no more mutants than an idle one.
        resource.setrlimit(resource.RLIMIT_CPU, (longest, longest + 1))
        settings = hypothesis.settings
        settings.register_profile(
            "mutation", database=None, derandomize=True, deadline=None, phases=[hypothesis.Phase.generate]
        )
        settings.load_profile("mutation")
        sys.dont_write_bytecode = True
        ignored = shutil.ignore_patterns("__pycache__", "*.webp", "*.html")
        shutil.copytree(place.sources, folder, ignore=ignored, dirs_exist_ok=True)
        (Path(folder) / place.file).write_text(mutant.source, encoding="utf-8")
        sys.path.insert(0, folder)
        _be_silent()
        code = int(pytest.main(arguments(place)))
    finally:
        os._exit(code)


def arguments(place: Place) -> list[str]:
    """What pytest is called with: first the tests that import the module, since they notice most."""
    module = ".".join(place.file.with_suffix("").parts)
    near = [str(path) for path in sorted(place.tests.glob("test_*.py")) if _imports(path, module)]
    # Without the conftest of the whole suite, which starts databases.
    options = [
        "-x",
        "-q",
        "-n",
        "0",
        f"--confcutdir={place.tests}",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        "-W",
        _QUIET,
    ]
    return [*options, *near, str(place.tests)]


def _imports(path: Path, module: str) -> bool:
    package, _, name = module.rpartition(".")
    text = path.read_text(encoding="utf-8")
    return f"from {module} import" in text or f"from {package} import {name}\n" in text


def _be_silent() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
