"""Finding a browser on machines that have one, can get one, or can do neither."""

import os
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.system_packages import Missing


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder with programs on a machine whose user is root."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return tmp_path


def program(path: Path, script: str = "exit 0") -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_the_machines_own_comes_before_the_test_tools_download(machine: Path) -> None:
    downloaded = program(machine / "downloaded")
    assert chromium.found(downloaded) == str(downloaded)
    own = program(machine / "google-chrome")
    assert chromium.found(downloaded) == str(own)


def test_a_fresh_machine_gets_the_systems_package_once(machine: Path) -> None:
    made = machine / "chromium"
    log, put = (
        machine / "log",
        f"case \"$*\" in *install*) echo '#!/bin/sh' > {made}; /bin/chmod 755 {made};; esac",
    )
    program(machine / "apt-get", f'echo "$DEBIAN_FRONTEND $*" >> {log}\n{put}')
    assert chromium.found(machine / "none") == str(made)
    assert chromium.found(machine / "none") == str(made)
    update, install = log.read_text().splitlines()
    assert (update.split()[0], update.split()[-1]) == ("noninteractive", "update")
    assert install.endswith("install -y --no-install-recommends chromium chromium-headless-shell")


def test_pages_alone_are_shown_by_the_shell_where_there_is_one(machine: Path) -> None:
    whole = program(machine / "chromium")
    assert chromium.quick(machine / "none") == str(whole)
    shell = program(machine / "chromium-headless-shell")
    assert chromium.quick(machine / "none") == str(shell)
    assert chromium.found(machine / "none") == str(whole)


@pytest.mark.parametrize(
    ("script", "told"),
    [
        ("exit 0", "has no such program"),
        ("echo no network >&2; exit 100", "no network"),
        (None, "apt-get install chromium"),
    ],
)
def test_a_machine_that_cannot_get_one_fails_with_what_to_install(
    machine: Path, script: str | None, told: str
) -> None:
    if script:
        program(machine / "apt-get", script)
    with pytest.raises(Missing, match="Install it and run them again") as refused:
        chromium.found(machine / "none")
    assert told in str(refused.value)


def test_only_root_installs_packages(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(machine / "apt-get")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Missing, match="Install it and run them again"):
        chromium.found(machine / "none")
