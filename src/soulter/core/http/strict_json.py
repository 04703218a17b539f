"""JSON as the standard defines it: no duplicate names in an object, no NaN and no Infinity."""

import json
from typing import Any


class NotStrict(ValueError):
    """Python reads it, and other parsers read something else or refuse it; the message names it."""


def loads(text: str) -> Any:
    """The value. Raises NotStrict, and what `json.loads` raises."""
    return json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_no_constant)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotStrict("a name stands twice in one object")
    return found


def _no_constant(name: str) -> Any:
    raise NotStrict(f"{name} is not a JSON number")
