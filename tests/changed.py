"""Runs the tests closest to a change: `python -m tests.changed [BRANCH] [options of pytest]`.

These are test files that differ from the branch (`main` by default), import a changed module directly or
indirectly, are named after one, or contain the name of another changed file. Nearly every test imports the
whole application; such imports are not followed, so a change may break other tests too. `.ci/run` runs
everything.
"""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

ASSEMBLIES = frozenset(
    {"soulter.app", "soulter.wiring", "soulter.tables", "soulter.cli.main", "tests.conftest", "tests.world"}
)
"""Modules that import all others. Following them would select every test for any change."""


def changed_since(branch: str) -> set[str]:
    """Files that differ from the merge base with another branch, including uncommitted and new ones."""
    base = _git("merge-base", branch, "HEAD").strip()
    return {
        *_git("diff", "--name-only", base).splitlines(),
        *_git("ls-files", "--others", "--exclude-standard").splitlines(),
    }


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def module_of(file: str) -> str:
    """The dotted name of a Python file of `src` or `tests`."""
    parts = list(Path(file).with_suffix("").parts)
    return ".".join(part for part in (parts[1:] if parts[0] == "src" else parts) if part != "__init__")


def file_of(module: str) -> Path | None:
    """The file of a module of this repository."""
    inside = ROOT.joinpath(*(["src"] if module.startswith("soulter") else []), *module.split("."))
    return next((path for path in (inside.with_suffix(".py"), inside / "__init__.py") if path.exists()), None)


@cache
def imports_of(path: Path) -> frozenset[str]:
    """The modules of this repository that a file imports itself, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(name for name in found if name.split(".")[0] in ("soulter", "tests") and file_of(name))


def needed_by(path: Path) -> set[str]:
    """The modules of this repository that a file imports, directly or indirectly."""
    found: set[str] = set()
    left = [
        path,
        *(
            parent / "conftest.py"
            for parent in path.parents
            if ROOT / "tests" in parent.parents and (parent / "conftest.py").exists()
        ),
    ]
    while left:
        for name in imports_of(left.pop()) - found:
            found.add(name)
            file = file_of(name)
            assert file is not None
            if name not in ASSEMBLIES:
                left.append(file)
    return found


def tests_for(changed: set[str]) -> list[str]:
    """The files of tests that are closest to these changes."""
    modules = {module_of(file) for file in changed if file.endswith(".py")}
    stems = {module.rpartition(".")[2] for module in modules if module.startswith("soulter.")}
    names = {Path(file).name for file in changed if not file.endswith(".py")}
    chosen = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        file = str(path.relative_to(ROOT))
        text = path.read_text(encoding="utf-8")
        if (
            file in changed
            or modules & needed_by(path)
            or any(stem in path.stem for stem in stems)
            or any(name in text for name in names)
        ):
            chosen.append(file)
    return chosen


def main(arguments: list[str]) -> int:
    """The exit status of pytest."""
    named = bool(arguments) and not arguments[0].startswith("-")
    chosen = tests_for(changed_since(arguments[0] if named else "main"))
    print(f"{len(chosen)} files of tests", *chosen, sep="\n  ")
    return int(pytest.main([*chosen, *arguments[named:]])) if chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
