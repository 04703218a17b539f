"""Text in files for spreadsheets, such that no program runs it as a formula."""

import re
from typing import Final

# Behind the first five: what becomes one of them by compatibility (NFKC), such as those of full width.
_SIGNS: Final = (
    r"=+\-@\u2212"
    r"\u207a\u207b\u207c\u208a\u208b\u208c\u2a74\u2a75\u2a76"
    r"\ufb29\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20"
)
# At these a program that reads the file in a way of its own may begin another cell or row.
_SEPARATORS: Final = r";|\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\u037e\ufe14\ufe54\uff1b\uff5c"

_SEPARATOR: Final = re.compile(rf"[{_SEPARATORS}]")
_FORMULA: Final = re.compile(rf"(\A|[{_SEPARATORS}])([^{_SIGNS}{_SEPARATORS}\w]*)([{_SIGNS}])")
_BEGINS_ODDLY: Final = re.compile(rf"[^{_SIGNS}\w]+[{_SIGNS}]|[\t\r]")


def as_text(text: str) -> str:
    """Text with an apostrophe before each sign that would begin a formula, and at its beginning.

    A formula may begin behind spaces, quotes, separators and invisible characters. It may also begin inside
    of a cell, behind a separator: where the comma is in numbers, programs end a cell at `;`.
    """
    if text[:1].isalnum() and not _SEPARATOR.search(text):
        return text
    found = _FORMULA.sub(r"\1\2'\3", text)
    return "'" + found if _BEGINS_ODDLY.match(text) else found
