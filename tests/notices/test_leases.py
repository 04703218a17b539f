"""A lease gives a delivery to one worker, whatever happens to that worker."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import update

from soulter.notices.messages import Composing, Message
from soulter.outbox import claims
from soulter.outbox.claims import LEASE, Claimed
from soulter.outbox.dispatch import MOST_ATTEMPTS
from soulter.outbox.models import Delivery, DeliveryState
from tests import sql
from tests.notices.mail_server import (
    HANGS,
    MailServer,
    greet,
    publish,
    rows,
    smtp,
    states,
    until,
    worker,
)
from tests.world import World


async def test_a_worker_that_lost_its_lease_changes_no_delivery(here: World, server: MailServer) -> None:
    await publish(here, "a@example.com")
    async with here.database.writing() as session:
        [slow] = await claims.claim(session, 9, here.clock.now())
    async with here.database.writing() as session:
        assert await claims.claim(session, 9, here.clock.now()) == []
    here.clock.moment += LEASE
    async with here.database.writing() as session:
        [quick] = await claims.claim(session, 9, here.clock.now())
    assert (slow.id, slow.attempts, quick.attempts) == (quick.id, 1, 2)
    for event, state, settled in (
        (slow, DeliveryState.DEAD, False),
        (quick, DeliveryState.DELIVERED, True),
        (quick, DeliveryState.DEAD, False),
    ):
        async with here.database.writing() as session:
            assert (
                await claims.settle(
                    session, event, state, here.clock.now(), recipient=None, due_at=here.clock.now()
                )
                == settled
            )
    async with here.database.writing() as session:
        await claims.give_back(session, slow)
    assert await states(here) == ["DELIVERED"]


async def test_a_worker_whose_lease_has_expired_sends_no_mail(here: World, server: MailServer) -> None:
    async def sleeping(composing: Composing, event: Claimed) -> Message | None:
        here.clock.moment += LEASE
        return await greet(composing, event)

    await publish(here, "a@example.com")
    async with here.database.writing() as session:
        [event] = await claims.claim(session, 1, here.clock.now())
    made = worker(here, smtp(server, here.stack.settings), composers={"guest.greeted": sleeping})
    assert made._dispatcher
    await made._dispatcher.carry(event)
    assert (server.asked, await states(here)) == ([], ["WAITING"])


async def test_an_event_that_crashes_workers_is_given_up(here: World, server: MailServer) -> None:
    await publish(here, "a@example.com")
    async with here.database.writing() as session:
        await sql.execute(session, update(Delivery).values(attempts=MOST_ATTEMPTS))
    await worker(here, smtp(server, here.stack.settings)).once()
    assert (await states(here), server.asked) == (["DEAD"], [])


async def test_stopping_finishes_what_is_on_its_way_and_returns_the_rest(
    here: World, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers = {"a@example.com": [HANGS]}
    await publish(here, "a@example.com")
    running = worker(here, smtp(server, here.stack.settings))
    task = asyncio.create_task(running.run())
    claim = claims.claim

    async def first_is_on_its_way() -> bool:
        return bool(server.asked)

    async def claim_too_late(*args: Any) -> list[Claimed]:
        running.stop()
        return await claim(*args)

    await until(first_is_on_its_way)
    monkeypatch.setattr(claims, "claim", claim_too_late)
    await publish(here, "b@example.com")
    await asyncio.wait_for(running._stopping.wait(), 10)
    server.let_go.set()
    await asyncio.wait_for(task, 10)
    first, second = await rows(here)
    assert first.attempts == 1
    assert (second.state, second.attempts, second.lease_until) == ("WAITING", 0, None)
    assert server.asked == ["a@example.com"]


async def test_a_database_that_is_away_is_waited_for(
    here: World, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, failures = claims.has_work, [3]

    async def has_work(*args: Any) -> bool:
        if failures[0]:
            failures[0] -= 1
            raise ConnectionRefusedError
        return await look(*args)

    monkeypatch.setattr(claims, "has_work", has_work)
    monkeypatch.setattr("soulter.outbox.worker._LONGEST_PAUSE", 0.05)
    await publish(here, "a@example.com")
    running = worker(here, smtp(server, here.stack.settings))
    task = asyncio.create_task(running.run())
    await asyncio.wait_for(server.arrived.wait(), 10)
    running.stop()
    await asyncio.wait_for(task, 10)
    assert await states(here) == ["DELIVERED"]


async def test_without_a_mail_channel_mails_wait_without_attempts(here: World) -> None:
    await publish(here, "a@example.com")
    assert await worker(here, None).once() == 0
    assert [(row.state, row.attempts) for row in await rows(here)] == [("WAITING", 0)]
