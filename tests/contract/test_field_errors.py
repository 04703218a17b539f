"""Every constraint that a schema of the API uses has a code in the tables of `field_errors`."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from soulter.core.http import field_errors, text_patterns
from soulter.core.http.field_errors import CODES, OTHER, PATTERNS, SENTENCES
from tests.contract.package_map import SOURCES
from tests.contract.refusal_examples import FACTS
from tests.contract.write_references import application

CONSTRAINTS: dict[str, dict[str, set[str]]] = {
    "str": {
        "type": {"string_type", "string_unicode"},
        "min_length": {"string_too_short"},
        "max_length": {"string_too_long"},
        "pattern": {"string_pattern_mismatch"},
        "strip_whitespace": set(),
    },
    "int": {
        "type": {"int_type", "int_from_float", "int_parsing", "int_parsing_size"},
        "strict": set(),
        "ge": {"greater_than_equal"},
        "le": {"less_than_equal"},
    },
    "list": {
        "type": {"list_type"},
        "items_schema": set(),
        "min_length": {"too_short"},
        "max_length": {"too_long"},
    },
    "uuid": {"type": {"uuid_type", "uuid_parsing"}},
    "bool": {"type": {"bool_type", "bool_parsing"}},
    "date": {
        "type": {
            "date_type",
            "date_parsing",
            "date_from_datetime_parsing",
            "date_from_datetime_inexact",
        }
    },
    "datetime": {
        "type": {
            "datetime_type",
            "datetime_parsing",
            "datetime_object_invalid",
            "datetime_from_date_parsing",
        },
        "tz_constraint": {"timezone_aware"},
        "microseconds_precision": set(),
    },
    "enum": {"type": {"enum"}, "cls": set(), "members": set(), "sub_type": set()},
    "model": {"type": {"model_type", "model_attributes_type"}},
    "model-fields": {"type": {"missing", "extra_forbidden"}},
}
"""The errors of each kind of schema by its keys. A key that is missing here has no code yet."""

TRANSPARENT = {
    "default",
    "definition-ref",
    "definitions",
    "function-after",
    "function-before",
    "missing-sentinel",
    "model-field",
    "no-info",
    "nullable",
}
"""Kinds without errors of their own; the code of functions is searched for what they raise."""

NOT_CONSTRAINTS = {"metadata", "ref", "serialization"}


def schemas_of(dependant: Dependant) -> Iterator[Any]:
    for field in (
        dependant.path_params
        + dependant.query_params
        + dependant.header_params
        + dependant.cookie_params
        + dependant.body_params
    ):
        yield field._type_adapter.core_schema
    for below in dependant.dependencies:
        yield from schemas_of(below)


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Each schema in a schema."""
    if isinstance(schema, dict):
        if isinstance(schema.get("type"), str):
            yield schema
        for name, value in schema.items():
            if name not in NOT_CONSTRAINTS:
                yield from parts(value)
    elif isinstance(schema, list | tuple):
        for value in schema:
            yield from parts(value)


def uncovered(schema: Any) -> Iterator[str]:
    """What a schema can report without a code of ours."""
    for part in parts(schema):
        kind = part["type"]
        if kind == "no-info":
            yield from _raised(part["function"])
        elif kind not in TRANSPARENT:
            known = CONSTRAINTS.get(kind)
            if known is None:
                yield f"schema {kind}"
                continue
            if kind not in ("model", "model-fields"):
                yield from (f"{kind}.{key}" for key in part.keys() - known.keys() - NOT_CONSTRAINTS)
            reported = {error for key in part.keys() & known.keys() for error in known[key]}
            yield from (error for error in reported if not _has_code(error, part))


def _has_code(error: str, part: dict[str, Any]) -> bool:
    if error == "string_pattern_mismatch":
        return PATTERNS.get(part["pattern"]) in SENTENCES
    if error == "enum":
        return all(isinstance(member.value, str) for member in part["members"])
    return error in CODES and CODES[error][0] in SENTENCES


