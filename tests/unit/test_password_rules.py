"""What a new password must be."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from soulter.access.roles import Role
from soulter.accounts import password_rules
from soulter.accounts.errors import PasswordTooCommon, PasswordTooLong, PasswordTooShort

PERSONAL = ("Bilal Hussain", "bilal.hussain@starry-meadow.example")
COMMON = [
    "password",
    "PASSWORD",
    "passwordpassword",
    "Password123456!",
    "p@ssw0rd2027!!!!",
    "iloveyou12345678",
    "dragondragondragon",
    "19letmeinletmein84",
    "123456789012345",
    "000000000000000",
    "qwertyuiopasdfgh",
    "1qaz2wsx1qaz2wsx",
    "abcdefghijklmnop",
    "ponmlkjihgfedcba",
    "abcabcabcabcabc",
    "aaaabbbbccccdddd",
    "soulter soulter 27",
    "Soulter2027!!!!!",
    "bilalhussain1987",
    "hussain-bilal-99",
    "starry-meadow-2027",
    "  password  12345  ",
]
GOOD = [
    "correct horse battery staple",
    "glamping-under-the-stars",
    "Zoë trinkt Kaffee im Café",
    "sieben Störche fliegen",
    "میں نے آج چائے پی ہے",
    "b1lly goats climb ledges",
    "xK9#mQ2$vL7!pR4z",
    "bilal rides four brown horses home",
]


@pytest.mark.parametrize("password", COMMON)
def test_what_others_would_try_first_is_refused(password: str) -> None:
    """ASVS 6.2.4, 6.2.11."""
    assert password_rules.too_common(password, PERSONAL)


@pytest.mark.parametrize("password", GOOD)
def test_a_few_words_that_do_not_belong_together_are_fine(password: str) -> None:
    """ASVS 6.2.5: no rules of composition."""
    password_rules.check(password, Role.ADMIN, PERSONAL)


@pytest.mark.parametrize(
    ("role", "shortest"), [(Role.CUSTOMER, 12), (Role.AGENT, 15), (Role.ADMIN, 15), (Role.SUPER_ADMIN, 15)]
)
def test_roles_with_access_to_other_peoples_data_need_longer_passwords(role: Role, shortest: int) -> None:
    """ASVS 6.2.1."""
    text = "vmxqkzjwpyhtbgd"[:shortest]
    password_rules.check(text, role, ())
    with pytest.raises(PasswordTooShort) as refused:
        password_rules.check(text[:-1], role, ())
    assert refused.value.facts == {"shortest": shortest}


def test_the_longest_has_256_characters() -> None:
    """ASVS 6.2.9."""
    words = " ".join(f"{chr(97 + i % 26)}{i}stone" for i in range(60))[:257]
    password_rules.check(words[:256], Role.ADMIN, ())
    with pytest.raises(PasswordTooLong):
        password_rules.check(words, Role.ADMIN, ())


def test_characters_are_counted_as_they_are_stored() -> None:
    decomposed = unicodedata.normalize("NFD", "é" * 11)
    assert len(decomposed) == 22
    with pytest.raises(PasswordTooShort):
        password_rules.check(decomposed, Role.CUSTOMER, ())


def test_the_refusal_says_what_to_do() -> None:
    with pytest.raises(PasswordTooCommon) as refused:
        password_rules.check("passwordpassword", Role.CUSTOMER, ())
    assert "words" in refused.value.detail


def test_the_list_is_in_the_package() -> None:
    found = password_rules.common()
    assert len(found) > 9000
    assert {"123456", "password", "qwerty", "letmein"} <= found
    assert all(word == word.casefold() for word in found)


@given(st.text(max_size=300), st.lists(st.text(max_size=60), max_size=3))
def test_any_text_is_judged(password: str, personal: list[str]) -> None:
    assert password_rules.too_common(password, personal) in (True, False)


@given(st.sampled_from(sorted(password_rules.common())[::37]), st.integers(2, 5))
def test_repeating_a_known_one_does_not_help(word: str, times: int) -> None:
    assert password_rules.too_common(word * times, ())


@given(
    st.sampled_from([word for word in sorted(password_rules.common()) if word.isalpha()][::37]),
    st.text("0123456789!?.#", max_size=12),
)
def test_digits_and_signs_behind_a_known_one_do_not_help(word: str, tail: str) -> None:
    assert password_rules.too_common(word + tail, ())
