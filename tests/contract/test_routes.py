"""Every route declares who may call it and enforces that."""

import re
from typing import Annotated, Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from soulter.access.actor import Actor
from soulter.access.grants import GRANTS, LINK_GRANTS
from soulter.access.permissions import UnitPermission
from soulter.access.roles import Role
from soulter.accounts import openapi
from soulter.accounts.auth import requires
from soulter.core.http import web
from tests.contract import write_references
from tests.sample_photos import PIXELS
from tests.world import CAST, PASSWORD, Client, World

pytestmark = pytest.mark.either_database(
    reason="permissions are checked against a table in the code, before a statement of the feature runs"
)

PUBLIC = {
    ("get", "/health"),
    ("head", "/health"),
    ("get", "/livez"),
    ("get", "/readyz"),
    ("get", "/metrics"),  # behind a token in production
    ("post", "/api/auth/login"),
    ("post", "/api/auth/logout"),
    ("post", "/api/auth/register"),
    ("post", "/api/auth/verify"),
    ("post", "/api/auth/forgot"),
    ("post", "/api/auth/reset"),
    ("post", "/api/auth/accept"),
    ("post", "/api/auth/unlock"),
    ("get", "/docs"),  # in development only
    ("get", "/docs/start.js"),
}
CALLERS: dict[str, tuple[str, Role | None]] = {
    "anybody": ("nobody", None),
    "customer": ("hina", Role.CUSTOMER),
    "agent": ("bilal", Role.AGENT),
    "staff": ("sana", Role.ADMIN),
    "owner": ("zara", Role.SUPER_ADMIN),
}
ROW = re.compile(r"^\| `(GET|POST|PUT|PATCH|DELETE) (\S+)` \| (.*?) \| (.*) \|$", re.MULTILINE)


def unguarded(app: FastAPI) -> set[tuple[str, str]]:
    return {
        operation for operation, permission in openapi.permissions(app).items() if permission is None
    } - PUBLIC


def without_transaction(app: FastAPI) -> set[str]:
    """Unsafe routes that are not made by `web.router`."""
    return {
        f"{method} {route.path}"
        for route in iter_route_contexts(app.routes)
        for method in (getattr(route, "methods", None) or ())
        if method not in web.SAFE_METHODS and not isinstance(route.original_route, web._WriteRoute)
    }


def test_every_operation_states_a_permission_or_is_public(example: FastAPI) -> None:
    assert unguarded(example) == set()
    assert {operation for operation in PUBLIC if operation not in openapi.permissions(example)} == set(), (
        "the list names routes that are gone"
    )


def test_every_route_that_changes_something_is_one_transaction(example: FastAPI) -> None:
    assert without_transaction(example) == set()


@pytest.fixture
def example() -> FastAPI:
    return write_references.application()


def test_a_route_without_a_permission_is_found() -> None:
    app, router = FastAPI(), web.router("/things", "things")

    @router.get("")
    async def guarded(actor: Annotated[Actor, requires(UnitPermission.READ)]) -> None: ...

    @router.post("")
    async def open_to_all() -> None: ...

    app.include_router(router)
    assert unguarded(app) == {("post", "/api/things")}
    assert without_transaction(app) == set()

    @app.post("/bare")
    async def bare() -> None: ...

    assert unguarded(app) == {("post", "/api/things"), ("post", "/bare")}
    assert without_transaction(app) == {"POST /bare"}


def documented() -> dict[tuple[str, str], dict[str, str]]:
    """The table of docs/permissions.md, as a reader reads it."""
    text = (write_references.ROOT / "docs/permissions.md").read_text(encoding="utf-8")
    return {
        (method.lower(), path): dict(zip(CALLERS, cells.split(" | "), strict=True))
        | {"permission": permission.strip("`")}
        for method, path, permission, cells in ROW.findall(text)
    }


def test_the_page_of_permissions_lists_every_operation_as_it_is() -> None:
    page, stated = documented(), write_references.operations()
    assert page.keys() == stated.keys()
    for operation, permission in stated.items():
        assert page[operation]["permission"] == (permission or "public"), operation
        for name, (_, role) in CALLERS.items():
            granted = (
                permission is None
                or permission in GRANTS[role]
                or (role is None and permission in LINK_GRANTS)
            )
            assert (page[operation][name] != "no") == granted, (operation, name)


