"""The languages of mails: catalogues of texts, and how each language writes dates, times and amounts.

The texts in the templates and composers are the source, in English. `python -m tools.mail_catalogues` lists
them in `locale/soulter.pot`. The translations of a language are in
`locale/<language>/LC_MESSAGES/soulter.po`, and a text without a translation stays English. The catalogues are
read once, when the worker is built.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_skeleton, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

from soulter.core import money
from soulter.core.money import Money

SOURCE: Final = "en"
"""The language in which the texts are written."""

DOMAIN: Final = "soulter"
LOCALE: Final = Path(__file__).parent / "locale"

_FORMATS_OF_THE_SOURCE = Locale.parse("en_GB")
"""`4 May 2027` and `15:30`, as the web app writes them."""


def mark(text: str) -> str:
    """The text itself. `tools.mail_catalogues` lists the texts in calls of this name, to be translated."""
    return text


@dataclass(frozen=True, slots=True)
class Language:
    """A language with its texts and formats."""

    tag: str = SOURCE
    """Such as `de` or `pt-BR`; the attribute `lang` of HTML."""
    formats: Locale = _FORMATS_OF_THE_SOURCE
    texts: NullTranslations = field(default_factory=NullTranslations, repr=False)

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`; the attribute `dir` of HTML."""
        return self.formats.text_direction

    def gettext(self, text: str) -> str:
        """The translation of a text."""
        return self.texts.gettext(text)

    def day(self, day: date) -> str:
        """`Tue 4 May 2027`."""
        return format_skeleton("yMMMEd", datetime.combine(day, time()), locale=self.formats).replace(",", "")

    def clock_time(self, at: time) -> str:
        """`15:30`."""
        return format_time(at, "short", locale=self.formats)

    def moment(self, moment: datetime, timezone: str) -> str:
        """`15:30 on Tue 4 May 2027, Asia/Karachi time`."""
        local = moment.astimezone(ZoneInfo(timezone))
        return self.gettext("%(time)s on %(date)s, %(zone)s time") % {
            "time": self.clock_time(local.time()),
            "date": self.day(local.date()),
            "zone": timezone,
        }

    def money(self, amount: Money) -> str:
        """`PKR 45,000.00`, with as many digits as the minor unit has and a space that does not break."""
        # The number of digits comes from ISO 4217: CLDR knows how many are usually shown, which can be fewer.
        digits = money.exponent(amount.currency)
        places = f".{'0' * digits}" if digits else ""
        number = format_decimal(
            Decimal(amount.minor).scaleb(-digits), f"#,##0{places}", self.formats, decimal_quantization=False
        )
        before = self.formats.currency_formats["standard"].pattern.strip("\u200e\u200f").startswith("¤")
        return f"{amount.currency}\u00a0{number}" if before else f"{number}\u00a0{amount.currency}"


class Languages:
    """English and the languages in `folder`. Raises UnknownLocaleError for a folder that is no language."""

    def __init__(self, folder: Path = LOCALE) -> None:
        found = [_read(path) for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))]
        self._by_tag: Mapping[str, Language] = {
            language.tag.lower(): language for language in (Language(), *found)
        }

    def of(self, tag: str) -> Language:
        """The language of a tag such as `de-AT`: that one, else `de`, else English."""
        tag = tag.lower().replace("_", "-")
        return self._by_tag.get(tag) or self._by_tag.get(tag.partition("-")[0]) or self._by_tag[SOURCE]


def _read(path: Path) -> Language:
    tag = path.parents[1].name.replace("_", "-")
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, abort_invalid=True))
    compiled.seek(0)
    return Language(tag, Locale.parse(tag, sep="-"), Translations(compiled, DOMAIN))
