"""The objects that all requests of an application share: one of each type, found by that type."""

from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from fastapi import Depends, FastAPI, Request

Service = TypeVar("Service")


class ServiceMissing(LookupError):
    """The application does not provide an object of this type."""


class ServiceTwice(ValueError):
    """A second object of a type: its type alone could not tell it from the first one."""


def provide(app: FastAPI, service: Service, kind: type[Service] | None = None) -> Service:
    """Provide an object under `kind`, by default its own type, and return it. Raises ServiceTwice."""
    key = kind or type(service)
    registry = _registry(app)
    if key in registry:
        raise ServiceTwice(key.__name__)
    registry[key] = service
    return service


def of(app: FastAPI, kind: type[Service]) -> Service:
    """The object of this type; `request.app` is the application of a request. Raises ServiceMissing."""
    service = _registry(app).get(kind)
    if not isinstance(service, kind):
        raise ServiceMissing(kind.__name__)
    return service


def kinds(app: FastAPI) -> frozenset[type[object]]:
    """The types of everything that the application provides."""
    return frozenset(_registry(app))


@dataclass(frozen=True, slots=True)
class Provided:
    """A dependency on the object of one type."""

    kind: type[object]

    async def __call__(self, request: Request) -> object:
        """The object. Raises ServiceMissing."""
        return of(request.app, self.kind)


@cache
def provided(kind: type[object]) -> Any:
    """The annotation of a route's parameter that receives the object of this type."""
    return Depends(Provided(kind))


def _registry(app: FastAPI) -> dict[type[object], object]:
    try:
        found: dict[type[object], object] = app.state.services
    except AttributeError:
        found = app.state.services = {}
    return found
