"""Fuzzing over HTTP: every answer to generated input is one that the OpenAPI document describes."""

import asyncio
import base64
import json
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from soulter.accounts.passwords import PasswordChecker
from soulter.app import create_app
from soulter.bookings.availability_schemas import BlockQuery
from soulter.bookings.schemas import BookingQuery
from soulter.core.clock import FixedClock
from soulter.core.http import services
from soulter.core.records.paging import PageQuery
from soulter.inventory.schemas import UnitQuery
from soulter.properties.schemas import PropertyQuery
from soulter.schema import migrate
from tests import postgres, world
from tests.conftest import fresh_database, settings_for
from tests.contract import write_references
from tests.world import FRONTEND, NOW, Stack, World

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 5
"""Cases per operation, caller and mode; about 600 requests for each database."""

# These operations would end the session of the fuzzer.
LEFT_OUT = {"/api/auth/logout"}
CREDENTIALS = {"authorization", "origin", "booking-token", "booking-contact", "auth_token", "cookie"}


@dataclass
class Target:
    """A server on a free port, with rows that requests can refer to."""

    url: str
    owner: dict[str, str]
    known: dict[str, list[str]] = field(default_factory=dict)


class Server(uvicorn.Server):
    """The server runs in a thread with an event loop of its own."""

    def install_signal_handlers(self) -> None: ...


@pytest.fixture
async def target(kind: str, tmp_path: Path, worker_id: str) -> AsyncIterator[Target]:
    name = f"soulter_fuzz_{worker_id}"
    found = settings_for(await fresh_database(kind, name, tmp_path))
    await migrate.upgrade(found, lambda _text: None)
    clock = FixedClock(NOW)
    stack = Stack(kind, found, create_app(found, clock), clock, await world.hashed_password())
    here = World(stack)
    await here.populate()
    prepared = await furnish(here)
    await here.close()
    await stack.database.close()
    services.of(stack.app, PasswordChecker).close()
    # This needs a second application: the engines of the first one belong to the tests' loop.
    app = create_app(found, clock)
    server = Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    async with asyncio.timeout(20):
        while not server.started:  # noqa: ASYNC110 -- another thread's flag
            await asyncio.sleep(0.02)
    prepared.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield prepared
    server.should_exit = True
    await asyncio.to_thread(thread.join, 20)
    if kind == "postgresql":
        await postgres.drop(name)


async def furnish(here: World) -> Target:
    """Bookings in every status that is reached by a step, and a block."""
    zara = await here.login("zara")
    made = [
        await here.book(await here.login(name), i * 4)
        for i, name in enumerate(["zara", "zara", "bilal", "hina", "nobody", "zara"])
    ]
    for booking, action in ((made[0], "check-in"), (made[1], "cancel")):
        assert (await zara.post(f"/api/bookings/{booking['id']}/{action}")).is_success
    body = {"unitId": str(here.units[1]), "from": "2027-06-01", "to": "2027-06-04", "reason": "Repairs"}
    block = (await zara.post("/api/blocks", json=body)).json()["block"]
    known = {
        "booking_id": [booking["id"] for booking in made],
        "block_id": [block["id"]],
        "unit_id": [str(unit_id) for unit_id in here.units],
        "property_id": [str(here.property_id)],
        "user_id": [str(user_id) for user_id in here.users.values()],
    }
    return Target("", {"Authorization": f"Bearer {await here.token('zara')}"}, known)


