"""Small disks that can be filled, and a thread that may not write where only the owner may."""

import ctypes
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SOMEBODY = 65534
"""A user who owns nothing."""


@contextmanager
def disk(folder: Path, megabytes: int) -> Iterator[Path | None]:
    """A disk of its own at an empty folder, or None where this machine lets us mount none."""
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
    """Not one byte is left on the disk while the block runs."""
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
    """This thread, and those that it starts, open files as a user who owns none of them; the owner of the machine may open everything."""
    if os.geteuid():
        yield
        return
    libc = ctypes.CDLL(None)
    libc.setfsuid(SOMEBODY)
    try:
        yield
    finally:
        libc.setfsuid(0)
