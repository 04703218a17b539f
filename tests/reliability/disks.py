"""Small disks that can be filled, and a thread without write permission."""

import ctypes
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SOMEBODY = 65534
"""A user who owns no file."""


@contextmanager
def disk(folder: Path, megabytes: int) -> Iterator[Path | None]:
    """A disk mounted at an empty folder, or None where this machine does not allow that."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "soulter-test", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        done = False
    try:
        yield folder if done else None
    finally:
        if done:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """Fill the disk completely during the block."""
    ballast = folder / "ballast"
    try:
        with ballast.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"\0" * 65536)
        with ballast.open("ab", buffering=0) as file, suppress(OSError):
            while True:
                file.write(b"\0" * 512)
        yield
    finally:
        ballast.unlink()


@contextmanager
def as_somebody() -> Iterator[None]:
    """Make this thread, and those that it starts, open files as a user who owns none of them.

    Root could open every file.
    """
    if os.geteuid():
        yield
        return
    libc = ctypes.CDLL(None)
    libc.setfsuid(SOMEBODY)
    try:
        yield
    finally:
        libc.setfsuid(0)
