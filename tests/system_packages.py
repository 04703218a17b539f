"""Programs that no wheel contains: the machine's own, or from Debian packages where possible."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

# On a machine that has just started, another package manager may hold the lock.
_APT = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=300")

Get = Callable[[str], None]


class Missing(Exception):
    """A program is missing and cannot be installed. The message says what to do."""


def find(look: Callable[[], Path | str | None], package: str, told: str, get: Get | None = None) -> Path:
    """The result of `look`, after `get` has fetched the package if needed. Raises Missing.

    `told` says which tests need the program and what to install.
    """
    # Several workers of the suite may come here at once. Only the first one has to install the package, and
    # apt allows one process at a time.
    with (Path(sys.prefix) / ".apt.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if found := look():
            return Path(found)
        try:
            (get or install)(package)
        except Missing as missing:
            raise Missing(f"{told} {missing}".rstrip()) from None
        if found := look():
            return Path(found)
        raise Missing(f"{told} The package {package} has no such program in it here.")


def install(*packages: str) -> None:
    """Install packages, as root alone may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Missing
    run(*_APT, "update")
    run(*_APT, "install", "-y", "--no-install-recommends", *packages)


def unpack(package: str, inside: str, kept: Path) -> None:
    """Only one file out of a package whose installation would start a server."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise Missing
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid() == 0:
            run(*_APT, "update")
        run(*_APT, "download", package, folder=folder)
        [file] = Path(folder).glob(f"{package}_*.deb")
        run("dpkg-deb", "--extract", str(file), "all", folder=folder)
        if (found := Path(folder) / "all" / inside).exists():
            shutil.copy(found, kept)


def run(*command: str, folder: str | None = None) -> None:
    """Run a command that asks nothing. Raises Missing with what it said."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Missing(f"`{' '.join(command)}` failed here:\n{done.stdout[-500:]}{done.stderr[-1000:]}")