@pytest.mark.parametrize("caller", CALLERS)
async def test_each_role_can_call_exactly_the_listed_operations(here: World, caller: str) -> None:
    name, role = CALLERS[caller]
    wrong = []
    for (method, path), row in documented().items():
        client = await here.login(name)  # a new one each time: some operations end all sessions there are
        sent = sending(path, body_for(path, name)) if method in ("post", "patch") else {}
        answer = await client.request(method.upper(), fill(path), **sent)
        refused = 401 if role is None else 403
        good = (
            answer.status_code == refused
            if row[caller] in ("no", "link", "by link")
            else answer.status_code not in (401, 403)
        )
        if not good or answer.status_code >= 500:
            wrong.append(
                f"{method} {path}: the page says {row[caller]}, the answer was {answer.status_code} "
                f"{answer.text}"
            )
    assert wrong == []


def fill(path: str) -> str:
    return re.sub(r"\{\w+\}", str(UUID(int=7)), path)


def sending(path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What a request carries: JSON, or a picture where that is what is asked for."""
    if path.endswith("/photos"):
        return {"content": PIXELS, "headers": {"Content-Type": "image/png"}}
    return {"json": body}


def body_for(path: str, name: str) -> dict[str, Any]:
    """A body without effect; only the permission check matters."""
    if path.endswith("/role"):
        return {"role": "AGENT"}
    return (
        {"email": f"{name if name in CAST else 'hina'}@example.com", "password": PASSWORD}
        if path.endswith("/login")
        else {}
    )


async def same(client: Client, method: str, there: str, nowhere: str, **options: Any) -> None:
    """A hidden object and a missing one get the same answer, byte for byte."""
    headers = {"X-Request-Id": "the-same-request", **options.pop("headers", {})}
    seen = [await client.request(method, path, headers=headers, **options) for path in (there, nowhere)]
    foreign, missing = (
        (answer.status_code, answer.content, sorted(answer.headers.multi_items())) for answer in seen
    )
    assert foreign == missing, (method, there)
    assert foreign[0] == 404, (method, there, seen[0].text)


BOOKING_CALLS = [
    ("GET", "", None),
    ("PATCH", "", {"notes": "Mine now"}),
    ("PATCH", "", {"adults": 1}),
    ("POST", "/cancel", None),
]


@pytest.mark.parametrize(
    ("token", "contact"),
    [(None, "somebody@example.com"), ("x" * 43, None), ("x" * 43, "somebody@example.com"), ("", "")],
    ids=["another contact", "another token", "neither", "empty"],
)
async def test_an_incomplete_link_opens_no_booking(
    here: World, nobody: Client, token: str | None, contact: str | None
) -> None:
    made = await nobody.post("/api/bookings", json=here.stay())
    theirs = {"Booking-Token": made.json()["accessToken"], "Booking-Contact": "ayesha@example.com"}
    booking_id = made.json()["booking"]["id"]
    assert (await nobody.get(f"/api/bookings/{booking_id}", headers=theirs)).status_code == 200
    headers = {
        "Booking-Token": theirs["Booking-Token"] if token is None else token,
        "Booking-Contact": theirs["Booking-Contact"] if contact is None else contact,
    }
    for method, action, body in BOOKING_CALLS:
        there, nowhere = f"/api/bookings/{booking_id}{action}", f"/api/bookings/{UUID(int=7)}{action}"
        if token == "":
            assert (await nobody.request(method, there, headers=headers, json=body)).status_code == 401
        else:
            await same(nobody, method, there, nowhere, headers=headers, json=body)
    other = await here.book(nobody, 20, guest={"name": "Bilqis", "email": "ayesha@example.com"})
    await same(nobody, "GET", f"/api/bookings/{other['id']}", f"/api/bookings/{UUID(int=7)}", headers=theirs)


@pytest.mark.parametrize("name", ["nobody", "hina", "bilal"])
async def test_an_inactive_unit_does_not_exist_for_those_who_buy_or_sell(here: World, name: str) -> None:
    client, shed = await here.login(name), here.units[3]
    await same(client, "GET", f"/api/units/{shed}", f"/api/units/{UUID(int=7)}")
    span = "calendar?from=2027-05-10&to=2027-05-12"
    await same(client, "GET", f"/api/units/{shed}/{span}", f"/api/units/{UUID(int=7)}/{span}")
    listed = await client.get("/api/units", params={"status": "INACTIVE"})
    assert str(shed) not in listed.text
    staff = await here.login("sana")
    assert (await staff.get(f"/api/units/{shed}")).status_code == 200


@pytest.mark.parametrize("hidden", ["zara", "sana"])
async def test_an_account_above_the_caller_does_not_exist(
    here: World, sana: Client, zara: Client, hidden: str
) -> None:
    await same(sana, "GET", f"/api/users/{here.users[hidden]}", f"/api/users/{UUID(int=7)}")
    listed = (await sana.get("/api/users")).json()["users"]
    assert {user["role"] for user in listed} == {"AGENT", "CUSTOMER"}
    assert (await zara.get(f"/api/users/{here.users[hidden]}")).status_code == 200
