"""Draws the packages of `src/soulter`: their layers in pyproject.toml and first docstring lines."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "soulter"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the drawing: a package or module, its depth, and its position within its layer."""

    name: str
    depth: int
    bracket: str
    meaning: str


def layers(container: str) -> list[list[str]]:
    """The layers of a package, highest first; each as the names that are independent of each other."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    [found] = [
        contract["layers"]
        for contract in contracts
        if contract["type"] == "layers" and contract.get("containers") == [container]
    ]
    return [[name.strip(" ()") for name in layer.split("|")] for layer in found]


def modules(folder: Path) -> set[str]:
    """The packages and modules in a folder, as an import names them."""
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    return packages | {path.stem for path in folder.glob("*.py") if path.stem != "__init__"}


def check(container: str, folder: Path) -> None:
    """Raises ValueError when the layers of a package and its folder do not have the same names."""
    named = {name for layer in layers(container) for name in layer}
    if differing := named ^ modules(folder):
        raise ValueError(f"layers of {container} and {folder.name}/ differ: {', '.join(sorted(differing))}")


def _meaning(folder: Path, name: str) -> str:
    path = folder / name / "__init__.py" if (folder / name).is_dir() else folder / f"{name}.py"
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return docstring.splitlines()[0]


def _lines(container: str, folder: Path, depth: int) -> Iterator[Line]:
    check(container, folder)
    for layer in layers(container):
        for i, name in enumerate(layer):
            bracket = " " if len(layer) == 1 else "┐" if i == 0 else "┘" if i == len(layer) - 1 else "│"
            shown = f"{name}/" if (folder / name).is_dir() else f"{name}.py"
            yield Line(shown, depth, bracket, _meaning(folder, name))
            if container == "soulter" and name == "core":
                yield from _lines("soulter.core", folder / "core", depth + 1)


def section() -> str:
    """The drawing, for docs/architecture.md."""
    lines = list(_lines("soulter", SOURCES, 1))
    width = max(4 * line.depth + len(line.name) for line in lines) + 1
    drawn = [
        f"{'    ' * line.depth}{line.name}".ljust(width) + f"{line.bracket} {line.meaning}" for line in lines
    ]
    return "\n".join(["```text", "src/soulter/", *drawn, "```"])
