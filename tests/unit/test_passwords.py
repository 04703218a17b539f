"""Password hashes."""

import pytest
from argon2 import extract_parameters
from argon2.exceptions import VerifyMismatchError

from soulter.accounts import passwords


def test_the_hash_without_a_password_costs_what_every_other_one_costs() -> None:
    """The library computes the whole hash before it finds that it differs."""
    unmatched, real = passwords._unmatched_hash(), passwords._HASHER.hash("some password")
    assert extract_parameters(unmatched) == extract_parameters(real)
    with pytest.raises(VerifyMismatchError):
        passwords._HASHER.verify(unmatched, "some password")


def test_the_hash_without_a_password_is_another_one_in_each_process() -> None:
    assert passwords._unmatched_hash() != passwords._unmatched_hash()
