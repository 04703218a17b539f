"""The fields of an export's lines, for docs/backup.md."""

from typing import Any

from soulter.wiring import EXPORTERS

_WORDS = {
    "uuid": "UUID",
    "date": "date",
    "date-time": "moment",
    "string": "text",
    "integer": "whole number",
    "boolean": "true or false",
}
_DAYS = {"checkIn", "checkOut", "from", "to", "night"}


def section() -> str:
    """A table for each file."""
    parts = []
    for exporter in EXPORTERS:
        model = exporter.model
        schema = model.model_json_schema(by_alias=True)
        parts += [
            f"### `{exporter.name}.jsonl`",
            "",
            (model.__doc__ or "").strip(),
            "",
            "| Field | Value |",
            "|---|---|",
        ]
        parts += [
            f"| `{name}` | {meaning} |" for name, meaning in _fields(schema, schema.get("$defs", {}), "")
        ]
        parts.append("")
    return "\n".join(parts).strip()


def _fields(schema: dict[str, Any], known: dict[str, Any], before: str) -> list[tuple[str, str]]:
    found = []
    for name, value in schema["properties"].items():
        target, many, optional = _resolved(value, known)
        word = (
            "list of objects"
            if many and "properties" in target
            else "object"
            if "properties" in target
            else _word(name, target)
        )
        found.append((before + name, word + (" or null" if optional else "")))
        if "properties" in target:
            found += _fields(target, known, f"{before}{name}{'[]' if many else ''}.")
    return found


def _resolved(value: dict[str, Any], known: dict[str, Any]) -> tuple[dict[str, Any], bool, bool]:
    """The JSON type of a value, whether it is a list, and whether it may be null."""
    options = value.get("anyOf", [value])
    optional = {"type": "null"} in options
    value = next(option for option in options if option != {"type": "null"})
    many = value.get("type") == "array"
    inner = value["items"] if many else value
    if "$ref" in inner:
        inner = known[inner["$ref"].rpartition("/")[2]]
    return inner if "properties" in inner or not many else {"type": "array", "items": inner}, many, optional


def _word(name: str, value: dict[str, Any]) -> str:
    if "enum" in value:
        return ", ".join(f"`{word}`" for word in value["enum"])
    if value["type"] == "array":
        return "list of texts"
    if name in _DAYS:
        return "date"
    return _WORDS[value.get("format", value["type"])]
