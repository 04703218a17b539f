"""One-time links: usable once, for one purpose, for a limited time, and never stored."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from soulter.accounts import links
from soulter.accounts.events import AccountLoginLimited
from soulter.accounts.links import LinkSigner
from soulter.accounts.models import OneTimeLink, Purpose
from soulter.accounts.queries import LinkRow
from soulter.core import ids
from soulter.core.database.transactions import Transaction
from soulter.notices.composers import COMPOSERS
from soulter.outbox.models import Delivery
from soulter.outbox.publishing import publish
from soulter.tables import METADATA
from tests import sql
from tests.conftest import settings_for
from tests.notices import mail_server
from tests.notices.inbox import CHOSEN, ME, TOKEN, Inbox, refused, register, send, text_of
from tests.world import Client, World

PURPOSES = {
    Purpose.VERIFY: "verify",
    Purpose.RESET: "reset",
    Purpose.INVITE: "accept",
    Purpose.UNLOCK: "unlock",
}
LIVES = {Purpose.VERIFY: 24 * 60, Purpose.INVITE: 72 * 60, Purpose.RESET: 30, Purpose.UNLOCK: 30}


async def cause(here: World, purpose: Purpose) -> None:
    """Whatever makes a link of this purpose."""
    client, staff = here.client(), await here.login("sana")
    if purpose is Purpose.VERIFY:
        await register(client)
    elif purpose is Purpose.RESET:
        await send(client, "forgot", email="hina@example.com")
    elif purpose is Purpose.INVITE:
        await staff.post("/api/users", json={"email": "new@example.com", "name": "New", "role": "AGENT"})
    else:
        async with here.database.writing() as session:
            await publish(session, here.clock.now(), AccountLoginLimited("hina@example.com"))


async def token_for(here: World, inbox: Inbox, purpose: Purpose) -> str:
    await cause(here, purpose)
    [mail] = await inbox.come()
    return str(TOKEN.findall(text_of(mail))[0][1])


def body_for(purpose: Purpose, token: str) -> dict[str, str]:
    return {"token": token} | ({} if purpose is Purpose.UNLOCK else {"password": CHOSEN})


@pytest.mark.parametrize("purpose", PURPOSES)
async def test_a_link_is_good_for_its_purpose_alone(
    here: World, nobody: Client, inbox: Inbox, purpose: Purpose
) -> None:
    token = await token_for(here, inbox, purpose)
    for other, path in PURPOSES.items():
        if other is not purpose:
            assert await refused(nobody, path, **body_for(other, token)) == "link_unusable", path
    assert (await nobody.get(ME, headers={"Authorization": f"Bearer {token}"})).status_code == 401
    assert await send(nobody, PURPOSES[purpose], **body_for(purpose, token)) == 204


@pytest.mark.parametrize("purpose", PURPOSES)
async def test_a_link_ends_with_its_time(here: World, nobody: Client, inbox: Inbox, purpose: Purpose) -> None:
    token = await token_for(here, inbox, purpose)
    here.clock.moment += timedelta(minutes=LIVES[purpose])
    assert await refused(nobody, PURPOSES[purpose], **body_for(purpose, token)) == "link_unusable"
    here.clock.moment -= timedelta(seconds=1)
    assert await send(nobody, PURPOSES[purpose], **body_for(purpose, token)) == 204


@pytest.mark.parametrize("purpose", PURPOSES)
async def test_a_forged_token_opens_nothing(
    here: World, nobody: Client, inbox: Inbox, purpose: Purpose
) -> None:
    token = await token_for(here, inbox, purpose)
    [[row_id, stored]] = await sql.fetch(here.database.reader, select(OneTimeLink.id, OneTimeLink.token_hash))
    foreign = LinkSigner(settings_for(here.stack.settings.database_url, jwt_secret_previous="z" * 48)).token(
        purpose, ids.new_id()
    )
    for forged in (
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        token.swapcase(),
        stored[:43],
        str(row_id),
        foreign,
        "x" * 43,
    ):
        assert await refused(nobody, PURPOSES[purpose], **body_for(purpose, forged)) == "link_unusable"
    for odd in ("", "x", "x" * 101, "\u0000" * 43, "é" * 43, "' OR 1=1 --" * 3):
        assert await refused(nobody, PURPOSES[purpose], **body_for(purpose, odd)) == "invalid"


@pytest.mark.parametrize("purpose", PURPOSES)
async def test_a_token_is_stored_nowhere(here: World, nobody: Client, inbox: Inbox, purpose: Purpose) -> None:
    """ASVS 6.4.1: tables contain only the SHA-256 of a token."""
    token = await token_for(here, inbox, purpose)
    await send(nobody, PURPOSES[purpose], **body_for(purpose, token))
    await inbox.come()
    for table in METADATA.sorted_tables:
        assert token not in str(await sql.fetch(here.database.reader, table.select())), table.name


async def test_a_link_survives_the_rotation_of_the_secret(here: World, nobody: Client, inbox: Inbox) -> None:
    """The link was requested before the rotation and mailed after it."""
    await cause(here, Purpose.VERIFY)
    rotated = settings_for(here.stack.settings.database_url).model_copy(
        update={
            "jwt_secret": here.stack.settings.jwt_secret.__class__("n" * 48),
            "jwt_secret_previous": here.stack.settings.jwt_secret,
        }
    )
    await mail_server.worker(
        here, mail_server.smtp(inbox.server, rotated), composers=COMPOSERS, settings=rotated
    ).once()
    [(_, token)] = set(TOKEN.findall(text_of(inbox.server.received[0])))
    assert await send(nobody, "verify", token=token, password=CHOSEN) == 204


async def test_links_lead_where_the_settings_say_and_not_where_a_header_does(
    here: World, inbox: Inbox
) -> None:
    """ASVS 6.4.1, row 9: a poisoned Host or forwarding header does not move a link."""
    poisoned = {
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "http",
        "Referer": "https://evil.example/",
    }
    answer = await here.client(headers=poisoned).post("/api/auth/forgot", json={"email": "hina@example.com"})
    assert answer.status_code == 202
    text = await inbox.one("hina@example.com", "Choose a new password")
    assert "evil" not in text
    assert TOKEN.search(text)


async def test_a_link_expires_half_an_hour_after_its_mail_is_composed(
    here: World, nobody: Client, inbox: Inbox
) -> None:
    """The half hour begins when the delivered mail is composed."""
    await cause(here, Purpose.RESET)
    inbox.server.answers["hina@example.com"] = ["451 try later"] * 6
    begun = here.clock.moment
    while not (arrived := await inbox.come()):
        here.clock.moment += timedelta(minutes=5)
    assert here.clock.moment - begun > timedelta(minutes=30)
    here.clock.moment += timedelta(minutes=29)
    token = TOKEN.findall(text_of(arrived[0]))[0][1]
    assert await send(nobody, "reset", token=token, password=CHOSEN) == 204
    assert inbox.server.ids.total() == 1


async def test_a_mail_that_is_sent_again_carries_the_same_link(here: World, inbox: Inbox) -> None:
    await cause(here, Purpose.RESET)
    [first] = await inbox.come()
    async with here.database.writing() as session:
        # As if the worker had died between sending and marking the delivery.
        await sql.execute(
            session,
            update(Delivery).values(
                state="WAITING", settled_at=None, lease_until=None, due_at=here.clock.now()
            ),
        )
    [second] = await inbox.come()
    assert first["Message-ID"] == second["Message-ID"]
    assert TOKEN.findall(text_of(first)) == TOKEN.findall(text_of(second))


async def test_a_registration_is_forgotten_once_it_is_used(here: World, nobody: Client, inbox: Inbox) -> None:
    token = await token_for(here, inbox, Purpose.VERIFY)
    await send(nobody, "verify", token=token, password=CHOSEN)
    [[details]] = await sql.fetch(here.database.reader, select(OneTimeLink.details))
    assert details == {}


@pytest.mark.parametrize("purpose", PURPOSES)
async def test_of_twenty_concurrent_uses_one_succeeds(
    here: World, nobody: Client, inbox: Inbox, purpose: Purpose
) -> None:
    """ASVS 6.4.1."""
    token = await token_for(here, inbox, purpose)
    answers = await asyncio.gather(
        *(nobody.post(f"/api/auth/{PURPOSES[purpose]}", json=body_for(purpose, token)) for _ in range(20))
    )
    assert Counter(answer.status_code for answer in answers) == {204: 1, 422: 19}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 422} == {"link_unusable"}


async def test_without_the_atomic_update_all_uses_would_succeed(
    here: World, nobody: Client, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-test: the same concurrent requests when a use is a read followed by an update."""

    async def careless(session: Transaction, link: LinkRow, now: datetime) -> None:
        await sql.execute(session, update(OneTimeLink).where(OneTimeLink.id == link.id).values(used_at=now))

    token = await token_for(here, inbox, Purpose.RESET)
    monkeypatch.setattr(links, "use", careless)
    answers = await asyncio.gather(
        *(nobody.post("/api/auth/reset", json=body_for(Purpose.RESET, token)) for _ in range(5))
    )
    assert Counter(answer.status_code for answer in answers)[204] > 1
