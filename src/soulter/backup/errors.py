"""Every reason why a backup is not made or not restored. For the command line, never in an HTTP answer."""

from soulter.core.storage.errors import Refused


class NotABackup(Refused):
    """The file is something else."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is not a backup of Soulter: it was made by something else, "
            "or is damaged from its first line."
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


class WrongIdentity(Refused):
    """No identity opens the file."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The identity file does not open {name}: it was encrypted for other recipients.")


class IdentityMissing(Refused):
    """The file is encrypted for recipients, and no identity was given."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is encrypted for recipients: name the file that holds the secret key of one of them "
            "with --identity-file."
        )


class IdentityUnusable(Refused):
    """The file holds something else than identities."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is not an identity file of age: it has one AGE-SECRET-KEY-1… on each line, "
            "as age-keygen writes it."
        )


class RecipientUnusable(Refused):
    """A text is not a public key."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"BACKUP_RECIPIENTS: {text} is not a public key of age. Copy it again, from age1 to its end."
        )


class TwoWaysToEncrypt(Refused):
    """A passphrase was named for a backup that recipients get."""

    def __init__(self) -> None:
        super().__init__(
            "A backup is encrypted with a passphrase or for BACKUP_RECIPIENTS, not both: "
            "leave --passphrase-file out, or unset BACKUP_RECIPIENTS."
        )


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
            f"A backup's passphrase has at least {shortest} characters, on one line: "
            "take several random words."
        )


class UnknownColumn(Refused):
    """A type that the format of backups has no word for."""

    def __init__(self, table: str, column: str, kind: str) -> None:
        super().__init__(
            f"{table}.{column} has the type {kind}, which a backup cannot hold: "
            "this is a bug of ours, please report it."
        )


class NewerSchema(Refused):
    """The backup or the database comes from a release after this one."""

    def __init__(self, what: str, revision: str) -> None:
        super().__init__(
            f"{what} has the schema {revision}, which this release does not know. "
            "Install the release that made it, or a later one."
        )


class NotEmpty(Refused):
    """The database has rows, and nobody said that they may go."""

    def __init__(self, tables: list[str]) -> None:
        shown = ", ".join(tables[:4]) + (", …" if len(tables) > 4 else "")
        super().__init__(
            f"The database is not empty (rows in {shown}). "
            "Restore into an empty one, or replace everything in it with --force."
        )


class DoesNotFit(Refused):
    """Tables or values that the database of the same revision does not take."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"{name} does not fit the schema that it names: {what}. Nothing was restored.")
