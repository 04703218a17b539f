"""`make check` measures the branch coverage of the pure modules and types all Python code."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

from tests.contract.write_references import ROOT

TOOLS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
COVERAGE = Path(sys.executable).parent / "coverage"
PURE = {
    "bookings/in_house.py",
    "bookings/rules.py",
    "bookings/states.py",
    "pricing/engine.py",
    "core/money.py",
    "core/dates.py",
}


def covered() -> set[str]:
    """The modules that the gate measures."""
    found = {pattern: sorted(ROOT.glob(pattern)) for pattern in TOOLS["coverage"]["run"]["include"]}
    assert [pattern for pattern, files in found.items() if not files] == [], (
        "a pattern that matches nothing measures nothing"
    )
    return {
        path.relative_to(ROOT / "src" / "soulter").as_posix() for files in found.values() for path in files
    }


def test_every_branch_of_the_pure_modules_is_measured() -> None:
    assert covered() >= PURE
    assert TOOLS["coverage"]["run"]["branch"] is True
    assert TOOLS["coverage"]["report"]["fail_under"] == 100


def test_make_check_runs_the_gate() -> None:
    commands = (
        (ROOT / "Makefile").read_text(encoding="utf-8").partition("\ncheck: setup\n")[2].partition("\n\n")[0]
    )
    assert "coverage run -m pytest tests/pure" in commands
    assert "coverage report" in commands


def test_a_branch_that_no_test_takes_fails_the_gate(tmp_path: Path) -> None:
    data = f"--data-file={tmp_path / 'data'}"
    subprocess.run([COVERAGE, "run", data, "-m", "soulter.bookings.rules"], cwd=ROOT, check=True)
    report = subprocess.run([COVERAGE, "report", data], cwd=ROOT, capture_output=True, text=True, check=False)
    assert report.returncode == 2, report.stdout + report.stderr
    assert "src/soulter/bookings/rules.py" in report.stdout


def test_types_are_checked_in_every_package() -> None:
    settings = TOOLS["mypy"]
    packages = {path.parent.name for folder in (ROOT, ROOT / "src") for path in folder.glob("*/__init__.py")}
    assert set(settings["packages"]) == packages
    assert settings["strict"] is True
    assert [
        override
        for override in settings["overrides"]
        if set(override) != {"module", "ignore_missing_imports"}
    ] == []
