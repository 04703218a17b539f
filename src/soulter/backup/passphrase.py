"""Reading the passphrase: from the environment or a file, never an argument.

Everybody on the machine can read the arguments of a process.
"""

from pathlib import Path

from soulter.core.config.settings import Settings
from soulter.core.storage.errors import PlaceUnusable


def given(settings: Settings, file: Path | None) -> str | None:
    """The passphrase; a file takes precedence over BACKUP_PASSPHRASE.

    The line ending is not part of it. Raises PlaceUnusable.
    """
    if file is None:
        return settings.backup_passphrase.get_secret_value() if settings.backup_passphrase else None
    try:
        text = file.read_text(encoding="utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise PlaceUnusable(str(file), "a passphrase is text in UTF-8") from None
    except OSError as error:
        raise PlaceUnusable(str(file), str(error.strerror)) from None
    if not text:
        raise PlaceUnusable(str(file), "it holds no passphrase")
    return text
