"""The map in docs/architecture.md shows the packages that exist, in the order that import-linter enforces."""

import re
import shutil
from pathlib import Path

import pytest

from tests.contract import package_map
from tests.contract.package_map import ROOT, SOURCES

DRAWN = re.compile(r"^( +)([a-z_]+)(?:/|\.py)\s+[┐│┘ ] (\S.*)$", re.MULTILINE)


def drawn(depth: int) -> list[str]:
    """The names that the page shows at a depth, in its order."""
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```text\nsrc/soulter/\n(.*?)```", page, re.DOTALL)
    return [name for indent, name, _ in DRAWN.findall(block) if len(indent) == 4 * depth]


def layered(container: str) -> list[str]:
    return [name for layer in package_map.layers(container) for name in layer]


@pytest.mark.parametrize(
    ("container", "folder", "depth"), [("soulter", SOURCES, 1), ("soulter.core", SOURCES / "core", 2)]
)
def test_the_page_shows_each_package_once_and_in_the_order_of_the_layers(
    container: str, folder: Path, depth: int
) -> None:
    shown = drawn(depth)
    assert sorted(shown) == sorted(package_map.modules(folder))
    assert shown == layered(container)


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the packages that a test may change."""
    sources = tmp_path / "soulter"
    shutil.copytree(SOURCES, sources, ignore=shutil.ignore_patterns("__pycache__", "photos", "templates"))
    monkeypatch.setattr(package_map, "SOURCES", sources)
    return sources


def test_a_package_that_no_layer_names_is_reported(copied: Path) -> None:
    (copied / "invoices").mkdir()
    (copied / "invoices" / "__init__.py").write_text('"""Invoices."""\n')
    with pytest.raises(ValueError, match="differ: invoices"):
        package_map.section()


def test_a_module_inside_core_that_no_layer_names_is_reported(copied: Path) -> None:
    (copied / "core" / "utils.py").write_text('"""Everything."""\n')
    with pytest.raises(ValueError, match="differ: utils"):
        package_map.section()


def test_a_package_that_is_gone_is_reported(copied: Path) -> None:
    shutil.rmtree(copied / "desk")
    with pytest.raises(ValueError, match="differ: desk"):
        package_map.section()


def test_a_changed_docstring_changes_the_map(copied: Path) -> None:
    before = package_map.section()
    (copied / "desk" / "__init__.py").write_text('"""Something else."""\n')
    assert "desk/" in package_map.section()
    assert package_map.section() != before
