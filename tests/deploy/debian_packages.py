"""What production has and no wheel brings: a proxy that ends TLS, and a PostgreSQL that speaks it."""

import shutil
from pathlib import Path

from tests import system_packages

_MISSING = (
    "These tests need {}, and this machine has none. Install it and run them again: `apt-get install {}` "
    "on Debian."
)


def caddy() -> Path:
    """The proxy that stands for a platform's edge. Raises Missing."""
    return system_packages.find(lambda: shutil.which("caddy"), "caddy", _MISSING.format("caddy", "caddy"))


def postgres() -> Path:
    """The folder of a PostgreSQL that speaks TLS; the wheel's does not. Raises Missing."""

    def look() -> Path | str | None:
        return max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=shutil.which("initdb"))

    return system_packages.find(look, "postgresql", _MISSING.format("PostgreSQL", "postgresql")).parent
