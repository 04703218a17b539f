"""Keys for purposes other than signing logins, derived from the one configured secret."""

import hmac

from soulter.core.config.settings import Settings


def derived(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose: the first block of HKDF-Expand with SHA-256 (RFC 5869, section 2.3).

    The secret has at least 256 bits, so that it needs no extraction.
    """
    return hmac.digest(secret.encode(), purpose.encode() + b"\x01", "sha256")


def for_purpose(settings: Settings, purpose: str) -> tuple[bytes, ...]:
    """The keys of a purpose, the current one first.

    What was made with the secret before the last rotation can still be read.
    """
    secrets = [settings.jwt_secret, settings.jwt_secret_previous]
    return tuple(derived(secret.get_secret_value(), purpose) for secret in secrets if secret)
