"""Every service that routes ask for is provided, and services are found by type only."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from soulter.bookings.hold_limits import HoldLimits
from soulter.core.clock import Clock, FixedClock
from soulter.core.http import services, web
from soulter.core.http.services import Provided, ServiceMissing, ServiceTwice, provided
from soulter.core.records.rate_limits import Limiter
from tests.contract.test_structure import SOURCES, findings, name_of
from tests.contract.write_references import application
from tests.world import NOW

APPLICATIONS = {"app", "api", "web", "application"}
"""The names under which modules know the application."""
REGISTRY = "core/http/services.py"


def dependencies(dependant: Dependant) -> Iterator[Dependant]:
    for sub in dependant.dependencies:
        yield sub
        yield from dependencies(sub)


def asked_for_by_routes(app: FastAPI) -> set[type[object]]:
    routes = [route.original_route for route in iter_route_contexts(app.routes)]
    return {
        sub.call.kind
        for route in routes
        if isinstance(route, APIRoute)
        for sub in dependencies(route.dependant)
        if isinstance(sub.call, Provided)
    }


def named(node: ast.expr) -> str | None:
    """The last part of a name: `app` of `app`, and of `request.app`."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else None


def asks(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "services.of"


def asked_for_in_code(paths: list[Path]) -> set[str]:
    return {
        ast.unparse(node.args[1])
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and asks(node)
    }


def reads_state(node: ast.AST) -> bool:
    """Whether something is read from or written to the state of an application, where no type is known."""
    return isinstance(node, ast.Attribute) and node.attr == "state" and named(node.value) in APPLICATIONS


def test_everything_that_routes_ask_for_is_provided() -> None:
    app = application()
    asked = asked_for_by_routes(app)
    assert Limiter in asked
    assert asked <= services.kinds(app)


def test_everything_that_code_asks_for_by_type_is_provided() -> None:
    asked = asked_for_in_code(SOURCES)
    assert {"Database", "Clock", "TokenSigner"} <= asked
    # Tracing is provided where the settings ask for it, and asked for there only.
    assert asked - {kind.__name__ for kind in services.kinds(application())} == {"Tracing"}


def test_nothing_is_kept_in_the_state_of_the_application() -> None:
    assert findings(SOURCES, reads_state, {REGISTRY}) == []
    registry = [path for path in SOURCES if name_of(path).endswith(REGISTRY)]
    assert findings(registry, reads_state), "the check finds the one place where it is used"


@pytest.mark.parametrize("line", ["request.app.state.clock", "app.state", "web.state.cookie", "api.state"])
def test_a_use_of_the_state_is_found(line: str) -> None:
    assert any(reads_state(node) for node in ast.walk(ast.parse(line)))


def test_a_missing_service_is_found() -> None:
    app, router = FastAPI(), web.router("/things", "things")

    @router.get("")
    async def read_things(_limits: Annotated[HoldLimits, provided(HoldLimits)]) -> None: ...

    app.include_router(router)
    assert asked_for_by_routes(app) - services.kinds(app) == {HoldLimits}
    with pytest.raises(ServiceMissing, match="HoldLimits"):
        services.of(app, HoldLimits)


def test_a_service_is_found_by_the_type_that_it_was_provided_under() -> None:
    app, clock = FastAPI(), FixedClock(NOW)
    assert services.provide(app, clock, Clock) is clock
    assert services.of(app, Clock) is clock
    with pytest.raises(ServiceMissing, match="FixedClock"):
        services.of(app, FixedClock)
    with pytest.raises(ServiceTwice, match="Clock"):
        services.provide(app, Clock())


def test_a_type_has_one_dependency_so_that_it_is_resolved_once() -> None:
    assert provided(Limiter) is provided(Limiter)
    assert provided(Limiter) is not provided(Clock)
