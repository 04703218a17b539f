"""The OpenAPI document is the code's, and keeps the promises that clients build on."""

import re
from collections.abc import Iterator
from typing import Any

from soulter.core.http import problems
from tests.contract import write_references

CAMEL = re.compile(r"^[a-z][a-zA-Z0-9]*$")
# Names fixed by others: the header of a standard, and path parameters, which are not sent.
FROZEN = {"Idempotency-Key"}
REFUSALS = {"400", "401", "403", "404", "409", "413", "415", "422"}
OPEN_ENDED = re.compile(r"(?<!\\)[*+]|\{\d+,\}")
DOCUMENT = write_references.application().openapi()
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, found in DOCUMENT["paths"].items()
    for method, operation in found.items()
}
API = {name: operation for name, operation in OPERATIONS.items() if " /api/" in name}


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rsplit("/", 1)[1]]
    return schema


def success(operation: dict[str, Any]) -> dict[str, Any]:
    """The schema of what an operation answers when all is well; empty without a body."""
    answer = next(answer for status, answer in operation["responses"].items() if status.startswith("2"))
    return resolved(answer.get("content", {}).get("application/json", {}).get("schema", {}))


def body(operation: dict[str, Any]) -> dict[str, Any]:
    return resolved(
        operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    )


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """A schema and all that stands in it, without following references."""
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from parts(value)


def within(schema: dict[str, Any], seen: set[int] | None = None) -> Iterator[dict[str, Any]]:
    """A schema and all that it consists of, through references."""
    seen = set() if seen is None else seen
    for part in parts(schema):
        if id(part) not in seen:
            seen.add(id(part))
            yield part
            if "$ref" in part:
                yield from within(resolved(part), seen)


def test_the_file_at_the_root_is_what_the_code_says() -> None:
    path = write_references.ROOT / "openapi.json"
    assert path.read_text(encoding="utf-8") == write_references.openapi_json(), (
        f"run {write_references.COMMAND} and read what changed"
    )


def lists() -> dict[str, dict[str, Any]]:
    return {
        name: operation
        for name, operation in API.items()
        if name.startswith("GET")
        and any(
            resolved(found).get("type") == "array"
            for found in success(operation).get("properties", {}).values()
        )
    }


# These are not lists: they answer exactly the requested nights, or all data of a page.
OF_DATES = ("/calendar", "/board", "/day")
WHOLE = ("/doctor",)


def test_every_list_is_paged() -> None:
    paged = {name: operation for name, operation in lists().items() if not name.endswith(OF_DATES + WHOLE)}
    assert len(paged) >= 6
    for name, operation in paged.items():
        schema = success(operation)
        assert "page" in schema["required"], name
        assert set(resolved(schema["properties"]["page"])["required"]) == {"size", "next"}, name
        given = {parameter["name"]: parameter["schema"] for parameter in operation["parameters"]}
        assert given["size"] | {"title": ""} == {
            "type": "integer",
            "minimum": 1,
            "maximum": 100,
            "default": 25,
            "title": "",
        }, name
        assert "cursor" in given, name


def test_every_refusal_is_a_problem_document() -> None:
    for name, operation in API.items():
        answers = operation["responses"]
        assert REFUSALS | {"503"} <= answers.keys(), name
        for status in answers:
            if status.startswith(("4", "5")):
                assert set(answers[status]["content"]) == {problems.MEDIA_TYPE}, (name, status)
                assert answers[status]["content"][problems.MEDIA_TYPE]["schema"] == {
                    "$ref": "#/components/schemas/Problem"
                }, (name, status)
    assert {"type", "title", "status", "detail", "code"} <= set(SCHEMAS["Problem"]["required"])


def test_the_frameworks_own_error_shapes_are_nowhere() -> None:
    assert "HTTPValidationError" not in write_references.openapi_json()
    assert {"HTTPValidationError", "ValidationError"}.isdisjoint(SCHEMAS)


def test_every_reference_resolves_and_every_schema_is_used() -> None:
    named = {part["$ref"].rsplit("/", 1)[1] for part in parts(DOCUMENT) if isinstance(part.get("$ref"), str)}
    assert named == SCHEMAS.keys()


