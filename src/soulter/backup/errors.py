"""Every reason for which a backup is not made, or not brought back. Said at the command line, never on the wire."""

from soulter.core.storage.errors import Refused


class NotABackup(Refused):
    """The file is something else."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is not a backup of Soulter: it was made by something else, or is damaged from its first line."
        )


class Damaged(Refused):
    """The file is not as it was written: cut off, or changed."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            f"{name} is damaged ({what}); nothing was restored. Take another copy, or an earlier backup."
        )


class WrongPassphrase(Refused):
    """The passphrase does not open the file."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The passphrase does not open {name}: it was encrypted with another one.")


class PassphraseMissing(Refused):
    """The file is encrypted, and no passphrase was given."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is encrypted: set BACKUP_PASSPHRASE, or name a file with --passphrase-file."
        )


class PassphraseUnusable(Refused):
    """Too short to protect anything."""

    def __init__(self, shortest: int) -> None:
        super().__init__(
            f"A backup's passphrase has at least {shortest} characters, on one line: take several random words."
        )


class UnknownColumn(Refused):
    """A type that the format of backups has no word for."""

    def __init__(self, table: str, column: str, kind: str) -> None:
        super().__init__(
            f"{table}.{column} has the type {kind}, which a backup cannot hold: this is a bug of ours, please report it."
        )


class NewerSchema(Refused):
    """The backup or the database comes from a release after this one."""

    def __init__(self, what: str, revision: str) -> None:
        super().__init__(
            f"{what} has the schema {revision}, which this release does not know. Install the release that made it, or a later one."
        )


class NotEmpty(Refused):
    """The database has rows, and nobody said that they may go."""

    def __init__(self, tables: list[str]) -> None:
        shown = ", ".join(tables[:4]) + (", …" if len(tables) > 4 else "")
        super().__init__(
            f"The database is not empty (rows in {shown}). Restore into an empty one, or replace everything in it with --force."
        )


class DoesNotFit(Refused):
    """Tables or values that the database of the same revision does not take."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"{name} does not fit the schema that it names: {what}. Nothing was restored.")
