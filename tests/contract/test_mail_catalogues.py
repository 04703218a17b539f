"""The catalogues of mails fit the templates and the code."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from tools import mail_catalogues
from tools.mail_catalogues import TEMPLATE

from soulter.notices.languages import DOMAIN, LOCALE

PLACEHOLDER = re.compile(r"%\(\w+\)s")
COMMAND = "run: .venv/bin/python -m tools.mail_catalogues"


def test_the_catalogues_are_up_to_date_with_the_templates_and_the_code() -> None:
    stale = [
        str(path)
        for path, content in mail_catalogues.expected().items()
        if not path.exists() or path.read_bytes() != content
    ]
    assert stale == [], COMMAND


def test_a_text_of_a_template_of_the_code_and_of_a_plural_is_extracted(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "one.txt").write_text(
        "{% trans %}\n  In a\n  template{% endtrans %}{{ ngettext('A night', 'Nights', n) }}"
    )
    (tmp_path / "templates" / "one.html").write_text("<p>{{ _('In HTML') }}</p>")
    (tmp_path / "code.py").write_text("mark('Marked')\nself.gettext('Called')\n")
    found = {message.id for message in mail_catalogues.template(tmp_path) if message.id}
    assert found == {"In a template", ("A night", "Nights"), "In HTML", "Marked", "Called"}


def test_an_update_keeps_translations_and_drops_what_is_gone(tmp_path: Path) -> None:
    mail_catalogues.add("pt-BR", tmp_path)
    path = tmp_path / "pt_BR" / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("ab") as file:
        file.write('\nmsgid "Hello,"\nmsgstr "Olá,"\n\nmsgid "Gone"\nmsgstr "Foi"\n'.encode())
    content = mail_catalogues.expected(tmp_path)[path]
    path.write_bytes(content)
    assert mail_catalogues.expected(tmp_path)[path] == content
    text = content.decode()
    assert 'msgid "Hello,"\nmsgstr "Olá,"' in text
    assert ("Gone" in text, 'msgid "Sign in:"\nmsgstr ""' in text) == (False, True)


def wrong_placeholders(catalogue: Catalog) -> Iterator[Message]:
    """Translations with a placeholder that their text does not have; a mail with one could not be written."""
    for message in catalogue:
        known = set(PLACEHOLDER.findall(" ".join(_forms(message.id))))
        if message.id and any(_unknown(form, known) for form in _forms(message.string)):
            yield message


def _forms(text: Any) -> tuple[str, ...]:
    return tuple(text) if isinstance(text, tuple | list) else (text or "",)


def _unknown(form: str, known: set[str]) -> bool:
    """Whether a percent sign is left when the known placeholders and doubled signs are taken out."""
    for placeholder in {"%%", *known}:
        form = form.replace(placeholder, "")
    return "%" in form


def test_no_translation_has_a_placeholder_that_its_text_does_not_have() -> None:
    wrong = [
        (path.parents[1].name, message.id)
        for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po")
        for message in wrong_placeholders(read_po(path.open("rb")))
    ]
    assert wrong == []


@pytest.mark.parametrize("translation", ["Hallo %(nmae)s,", "Hallo %s,", "100 % von %(name)s"])
def test_a_wrong_placeholder_is_noticed(translation: str) -> None:
    catalogue = Catalog("de")
    catalogue.add("Hello %(name)s,", translation)
    assert len(list(wrong_placeholders(catalogue))) == 1
    catalogue["Hello %(name)s,"].string = "Hallo %(name)s,"
    assert list(wrong_placeholders(catalogue)) == []


def test_the_template_lists_the_texts_of_mails() -> None:
    assert 'msgid "You are now %(role)s at %(house)s"' in TEMPLATE.read_text(encoding="utf-8")
