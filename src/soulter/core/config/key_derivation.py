"""Keys for other purposes than signing logins, derived from the one secret that is configured."""

import hmac

from soulter.core.config.settings import Settings


def derived(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose: the first block of HKDF-Expand with SHA-256 (RFC 5869, section 2.3).

    The secret has 256 bits at least, so it needs no extraction.
    """
    return hmac.digest(secret.encode(), purpose.encode() + b"\x01", "sha256")


def for_purpose(settings: Settings, purpose: str) -> tuple[bytes, ...]:
    """The keys of a purpose, today's first: what the secret before the last rotation made is still understood."""
    secrets = [settings.jwt_secret, settings.jwt_secret_previous]
    return tuple(derived(secret.get_secret_value(), purpose) for secret in secrets if secret)
