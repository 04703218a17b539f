"""The OpenAPI document as it is true of us: problem documents, credentials, permissions."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.models import Schema
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from soulter.access.grants import GRANTS, LINK_GRANTS
from soulter.access.permissions import Permission
from soulter.accounts import cookies
from soulter.accounts.auth import Guard
from soulter.core.http import problems, web

_SCHEMES = {
    "cookie": {
        "type": "apiKey",
        "in": "cookie",
        "name": cookies.NAME,
        "description": "Set by `POST /api/auth/login`.",
    },
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The same token, for machines; never together with the cookie.",
    },
    "bookingToken": {
        "type": "apiKey",
        "in": "header",
        "name": "Booking-Token",
        "description": "With Booking-Contact: opens one booking.",
    },
}


def install(app: FastAPI) -> None:
    """Make `app.openapi()` give this document."""

    def build() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = get_openapi(
                title=app.title, version=app.version, description=app.description, routes=app.routes
            )
            _complete(document, permissions(app))
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = build  # type: ignore[method-assign]


def permissions(app: FastAPI) -> dict[tuple[str, str], Permission | None]:
    """Each operation `(method, path)` with the permission that it states; None for the public ones."""
    found: dict[tuple[str, str], Permission | None] = {}
    for route in iter_route_contexts(app.routes):
        dependant = getattr(route, "dependant", None)
        if dependant is None:
            continue
        guards = [d.call.permission for d in dependant.dependencies if isinstance(d.call, Guard)]
        for method in route.methods or ():
            found[method.lower(), str(route.path)] = guards[0] if guards else None
    return found


def _complete(document: dict[str, Any], stated: dict[tuple[str, str], Permission | None]) -> None:
    document["components"]["securitySchemes"] = _SCHEMES
    # In the form that the framework gives its own.
    refusals = {
        name: Schema(**shape).model_dump(mode="json", by_alias=True, exclude_none=True)
        for name, shape in problems.shapes().items()
    }
    schemas = document["components"]["schemas"] | refusals
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _problems(operation)
            permission = stated[method, path]
            if permission:
                operation["x-permission"] = permission.value
                operation["security"] = _security(permission)
            if method != "get" and web.keyed(path):
                operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)


_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A fresh random value for each new request; repeating it repeats the answer, not the effect. Required to book, unless staff do.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"},
}


def _problems(operation: dict[str, Any]) -> None:
    """What the framework says of wrong input on a route that documents no refusals."""
    answer = operation["responses"].get("422")
    if answer and problems.MEDIA_TYPE not in answer["content"]:
        answer.update(problems.documented(422)[422])


def _security(permission: Permission) -> list[dict[str, list[str]]]:
    accepted: list[dict[str, list[str]]] = [{"cookie": []}, {"bearer": []}]
    if permission in LINK_GRANTS:
        accepted.append({"bookingToken": []})
    return [{}, *accepted] if permission in GRANTS[None] else accepted