def test_names_on_the_wire_are_camel_case() -> None:
    odd = {
        f"{name}.{field}"
        for name, schema in SCHEMAS.items()
        for field in schema.get("properties", {})
        if not CAMEL.match(field)
    }
    odd |= {
        f"{name}?{parameter['name']}"
        for name, operation in OPERATIONS.items()
        for parameter in operation.get("parameters", [])
        if parameter["in"] != "path"
        and parameter["name"] not in FROZEN
        and not CAMEL.match(parameter["name"])
    }
    assert odd == set()
    assert all(re.fullmatch(r"[A-Z][A-Za-z]*", name) for name in SCHEMAS)


def test_requests_take_nothing_that_is_not_named() -> None:
    taken = {name: body(operation) for name, operation in API.items() if "requestBody" in operation}
    assert len(taken) >= 8
    for name, schema in taken.items():
        for part in within(schema):
            if part.get("type") == "object":
                assert part.get("additionalProperties") is False, (name, part.get("title"))


def test_every_text_that_comes_in_has_an_end() -> None:
    unbounded = set()
    for name, operation in API.items():
        incoming = [body(operation), *(parameter["schema"] for parameter in operation.get("parameters", []))]
        for part in (part for schema in incoming for part in within(schema)):
            if part.get("type") == "string" and not bounded(part):
                unbounded.add(f"{name}: {part}")
            if part.get("type") == "array":
                assert "maxItems" in part, (name, part)
            if part.get("type") == "integer":
                assert part.keys() >= {"minimum", "maximum"}, (name, part)
    assert unbounded == set()


def bounded(text: dict[str, Any]) -> bool:
    """Whether a text has a maximum length, by its length, format, enum or bounded pattern."""
    if (
        "maxLength" in text
        or text.get("format") in ("uuid", "date", "date-time")
        or "enum" in text
        or "const" in text
    ):
        return True
    without_classes = re.sub(r"\[(?:\\.|[^\]\\])*\]", "", text.get("pattern", "*"))
    return not OPEN_ENDED.search(without_classes.replace("\\+", ""))


def test_the_length_check_understands_patterns() -> None:
    assert bounded({"pattern": r"^\+?[0-9][0-9 ()./+*-]{4,30}$"})
    assert not bounded({"pattern": r"^[a-z]+$"})
    assert not bounded({"pattern": r"^[a-z]{2,}$"})
    assert not bounded({})


def test_money_is_whole_minor_units_with_a_currency_everywhere() -> None:
    for name, schema in SCHEMAS.items():
        for field, part in schema.get("properties", {}).items():
            if "amount" in field.lower() or field in ("price", "total", "currency"):
                holds = resolved(part)
                assert (
                    name in ("MoneyIn", "MoneyOut")
                    or "amount" in holds.get("properties", {})
                    or field == "currency"
                ), (name, field)
    assert resolved(SCHEMAS["MoneyOut"]["properties"]["amount"])["type"] == "integer"
    assert not any(part.get("type") == "number" for part in parts(SCHEMAS)), "a fraction on the wire"


def test_every_operation_is_named_described_and_says_who_may() -> None:
    ids = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(ids) == len(set(ids))
    for name, operation in OPERATIONS.items():
        assert operation["summary"], name
        assert operation["description"].endswith((".", "!")), name
        assert operation["tags"], name
    stated = write_references.operations()
    for name, operation in OPERATIONS.items():
        method, path = name.lower().split(" ", 1)[0], name.split(" ", 1)[1]
        assert operation.get("x-permission") == stated[method, path], name
        assert ("security" in operation) == (stated[method, path] is not None), name


def test_every_change_accepts_an_idempotency_key() -> None:
    for name, operation in API.items():
        accepts = any(parameter["name"] == "Idempotency-Key" for parameter in operation.get("parameters", []))
        assert accepts == (
            not name.startswith("GET") and "/api/auth" not in name and not name.endswith("/quote")
        ), name
