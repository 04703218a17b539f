"""What encrypts a backup, and what opens it."""

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pyrage.x25519 import Identity, Recipient

from soulter.backup import age, passphrase, recipient_encryption
from soulter.backup.errors import IdentityMissing, PassphraseMissing, TwoWaysToEncrypt
from soulter.core.config.settings import Settings


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens a backup: a passphrase, identities, or nothing for one that is not encrypted."""

    passphrase: str | None = field(default=None, repr=False)
    identities: tuple[Identity, ...] = field(default=(), repr=False)

    def opened(self, file: BinaryIO, name: str) -> io.RawIOBase:
        """What is in an encrypted file.

        Raises PassphraseMissing, IdentityMissing, WrongPassphrase, WrongIdentity, NotABackup, Damaged.
        """
        if age.has_passphrase(file):
            if not self.passphrase:
                raise PassphraseMissing(name)
            return age.Decrypting(file, self.passphrase, name)
        if not self.identities:
            raise IdentityMissing(name)
        return recipient_encryption.Decrypting(file, self.identities, name)


@dataclass(frozen=True, slots=True)
class Encryption:
    """What a backup is encrypted with: a passphrase, the public keys of recipients, or nothing."""

    passphrase: str | None = field(default=None, repr=False)
    recipients: tuple[Recipient, ...] = ()

    def __post_init__(self) -> None:
        """Raises PassphraseUnusable."""
        if self.passphrase is not None:
            age.check(self.passphrase)

    def __bool__(self) -> bool:
        return bool(self.passphrase or self.recipients)

    def checkable(self) -> tuple["Encryption", Keys]:
        """The same with the keys that open what is written now.

        For recipients there is one more, whose identity is in the memory of this process alone: with it the
        file is read back once, and never again.
        """
        if not self.recipients:
            return self, Keys(self.passphrase)
        once = Identity.generate()
        return Encryption(recipients=(*self.recipients, once.to_public())), Keys(identities=(once,))

    def into(self, file: BinaryIO) -> age.Encrypting | recipient_encryption.Encrypting | None:
        """Encrypts into a file; None without encryption."""
        if self.recipients:
            return recipient_encryption.Encrypting(file, self.recipients)
        return age.Encrypting(file, self.passphrase) if self.passphrase else None


def to_write(settings: Settings, passphrase_file: Path | None) -> Encryption:
    """Recipients, where there are some, else the passphrase.

    Raises PlaceUnusable, RecipientUnusable, PassphraseUnusable, and TwoWaysToEncrypt for a file beside
    recipients.
    """
    if settings.backup_recipients:
        if passphrase_file is not None:
            raise TwoWaysToEncrypt
        return Encryption(
            recipients=tuple(map(recipient_encryption.recipient_of, settings.backup_recipients))
        )
    return Encryption(passphrase.given(settings, passphrase_file))


def to_read(settings: Settings, passphrase_file: Path | None, identity_file: Path | None) -> Keys:
    """Raises PlaceUnusable, IdentityUnusable."""
    found = recipient_encryption.identities_in(identity_file) if identity_file else ()
    return Keys(passphrase.given(settings, passphrase_file), found)
