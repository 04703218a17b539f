"""A wheel brings everything that a release needs, or is not built."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from soulter.seeds import gallery
from tests.browser.web import harness
from tests.contract.write_references import ROOT


def build(folder: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [
        Path(sys.executable).parent / "uv",
        "build",
        "--offline",
        "--wheel",
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
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"soulter/web/{path.relative_to(built).as_posix()}" for path in built.rglob("*") if path.is_file()} <= names
    assert {f"soulter/seeds/photos/{path.name}" for path in gallery.FOLDER.iterdir()} <= names
    assert {f"soulter/migrations/versions/{path.name}" for path in (ROOT / "migrations" / "versions").glob("*.py")} <= names


def test_without_the_web_app_there_is_no_wheel(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "hatch_build.py", "README.md"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "migrations", tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    done = build(tmp_path, tmp_path / "out")
    assert done.returncode != 0
    assert "The web app is not built" in done.stdout + done.stderr
    assert not list((tmp_path / "out").glob("*.whl"))
