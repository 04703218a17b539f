"""Rules of the test suite: databases, order, time budget, and the tests selected for a change."""

import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from tests import changed, forked_processes, scheduling, time_budget
from tests.conftest import KINDS, runs
from tests.reliability.processes import becomes, says, serving

ROOT = Path(__file__).parents[2]

SAMPLE = """
import pytest

@pytest.mark.parametrize("number", range(40))
@pytest.mark.either_database(reason="a sample")
def test_wall(kind, number): ...

@pytest.mark.parametrize("number", range(40))
def test_speaks_sql(kind, number): ...
"""


def collected(folder: Path, **variables: str) -> list[str]:
    """The tests of a sample that would run with this suite's conftest."""
    (folder / "test_sample.py").write_text(SAMPLE)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-n",
        "0",
        "-p",
        "tests.conftest",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
    ]
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "SOULTER_TEST_POSTGRES": "postgresql://nowhere/none",
        **variables,
    }
    done = subprocess.run(
        [*command, "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), str(folder)],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return [line for line in done.stdout.splitlines() if "::" in line]


@pytest.mark.over_budget(reason="collects a suite in processes of their own")
def test_a_marked_test_runs_on_one_database_and_with_both_on_both(tmp_path: Path) -> None:
    once = collected(tmp_path)
    walls = [name for name in once if "test_wall" in name]
    by_kind = {kind: sum(kind in name for name in walls) for kind in KINDS}
    assert len(walls) == 40
    assert min(by_kind.values()) >= 10, f"the databases take turns: {by_kind}"
    assert once == collected(tmp_path), "the choice depends on the name alone"
    assert sum("test_speaks_sql" in name for name in once) == 80
    assert len(collected(tmp_path, BOTH="1")) == 160


def test_an_unmarked_test_runs_on_every_database(
    request: pytest.FixtureRequest,
) -> None:
    assert runs(request.node)


def item(folder: str, name: str, *, marks: tuple[str, ...] = ()) -> Any:
    return SimpleNamespace(
        path=ROOT / "tests" / folder / name, get_closest_marker=lambda mark: mark in marks or None
    )


@pytest.mark.parametrize(
    ("folder", "marks", "seconds", "fails"),
    [
        ("api", (), 2.0, False),
        ("api", (), time_budget.BUDGET * time_budget.TOLERANCE + 0.1, True),
        ("api", ("over_budget",), 60.0, False),
        ("reliability", (), 60.0, False),
    ],
)
def test_a_test_that_costs_too_much_fails(
    folder: str, marks: tuple[str, ...], seconds: float, fails: bool
) -> None:
    assert (time_budget.over_budget(item(folder, "test_x.py", marks=marks), seconds) is not None) is fails


def test_shared_resources_count_for_no_test() -> None:
    before = time_budget._spent()
    with time_budget.shared():
        sum(range(2_000_000))
    assert time_budget._spent() - before < 0.02


def test_long_modules_come_first_in_every_process() -> None:
    modules = {"deploy": 8, "reliability": 9, "crash": 2, "browser": 9}
    long = [item(folder, f"test_{folder}.py") for folder, number in modules.items() for _ in range(number)]
    short = [item("api", "test_api.py") for _ in range(100)]
    dealt = scheduling.dealt([*short[:50], *long, *short[50:]], 3)
    assert sorted(map(id, dealt)) == sorted(map(id, [*long, *short]))
    parts, left = [], dealt
    for processes in (3, 2, 1):  # as xdist cuts it
        size = len(left) // processes
        parts.append(left[:size])
        left = left[size:]
    assert all(time_budget.folder_of(part[0].path) in modules for part in parts), (
        "each begins with a long one"
    )
    seconds = [
        sum(scheduling.SECONDS.get(time_budget.folder_of(one.path), 0) for one in part) for part in parts
    ]
    assert max(seconds) < sum(seconds) / 2
    assert scheduling.dealt(long, 1)[0].path.parent.name in ("browser", "deploy")


@pytest.mark.parametrize("name", forked_processes.BEFORE)
def test_modules_imported_before_the_fork_exist(name: str) -> None:
    """The fork server ignores a module that it cannot import."""
    assert importlib.util.find_spec(name)


@pytest.mark.over_budget(reason="imports the whole application in a process of its own")
async def test_a_started_server_was_forked_and_has_its_own_variables(tmp_path: Path) -> None:
    with serving(tmp_path, f"sqlite:///{tmp_path}/x.db") as server:
        assert await becomes(lambda: says(server.port, "/livez", 200), 60), server.log.read_text()
        assert server.process.poll() is None
        assert "multiprocessing.forkserver" in " ".join(psutil.Process(server.process.pid).cmdline())
        server.signal(signal.SIGTERM)
        assert await server.ended() == 0


def test_variables_that_only_a_new_interpreter_reads_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="PYTHONPATH"):
        forked_processes.start(["serve"], tmp_path, {"PYTHONPATH": "/nowhere"}, tmp_path / "out")


@pytest.mark.parametrize(
    ("cores", "memory", "processes"),
    [(2, 16 * 2**30, 3), (8, 64 * 2**30, 12), (8, 3 * 2**30, 4), (1, 16 * 2**30, 1), (2, 2**20, 1)],
)
def test_the_number_of_processes_follows_the_machine(
    monkeypatch: pytest.MonkeyPatch, cores: int, memory: int, processes: int
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(cores)))
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=memory))
    assert scheduling.pytest_xdist_auto_num_workers() == processes


@pytest.mark.parametrize(
    ("file", "chosen", "left_out"),
    [
        ("src/soulter/desk/board.py", "tests/api/test_board.py", "tests/api/test_photos.py"),
        (
            "src/soulter/server/fork_server.py",
            "tests/reliability/test_supervisor.py",
            "tests/api/test_board.py",
        ),
        ("docs/permissions.md", "tests/contract/test_routes.py", "tests/api/test_board.py"),
        ("tests/api/random_walk.py", "tests/api/test_booking_random_walk.py", "tests/api/test_board.py"),
    ],
)
def test_a_change_calls_for_the_tests_closest_to_it(file: str, chosen: str, left_out: str) -> None:
    found = changed.tests_for({file})
    assert chosen in found
    assert left_out not in found


def test_changes_are_counted_from_where_the_branch_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changed, "ROOT", tmp_path)
    git: Callable[..., object] = changed._git
    git("init", "-q", "-b", "main")
    for name in ("kept.py", "edited.py"):
        (tmp_path / name).touch()
    who = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    git("add", "-A")
    git(*who, "commit", "-qm", "first")
    git("checkout", "-qb", "work")
    (tmp_path / "committed.py").touch()
    git("add", "-A")
    git(*who, "commit", "-qm", "second")
    (tmp_path / "edited.py").write_text("1")
    (tmp_path / "new.py").touch()
    assert changed.changed_since("main") == {"committed.py", "edited.py", "new.py"}
