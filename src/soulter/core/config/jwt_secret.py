"""The secret that signs logins: what makes one good, and the one that a development checkout keeps."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

_SAMPLES = (
    "changeme",
    "change-me",
    "change_me",
    "secret",
    "your-",
    "your_",
    "example",
    "password",
    "jwt_secret",
    "supersecret",
    "replace",
)


def check(name: str, secret: str) -> None:
    """Refuse a secret that is missing, short, or a sample. Raises ValueError with how to make one."""
    how = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
    if not secret:
        raise ValueError(f"{name} must be set in production: {how}")
    if len(secret.encode()) < 32:
        raise ValueError(f"{name} has fewer than 32 bytes and could be guessed: {how}")
    if any(sample in secret.lower() for sample in _SAMPLES) or len(set(secret)) < 10:
        raise ValueError(f"{name} looks like a sample from a document: {how}")


def kept_in(path: Path) -> str:
    """The secret in this file, which is made when it is not there. Raises OSError, UnicodeDecodeError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or not path.read_text().strip():
        _keep_new(path)
    return path.read_text().strip()


def _keep_new(path: Path) -> None:
    """Write the secret to a temporary file and link it.

    Of two starts at once the first wins, and a killed one leaves no partial secret.
    """
    aside = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    if path.exists() and not path.read_text().strip():
        path.unlink()
    with suppress(FileExistsError):
        path.hardlink_to(aside)
    aside.unlink()
