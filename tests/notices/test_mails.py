"""The owner watches the mails: `GET /api/mails` and `POST /api/mails/{id}/retry`."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from soulter.core import ids
from soulter.core.records.audit import AuditEvent
from soulter.outbox import claims
from soulter.outbox.models import DeliveryState
from tests import sql
from tests.notices.mail_server import MailServer, addresses, publish, rows, smtp, states, worker
from tests.world import Client, World


async def trail(here: World) -> list[tuple[str, UUID]]:
    found = await sql.fetch(
        here.database.reader,
        select(AuditEvent.action, AuditEvent.entity_id).where(AuditEvent.entity == "mail"),
    )
    return [(action, mail_id) for action, mail_id in found]


async def test_the_owner_sees_what_left_and_what_was_given_up(
    here: World, zara: Client, server: MailServer
) -> None:
    server.answers = {"gone@example.com": ["550 No"]}
    [gone] = await publish(here, "gone@example.com")
    here.clock.moment += timedelta(seconds=1)
    [there] = await publish(here, "a@example.com")
    await worker(here, smtp(server, here.stack.settings)).once()
    answer = await zara.get("/api/mails")
    newest, oldest = answer.json()["mails"]
    assert newest == {
        "id": str(there), "topic": "guest.greeted", "state": "DELIVERED", "attempts": 1,
        "recipient": "a@example.com",
        "createdAt": "2027-05-01T09:00:01Z", "dueAt": "2027-05-01T09:00:01Z",
        "settledAt": "2027-05-01T09:00:01Z", "lastError": None,
    }  # fmt: skip
    assert (oldest["id"], oldest["state"], oldest["lastError"]) == (
        str(gone),
        "DEAD",
        "the mail server refused the recipient (550)",
    )
    assert [mail["id"] for mail in (await zara.get("/api/mails?state=DEAD")).json()["mails"]] == [str(gone)]
    assert (await zara.get("/api/mails?topic=guest.left")).json()["mails"] == []
    assert len((await zara.get("/api/mails?topic=guest.greeted&state=DELIVERED")).json()["mails"]) == 1


@pytest.mark.parametrize(
    "query", ["state=GONE", "topic=Robert'); DROP TABLE", "size=0", "sort=recipient", "cursor=abc"]
)
async def test_a_filter_that_is_none_is_refused(zara: Client, query: str) -> None:
    assert (await zara.get(f"/api/mails?{query}")).status_code == 422


@pytest.mark.parametrize(("name", "status"), [("nobody", 401), ("hina", 403), ("bilal", 403), ("sana", 403)])
async def test_only_the_owner_reads_the_mails(here: World, name: str, status: int) -> None:
    [mail_id] = await publish(here, "a@example.com")
    client = await here.login(name)
    assert (await client.get("/api/mails")).status_code == status
    assert (await client.post(f"/api/mails/{mail_id}/retry")).status_code == status
    assert await trail(here) == []


async def test_a_walk_over_the_pages_meets_every_mail_once(here: World, zara: Client) -> None:
    made = await publish(here, *addresses(25))
    met: list[UUID] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await zara.get(f"/api/mails?size=10&cursor={cursor}")).json()
        met += [UUID(mail["id"]) for mail in page["mails"]]
        cursor = page["page"]["next"]
    assert met == made[::-1]


async def test_one_that_was_given_up_is_sent_again_by_hand(
    here: World, zara: Client, server: MailServer
) -> None:
    server.answers = {"full@example.com": ["552 Full"]}
    [mail_id] = await publish(here, "full@example.com")
    long_timeouts = worker(here, smtp(server, here.stack.settings))
    await long_timeouts.once()
    assert await states(here) == ["DEAD"]
    for _ in range(2):
        answer = await zara.post(f"/api/mails/{mail_id}/retry")
        assert answer.status_code == 200
        assert (
            answer.json()["mail"]["state"],
            answer.json()["mail"]["attempts"],
            answer.json()["mail"]["settledAt"],
        ) == ("WAITING", 0, None)
    assert await trail(here) == [("mail.retried", mail_id)]
    await long_timeouts.once()
    assert (server.to, await states(here)) == (["full@example.com"], ["DELIVERED"])


async def test_one_that_waits_need_not_wait_longer_and_nobody_sends_it_twice(
    here: World, zara: Client
) -> None:
    [mail_id] = await publish(here, "a@example.com")
    async with here.database.writing() as session:
        [event] = await claims.claim(session, 1, here.clock.now())
        later = here.clock.now() + timedelta(hours=1)
        await claims.settle(
            session,
            event,
            DeliveryState.WAITING,
            here.clock.now(),
            recipient=None,
            error="away",
            due_at=later,
        )
    assert (await zara.post(f"/api/mails/{mail_id}/retry")).json()["mail"]["dueAt"] == "2027-05-01T09:00:00Z"
    async with here.database.writing() as session:
        assert len(await claims.claim(session, 1, here.clock.now())) == 1
    assert (await zara.post(f"/api/mails/{mail_id}/retry")).status_code == 200
    [row] = await rows(here)
    assert row.lease_until is not None, "who is just sending it keeps it"
    assert await trail(here) == [("mail.retried", mail_id)]


@pytest.mark.parametrize(
    ("topic", "word"), [("guest.greeted", "was delivered already"), ("guest.left", "was not needed")]
)
async def test_a_delivered_mail_is_not_sent_again(
    here: World, zara: Client, server: MailServer, topic: str, word: str
) -> None:
    [mail_id] = await publish(here, "a@example.com", topic=topic)
    await worker(here, smtp(server, here.stack.settings)).once()
    answer = await zara.post(f"/api/mails/{mail_id}/retry")
    assert (answer.status_code, answer.json()["code"]) == (409, "mail_settled")
    assert word in answer.json()["detail"]


async def test_an_unknown_mail_answers_404(zara: Client) -> None:
    answer = await zara.post(f"/api/mails/{ids.new_id()}/retry")
    assert (answer.status_code, answer.json()["code"]) == (404, "mail_not_found")
