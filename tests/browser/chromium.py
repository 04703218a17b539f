"""Finds Chromium: the machine's own, Playwright's download, or the system package."""

import shutil
from pathlib import Path

from tests import system_packages

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELL = "chromium-headless-shell"
"""Chromium without its window and settings (headless shell), which needs half of the CPU time."""

_MISSING = (
    "The browser tests need Chromium, and this machine has none. Install it and run them again: "
    "`apt-get install chromium` on Debian, `playwright install --with-deps chromium` anywhere."
)


def found(downloaded: Path) -> str:
    """The path of a full Chromium; `downloaded` is Playwright's download folder. Raises Missing."""

    def look() -> Path | str | None:
        on_path = (shutil.which(name) for name in NAMES)
        return next((path for path in on_path if path), downloaded if downloaded.exists() else None)

    return str(
        system_packages.find(
            look, "chromium", _MISSING, lambda package: system_packages.install(package, SHELL)
        )
    )


def quick(downloaded: Path) -> str:
    """The path of a headless shell, which has no cookie settings. Raises Missing."""
    whole = found(downloaded)
    return shutil.which(SHELL) or whole
