"""What a password must be: long enough, and not among the first that somebody else would try. Pure.

No rules of composition and no forced change (NIST SP 800-63B-4, ASVS 6.2): length and a blocklist, offline.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources
from itertools import pairwise

from soulter.access.roles import SHORTEST_PASSWORD, Role
from soulter.accounts.errors import PasswordTooCommon, PasswordTooLong, PasswordTooShort

LONGEST = 256
"""Characters; longer input is refused before it costs anything."""

_PRODUCT = "soulter"
_SHORTEST_PERSONAL = 4
_OF_ITS_OWN = 8
_FEWEST_KINDS = 5
_LONGEST_PERIOD = 6
_MOST_NEIGHBOURS = 0.7
_AS_LETTERS = str.maketrans("013457@$!", "oieastasi")
_NOT_A_LETTER = re.compile(r"[^a-z]+")
_ENDS = re.compile(r"^[^a-z]+|[^a-z]+$")
_ROWS = (
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "azertyuiop",
    "abcdefghijklmnopqrstuvwxyz",
)
_NEIGHBOURS = frozenset(pair for row in _ROWS for turned in (row, row[::-1]) for pair in pairwise(turned))


def normalised(password: str) -> str:
    """The same letters typed on another keyboard are the same password."""
    return unicodedata.normalize("NFC", password)


def check(password: str, role: Role, personal: Iterable[str]) -> None:
    """Judge a new password. `personal` is what others know of this person: address, name.

    Raises PasswordTooShort, PasswordTooLong, PasswordTooCommon.
    """
    shortest = SHORTEST_PASSWORD[role]
    if len(normalised(password)) < shortest:
        raise PasswordTooShort(shortest)
    if len(password) > LONGEST:
        raise PasswordTooLong(LONGEST)
    if too_common(password, personal):
        raise PasswordTooCommon


def too_common(password: str, personal: Iterable[str]) -> bool:
    """Whether this is a password of the lists, one that is dressed up, a pattern, or the person's own name."""
    text = normalised(password).casefold()
    core = _ENDS.sub("", text)
    dressed = _NOT_A_LETTER.sub(" ", core.translate(_AS_LETTERS)), _NOT_A_LETTER.sub(" ", core)
    known = common()
    return (
        any(word in known or _repeated(word) in known for word in (text, *dressed))
        or len(set(text)) < _FEWEST_KINDS
        or len(_repeated(text)) <= _LONGEST_PERIOD
        or _neighbours(text) > _MOST_NEIGHBOURS
        or _is_personal(text, personal)
    )


@cache
def common() -> frozenset[str]:
    """The most used passwords, in lower case."""
    return frozenset(
        resources.files("soulter.accounts")
        .joinpath("common_passwords.txt")
        .read_text(encoding="utf-8")
        .split()
    )


def _repeated(text: str) -> str:
    """The shortest piece that gives the text when it is repeated: `abc` for `abcabcabc`."""
    turn = (text + text).find(text, 1)
    return text[:turn] if turn > 0 else text


def _neighbours(text: str) -> float:
    """Which share of the steps goes to the next key of a row, or the next letter of the alphabet."""
    pairs = list(pairwise(text))
    return sum(pair in _NEIGHBOURS for pair in pairs) / len(pairs) if pairs else 0.0


def _is_personal(text: str, personal: Iterable[str]) -> bool:
    """Whether little is left without the words that others know."""
    known = {
        word
        for told in (*personal, _PRODUCT)
        for word in re.split(r"[^\w]+", told.casefold())
        if len(word) >= _SHORTEST_PERSONAL
    }
    left = text
    for word in sorted(known, key=len, reverse=True):
        left = left.replace(word, "")
    return left != text and len(re.sub(r"[\W\d_]+", "", left)) < _OF_ITS_OWN
