"""What is wrong with one value of a request: a stable code, its facts, and an English sentence.

`CODES` and `PATTERNS` map what Pydantic reports to codes. `SENTENCES` has what a person should do about each.
A client with texts of its own needs the code and the facts only.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from pydantic_core import PydanticCustomError

from soulter.core.http import text_patterns

_NONE: Final[Mapping[str, str]] = MappingProxyType({})

CODES: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "missing": ("required", _NONE),
    "extra_forbidden": ("unknown_field", _NONE),
    "string_type": ("not_text", _NONE),
    "string_unicode": ("not_text", _NONE),
    "string_too_short": ("too_short", {"min": "min_length"}),
    "string_too_long": ("too_long", {"max": "max_length"}),
    "too_short": ("too_few", {"min": "min_length"}),
    "too_long": ("too_many", {"max": "max_length"}),
    "greater_than_equal": ("too_small", {"min": "ge"}),
    "less_than_equal": ("too_large", {"max": "le"}),
    "int_type": ("not_a_whole_number", _NONE),
    "int_from_float": ("not_a_whole_number", _NONE),
    "int_parsing": ("not_a_whole_number", _NONE),
    "int_parsing_size": ("not_a_whole_number", _NONE),
    "bool_type": ("not_true_or_false", _NONE),
    "bool_parsing": ("not_true_or_false", _NONE),
    "list_type": ("not_a_list", _NONE),
    "model_type": ("not_an_object", _NONE),
    "model_attributes_type": ("not_an_object", _NONE),
    "uuid_type": ("not_an_id", _NONE),
    "uuid_parsing": ("not_an_id", _NONE),
    "date_type": ("not_a_date", _NONE),
    "date_parsing": ("not_a_date", _NONE),
    "date_from_datetime_parsing": ("not_a_date", _NONE),
    "date_from_datetime_inexact": ("not_a_date", _NONE),
    "datetime_type": ("not_a_moment", _NONE),
    "datetime_parsing": ("not_a_moment", _NONE),
    "datetime_object_invalid": ("not_a_moment", _NONE),
    "datetime_from_date_parsing": ("not_a_moment", _NONE),
    "timezone_aware": ("not_a_moment", _NONE),
}
"""Code of each of Pydantic's types of error, and the facts with their names in Pydantic's context.

`string_pattern_mismatch` and `enum` are missing here: their codes depend on more than the type.
"""

PATTERNS: Final[Mapping[str, str]] = {
    text_patterns.SINGLE_LINE: "not_a_single_line",
    text_patterns.PARAGRAPHS: "not_plain_text",
    text_patterns.EMAIL: "not_an_email_address",
    text_patterns.PHONE: "not_a_phone_number",
    text_patterns.CURRENCY: "not_a_currency",
    text_patterns.SLUG: "not_a_slug",
    text_patterns.CLOCK_TIME: "not_a_clock_time",
    text_patterns.TOKEN_OF_A_LINK: "not_a_token",
    text_patterns.DIGEST: "not_a_digest",
    text_patterns.AUDIT_NAME: "not_an_audit_name",
    text_patterns.TOPIC: "not_a_topic",
    text_patterns.PHOTO_ADDRESS: "not_a_photo_address",
}
"""Code of a text that does not have the form of a pattern."""

SENTENCES: Final[Mapping[str, str | tuple[str, str, str]]] = {
    "required": "This field is required.",
    "unknown_field": "This field is not known here.",
    "too_short": ("min", "This field cannot be empty.", "Write at least {min} characters."),
    "too_long": "Write at most {max} characters.",
    "too_few": ("min", "Choose at least one.", "Choose at least {min}."),
    "too_many": "This list has at most {max} entries.",
    "too_small": "Write {min} or more.",
    "too_large": "Write {max} or less.",
    "not_a_whole_number": "Write a whole number.",
    "not_text": "Write text here.",
    "not_true_or_false": "Write true or false.",
    "not_a_list": "Send a list here.",
    "not_an_object": "Send an object with named fields here.",
    "not_an_id": "Send an id here: a UUID such as 0196a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b.",
    "not_a_date": "Write a date such as 2027-05-12.",
    "not_a_moment": "Write a date and a time with its offset, such as 2027-05-12T15:00:00+05:00.",
    "moment_out_of_range": "Write a moment that lies between the years 1 and 9999 in UTC.",
    "date_out_of_range": "Write a date from {earliest} to {latest}.",
    "repeated": "Give this parameter only once.",
    "not_an_option": "Choose one of these: {allowed}.",
    "not_a_single_line": "Write this on one line, without control characters.",
    "not_plain_text": "Leave out control characters. Line breaks and tabs are fine.",
    "not_an_email_address": "Write an e-mail address such as name@example.com.",
    "not_a_phone_number": "Write a phone number such as +92 300 5550100.",
    "not_a_currency": "Write the three capital letters of a currency, such as PKR.",
    "not_a_slug": "Write small letters and digits, with single hyphens between them, such as lake-tent.",
    "not_a_clock_time": "Write a time of day such as 15:00.",
    "not_a_digest": "Send the id as the API has given it: 64 characters, 0 to 9 and a to f.",
    "not_a_token": "This link is not complete. Open it from the mail again, or copy all of it.",
    "not_an_audit_name": "Write the name of an action or a thing, such as booking.cancelled or booking.",
    "not_a_topic": "Write a topic such as account.invited.",
    "not_a_photo_address": (
        "Send the address of a photo of this unit. Photos elsewhere on the web are uploaded first."
    ),
}
"""What to do about each code. Three parts are a fact, the sentence for 1, and the one for all others."""

OTHER: Final = "not_acceptable"
"""The code of what no table has; its sentence is Pydantic's."""


def fault(code: str, **facts: Any) -> PydanticCustomError:
    """What a validator raises. KeyError for a code that `SENTENCES` does not have."""
    return PydanticCustomError(code, sentence(code, facts), facts)


def sentence(code: str, facts: Mapping[str, Any]) -> str:
    """The English sentence of a code."""
    form = SENTENCES[code]
    if isinstance(form, tuple):
        counted, one, other = form
        form = one if facts[counted] == 1 else other
    shown = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in facts.items()
    }
    return form.format(**shown)


def described(item: Mapping[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """The code, the sentence and the facts of one of Pydantic's errors."""
    code, facts = _code(item)
    if code != OTHER:
        return code, sentence(code, facts), facts
    message = str(item["msg"]).removeprefix("Value error, ")
    message = message[:1].upper() + message[1:]
    return code, message if message.endswith(".") else f"{message}.", facts


def _code(item: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    kind, context = item["type"], item.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(context["pattern"], OTHER), {}
    if kind == "enum":
        return "not_an_option", {"allowed": re.findall(r"'([^']*)'", context["expected"])}
    if kind in CODES:
        code, names = CODES[kind]
        return code, {name: context[given] for name, given in names.items()}
    return (kind, dict(context)) if kind in SENTENCES else (OTHER, {})
