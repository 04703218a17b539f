"""M. What each layer of a list and of a booking costs, measured by removing layers in turn."""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from bench import baseline_app, traffic
from bench.environment import Stage
from bench.in_process import Rounds, Server, Variant, cost, on_the_workers_core, rounds_of, running, soulter
from bench.middleware_cost import ALL_MIDDLEWARE, LIST, soulter_without
from bench.seeding import Seeded
from bench.telemetry_cost import unobserved
from soulter.access.actor import Actor
from soulter.access.roles import Role
from soulter.accounts import auth
from soulter.bookings import ledger
from soulter.core.clock import Clock

_WHOLE = "whole"


@contextmanager
def _logged_in(seeded: Seeded) -> Iterator[None]:
    """Treat every request as the administrator's, without a token."""
    person = seeded.people["admin"]
    actor = Actor(
        Role.ADMIN,
        person.user_id,
        person.session_id,
        "Admin",
        "admin1@example.com",
        authenticated_at=Clock().now(),
    )

    async def constant(_request: object) -> Actor:
        return actor

    with patch.object(auth, "current_actor", constant):
        yield


@contextmanager
def _unaudited() -> Iterator[None]:
    take = ledger.take

    async def without_the_trail(session: Any, units: Any, claimant: Any, lines: Any, beside: Any) -> None:
        await take(session, units, claimant, lines, [one for one in beside if "entity_id" not in one[1]])

    with patch.object(ledger, "take", without_the_trail):
        yield


async def layers(stage: Stage, seeded: Seeded) -> None:
    """M. Measure a list of 25 and a staff booking without each layer, and requests that do less work."""
    free, token = stage.stays(seeded), stage.token(seeded, "admin")
    get, book = stage.get(LIST, seeded), traffic.book(LIST, token, free)
    rounds = stage.effort.rounds_in_process
    with on_the_workers_core(stage.core):
        settings = stage.settings(seeded.url)
        whole, bare, hello = (
            Server(soulter(settings)),
            soulter_without(settings, ALL_MIDDLEWARE),
            Server(baseline_app.hello()),
        )
        async with running(whole, bare, hello):
            lesser = {
                "FastAPI saying hello": Variant(hello, get),
                "an address that does not exist": Variant(whole, stage.get("/nothing", seeded), 404),
                "who am I (login, and no list)": Variant(whole, stage.get("/api/auth/me", seeded)),
            }
            reads = {
                _WHOLE: Variant(whole, get),
                "login": Variant(whole, get, during=lambda: _logged_in(seeded)),
                "log line and metrics": Variant(whole, get, during=unobserved),
                "all middleware": Variant(bare, get),
            }
            writes = {
                _WHOLE: Variant(whole, book, 201),
                "login": Variant(whole, book, 201, during=lambda: _logged_in(seeded)),
                "log line and metrics": Variant(whole, book, 201, during=unobserved),
                "all middleware": Variant(bare, book, 201),
                "idempotency key": Variant(whole, traffic.book(LIST, token, free, keyed=False), 201),
                "audit trail": Variant(whole, book, 201, during=_unaudited),
            }
            found = await rounds_of(lesser, rounds)
            for name in lesser:
                stage.report.add(f"m. {name}: CPU", cost(found, name), " ms")
            _tell(stage, "list of 25", await rounds_of(reads, rounds))
            _tell(stage, "booking by staff", await rounds_of(writes, rounds))


def _tell(stage: Stage, what: str, found: Rounds) -> None:
    stage.report.add(f"m. {what}: CPU", cost(found, _WHOLE), " ms")
    for name in found[0]:
        if name != _WHOLE:
            saved = statistics.median(spent[_WHOLE] - spent[name] for spent in found)
            stage.report.add(f"m. {what}: CPU that goes with {name}", saved, " ms")
