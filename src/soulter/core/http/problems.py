"""Refusals as problem documents (RFC 9457). Only this module maps a kind of error to a status."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel
from pydantic_core import to_json
from starlette.exceptions import HTTPException  # noqa: TID251 -- the framework raises it itself
from starlette.responses import Response
from starlette.routing import Match

from soulter.core import errors
from soulter.core.database import driver_errors
from soulter.core.http import field_errors
from soulter.core.telemetry import logs, request_context

_log = logs.get(__name__)

MEDIA_TYPE = "application/problem+json"

_COMPONENT = "#/components/schemas/{model}"
SHAPE = {"$ref": _COMPONENT.format(model="Problem")}
"""How the OpenAPI document refers to a problem document."""

STATUS: dict[type[errors.SoulterError], int] = {
    errors.Malformed: 400,
    errors.Unauthenticated: 401,
    errors.Denied: 403,
    errors.NotFound: 404,
    errors.TimedOut: 408,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.UnsupportedMedia: 415,
    errors.Invalid: 422,
    errors.TooMany: 429,
    errors.HeadTooLarge: 431,
    errors.Unavailable: 503,
}

_OF_THE_FRAMEWORK = {
    400: ("malformed", "The request could not be read."),
    404: ("not_found", "There is nothing at this address."),
    405: (
        "method_not_allowed",
        "This address does not take this method; the Allow header lists those it takes.",
    ),
    413: ("too_large", "The request is too large."),
}


class FieldError(BaseModel):
    """One fault of the input. Further members are its facts, such as `min`, `max` or `allowed`."""

    model_config = ConfigDict(extra="allow")

    pointer: str = Field(description="JSON pointer to the value in the body, or the name of the parameter.")
    code: str = Field(description="What is wrong, for programs; it stays the same.")
    detail: str


class Problem(BaseModel):
    """A refusal. Further members are its facts, such as `nights`."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str
    requestId: str | None = None  # noqa: N815 -- the name on the wire
    errors: list[FieldError] | None = None


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For a route's `responses=`: these statuses answer with a problem document.

    The shape is referred to by its name: from a model, FastAPI would make a validator for each status of each
    route, twice.
    """
    return {
        status: {"description": "Refused", "content": {MEDIA_TYPE: {"schema": SHAPE}}} for status in statuses
    }


def shapes() -> dict[str, Any]:
    """What `SHAPE` refers to, for the components of the OpenAPI document."""
    problem = Problem.model_json_schema(ref_template=_COMPONENT)
    return {**problem.pop("$defs"), Problem.__name__: problem}


def status_of(error: errors.SoulterError) -> int:
    """The HTTP status of a refusal, by its nearest kind."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def response(error: errors.SoulterError) -> Response:
    """The problem document of a refusal."""
    members = {to_camel(name): value for name, value in error.facts.items()}
    answer = _document(status_of(error), error.code(), error.detail, members)
    for name, value in error.headers:
        answer.headers.append(name, value)
    return answer


def internal() -> Response:
    """The answer to a bug: the request id and nothing else."""
    return _document(
        500,
        "internal",
        "Something went wrong on our side. Nothing was lost; please tell us the request id.",
        {},
    )


def install(app: FastAPI) -> None:
    """Answer every error of the application with a problem document."""
    app.add_exception_handler(errors.SoulterError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _framework)


def _document(status: int, code: str, detail: str, members: dict[str, object]) -> Response:
    request_context.note_refusal(code)
    title = code.replace("_", " ").capitalize()
    fixed = {
        "type": f"/problems/{code.replace('_', '-')}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
    }
    body = to_json(fixed | {"requestId": request_context.request_id()} | members)
    return Response(body, status, media_type=MEDIA_TYPE)


def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.SoulterError)
    return response(error)


def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return invalid(error.errors())


def invalid(faults: Sequence[Mapping[str, Any]]) -> Response:
    """The answer to input with these faults, as Pydantic reports them. It names at most twenty."""
    found = [_field_error(item) for item in faults[:20]]
    where = ", ".join(dict.fromkeys(item.pointer or "the body" for item in found))
    return _document(
        422, "invalid", f"Please correct: {where}.", {"errors": [item.model_dump() for item in found]}
    )


def _field_error(item: Mapping[str, Any]) -> FieldError:
    code, detail, facts = field_errors.described(item)
    return FieldError(pointer=_pointer(item["loc"]), code=code, detail=detail, **facts)


def _pointer(place: tuple[int | str, ...]) -> str:
    source, *path = place
    if source == "body":
        return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return str(path[0]) if path else str(source)


def _framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, detail = _OF_THE_FRAMEWORK.get(error.status_code, ("refused", "The request was refused."))
    answer = _document(error.status_code, code, detail, {})
    answer.headers.update(error.headers or {})
    if error.status_code == 405:
        answer.headers["Allow"] = ", ".join(sorted(_methods(request)))
    return answer


def _methods(request: Request) -> set[str]:
    """Every method that the address takes; the framework names those of its first route only."""
    routes = (route for route in request.app.routes if route.matches(request.scope)[0] is not Match.NONE)
    return {method for route in routes for method in getattr(route, "methods", None) or ()}


def unexpected(error: Exception) -> Response:
    """The answer to an error that no feature foresaw; an error of the database is told apart from a bug."""
    if refusal := driver_errors.refusal(error):
        tell = _log.error if driver_errors.needs_somebody(error) else _log.warning
        tell("database refused", kind=refusal.code(), exc_info=error)
        return response(refusal)
    _log.error("request failed", exc_info=error)
    return internal()
