"""Applications for the tests of the crash run's checkers, started as `soulter serve` starts ours.

Some lack a guard, and some exit at an exact point: `python -m tests.crash.broken_apps NAME`. Those exit once;
the file `died` in their folder records that they did.
"""

import asyncio
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from fastapi import FastAPI, Request, Response
from sqlalchemy import select

from soulter import app as application
from soulter.bookings import ledger
from soulter.core.clock import Clock
from soulter.core.config import settings
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Database, Transaction
from soulter.core.http import services, web
from soulter.core.records import idempotency, stored_answers
from soulter.notices import messages, transports
from soulter.notices.composers import COMPOSERS
from soulter.notices.messages import Composing, House, Templates
from soulter.outbox import claims, publishing
from soulter.outbox.channels import Outcome
from soulter.outbox.claims import LEASE, Claimed
from soulter.outbox.dispatch import Dispatcher
from soulter.outbox.models import Delivery, DeliveryState
from soulter.server import server

HESITATES = 0.05
"""Seconds between checking nights and taking them."""

DIED = Path("died")


def _die_once(what: str) -> None:
    if not DIED.exists():
        DIED.write_text(what)
        os.kill(os.getpid(), signal.SIGKILL)


def hesitating() -> FastAPI:
    """All guards, with a pause between checking nights and taking them."""
    look = ledger.ensure_free

    async def ensure_free(session: Any, units: Any, stay: Any, now: datetime, own: Any = None) -> None:
        await look(session, units, stay, now, own)
        await asyncio.sleep(HESITATES)

    ledger.ensure_free = ensure_free
    return application.from_environment()


def without_lock() -> FastAPI:
    """The same without the lock on units."""
    sellable = ledger.sellable

    async def sellable_to_all(*given: Any, **how: Any) -> Any:
        return await sellable(*given, **how | {"for_update": False})

    ledger.sellable = sellable_to_all
    return hesitating()


def _books(request: Request) -> bool:
    return (request.method, request.url.path) == ("POST", "/api/bookings")


def dies_after_commit() -> FastAPI:
    """All guards; the process exits after a booking is committed and before its answer is sent."""
    once = web._once

    async def once_and_die(request: Request, original: web.Handler) -> Response:
        answer = await once(request, original)
        if _books(request):
            _die_once("after COMMIT")
        return answer

    web._once = once_and_die
    return application.from_environment()


def key_stored_apart() -> FastAPI:
    """The idempotency key is stored in a second transaction after the effect; it exits in between."""
    begin = idempotency.begin

    async def look(session: Transaction, claim: idempotency.Claim, now: datetime) -> None:
        if found := await session.one(idempotency._FIND, scope=claim.scope):
            assert found.status
            answer = stored_answers.unseal(claim.keys, claim.scope, found.body or b"")
            raise idempotency.Replay(Response(answer, found.status, media_type=found.media_type))

    async def once(request: Request, original: web.Handler) -> Response:
        database, request.state.claim = services.of(request.app, Database), None
        async with database.writing() as session:
            request.state.session = session
            answer = await original(request)
        if _books(request):
            _die_once("between two transactions")
        if request.state.claim:
            async with database.writing() as session:
                await begin(session, request.state.claim, services.of(request.app, Clock).now())
                await idempotency.complete(session, request.state.claim, answer)
        return answer

    idempotency.begin, web._once = look, once
    return application.from_environment()


def sends_inside() -> FastAPI:
    """A mail is sent inside the transaction of its event; the process exits before the COMMIT."""
    deliver_later, found = publishing._deliver_later, settings.load()
    out = transports.by_settings(found)
    assert out

    async def send_now(session: Transaction, now: Any, event: Any, channels: Any, place: Any) -> None:
        await deliver_later(session, now, event, channels, place)
        latest = Query(UUID, select(Delivery.id).order_by(Delivery.id.desc()).limit(1))
        key = await session.one(latest)
        assert key
        told = (event.topic(), event.subject, place, dict(event.facts()), None, now, 1, now + LEASE)
        delivery = Claimed(key, "mail", *told)
        message = await COMPOSERS[event.topic()](
            Composing(session, found, now, House(), Templates()), delivery
        )
        assert message
        await out.send(messages.as_mail(message, delivery, found, House(), now), delivery)
        _die_once("before COMMIT")

    publishing._deliver_later = send_now
    return application.from_environment()


def settles_first() -> FastAPI:
    """The worker marks a mail as delivered before it sends it; the process exits in between."""
    attempt = Dispatcher._attempt

    async def settle_and_die(self: Dispatcher, delivery: Claimed) -> Outcome | None:
        async with self._database.writing() as session:
            now = Clock().now()
            await claims.settle(session, delivery, DeliveryState.DELIVERED, now, recipient=None, due_at=now)
        _die_once("before sending")
        return await attempt(self, delivery)

    Dispatcher._attempt = settle_and_die  # type: ignore[method-assign]
    return application.from_environment()


def dies_after_sending() -> FastAPI:
    """All guards; the worker exits after a mail is sent and before that is stored."""
    settle = Dispatcher._settle

    async def die_or_settle(self: Dispatcher, delivery: Claimed, outcome: Outcome) -> None:
        _die_once("before settling")
        await settle(self, delivery, outcome)

    Dispatcher._settle = die_or_settle  # type: ignore[method-assign]
    return application.from_environment()


if __name__ == "__main__":
    server.run(settings.load(), f"tests.crash.broken_apps:{sys.argv[1]}")
