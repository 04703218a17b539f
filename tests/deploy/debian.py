"""Programs that no wheel brings: the machine's own, or Debian's package, installed where that is allowed."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

_APT = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=300")


class Missing(Exception):
    """A program is not here and cannot be installed; the message says what to do."""


def program(name: str, package: str, *folders: str) -> Path:
    """The path of a program, looked for on the PATH and in `folders`, which may have wildcards. Raises Missing."""
    # Several workers of the suite come here at once: only the first has to install anything, and apt reads its lists for one at a time.
    with (Path(sys.prefix) / ".apt.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _present(name, folders) or _installed(name, package, folders)


def _present(name: str, folders: tuple[str, ...]) -> Path | None:
    for folder in folders:
        if found := sorted(Path("/").glob(f"{folder.lstrip('/')}/{name}")):
            return found[-1]
    path = shutil.which(name)
    return Path(path) if path else None


def _installed(name: str, package: str, folders: tuple[str, ...]) -> Path:
    missing = f"These tests need {name}, and this machine has none. Install it and run them again: `apt-get install {package}` on Debian."
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Missing(missing)
    for command in (("update",), ("install", "-y", "--no-install-recommends", package)):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        done = subprocess.run([*_APT, *command], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Missing(f"{missing} `apt-get {' '.join(command)}` failed here:\n{done.stderr[-1000:]}")
    found = _present(name, folders)
    if not found:
        raise Missing(f"{missing} The package {package} has no such program here.")
    return found


def caddy() -> Path:
    """The proxy that stands for a platform's edge."""
    return program("caddy", "caddy")


def postgres() -> Path:
    """The folder of a PostgreSQL that speaks TLS; the wheel's does not."""
    return program("initdb", "postgresql", "/usr/lib/postgresql/*/bin").parent
