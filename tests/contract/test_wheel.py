"""A wheel brings everything that a release needs, or is not built."""

import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from soulter import __version__
from soulter.seeds import gallery
from tests.browser.web import harness
from tests.contract.write_references import ROOT

LICENSE = ROOT / "LICENSE"
INFO = f"soulter-{__version__}.dist-info"


def build(folder: Path, out: Path, kind: str = "--wheel") -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [
        Path(sys.executable).parent / "uv",
        "build",
        "--offline",
        kind,
        "--no-build-isolation",
        "--python",
        sys.executable,
        "--out-dir",
        out,
    ]
    return subprocess.run([*command, folder], capture_output=True, text=True, timeout=120, check=False)


def test_a_wheel_has_the_migrations_the_photos_of_the_demo_and_the_built_web_app(tmp_path: Path) -> None:
    built = harness.built()
    done = build(ROOT, tmp_path)
    assert done.returncode == 0, done.stderr
    [wheel] = tmp_path.glob("*.whl")
    packed = zipfile.ZipFile(wheel)
    names = set(packed.namelist())
    assert {
        f"soulter/web/{path.relative_to(built).as_posix()}" for path in built.rglob("*") if path.is_file()
    } <= names
    assert {f"soulter/seeds/photos/{path.name}" for path in gallery.FOLDER.iterdir()} <= names
    assert {
        f"soulter/migrations/versions/{path.name}" for path in (ROOT / "migrations" / "versions").glob("*.py")
    } <= names
    assert packed.read(f"{INFO}/licenses/LICENSE") == LICENSE.read_bytes()
    stated = packed.read(f"{INFO}/METADATA").decode().partition("\n\n")[0].splitlines()
    assert {"License-Expression: MIT", "License-File: LICENSE"} <= set(stated)


@pytest.mark.over_budget(reason="builds the web app and a distribution")
def test_an_sdist_has_the_license(tmp_path: Path) -> None:
    harness.built()
    done = build(ROOT, tmp_path, "--sdist")
    assert done.returncode == 0, done.stderr
    [sdist] = tmp_path.glob("*.tar.gz")
    with tarfile.open(sdist) as packed:
        found = packed.extractfile(f"soulter-{__version__}/LICENSE")
        assert found is not None
        assert found.read() == LICENSE.read_bytes()


def test_the_web_app_names_the_same_license() -> None:
    package = json.loads((ROOT / "web" / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
    assert package["license"] == lock["packages"][""]["license"] == "MIT"


def test_without_the_web_app_there_is_no_wheel(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(
        ROOT / "migrations", tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__")
    )
    done = build(tmp_path, tmp_path / "out")
    assert done.returncode != 0
    assert "The web app is not built" in done.stdout + done.stderr
    assert not list((tmp_path / "out").glob("*.whl"))
