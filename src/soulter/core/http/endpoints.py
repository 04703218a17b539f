"""Calling a route's endpoint by a plan that is made once.

FastAPI reads the signature of an endpoint when the route is declared, and walks through all of it again for
every request: each dependency, each field of a query with its aliases and types. That took a third of the
time of a list of bookings. A `Plan` stores the result of the walk. It covers endpoints that return a
`Response` of their own and need no more than dependencies of the request, path parameters, one model of the
query string and one JSON body. For all others `Plan.of` returns None, and FastAPI calls them. Validation and
the order of the steps are FastAPI's: dependencies, path, query, body.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from fastapi import Request, Response, params
from fastapi._compat import ModelField, field_annotation_is_sequence
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.types import Scope

_JSON: Final = b"application/json"
_ABOUT_THE_BODY: Final = frozenset({b"content-type", b"content-length"})

Call = Callable[..., Awaitable[Any]]
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Step:
    """A dependency: what is called, and the parameters that get the request and earlier results."""

    call: Call
    request: str | None
    needs: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Query:
    """The one model of a query string, with the names that it knows."""

    field: ModelField
    many: frozenset[str]

    def given(self, pairs: Pairs) -> dict[str, Any]:
        """The values by name: a list for each name in `many`, and the last value of each other name."""
        found: dict[str, Any] = {}
        for name, value in pairs:
            if name in self.many:
                found.setdefault(name, []).append(value)
            else:
                found[name] = value
        return found


def repeated(pairs: Pairs, many: frozenset[str]) -> list[dict[str, Any]]:
    """A fault for each parameter that is given more than once and is not in `many`."""
    names = [name for name, _value in pairs if name not in many]
    twice = dict.fromkeys(name for name in names if names.count(name) > 1)
    return [{"type": "repeated", "loc": ("query", name), "msg": "", "input": None} for name in twice]


def lists_of_query(route: APIRoute) -> frozenset[str]:
    """The parameters in the query string of a route that may be given several times."""
    models = (field.field_info.annotation for field in route.dependant.query_params)
    return frozenset(
        _alias(name, info)
        for model in models
        if isinstance(model, type) and issubclass(model, BaseModel)
        for name, info in model.model_fields.items()
        if field_annotation_is_sequence(info.annotation)
    )


def _alias(name: str, info: Any) -> str:
    alias: str = info.validation_alias or info.alias or name
    return alias


def pairs_of(query_string: bytes) -> Pairs:
    """The parameters of a query string with their values, in its order."""
    if not query_string:
        return []
    return parse_qsl(query_string.decode("latin-1"), keep_blank_values=True)


@dataclass(frozen=True, slots=True)
class Plan:
    """How one endpoint gets its parameters."""

    endpoint: Call
    steps: tuple[_Step, ...]
    named: tuple[tuple[str, int], ...]
    request: str | None
    path: tuple[ModelField, ...]
    query: _Query | None
    body: ModelField | None

    @classmethod
    def of(cls, route: APIRoute) -> "Plan | None":
        """The plan of a route, or None when it needs more than a plan covers."""
        dependant = route.dependant
        if (
            not inspect.iscoroutinefunction(route.endpoint)
            or inspect.signature(route.endpoint).return_annotation is not Response
        ):
            return None
        if (
            _unusual(dependant)
            or dependant.header_params
            or dependant.cookie_params
            or not _plain_path(dependant)
        ):
            return None
        steps: list[_Step] = []
        named = _named(dependant, steps, {})
        query = _query(dependant.query_params, lists_of_query(route))
        body = _body(route)
        if (
            named is None
            or (dependant.query_params and query is None)
            or (dependant.body_params and body is None)
        ):
            return None
        return cls(
            route.endpoint,
            tuple(steps),
            named,
            dependant.request_param_name,
            tuple(dependant.path_params),
            query,
            body,
        )

    def covers(self, scope: Scope) -> bool:
        """Whether the head of this request has the form that the plan expects; FastAPI answers all others."""
        if self.body is None:
            return True
        found = {name: value for name, value in scope["headers"] if name in _ABOUT_THE_BODY}
        return found.get(b"content-type") == _JSON and found.get(b"content-length", b"0") != b"0"

    async def run(self, request: Request) -> Response:
        """Call the endpoint.

        Raises what its dependencies and the endpoint raise, and RequestValidationError.
        """
        body = await request.json() if self.body else None
        results: list[Any] = []
        for step in self.steps:
            arguments = {name: results[i] for name, i in step.needs}
            if step.request:
                arguments[step.request] = request
            results.append(await step.call(**arguments))
        values = {name: results[i] for name, i in self.named}
        errors: list[Any] = []
        for field in self.path:
            _validate(field, request.path_params[field.alias], ("path", field.alias), values, errors)
        if self.query:
            pairs = pairs_of(request.scope["query_string"])
            errors += repeated(pairs, self.query.many)
            _validate(self.query.field, self.query.given(pairs), ("query",), values, errors)
        if self.body:
            _validate(self.body, body, ("body",), values, errors)
        if errors:
            raise RequestValidationError(errors, body=body)
        if self.request:
            values[self.request] = request
        response: Response = await self.endpoint(**values)
        return response


def _validate(
    field: ModelField, value: Any, place: tuple[str, ...], values: dict[str, Any], errors: list[Any]
) -> None:
    found, wrong = field.validate(value, values, loc=place)
    if wrong:
        errors.extend(wrong)
    else:
        values[field.name] = found


def _unusual(dependant: Dependant) -> bool:
    """Whether a signature asks for something that a plan does not provide."""
    names = (
        dependant.http_connection_param_name,
        dependant.websocket_param_name,
        dependant.response_param_name,
        dependant.background_tasks_param_name,
        dependant.security_scopes_param_name,
    )
    return any(names) or bool(dependant.own_oauth_scopes) or dependant.concurrency is not None


def _named(
    dependant: Dependant, steps: list[_Step], known: dict[Call, int]
) -> tuple[tuple[str, int], ...] | None:
    """The steps of all dependencies, each once, and the name of each result.

    None when a plan does not cover them.
    """
    found: list[tuple[str, int]] = []
    for sub in dependant.dependencies:
        place = _step(sub, steps, known)
        if place is None:
            return None
        if sub.name is not None:
            found.append((sub.name, place))
    return tuple(found)


def _step(sub: Dependant, steps: list[_Step], known: dict[Call, int]) -> int | None:
    call = sub.call
    if call is None or not _is_coroutine(call) or _unusual(sub) or not sub.use_cache:
        return None
    if sub.path_params or sub.query_params or sub.header_params or sub.cookie_params or sub.body_params:
        return None
    if call not in known:
        needs = _named(sub, steps, known)
        if needs is None:
            return None
        steps.append(_Step(call, sub.request_param_name, needs))
        known[call] = len(steps) - 1
    return known[call]


def _is_coroutine(call: Call) -> bool:
    called = getattr(call, "__call__", None)  # noqa: B004 -- an object whose call is a coroutine function
    return inspect.iscoroutinefunction(call) or inspect.iscoroutinefunction(called)


def _plain_path(dependant: Dependant) -> bool:
    return all(
        not field_annotation_is_sequence(field.field_info.annotation) for field in dependant.path_params
    )


def _query(fields: list[ModelField], many: frozenset[str]) -> _Query | None:
    if len(fields) != 1:
        return None
    model = fields[0].field_info.annotation
    if not (isinstance(model, type) and issubclass(model, BaseModel)) or model.model_config.get(
        "populate_by_name"
    ):
        return None
    infos: Mapping[str, Any] = model.model_fields
    if not all(isinstance(_alias(name, info), str) for name, info in infos.items()):
        return None
    return _Query(fields[0], many)


def _body(route: APIRoute) -> ModelField | None:
    fields = route.dependant.body_params
    embedded = route._embed_body_fields  # noqa: SLF001 -- FastAPI's own decision
    if len(fields) != 1 or embedded or isinstance(fields[0].field_info, params.Form):
        return None
    return fields[0]
