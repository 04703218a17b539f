"""No mail carries a link or an address that somebody wrote as a name."""

import pytest
from sqlalchemy import update

from soulter.accounts.models import User
from soulter.notices import names
from soulter.notices.languages import Languages
from soulter.notices.messages import TEMPLATES
from tests import sql
from tests.notices.inbox import Inbox, register, text_of
from tests.notices.test_languages import Noting, every_mail
from tests.world import Client, World

KINDS = {path.stem for path in TEMPLATES.glob("*.txt")} - {"layout"}
HOSTILE = "Ayesha http://evil.example/login thief@evil.example"


def leaks(templates: Noting) -> set[str]:
    """The templates whose mails carry the hostile name, or a piece of it."""
    return {
        kind
        for kind, mail in templates.made
        if any("evil" in part for part in (mail.subject, mail.text, mail.html))
    }


@pytest.fixture
async def renamed(here: World) -> World:
    """Everybody has the hostile name, as if they had written it into their profile."""
    async with here.database.writing() as session:
        await sql.execute(session, update(User).values(name=HOSTILE))
    return here


async def all_mails(here: World, zara: Client, inbox: Inbox) -> Noting:
    """Every mail there is, to and from people with the hostile name."""
    templates = Noting(Languages())
    await every_mail(here, here.client(), zara, inbox, templates, HOSTILE)
    assert {kind for kind, _ in templates.made} == KINDS
    return templates


@pytest.mark.either_database("it is about texts")
async def test_no_mail_of_any_kind_carries_a_link_that_is_a_name(
    renamed: World, zara: Client, inbox: Inbox
) -> None:
    assert leaks(await all_mails(renamed, zara, inbox)) == set()


@pytest.mark.either_database("it is about texts")
async def test_without_the_rule_every_mail_would_carry_it(
    renamed: World, zara: Client, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names, "plain_name", lambda name: name or "")
    assert leaks(await all_mails(renamed, zara, inbox)) == KINDS


async def test_an_unproven_person_is_greeted_by_a_plain_name_and_else_without(
    nobody: Client, inbox: Inbox
) -> None:
    for name, greeting in (("Ayesha Siddiqui", "Hello Ayesha Siddiqui,"), (HOSTILE, "Hello,")):
        await register(nobody, name=name)
        [mail] = await inbox.come()
        assert text_of(mail).splitlines()[0] == greeting


async def test_who_has_an_account_is_greeted_by_their_own_name_and_not_by_the_typed_one(
    nobody: Client, sana: Client, inbox: Inbox
) -> None:
    await register(nobody, "hina@example.com", name="Somebody Else")
    body = {"email": "hina@example.com", "name": "Somebody Else", "role": "AGENT"}
    await sana.post("/api/users", json=body)
    for mail in await inbox.come():
        assert text_of(mail).startswith("Hello Hina,")
        assert "Somebody Else" not in text_of(mail)


async def test_an_invitation_from_somebody_with_such_a_name_names_nobody(
    renamed: World, zara: Client, inbox: Inbox
) -> None:
    await zara.post("/api/users", json={"email": "new@example.com", "name": "New", "role": "AGENT"})
    text = await inbox.one("new@example.com", "You are invited to Starry Meadow")
    assert "You are invited to work with Starry Meadow as agent." in text
    await zara.post("/api/users", json={"email": "hina@example.com", "name": "New", "role": "AGENT"})
    text = await inbox.one("hina@example.com", "You were invited to Starry Meadow, where you have an account")
    assert "Somebody invited you, but this address has an account" in text
