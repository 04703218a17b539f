"""Encryption of the answers that are stored for repeated requests.

An answer may contain a secret that is shown only once, such as the token of a guest's booking. The database
and its backups must not reveal it, so an answer is encrypted with a key of the server and the client's
Idempotency-Key, neither of which is stored.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

_NONCE: Final = 12


class AnswerKeys:
    """The keys of stored answers. `secrets` are the server's, the current one first."""

    def __init__(self, secrets: tuple[bytes, ...]) -> None:
        self._secrets = secrets

    def of(self, *parts: str) -> tuple[bytes, ...]:
        """The keys of the answer to one request: one of each secret, the current one first."""
        text = joined(part.encode() for part in parts)
        return tuple(hmac.digest(secret, text, "sha256") for secret in self._secrets)


def joined(parts: Iterable[bytes]) -> bytes:
    """Parts in a form from which each can be told apart, to be hashed."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def digest(*parts: bytes) -> str:
    """The SHA-256 of these parts in hex."""
    return hashlib.sha256(joined(parts)).hexdigest()


def seal(key: bytes, scope: str, answer: bytes) -> bytes:
    """Encrypt the answer to the request with this scope; in another row it cannot be opened."""
    nonce = os.urandom(_NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, answer, scope.encode())


def unseal(keys: Iterable[bytes], scope: str, sealed: bytes) -> bytes | None:
    """The answer, opened with the first of these keys that fits; None when none does."""
    for key in keys:
        try:
            return ChaCha20Poly1305(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], scope.encode())
        except (InvalidTag, ValueError):
            continue
    return None