def _raised(function: Any) -> Iterator[str]:
    """What a validator raises that has no code."""
    source = inspect.getsource(function)
    yield from re.findall(r"\braise (?!field_errors\.fault\()\w+", source)
    yield from (code for code in re.findall(r"fault\(\"(\w+)\"", source) if code not in SENTENCES)


ROUTES = [route for route in application().routes if isinstance(route, APIRoute)]


def test_every_constraint_of_every_schema_has_a_code() -> None:
    schemas = [(route.name, schema) for route in ROUTES for schema in schemas_of(route.dependant)]
    assert len(schemas) > 50
    missing = {f"{name}: {what}" for name, schema in schemas for what in uncovered(schema)}
    assert missing == set()


def _odd(value: str) -> str:
    raise ValueError(value)


class Planted(BaseModel):
    """Constraints without a code."""

    step: int = Field(multiple_of=5)
    above: int = Field(gt=5)
    share: float
    form: str = Field(pattern="^planted$")


def test_a_constraint_without_a_code_is_noticed() -> None:
    found = set(uncovered(TypeAdapter(Planted).core_schema))
    assert found == {"int.multiple_of", "int.gt", "schema float", "string_pattern_mismatch"}
    assert list(_raised(_odd)) == ["raise ValueError"]


def test_the_tables_name_each_code_once_and_none_in_vain() -> None:
    sources = "".join(path.read_text() for path in SOURCES.rglob("*.py"))
    raised = set(re.findall(r'field_errors.fault\("(\w+)"', sources)) | set(
        re.findall(r'"type": "(\w+)", "loc"', sources)
    )
    used = {code for code, _ in CODES.values()} | set(PATTERNS.values()) | raised
    assert used == set(SENTENCES)
    patterns = {value for name, value in vars(text_patterns).items() if name.isupper() and name[0] != "_"}
    assert patterns == set(PATTERNS)
    assert len(set(PATTERNS.values())) == len(PATTERNS)
    assert OTHER not in SENTENCES


def test_every_fact_of_a_sentence_is_given() -> None:
    for code, (named, facts) in CODES.items():
        form = SENTENCES[named]
        text = " ".join(form) if isinstance(form, tuple) else form
        assert set(re.findall(r"\{(\w+)\}", text)) == set(facts), code
    assert set(FACTS) == {code for code, form in SENTENCES.items() if isinstance(form, tuple) or "{" in form}


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "", ("too_short", "This field cannot be empty.", {"min": 1})),
        ("name", "a" * 121, ("too_long", "Write at most 120 characters.", {"max": 120})),
        (
            "status",
            "OPEN",
            (
                "not_an_option",
                "Choose one of these: ACTIVE, INACTIVE.",
                {"allowed": ["ACTIVE", "INACTIVE"]},
            ),
        ),
        ("sleeps", 0, ("too_small", "Write 1 or more.", {"min": 1})),
        ("sleeps", 2.5, ("not_a_whole_number", "Write a whole number.", {})),
        ("nothing", 1, ("unknown_field", "This field is not known here.", {})),
        ("name", None, ("not_text", "Write text here.", {})),
        (
            "slug",
            "Lake Tent",
            ("not_a_slug", field_errors.sentence("not_a_slug", {}), {}),
        ),
    ],
)
def test_pydantics_errors_become_ours(
    field: str, value: object, told: tuple[str, str, dict[str, Any]]
) -> None:
    from soulter.inventory.schemas import UnitPatch

    with pytest.raises(ValidationError) as caught:
        UnitPatch.model_validate({field: value})
    [item] = caught.value.errors()
    assert field_errors.described(item) == told


def test_an_error_that_no_table_has_keeps_pydantics_sentence() -> None:
    with pytest.raises(ValidationError) as caught:
        Planted.model_validate({"step": 3, "above": 6, "share": 1, "form": "planted"})
    [item] = caught.value.errors()
    assert field_errors.described(item) == (OTHER, "Input should be a multiple of 5.", {})
