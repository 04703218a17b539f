"""Names in mails. A name is free text of somebody whose address may be unproven, so it must hold no link."""

import re
import unicodedata
from typing import Final

# A colon with something behind it is a scheme or a port; a dot between two words or two digits is a host.
_ADDRESS: Final = re.compile(r"@|:\S|//|\\\\|\w\.\w[\w-]|\d\.\d")
_DOTS: Final = str.maketrans("\u3002", ".")
_BREAKS: Final = frozenset({"Cc", "Zl", "Zp"})
_TURNS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain_name(name: str | None) -> str:
    """The name if it may stand in a mail, else "".

    Left out are names with a URL, an e-mail address, a host such as `evil.example/login`, a line break, or a
    sign that turns the direction of the text, also where they are written in full-width letters or split by
    characters that nobody sees. `M.Khalid`, without a space, looks like a host and is left out too.
    """
    if not name or any(unicodedata.category(char) in _BREAKS or char in _TURNS for char in name):
        return ""
    seen = unicodedata.normalize("NFKC", name).translate(_DOTS)
    visible = "".join(char for char in seen if unicodedata.category(char) != "Cf")
    return "" if _ADDRESS.search(visible) else name
