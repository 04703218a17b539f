"""Finds promtool on the machine, or extracts it from the Debian package without installing that."""

import shutil
import sys
from pathlib import Path

from tests import system_packages

_KEPT = Path(sys.prefix) / "promtool"
_MISSING = (
    "The tests of the alerts need promtool, and this machine has none. Put it on the PATH and run them "
    "again: it comes with Prometheus "
    "(`apt-get install prometheus` on Debian, or prometheus.io/download)."
)


def found() -> str:
    """The path of a promtool. Raises Missing."""

    def look() -> Path | str | None:
        return shutil.which("promtool") or (_KEPT if _KEPT.exists() else None)

    return str(
        system_packages.find(
            look,
            "prometheus",
            _MISSING,
            lambda package: system_packages.unpack(package, "usr/bin/promtool", _KEPT),
        )
    )
