"""Names that may stand in a mail, and those that would bring a link or an address into it."""

import pytest

from soulter.notices.names import plain_name

PLAIN = [
    "Ayesha Siddiqui",
    "J. R. R. Tolkien",
    "J.R.R. Tolkien",
    "M. Khalid",
    "Ali Khan s/o Omar Khan",
    "Anne-Marie O\u2019Neill, Jr.",
    "عائشة صدیقی",
    "کریم حسن",  # with the character that keeps two letters of a Persian name apart
    "山田 太郎",
    "Zoë & Söhne (Lahore)",
    "Room 12",
]
HOSTILE = [
    "evil.example/login",
    "evil.example",
    "EVIL.EXAMPLE",
    "Please open www.evil.example now",
    "https://evil.example",
    "http:evil",
    "//evil",
    "\\\\evil\\share",
    "javascript:alert(1)",
    "mailto:thief@evil.example",
    "thief@evil.example",
    "@thief",
    "localhost:8000",
    "192.0.2.1",
    "10.0.0.1/login",
    "münchen.example",
    "xn--mnchen-3ya.example",
    "t.co",
    "evil.x-y",
    "\uff45\uff56\uff49\uff4c\uff0e\uff45\uff58\uff41\uff4d\uff50\uff4c\uff45",
    "evil\u3002example",
    "evil\uff61example",
    "thief\uff20evil",
    "evil\u200b.\u200bexample",
    "evil\u2060.example",
    "Ayesha\nhttps",
    "Ayesha\r\nBcc",
    "Ayesha\u2028Omar",
    "Ayesha\x00",
    "\u202eelpmaxe",
]


@pytest.mark.parametrize("name", PLAIN)
def test_a_name_stays_as_it_is(name: str) -> None:
    assert plain_name(name) == name


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_with_an_address_or_a_link_is_left_out(name: str) -> None:
    assert plain_name(name) == ""
    assert plain_name(f"Ayesha {name} Siddiqui") == ""


@pytest.mark.parametrize("name", [None, ""])
def test_no_name_is_no_name(name: str | None) -> None:
    assert plain_name(name) == ""
