"""No text of a guest becomes a formula in a spreadsheet, in whatever program and language it is opened."""

import re
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from soulter.core.spreadsheets import as_text
from soulter.transfer.sheets import cell

FORMULA = "=+-@\u2212"
PLACES = "".join(chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
SIGNS = [one for one in PLACES if unicodedata.normalize("NFKC", one)[0] in FORMULA]
SPLITS = [one for one in PLACES if unicodedata.normalize("NFKC", one) in {";", "|", "\t", "\n", "\r"}]
HOSTILE = st.text(st.sampled_from([*SIGNS, *SPLITS, *" \u00a0\u200b\ufeff\"'«,:a1ü"]), max_size=12)


def parts(text: str) -> list[str]:
    """What programs take for cells: the text and what follows each separator, without what they skip."""
    plain = [
        unicodedata.normalize("NFKC", part) for part in re.split(f"[{re.escape(''.join(SPLITS))}]", text)
    ]
    return [part.lstrip(' \u200b\ufeff",:«') for part in [unicodedata.normalize("NFKC", text), *plain]]


@given(HOSTILE | st.text())
@example(";=1+1")
@example("';=1+1")
@example("\uff1b\uff1d1")
@example("fine; \"=cmd|' /C calc'!A0")
@example("\u2a741")
def test_no_part_of_a_text_begins_a_formula(text: str) -> None:
    found = as_text(text)
    assert [part for part in parts(found) if part[:1] in FORMULA and part] == []
    assert not found.startswith(("\t", "\r"))
    assert found.replace("'", "") == text.replace("'", ""), "nothing but apostrophes comes in"


@given(
    st.text(st.characters(categories=("L", "N")), min_size=1),
    st.text(st.characters(categories=("L", "P", "Z"))),
)
def test_text_behind_a_letter_or_digit_stays_as_it_is(first: str, rest: str) -> None:
    if not any(sign in rest for sign in SPLITS):
        assert as_text(first + rest) == first + rest


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: f"U+{ord(sign):04X}")
@pytest.mark.parametrize("before", ["", " ", "\u200b", '"', ";", ",", "\t", "\r", "\n", "x;", "x\t "])
def test_each_sign_is_disarmed_behind_all_that_may_stand_before_it(sign: str, before: str) -> None:
    assert f"'{sign}" in as_text(f"{before}{sign}1")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        (";=1", "';'=1"),
        ("\t=1", "'\t'=1"),
        ("\tfine", "'\tfine"),
        ("+92 300 5550100", "'+92 300 5550100"),
        ("Ayesha; =1", "Ayesha; '=1"),
        ("2027-05-01", "2027-05-01"),
        ("ayesha@example.com", "ayesha@example.com"),
        ("Bed & breakfast (2 + 1)", "Bed & breakfast (2 + 1)"),
        ("", ""),
    ],
)
def test_how_a_cell_looks(text: str, shown: str) -> None:
    assert cell(text) == as_text(text) == shown


@given(st.integers() | st.floats(allow_nan=False) | st.booleans())
def test_numbers_stay_numbers(number: float) -> None:
    assert cell(number) is number