@dataclass
class Found:
    """What came of sending cases: the statuses, and what the document does not promise."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def fuzz(
    target: Target, headers: dict[str, str], mode: GenerationMode, document: dict[str, Any] | None = None
) -> Found:
    """Send cases for every operation of the document."""
    schema = schemathesis.openapi.from_dict(document or write_references.application().openapi())
    found = Found()
    for result in schema.get_all_operations():
        assert isinstance(result, Ok), result
        operation = result.ok()
        # An operation without input has no invalid input.
        if operation.path in LEFT_OUT or (
            mode is GenerationMode.NEGATIVE and not operation.body and not list(operation.iter_parameters())
        ):
            continue
        try:
            attack(operation.as_strategy(generation_mode=mode), target, headers, found.statuses)()
        except (FailureGroup, AssertionError) as error:
            found.wrong.append(
                f"{operation.label}: {[str(one) for one in getattr(error, 'exceptions', [error])]}"
            )
    return found


def attack(
    cases: st.SearchStrategy[Case[Any]], target: Target, headers: dict[str, str], statuses: Counter[int]
) -> Callable[[], None]:
    @seed(2027)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(cases, st.data())
    def one(case: Case[Any], data: st.DataObject) -> None:
        # Half of the ids are existing ones, because random ids never reach deeper code.
        for name in sorted(target.known.keys() & (case.path_parameters or {}).keys()):
            if data.draw(st.booleans()):
                case.path_parameters[name] = data.draw(st.sampled_from(target.known[name]))
        # The test chooses the caller, not the document.
        for name in [*case.headers, *case.cookies]:
            if name.lower() in CREDENTIALS:
                case.headers.pop(name, None)
                case.cookies.pop(name, None)
        answer = case.call(base_url=target.url, headers=headers, timeout=20)
        statuses[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    return one


async def check_answers(
    target: Target, headers: dict[str, str], mode: GenerationMode, expected: set[int]
) -> None:
    """Assert that many requests were sent, all answers are documented, and the expected statuses occur."""
    found = await asyncio.to_thread(fuzz, target, headers, mode)
    assert found.wrong == []
    assert found.statuses.total() >= 100, "hardly anything was sent"
    assert found.statuses.keys() >= expected, found.statuses


MODES = pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)


OVER_BUDGET = pytest.mark.over_budget(reason="sends hundreds of requests to one server")


@MODES
@OVER_BUDGET
@pytest.mark.either_database(
    reason="the subject is the shape of answers; the mode that one database is left out of, the other runs"
)
async def test_every_answer_is_one_that_the_document_promises(target: Target, mode: GenerationMode) -> None:
    await check_answers(target, target.owner, mode, {200, 404} if mode is GenerationMode.POSITIVE else {422})


@MODES
@OVER_BUDGET
@pytest.mark.sqlite_only(reason="a visitor is refused before a database is asked")
async def test_so_is_every_answer_to_a_visitor(target: Target, mode: GenerationMode) -> None:
    await check_answers(target, {"Origin": FRONTEND}, mode, {401})


@pytest.mark.sqlite_only(reason="the check itself is tried here, not a database")
async def test_an_answer_that_the_document_does_not_promise_is_noticed(target: Target) -> None:
    document = json.loads(write_references.openapi_json())
    document["paths"] = {
        path: found
        for path, found in document["paths"].items()
        if path in ("/livez", "/api/units", "/api/bookings/{booking_id}")
    }
    document["components"]["schemas"]["UnitOut"]["properties"]["sleeps"] = {"type": "string"}
    document["components"]["schemas"]["Alive"]["required"] = ["status", "since"]
    del document["paths"]["/api/bookings/{booking_id}"]["get"]["responses"]["401"]
    told = "\n".join(
        (await asyncio.to_thread(fuzz, target, {"Origin": FRONTEND}, GenerationMode.POSITIVE, document)).wrong
    )
    assert "GET /livez" in told
    assert "GET /api/units" in told
    assert "GET /api/bookings/{booking_id}" in told
    assert "PATCH" not in told


LISTS: dict[str, tuple[PageQuery, str]] = {
    "/api/units": (UnitQuery(), "int"),
    "/api/blocks": (BlockQuery(), "date"),
    "/api/bookings": (BookingQuery(), "instant"),
    "/api/properties": (PropertyQuery(), "text"),
}
PLACES = {
    "int": ["9" * 40, "-" + "9" * 30, "9223372036854775808", "1_0", "٣", " 7 ", "1e3", "NaN"],
    "date": ["0001-01-01", "9999-12-31", "10000-01-01", "2027-W01-1", "20270101", "infinity"],
    "instant": [
        "2027-05-01T09:00:00",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "2027-05-01",
        "9999-12-31T23:59:59+00:00",
    ],
    "text": ["", "\x00", "\ud800", "'; --", "ی", "x" * 150],
}


@pytest.mark.parametrize(
    ("path", "place"), [(path, place) for path, (_, form) in LISTS.items() for place in PLACES[form]]
)
async def test_a_forged_cursor_is_an_answer_and_never_a_failure(here: World, path: str, place: str) -> None:
    query, _ = LISTS[path]
    for last in (str(UUID(int=7)), place):
        text = json.dumps([query.mark(), place, last])
        cursor = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
        answer = await (await here.login("zara")).get(path, params={"cursor": cursor})
        assert answer.status_code in (200, 422), (path, place, answer.text)


HALVES = [
    '{"\\ud800": 1}',
    '{"guest": {"\\udfff": 1}}',
    '{"notes": "\\ud800"}',
    '{"guest": {"name": "\\ud800x", "phone": "+92 300 5550100"}}',
]


@pytest.mark.parametrize("body", HALVES)
async def test_a_lone_surrogate_is_refused_in_every_field(here: World, body: str) -> None:
    client = await here.login("zara")
    for method, path in (
        ("POST", "/api/bookings"),
        ("PATCH", f"/api/bookings/{UUID(int=7)}"),
        ("POST", "/api/units"),
    ):
        answer: Any = await client.request(
            method, path, content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code in (400, 422), (method, path, answer.text)
