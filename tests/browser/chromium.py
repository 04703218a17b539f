"""Where a Chromium comes from: the machine's own, the test tool's download, or the system's package."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Another package manager may be at work on a machine that has only just started.
_APT = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=300")
_MISSING = (
    "The browser tests need Chromium, and this machine has none. Install it and run them again: "
    "`apt-get install chromium` on Debian, `playwright install --with-deps chromium` anywhere."
)


class NoChromium(Exception):
    """There is no browser and none can be installed; the message says what to do."""


def found(downloaded: Path) -> str:
    """The path of a Chromium; `downloaded` is where the test tool would keep its own. Raises NoChromium."""
    # Several workers of the suite come here at once: only the first has to install anything, and apt reads its lists for one at a time.
    with (Path(sys.prefix) / ".apt.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _present(downloaded) or _installed()


def _present(downloaded: Path) -> str | None:
    on_path = (shutil.which(name) for name in NAMES)
    return next((path for path in on_path if path), str(downloaded) if downloaded.exists() else None)


def _installed() -> str:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NoChromium(_MISSING)
    for command in (("update",), ("install", "-y", "--no-install-recommends", "chromium")):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        done = subprocess.run([*_APT, *command], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoChromium(f"{_MISSING} `apt-get {' '.join(command)}` failed here:\n{done.stdout[-500:]}{done.stderr[-1000:]}")
    path = shutil.which("chromium")
    if not path:
        raise NoChromium(f"{_MISSING} The package of that name has no `chromium` in it here.")
    return path
