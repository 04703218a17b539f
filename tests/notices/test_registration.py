"""Registering: the password is chosen behind the link; of several links to an address the newest is good."""

from typing import Any

import pytest
from sqlalchemy import select

from soulter.accounts import links
from soulter.accounts.models import OneTimeLink
from tests import sql
from tests.notices import mail_server
from tests.notices.inbox import CHOSEN, Inbox, log_in, refused, register, send
from tests.world import Client, World

ADDRESS = "ayesha@example.com"
OF_SOMEBODY_ELSE = "the password of somebody else"


async def new_link(nobody: Client, inbox: Inbox, **given: Any) -> str:
    assert await register(nobody, ADDRESS, **given) == 202
    return await inbox.link(ADDRESS, "Confirm your e-mail address", "verify-email")


async def test_no_password_is_taken_before_the_address_is_proven(here: World, nobody: Client) -> None:
    body = {"email": ADDRESS, "name": "Ayesha Siddiqui", "password": OF_SOMEBODY_ELSE}
    answer = await nobody.post("/api/auth/register", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/password")
    assert await register(nobody, ADDRESS) == 202
    details = await sql.fetch(here.database.reader, select(OneTimeLink.details))
    assert [row[0] for row in details] == [{"name": "Ayesha Siddiqui"}]


async def test_nobody_prepares_an_account_for_an_address_that_is_not_theirs(
    here: World, nobody: Client, inbox: Inbox
) -> None:
    """Somebody else registers the address first and again later; its owner uses the link that came."""
    await new_link(nobody, inbox, name="Somebody Else")
    token = await new_link(nobody, inbox)
    assert await send(nobody, "verify", token=token, password=CHOSEN) == 204
    assert await register(here.client(), ADDRESS, name="Somebody Else") == 202
    assert "You already have an account" in (await inbox.come())[0]["Subject"]
    assert (await log_in(here, ADDRESS, CHOSEN)).json()["user"]["name"] == "Ayesha Siddiqui"


async def test_each_link_sets_only_the_password_that_is_chosen_behind_it(
    here: World, nobody: Client, inbox: Inbox
) -> None:
    earlier = await new_link(nobody, inbox)
    newer = await new_link(nobody, inbox)
    assert await refused(nobody, "verify", token=earlier, password=OF_SOMEBODY_ELSE) == "link_unusable"
    assert await send(nobody, "verify", token=newer, password=CHOSEN) == 204
    assert (await log_in(here, ADDRESS, OF_SOMEBODY_ELSE)).status_code == 401
    assert (await log_in(here, ADDRESS, CHOSEN)).status_code == 200


async def test_a_link_that_is_used_ends_the_others_of_its_address(
    nobody: Client, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if two registrations had been made at the same instant, neither of which saw the other."""

    async def unseen(*_given: object) -> None:
        pass

    monkeypatch.setattr(links, "end_of_address", unseen)
    first, second = await new_link(nobody, inbox), await new_link(nobody, inbox)
    assert await send(nobody, "verify", token=first, password=CHOSEN) == 204
    assert await refused(nobody, "verify", token=second, password=OF_SOMEBODY_ELSE) == "link_unusable"


async def test_a_newer_registration_leaves_other_addresses_and_invitations_alone(
    nobody: Client, sana: Client, inbox: Inbox
) -> None:
    token = await new_link(nobody, inbox)
    await sana.post("/api/users", json={"email": "new@example.com", "name": "New", "role": "AGENT"})
    invitation = await inbox.link("new@example.com", "invites you", "accept-invitation")
    assert await register(nobody, "new@example.com") == 202
    assert await send(nobody, "accept", token=invitation, password=CHOSEN) == 204
    assert await send(nobody, "verify", token=token, password=CHOSEN) == 204


async def test_only_the_newest_of_the_links_that_wait_is_mailed(
    here: World, nobody: Client, inbox: Inbox
) -> None:
    assert [await register(nobody, ADDRESS) for _ in range(3)] == [202] * 3
    assert len(await inbox.come()) == 1
    assert await mail_server.states(here) == ["NEEDLESS", "NEEDLESS", "DELIVERED"]


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("too short", "password_too_short"),
        ("ayesha siddiqui", "password_too_common"),
        ("ayesha@example.com", "password_too_common"),
    ],
)
async def test_a_password_that_is_refused_can_be_chosen_again(
    nobody: Client, inbox: Inbox, password: str, code: str
) -> None:
    token = await new_link(nobody, inbox)
    assert await refused(nobody, "verify", token=token, password=password) == code
    assert await refused(nobody, "verify", token=token) == "invalid"
    assert await send(nobody, "verify", token=token, password=CHOSEN) == 204
