"""`make mutate`: tries every mutant of the pure modules and lists those that no test notices."""

import os
import sys
import tomllib
from pathlib import Path

from tools.mutation import running
from tools.mutation.mutants import mutants
from tools.mutation.running import Place

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests" / "pure"
EQUIVALENT = Path(__file__).parent / "equivalent.toml"


def modules() -> list[Path]:
    """The pure modules: those whose branch coverage `make check` measures."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return sorted(
        path for pattern in settings["tool"]["coverage"]["run"]["include"] for path in ROOT.glob(pattern)
    )


def main() -> int:
    """Print the surviving mutants.

    Returns 1 when `equivalent.toml` does not explain one of them, or explains one that no longer survives.
    """
    known = tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))
    work = [
        (Place(ROOT / "src", TESTS, path.relative_to(ROOT / "src")), mutant)
        for path in modules()
        for mutant in mutants(path.read_text("utf-8"))
    ]
    found: dict[str, set[str]] = {}
    unexplained = explained = 0
    for place, mutant in running.survivors(work, os.cpu_count() or 1):
        lines = (ROOT / "src" / place.file).read_text(encoding="utf-8").splitlines()
        key, line = f"{mutant.what} | {lines[mutant.line - 1].strip()}", f"src/{place.file}:{mutant.line}"
        found.setdefault(place.file.as_posix(), set()).add(key)
        if key not in known.get(place.file.as_posix(), {}):
            unexplained += 1
            print(f"survived: {line}: {key}", flush=True)
        else:
            explained += 1
    stale = [
        f"{file}: {key}" for file, keys in known.items() for key in keys if key not in found.get(file, set())
    ]
    for entry in stale:
        print(f"equivalent.toml explains a mutant that is gone or noticed: {entry}")
    print(f"{len(work)} mutants, {unexplained} survived, {explained} equivalent")
    return 1 if unexplained or stale else 0


if __name__ == "__main__":
    sys.exit(main())
