"""Where promtool comes from: the machine's own, or out of Debian's package, of which nothing else is installed."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_APT = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=300")
_KEPT = Path(sys.prefix) / "promtool"
_MISSING = (
    "The tests of the alerts need promtool, and this machine has none. Put it on the PATH and run them again: it comes with Prometheus "
    "(`apt-get install prometheus` on Debian, or prometheus.io/download)."
)


class NoPromtool(Exception):
    """There is no promtool and none can be had; the message says what to do."""


def found() -> str:
    """The path of a promtool. Raises NoPromtool."""
    with (Path(sys.prefix) / ".apt.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return shutil.which("promtool") or (str(_KEPT) if _KEPT.exists() else _unpacked())


def _unpacked() -> str:
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        raise NoPromtool(_MISSING)
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid() == 0:
            _run(folder, *_APT, "update")
        # Only unpacked: an installed package would start a server.
        _run(folder, *_APT, "download", "prometheus")
        [package] = Path(folder).glob("prometheus_*.deb")
        _run(folder, "dpkg-deb", "--extract", str(package), "all")
        tool = Path(folder) / "all" / "usr" / "bin" / "promtool"
        if not tool.exists():
            raise NoPromtool(f"{_MISSING} The package of that name has no `promtool` in it here.")
        shutil.copy(tool, _KEPT)
    return str(_KEPT)


def _run(folder: str, *command: str) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoPromtool(f"{_MISSING} `{' '.join(command)}` failed here:\n{done.stdout[-500:]}{done.stderr[-1000:]}")
