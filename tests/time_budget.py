"""The CPU time of each test: its budget, and the sums per folder.

CPU time hardly depends on the load of the machine. It includes this process and the child processes that a
test waits for, during set-up and call. Shared resources, such as a migrated database, count for no test.
"""

import resource
import time
from collections import defaultdict
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BUDGET = 2.0
"""Seconds of CPU time."""

TOLERANCE = 3.0
"""The first test of a process that needs a library imports it, and shared cores vary by a factor of two."""

UNLIMITED = frozenset({"bench", "browser", "crash", "deploy", "process", "reliability"})
"""Folders of tests whose subject is a browser or a process."""

_shared = [0.0]
_started = pytest.StashKey[float]()


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime - _shared[0]


@contextmanager
def shared() -> Iterator[None]:
    """Resources made in the block are shared by many tests and count for none."""
    before = _spent()
    try:
        yield
    finally:
        _shared[0] += _spent() - before


def folder_of(path: str | Path) -> str:
    """The folder below `tests` that a test is in."""
    parts = Path(path).parts
    return parts[parts.index("tests") + 1] if "tests" in parts else parts[0]


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[object]) -> Generator[None, object, object]:
    if fixturedef.scope == "function":
        return (yield)
    with shared():
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, None, None]:
    item.stash[_started] = _spent()
    yield


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    yield
    seconds = _spent() - item.stash[_started]
    item.user_properties.append(("cpu", seconds))
    if (refusal := over_budget(item, seconds)) is not None:
        pytest.fail(refusal, pytrace=False)


def over_budget(item: pytest.Item, seconds: float) -> str | None:
    """The reason why a test exceeds the budget, or None."""
    if (
        folder_of(item.path) in UNLIMITED
        or item.get_closest_marker("over_budget")
        or seconds <= BUDGET * TOLERANCE
    ):
        return None
    return (
        f"It cost {seconds:.1f} s of processor time, and the budget of a test is {BUDGET:.0f} s "
        f"(tests/time_budget.py)."
    )


class Totals:
    """Seconds and numbers of tests per folder, of all processes of the suite."""

    def __init__(self) -> None:
        self._tests: dict[str, int] = defaultdict(int)
        self._wall: dict[str, float] = defaultdict(float)
        self._cpu: dict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        folder = folder_of(report.location[0])
        self._wall[folder] += report.duration
        if report.when == "call":
            self._tests[folder] += 1
            self._cpu[folder] += sum(
                float(str(value)) for name, value in report.user_properties if name == "cpu"
            )

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if sum(self._tests.values()) < 2:
            return
        terminalreporter.write_sep(
            "-", "time per folder: tests, seconds by the clock, seconds of processor time"
        )
        for folder in sorted(self._wall, key=lambda name: -self._wall[name]):
            terminalreporter.write_line(
                f"{folder:<12} {self._tests[folder]:>5} {self._wall[folder]:>8.1f} {self._cpu[folder]:>8.1f}"
            )


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Totals(), "time per folder")
