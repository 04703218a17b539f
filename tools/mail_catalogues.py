"""Lists the texts of mails in `soulter.pot`, and brings the catalogue of each language up to date with it.

    .venv/bin/python -m tools.mail_catalogues

To add a language, name it: `python -m tools.mail_catalogues pt-BR` makes a catalogue without translations.
"""

import re
import sys
from io import BytesIO
from pathlib import Path
from typing import Final

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from soulter.notices.languages import DOMAIN, LOCALE

NOTICES: Final = LOCALE.parent
TEMPLATE: Final = LOCALE / f"{DOMAIN}.pot"

_METHODS = [("**.py", "python"), ("templates/**.txt", "jinja2"), ("templates/**.html", "jinja2")]
_OPTIONS = {name: {"newstyle_gettext": "true", "trimmed": "true", "silent": "false"} for name, _ in _METHODS}
_KEYWORDS = {**DEFAULT_KEYWORDS, "mark": None}
# Dates would change the file with every run, and placeholders tell nobody anything.
_LEFT_OUT = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Project-Id-Version|Report-Msgid-Bugs-To'
    rb'|Last-Translator: FULL NAME|Language-Team: [^<]*<LL@li.org>).*"\n',
    re.MULTILINE,
)


def template(folder: Path = NOTICES) -> Catalog:
    """Every text of the templates and the code in `folder`."""
    comment = "# The texts of mails, written by: python -m tools.mail_catalogues"
    found = Catalog(domain=DOMAIN, header_comment=comment, fuzzy=False)
    extracted = extract_from_dir(
        folder,
        _METHODS,
        _OPTIONS,
        keywords=_KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for path, line, text, comments, context in extracted:
        found.add(text, locations=[(path, line)], auto_comments=comments, context=context)
    return found


def updated(path: Path, texts: Catalog) -> Catalog:
    """The catalogue at `path` with all of the texts and no others. Its translations are kept."""
    with path.open("rb") as file:
        found = read_po(file, locale=path.parents[1].name, domain=DOMAIN, abort_invalid=True)
    found.update(texts, no_fuzzy_matching=True, update_header_comment=False)
    return found


def written(catalogue: Catalog) -> bytes:
    """The file of a catalogue. It does not change while the texts and translations stay the same."""
    file = BytesIO()
    write_po(file, catalogue, sort_by_file=True, include_lineno=False, ignore_obsolete=True, width=110)
    return _LEFT_OUT.sub(b"", file.getvalue())


def expected(folder: Path = LOCALE) -> dict[Path, bytes]:
    """The files as they should be."""
    texts = template()
    return {folder / TEMPLATE.name: written(texts)} | {
        path: written(updated(path, texts)) for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    }


def add(language: str, folder: Path = LOCALE) -> None:
    """Begin the catalogue of a language. Raises UnknownLocaleError for a code that names none."""
    locale = Locale.parse(language, sep="-")
    path = folder / str(locale) / "LC_MESSAGES" / f"{DOMAIN}.po"
    comment = f"# The mails in {locale.english_name}."
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(Catalog(locale, DOMAIN, comment, fuzzy=False)))


if __name__ == "__main__":
    for named in sys.argv[1:]:
        add(named)
    for file, content in expected().items():
        file.write_bytes(content)
