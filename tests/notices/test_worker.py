"""A published event is delivered at least once, under one message id, despite failures."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import bindparam, select, update

from soulter.core import ids
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Database
from soulter.core.database.types import Instant
from soulter.notices.mail import MailChannel
from soulter.notices.messages import Composer, Composing, Message
from soulter.outbox import claims, publishing
from soulter.outbox.channels import Outcome
from soulter.outbox.claims import LEASE, Claimed
from soulter.outbox.dispatch import MOST_ATTEMPTS, pause_after
from soulter.outbox.models import Delivery, DeliveryState
from tests import sql
from tests.notices.mail_server import (
    COMPOSERS,
    HANGS,
    MailServer,
    addresses,
    event_of,
    greet,
    heard_by_mail,
    open_for_mail,
    publish,
    rows,
    smtp,
    states,
    until,
    worker,
)
from tests.world import World


async def test_an_event_becomes_a_mail_with_all_that_belongs_to_it(here: World, server: MailServer) -> None:
    [event_id] = await publish(here, "ayesha@example.com", name="Ayesha", tent="Küche & <b>Zelt</b>")
    assert await worker(here, smtp(server, here.stack.settings)).once() == 1
    [mail] = server.received
    assert {
        name: str(mail[name])
        for name in ("From", "To", "Subject", "Message-ID", "Auto-Submitted", "Date", "MIME-Version")
    } == {
        "From": "Starry Meadow <no-reply@localhost>",
        "To": "ayesha@example.com",
        "Subject": "Welcome to Starry Meadow",
        "Message-ID": f"<{event_id}@localhost>",
        "Auto-Submitted": "auto-generated",
        "Date": "Sat, 01 May 2027 09:00:00 +0000",
        "MIME-Version": "1.0",
    }
    text, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert [part.get_content_charset() for part in (text, html)] == ["utf-8", "utf-8"]
    said = (
        "Hello Ayesha,||Your tent “Küche & <b>Zelt</b>” is kept until 15:30 on Sat 1 May 2027, "
        "Asia/Karachi time.||Starry Meadow|"
    )
    assert text.get_content().replace("\r\n", "|").startswith(said)
    assert "Küche &amp; &lt;b&gt;Zelt&lt;/b&gt;" in html.get_content()
    [row] = await rows(here)
    assert (row.state, row.attempts, row.recipient, row.last_error, row.lease_until) == (
        "DELIVERED",
        1,
        "ayesha@example.com",
        None,
        None,
    )
    assert await worker(here, smtp(server, here.stack.settings)).once() == 0


async def test_what_was_rolled_back_never_leaves(here: World, server: MailServer) -> None:
    kind = event_of("guest.greeted")

    async def fail() -> None:
        async with here.database.writing() as session:
            await publishing.publish(session, here.clock.now(), kind("a@example.com"))
            raise RuntimeError

    with heard_by_mail(kind), pytest.raises(RuntimeError):
        await fail()
    assert await worker(here, smtp(server, here.stack.settings)).once() == 0
    assert server.asked == []


async def test_a_composer_may_find_that_nothing_is_to_be_said(here: World, server: MailServer) -> None:
    await publish(here, "a@example.com", topic="guest.left")
    await worker(here, smtp(server, here.stack.settings)).once()
    assert (await states(here), server.asked) == (["NEEDLESS"], [])


async def test_what_a_composer_writes_is_there_before_anything_is_sent(
    here: World, server: MailServer
) -> None:
    seen: list[str] = []

    async def renaming(composing: Composing, event: Claimed) -> Message | None:
        await sql.execute(
            composing.session, update(Delivery).where(Delivery.id == event.id).values(last_error="written")
        )
        return await greet(composing, event)

    class Looking:
        async def send(self, *_args: object) -> None:
            seen.extend(row.last_error for row in await rows(here))

    await publish(here, "a@example.com")
    await worker(here, Looking(), composers={"guest.greeted": renaming}).once()
    assert (seen, await states(here)) == (["written"], ["DELIVERED"])


async def test_killed_between_sending_and_settling_it_is_sent_again_under_the_same_id(
    here: World, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(here, "a@example.com")
    with monkeypatch.context() as patched:
        patched.setattr(claims, "settle", _never)
        # A killed worker does not release its lease.
        patched.setattr(claims, "give_back", _nothing)
        task = asyncio.create_task(worker(here, smtp(server, here.stack.settings)).run())
        await asyncio.wait_for(server.arrived.wait(), 10)
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await states(here) == ["WAITING"]
    again = worker(here, smtp(server, here.stack.settings))
    assert await again.once() == 0, "the dead worker's lease still runs"
    here.clock.moment += LEASE
    assert await again.once() == 1
    assert len(server.received) == 2
    assert len(server.ids) == 1, "a reader that compares ids sees one mail"
    assert await states(here) == ["DELIVERED"]


async def _nothing(*_args: object) -> None:
    pass


async def _never(*_args: object, **_options: object) -> bool:
    await asyncio.Event().wait()
    return True


def _meeting(parties: int, seconds: float) -> Mapping[str, Composer]:
    """Composers that wait until this many of them run at once, or until no more are expected."""
    met = asyncio.Semaphore(0)
    here = [0]

    async def composer(composing: Composing, event: Claimed) -> Message | None:
        here[0] += 1
        if here[0] == parties:
            for _ in range(parties):
                met.release()
        try:
            async with asyncio.timeout(seconds):
                await met.acquire()
        except TimeoutError:
            pass
        return await greet(composing, event)

    return {"guest.greeted": composer}


async def _two_workers(
    here: World, server: MailServer, composers: Mapping[str, Composer] = COMPOSERS
) -> None:
    other = Database(here.stack.settings)
    try:
        both = [
            worker(here, smtp(server, here.stack.settings), composers=composers, database=used)
            for used in (None, other)
        ]
        await asyncio.gather(*(one.once() for one in both))
    finally:
        await other.close()


async def test_two_workers_deliver_each_of_fifty_once(here: World, server: MailServer) -> None:
    await publish(here, *addresses(50))
    await _two_workers(here, server)
    assert sorted(server.to) == sorted(addresses(50))
    assert set(await states(here)) == {"DELIVERED"}
    assert {row.attempts for row in await rows(here)} == {1}


@pytest.mark.postgres_only("SQLite has one writer, who cannot compose in two transactions at once")
@pytest.mark.parametrize("lease", [LEASE, timedelta(0)], ids=["with a lease", "without one"])
async def test_the_lease_is_what_keeps_the_second_worker_away(
    here: World, server: MailServer, monkeypatch: pytest.MonkeyPatch, lease: timedelta
) -> None:
    monkeypatch.setattr(claims, "LEASE", lease)
    # The wall clock decides, so that a lease of zero seconds has ended when the second worker checks, and not
    # before the first one sends.
    monkeypatch.setattr(MailChannel, "deliver", _without_looking_at_the_lease)
    await publish(here, "a@example.com")
    await _two_workers(here, server, _meeting(2, 1.0))
    assert (len(server.received) == 1) == bool(lease), "without one it is sent twice at least"
    assert server.received


async def _without_looking_at_the_lease(self: MailChannel, event: Claimed) -> Outcome:
    composed = await self._compose(event)
    assert composed
    await self._transport.send(composed[1], event)
    return Outcome(DeliveryState.DELIVERED, composed[0])


@pytest.mark.postgres_only("SQLite has one writer")
@pytest.mark.parametrize("guarded", [True, False], ids=["passing over", "without passing over"])
async def test_two_claims_at_one_moment_take_different_events(
    here: World, monkeypatch: pytest.MonkeyPatch, guarded: bool
) -> None:
    if not guarded:
        bare: Any = claims._DUE.element._clone()
        bare._for_update_arg = None
        unlocked = update(Delivery).where(
            Delivery.id.in_(select(bare.cte("due").prefix_with("MATERIALIZED").c.id))
        )
        kept = {"lease_until": bindparam("lease", type_=Instant()), "attempts": Delivery.attempts + 1}
        monkeypatch.setattr(claims, "_CLAIM", Query(UUID, unlocked.values(**kept).returning(Delivery.id)))
    await publish(here, *addresses(4))
    now = here.clock.now()
    async with here.database.writing() as first:
        mine = await claims.claim(first, 2, now)

        async def second() -> list[Claimed]:
            async with here.database.writing() as session:
                return await claims.claim(session, 2, now)

        other = asyncio.create_task(second())
        await asyncio.wait([other], timeout=0.5)
        assert other.done() == guarded, "a claim does not wait for another one"
    theirs = await other
    assert len({event.id for event in mine + theirs}) == (4 if guarded else 2)


async def test_an_outage_of_the_mail_server_loses_no_mail(here: World) -> None:
    server = MailServer()
    async with open_for_mail(server):
        pass  # its port is free again, and nobody listens there
    await publish(here, *addresses(5))
    long_timeouts = worker(here, smtp(server, here.stack.settings))
    tried = 0
    for _ in range(60):
        tried += await long_timeouts.once()
        here.clock.moment += timedelta(minutes=1)
    assert set(await states(here)) == {"WAITING"}
    assert 5 * 6 <= tried <= 5 * 9, "longer and longer pauses"
    assert {row.last_error for row in await rows(here)} == {
        "the mail server could not be used (SMTPConnectError)"
    }
    async with open_for_mail(server):
        here.clock.moment += timedelta(minutes=40)
        assert await long_timeouts.once() == 5
    assert sorted(server.to) == addresses(5)
    assert set(await states(here)) == {"DELIVERED"}


async def test_a_temporary_refusal_is_retried_later(here: World, server: MailServer) -> None:
    server.answers["busy@example.com"] = ["451 Try again later", "421 Too busy"]
    await publish(here, "busy@example.com")
    long_timeouts = worker(here, smtp(server, here.stack.settings))
    for state, seconds in (("WAITING", 30), ("WAITING", 60), ("DELIVERED", 0)):
        assert await long_timeouts.once() == 1
        [row] = await rows(here)
        assert row.state == state
        wait = (row.due_at - here.clock.now()).total_seconds()
        assert seconds * 0.8 <= wait <= seconds * 1.2
        assert await long_timeouts.once() == 0
        here.clock.moment += timedelta(seconds=wait)
    assert server.to == ["busy@example.com"]


async def test_a_recipient_who_does_not_exist_is_given_up_at_once(here: World, server: MailServer) -> None:
    server.answers["gone@example.com"] = ["550 5.1.1 <gone@example.com> unknown"]
    await publish(here, "gone@example.com", "here@example.com")
    await worker(here, smtp(server, here.stack.settings)).once()
    gone, arrived = await rows(here)
    assert (gone.state, gone.attempts, gone.recipient) == ("DEAD", 1, "gone@example.com")
    assert gone.last_error == "the mail server refused the recipient (550)"
    assert (arrived.state, server.to) == ("DELIVERED", ["here@example.com"])


async def test_deliveries_that_always_fail_are_given_up_and_block_no_other(
    here: World, server: MailServer
) -> None:
    await publish(here, *addresses(6), topic="guest.poisoned")
    await publish(here, *addresses(6))
    running = worker(here, smtp(server, here.stack.settings))
    await running.once()
    assert sorted(server.to) == addresses(6), "six that fail and four places: the others arrive all the same"
    async with here.database.writing() as session:
        waiting = update(Delivery).where(Delivery.state == DeliveryState.WAITING)
        await sql.execute(session, waiting.values(attempts=MOST_ATTEMPTS - 2))
    for state in ("WAITING", "DEAD"):
        here.clock.moment += timedelta(minutes=36)
        await running.once()
        assert (await states(here))[:6] == [state] * 6
    dead = (await rows(here))[:6]
    assert {(row.state, row.attempts) for row in dead} == {("DEAD", MOST_ATTEMPTS)}
    assert all(
        row.last_error.startswith("delivery failed: ValueError at notices/mail_server.py:") for row in dead
    )
    assert len(server.received) == 6


def test_a_delivery_is_retried_for_about_three_days() -> None:
    pauses = [pause_after(attempts) for attempts in range(1, MOST_ATTEMPTS)]
    assert timedelta(days=2.5) <= sum(pauses, timedelta()) <= timedelta(days=3.5)
    assert all(timedelta(seconds=24) <= pause <= timedelta(minutes=36) for pause in pauses)


async def test_a_topic_that_nobody_composes_waits_for_a_release_that_does(
    here: World, server: MailServer
) -> None:
    await publish(here, "a@example.com", topic="guest.sang")
    await worker(here, smtp(server, here.stack.settings)).once()
    [row] = await rows(here)
    assert (row.state, row.last_error) == ("WAITING", "nothing composes guest.sang in this release")


async def test_a_server_that_hangs_is_left_and_the_others_are_delivered(
    here: World, server: MailServer
) -> None:
    server.answers = {f"hangs{i}@example.com": [HANGS] for i in range(3)}
    await publish(here, *server.answers, *addresses(10))
    running = worker(here, smtp(server, here.stack.settings, seconds=3))
    task = asyncio.create_task(running.run())

    async def others_are_there() -> bool:
        return (await states(here))[3:] == ["DELIVERED"] * 10

    async def nobody_is_waited_for() -> bool:
        return not any(row.lease_until for row in await rows(here))

    await until(others_are_there)
    assert (await states(here))[:3] == ["WAITING"] * 3
    await until(nobody_is_waited_for)
    running.stop()
    await asyncio.wait_for(task, 10)
    assert {row.last_error for row in (await rows(here))[:3]} == {"the mail server did not answer in time"}


async def test_events_of_one_subject_keep_their_order(here: World, server: MailServer) -> None:
    one, other = ids.new_id(), ids.new_id()
    server.answers = {"one0@example.com": ["451 Later"]}
    await publish(here, *(f"one{i}@example.com" for i in range(5)), subject=one)
    await publish(here, *(f"other{i}@example.com" for i in range(5)), subject=other)
    long_timeouts = worker(here, smtp(server, here.stack.settings))
    await long_timeouts.once()
    assert server.to == [f"other{i}@example.com" for i in range(5)], (
        "what waits for its turn holds up its own subject only"
    )
    here.clock.moment += timedelta(minutes=1)
    await long_timeouts.once()
    assert server.to[5:] == [f"one{i}@example.com" for i in range(5)]


async def test_ids_of_one_process_follow_each_other_even_within_a_millisecond() -> None:
    made = [ids.next_id() for _ in range(2000)]
    assert made == sorted(set(made))


async def test_a_delivery_that_was_given_up_does_not_block_its_subject(
    here: World, server: MailServer
) -> None:
    server.answers = {"gone@example.com": ["550 No"]}
    await publish(here, "gone@example.com", "next@example.com", subject=ids.new_id())
    await worker(here, smtp(server, here.stack.settings)).once()
    assert (await states(here), server.to) == (["DEAD", "DELIVERED"], ["next@example.com"])
