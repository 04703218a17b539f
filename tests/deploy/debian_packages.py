"""Programs of a production deployment: a proxy that terminates TLS, and a PostgreSQL that supports TLS."""

import shutil
from pathlib import Path

from tests import system_packages

_MISSING = (
    "These tests need {}, and this machine has none. Install it and run them again: `apt-get install {}` "
    "on Debian."
)


def caddy() -> Path:
    """The reverse proxy that represents a platform's edge. Raises Missing."""
    return system_packages.find(lambda: shutil.which("caddy"), "caddy", _MISSING.format("caddy", "caddy"))


def postgres() -> Path:
    """The folder of a PostgreSQL with TLS, which the wheel's does not support. Raises Missing."""

    def look() -> Path | str | None:
        return max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=shutil.which("initdb"))

    return system_packages.find(look, "postgresql", _MISSING.format("PostgreSQL", "postgresql")).parent
