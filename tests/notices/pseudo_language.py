"""A pseudo-language for mails: no ASCII letter, longer, each text in brackets.

Its locale is Arabic, so dates have Arabic names and HTML runs from right to left. An ASCII letter in a mail
is therefore a text without translation, or a date in English.
"""

import re
from pathlib import Path
from typing import Any

from babel import Locale
from babel.messages.catalog import Catalog
from tools import mail_catalogues

from soulter.notices.languages import DOMAIN, Language, Languages

TAG = "ar"

_KEPT = re.compile(r"%\(\w+\)s|<[^>]*>")
_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ȧƀƈḓḗƒɠħīĵķŀḿƞǿƥɋřşŧŭṽẇẋẏẑȦƁƇḒḖƑƓĦĪĴĶĿḾȠǾƤɊŘŞŦŬṼẆẊẎẐ",
)


def strange(text: str) -> str:
    """The text in the language; placeholders and tags stay as they are."""
    parts, kept = _KEPT.split(text), [*_KEPT.findall(text), ""]
    changed = (re.sub(r"[aeiou]", r"\g<0>\g<0>", part).translate(_LETTERS) for part in parts)
    return "⟦" + "".join(part + mark for part, mark in zip(changed, kept, strict=True)) + "⟧"


def catalogue(texts: Catalog) -> Catalog:
    """All of the texts with their translations, each form of a plural too."""
    made = Catalog(Locale.parse(TAG), DOMAIN, fuzzy=False)
    for message in texts:
        if not message.id:
            continue
        if message.pluralizable:
            forms: Any = tuple(strange(message.id[1]) for _ in range(made.num_plurals))
            made.add(message.id, forms)
        else:
            made.add(message.id, strange(str(message.id)))
    return made


def languages(folder: Path, texts: Catalog | None = None) -> Languages:
    """English and the pseudo-language, read from a file as a translated language is."""
    path = folder / TAG / "LC_MESSAGES" / f"{DOMAIN}.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(mail_catalogues.written(catalogue(texts or mail_catalogues.template())))
    return Languages(folder)


class OnlyPseudo(Languages):
    """Writes every mail in the pseudo-language, whatever language was asked for."""

    def __init__(self, folder: Path) -> None:
        self._only = languages(folder).of(TAG)

    def of(self, tag: str) -> Language:
        return self._only
