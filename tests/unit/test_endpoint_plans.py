"""Plans of endpoints: they answer as FastAPI does, and the busiest routes have one."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from unittest.mock import patch
from uuid import UUID

import httpx2
import pytest
from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.routing import APIRoute
from pydantic import Field

from soulter.app import ROUTERS
from soulter.core.database.transactions import Database
from soulter.core.errors import NotFound
from soulter.core.http import problems, services, web
from soulter.core.http.endpoints import Plan
from soulter.core.http.web import Day, WireIn
from soulter.core.records.paging import PageQuery


class Party(WireIn):
    adults: int
    arrives: Day


class Search(PageQuery):
    name: str | None = None
    begin: Day | None = Field(None, alias="from")


class Nobody(NotFound):
    def __init__(self) -> None:
        super().__init__("There is nobody.")


class Guard:
    """A dependency as a permission is one: an object that is called with the request."""

    async def __call__(self, request: Request) -> str:
        if request.headers.get("who") == "nobody":
            raise Nobody
        return request.headers.get("who", "somebody")


_guard = Guard()


async def _twice(who: Annotated[str, Depends(_guard)]) -> str:
    return who * 2


class _NoDatabase(Database):
    """Lends transactions in which nothing can be run."""

    def __init__(self) -> None:
        pass

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Any]:
        yield None


def _app() -> FastAPI:
    router = web.router("/things", "things")

    @router.get("")
    async def search(query: Annotated[Search, Query()], who: Annotated[str, Depends(_guard)]) -> Response:
        return web.encoded({"who": who, **query.model_dump(mode="json")})

    @router.post("/{thing_id}", status_code=201)
    async def make(
        thing_id: UUID, body: Party, request: Request, who: Annotated[str, Depends(_twice)]
    ) -> Response:
        return web.encoded(
            {"id": str(thing_id), "who": who, "adults": body.adults, "path": request.url.path}, 201
        )

    app = FastAPI()
    services.provide(app, _NoDatabase(), Database)
    problems.install(app)
    app.include_router(router)
    return app


ID = "0190f5fe-7c00-7a00-8abc-0123456789ab"
JSON = {"content-type": "application/json"}
REQUESTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "nothing given": ("GET", "", {}),
    "everything given": ("GET", "?size=3&name=a%20b&from=2026-05-01", {}),
    "known twice": ("GET", "?size=3&size=4&name=a&name=b", {}),
    "unknown": ("GET", "?sise=3", {}),
    "unknown twice": ("GET", "?sise=3&sise=4&odd=1", {}),
    "unknown thrice": ("GET", "?sise=3&sise=4&sise=5", {}),
    "empty": ("GET", "?name=&size=", {}),
    "without a value": ("GET", "?name", {}),
    "wrong values": ("GET", "?size=1000&from=yesterday", {}),
    "the field's own name": ("GET", "?begin=2026-05-01", {}),
    "odd bytes": ("GET", "?name=%ff%00%C3%A4+x", {}),
    "refused by a dependency": ("GET", "?size=1000", {"headers": {"who": "nobody"}}),
    "made": ("POST", f"/{ID}", {"json": {"adults": 2, "arrives": "2026-05-01"}}),
    "made by a dependency of a dependency": (
        "POST",
        f"/{ID}",
        {"json": {"adults": 2, "arrives": "2026-05-01"}, "headers": {"who": "b"}},
    ),
    "other names": ("POST", f"/{ID}", {"json": {"adults": 2, "arrives": "2026-05-01", "odd": 1}}),
    "wrong path and body": ("POST", "/x", {"json": {"adults": "x"}}),
    "no object": ("POST", f"/{ID}", {"json": [1]}),
    "null": ("POST", f"/{ID}", {"content": "null", "headers": JSON}),
    "no body": ("POST", f"/{ID}", {"headers": JSON}),
    "no body and no type": ("POST", f"/{ID}", {}),
    "another type": (
        "POST",
        f"/{ID}",
        {"content": '{"adults": 1}', "headers": {"content-type": "text/plain"}},
    ),
    "a type with a parameter": (
        "POST",
        f"/{ID}",
        {
            "content": '{"adults": 1, "arrives": "2026-05-01"}',
            "headers": {"content-type": "application/json; charset=utf-8"},
        },
    ),
    "not JSON": ("POST", f"/{ID}", {"content": "{", "headers": JSON}),
    "refused before the body is judged": ("POST", f"/{ID}", {"json": {}, "headers": {"who": "nobody"}}),
    "another method": ("DELETE", f"/{ID}", {}),
}


async def _answer(app: FastAPI, method: str, path: str, options: dict[str, Any]) -> tuple[int, str, bytes]:
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.request(method, f"/api/things{path}", **options)
        return answer.status_code, answer.headers["content-type"], answer.content


@pytest.mark.parametrize("name", REQUESTS)
async def test_a_plan_answers_as_fastapi_does(name: str) -> None:
    with patch.object(Plan, "of", lambda _route: None):
        by_fastapi = _app()
    planned = _app()
    assert await _answer(planned, *REQUESTS[name]) == await _answer(by_fastapi, *REQUESTS[name])


async def test_both_endpoints_above_have_a_plan_and_it_is_what_runs() -> None:
    ran: list[str] = []
    run = Plan.run

    async def watched(self: Plan, request: Request) -> Response:
        ran.append(request.method)
        return await run(self, request)

    with patch.object(Plan, "run", watched):
        app = _app()
        assert (await _answer(app, *REQUESTS["everything given"]))[0] == 200
        assert (await _answer(app, *REQUESTS["made"]))[0] == 201
    assert ran == ["GET", "POST"]


BUSIEST = {
    ("GET", "/api/bookings"),
    ("POST", "/api/bookings"),
    ("GET", "/api/availability"),
    ("GET", "/api/board"),
    ("GET", "/api/day"),
}


def test_the_busiest_routes_have_a_plan() -> None:
    planned = {
        (method, route.path)
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and Plan.of(route)
        for method in route.methods or ()
    }
    assert planned >= BUSIEST


def _query(size: int = 3) -> None: ...


async def _of_a_header(who: Annotated[str, Depends(_guard)], odd: str = "") -> Response:
    return Response(who + odd)


async def _no_response(who: Annotated[str, Depends(_guard)]) -> str:
    return who


async def _sync_dependency(size: Annotated[None, Depends(_query)]) -> Response:
    return Response(str(size))


@pytest.mark.parametrize("endpoint", [_of_a_header, _no_response, _sync_dependency])
def test_what_a_plan_does_not_cover_is_left_to_fastapi(endpoint: Any) -> None:
    assert Plan.of(APIRoute("/", endpoint)) is None
