"""Keys derived from the configured secret."""

import hmac

from soulter.core.config import key_derivation
from tests.conftest import settings_for


def test_it_is_the_first_block_of_hkdf_expand() -> None:
    """RFC 5869, appendix A.1: the pseudorandom key, the info, and the first 32 bytes of what comes out."""
    prk = bytes.fromhex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5")
    info = bytes.fromhex("f0f1f2f3f4f5f6f7f8f9")
    expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
    assert hmac.digest(prk, info + b"\x01", "sha256").hex() == expected
    assert key_derivation.derived("x" * 32, "limits") == hmac.digest(b"x" * 32, b"limits\x01", "sha256")


def test_each_purpose_has_its_own_key_and_none_is_the_secret() -> None:
    found = settings_for("sqlite:///var/none.db", jwt_secret_previous="y" * 48)
    made = [
        key
        for purpose in ("limits", "one-time links", "device cookie")
        for key in key_derivation.for_purpose(found, purpose)
    ]
    assert len(set(made)) == 6
    assert b"x" * 48 not in made
    assert key_derivation.for_purpose(found, "limits")[0] == key_derivation.derived("x" * 48, "limits")
