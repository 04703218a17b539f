"""The import contracts in pyproject.toml: the code keeps each one, and a planted import breaks each one."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import grimp
import pytest

from tests.contract.write_references import ROOT

Contract = dict[str, Any]
Import = tuple[str, str]

CONTRACTS: list[Contract] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]
# A module that no contract names, like any module that is added later.
NEW_MODULE = "planted"
# Types only; every module may use them.
UNRESTRICTED = {"typing_extensions"}


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """Runs import-linter on the copy of the project in `root`; lines are never wrapped."""
    return subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "COLUMNS": "2000", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def copy_of_the_project(folder: Path) -> Path:
    shutil.copytree(
        ROOT / "src" / "soulter",
        folder / "src" / "soulter",
        ignore=shutil.ignore_patterns("__pycache__", "*.pyc"),
    )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def path_of(root: Path, module: str) -> Path:
    path = root / "src" / Path(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def modules() -> list[str]:
    paths = (
        path.relative_to(ROOT / "src").with_suffix("") for path in (ROOT / "src" / "soulter").rglob("*.py")
    )
    return sorted(".".join(path.parts).removesuffix(".__init__") for path in paths)


def packages() -> list[str]:
    return [module for module in modules() if path_of(ROOT, module).name == "__init__.py"]


def matches(module: str, expression: str) -> bool:
    """Whether an import-linter expression matches the module: `*` is one part of a name, `**` one or more."""
    pattern = re.escape(expression).replace(r"\*\*", r"\w+(\.\w+)*").replace(r"\*", r"\w+")
    return re.fullmatch(pattern, module) is not None


def excepted(contract: Contract, importer: str, imported: str) -> bool:
    pairs = (exception.split(" -> ") for exception in contract.get("ignore_imports", []))
    return any(matches(importer, one) and matches(imported, other) for one, other in pairs)


def siblings(layer: str) -> list[str]:
    return [name.strip(" ()") for name in layer.split("|")]


def planted_in_layers(contract: Contract) -> Iterator[Import]:
    """The lowest layer imports the highest one, and the siblings of a layer import each other."""
    for container in contract["containers"]:
        layers = [siblings(layer) for layer in contract["layers"]]
        if len(layers) > 1:
            yield f"{container}.{layers[-1][-1]}", f"{container}.{layers[0][0]}"
        for layer in layers:
            for one, other in pairwise(layer):
                yield f"{container}.{other}", f"{container}.{one}"


def planted_below_the_root(contract: Contract) -> Iterator[Import]:
    """A new module in every package imports what is forbidden."""
    for package in packages():
        for forbidden in (name for name in contract["forbidden_modules"] if "*" not in name):
            imported = f"{forbidden}.web" if forbidden == "soulter.core.http" else forbidden
            importer = f"{package}.{NEW_MODULE}"
            if not excepted(contract, importer, imported):
                yield importer, imported


def planted_indirectly(contract: Contract) -> Iterator[Import]:
    """A module of each source imports a new module, which imports every forbidden library."""
    for source in contract["source_modules"]:
        yield next(module for module in modules() if matches(module, source)), f"soulter.{NEW_MODULE}"
    for forbidden in contract["forbidden_modules"]:
        yield f"soulter.{NEW_MODULE}", forbidden


def planted(contract: Contract) -> list[Import]:
    """The imports that this contract must report."""
    if contract["type"] == "layers":
        return list(planted_in_layers(contract))
    if "soulter" in contract["source_modules"]:
        return list(planted_below_the_root(contract))
    return list(planted_indirectly(contract))


def section(report: str, contract: Contract) -> str:
    """What the report says about a broken contract, or nothing when it is kept."""
    broken = report.partition("Broken contracts")[2]
    headings = [f"\n{other['name']}\n{'-' * len(other['name'])}\n" for other in CONTRACTS]
    found = broken.partition(f"\n{contract['name']}\n{'-' * len(contract['name'])}\n")[2]
    return min((found.partition(heading)[0] for heading in headings), key=len)


@pytest.fixture(scope="module")
def report_of_violations(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The report on a copy of the project into which the violations of all contracts were written."""
    root = copy_of_the_project(tmp_path_factory.mktemp("violations"))
    for package in packages():
        path_of(root, f"{package}.{NEW_MODULE}").write_text('"""Planted."""\n', encoding="utf-8")
    for importer, imported in {pair for contract in CONTRACTS for pair in planted(contract)}:
        with path_of(root, importer).open("a", encoding="utf-8") as file:
            file.write(f"\nimport {imported}\n")
    done = lint_imports(root)
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout


def test_all_contracts_are_kept() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in done.stdout


def test_a_planted_violation_breaks_every_contract(report_of_violations: str) -> None:
    assert f"Contracts: 0 kept, {len(CONTRACTS)} broken." in report_of_violations


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract["name"].replace(" ", "-"))
def test_a_contract_reports_each_planted_import(contract: Contract, report_of_violations: str) -> None:
    found = section(report_of_violations, contract)
    missing = [pair for pair in planted(contract) if f"{pair[0]} -> {pair[1]} (" not in found]
    assert missing == []
    if contract["type"] == "layers":
        assert contract["exhaustive"] is True
        for container in contract["containers"]:
            assert f"- {container}.{NEW_MODULE}\n" in found
    else:
        assert planted(contract) != []


def test_an_exception_that_matches_nothing_is_an_error(tmp_path: Path) -> None:
    root = copy_of_the_project(tmp_path)
    path = root / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    exception = '"soulter.cli.** -> typer"'
    assert exception in text
    path.write_text(text.replace(exception, f'{exception}, "soulter.tables -> typer"'), encoding="utf-8")
    done = lint_imports(root)
    assert done.returncode == 1
    assert "No matches for ignored import soulter.tables -> typer." in done.stdout
    assert not [contract for contract in CONTRACTS if "unmatched_ignore_imports_alerting" in contract]


def test_the_modules_of_every_package_have_layers() -> None:
    containers = [name for contract in CONTRACTS for name in contract.get("containers", [])]
    assert sorted(containers) == packages()


def test_every_library_is_forbidden_to_all_modules_but_the_named_ones() -> None:
    forbidden = {
        name
        for contract in CONTRACTS
        if contract["type"] == "forbidden" and "soulter" in contract["source_modules"]
        for name in contract["forbidden_modules"]
    }
    graph = grimp.build_graph("soulter", include_external_packages=True, cache_dir=None)
    imported = {name for name in graph.modules if graph.is_module_squashed(name)}
    libraries = imported - sys.stdlib_module_names - {"soulter"} - UNRESTRICTED
    assert {"fastapi", "sqlalchemy", "pydantic", "asyncpg"} <= libraries
    assert libraries - forbidden == set()
    assert {"soulter.core.http", "aiosqlite"} <= forbidden


def test_no_exception_opens_a_contract_to_every_module() -> None:
    importers = {
        exception.split(" -> ")[0]
        for contract in CONTRACTS
        for exception in contract.get("ignore_imports", [])
    }
    new = [f"{package}.{NEW_MODULE}" for package in packages()]
    opened = {importer: [module for module in new if matches(module, importer)] for importer in importers}
    assert {importer: found for importer, found in opened.items() if len(found) > 1} == {}
