"""What somebody opened for others ends with their right to open it, and is checked again when it is used."""

from typing import Any

import pytest
from sqlalchemy import select, update

from soulter.access.roles import Role
from soulter.accounts import senders
from soulter.accounts.models import OneTimeLink, User
from tests import sql
from tests.notices import mail_server
from tests.notices.inbox import CHOSEN, TOKEN, Inbox, log_in, refused, send, text_of
from tests.world import Client, World

WAYS: list[tuple[str, dict[str, Any] | None, str]] = [
    ("deactivate", None, "the sender was deactivated"),
    ("role", {"role": "AGENT"}, "the sender's role changed"),
    ("role", {"role": "SUPER_ADMIN"}, "the sender's role changed"),
]
EACH_WAY = pytest.mark.parametrize("way", WAYS, ids=["deactivated", "demoted", "promoted"])
INVITED = {"email": "new@example.com", "name": "New Person", "role": "AGENT"}


async def take_right(here: World, zara: Client, way: tuple[str, dict[str, Any] | None, str]) -> None:
    """Zara takes from Sana the right that she had."""
    answer = await zara.post(f"/api/users/{here.users['sana']}/{way[0]}", json=way[1])
    assert answer.status_code == 200, answer.text


async def give_back(here: World, zara: Client) -> None:
    """Sana is staff again."""
    await zara.post(f"/api/users/{here.users['sana']}/activate")
    await zara.post(f"/api/users/{here.users['sana']}/role", json={"role": "ADMIN"})


async def invite(sana: Client) -> str:
    answer = await sana.post("/api/users", json=INVITED)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["invitation"]["id"])


async def withdrawn(zara: Client, action: str) -> list[tuple[str, str, dict[str, Any]]]:
    events = (await zara.get("/api/audit", params={"action": action})).json()["events"]
    return [(event["actor"]["name"], event["entityId"], event["facts"]) for event in events]


@EACH_WAY
async def test_an_invitation_ends_with_the_right_of_its_sender_for_good(
    here: World, nobody: Client, sana: Client, zara: Client, inbox: Inbox, way: Any
) -> None:
    invitation = await invite(sana)
    token = await inbox.link("new@example.com", "invites you", "accept-invitation")
    await take_right(here, zara, way)
    assert (await zara.get("/api/invitations")).json()["invitations"] == []
    assert await withdrawn(zara, "invitation.withdrawn") == [("Zara", invitation, {"reason": way[2]})]
    assert await refused(nobody, "accept", token=token, password=CHOSEN) == "link_unusable"
    await give_back(here, zara)
    assert await refused(nobody, "accept", token=token, password=CHOSEN) == "link_unusable"


@EACH_WAY
async def test_a_reset_that_somebody_sent_ends_with_their_right(
    here: World, nobody: Client, sana: Client, zara: Client, inbox: Inbox, way: Any
) -> None:
    await sana.post(f"/api/users/{here.users['bilal']}/send-reset")
    token = await inbox.link("bilal@example.com", "Choose a new password", "reset-password")
    await take_right(here, zara, way)
    bilal = str(here.users["bilal"])
    assert await withdrawn(zara, "user.reset_withdrawn") == [("Zara", bilal, {"reason": way[2]})]
    await give_back(here, zara)
    assert await refused(nobody, "reset", token=token, password=CHOSEN) == "link_unusable"


@EACH_WAY
async def test_what_others_opened_and_what_they_asked_for_themselves_stays(
    here: World, nobody: Client, sana: Client, zara: Client, inbox: Inbox, way: Any
) -> None:
    await zara.post("/api/users", json=INVITED)
    token = await inbox.link("new@example.com", "Zara invites you", "accept-invitation")
    await send(nobody, "forgot", email="bilal@example.com")
    reset = await inbox.link("bilal@example.com", "Choose a new password", "reset-password")
    await take_right(here, zara, way)
    assert await send(nobody, "accept", token=token, password=CHOSEN) == 204
    assert await send(nobody, "reset", token=reset, password=CHOSEN) == 204


async def test_a_dismissed_owner_does_not_come_back_through_a_second_address(
    here: World, nobody: Client, zara: Client, inbox: Inbox
) -> None:
    await zara.post(f"/api/users/{here.users['sana']}/role", json={"role": "SUPER_ADMIN"})
    await inbox.come()
    second = {"email": "sana.private@example.com", "name": "Sana", "role": "SUPER_ADMIN"}
    assert (await (await here.login("sana")).post("/api/users", json=second)).status_code == 202
    token = await inbox.link("sana.private@example.com", "Sana invites you", "accept-invitation")
    assert (await zara.post(f"/api/users/{here.users['sana']}/deactivate")).status_code == 200
    assert await refused(nobody, "accept", token=token, password=CHOSEN) == "link_unusable"
    assert (await log_in(here, "sana.private@example.com", CHOSEN)).status_code == 401


@EACH_WAY
async def test_a_link_whose_mail_still_waits_is_not_mailed(
    here: World, sana: Client, zara: Client, inbox: Inbox, way: Any
) -> None:
    await invite(sana)
    await sana.post(f"/api/users/{here.users['bilal']}/send-reset")
    await take_right(here, zara, way)
    told = await inbox.come()
    assert [mail["To"] for mail in told if TOKEN.findall(text_of(mail))] == (
        ["bilal@example.com"] if way[1] == {"role": "SUPER_ADMIN"} else []
    ), "an owner may send a reset, so the one that she asked for is still hers to send"
    assert (await mail_server.states(here))[0] == "NEEDLESS"


async def without_ending(*_given: object) -> None:
    """Ends nothing, as if the right had been taken past `people`."""


LOST: list[dict[str, Any]] = [{"active": False}, {"role": Role.AGENT}, {"role": Role.CUSTOMER}]


@pytest.mark.parametrize("lost", LOST, ids=["inactive", "agent", "customer"])
async def test_accepting_checks_that_the_sender_still_may(
    here: World, nobody: Client, sana: Client, inbox: Inbox, lost: dict[str, Any]
) -> None:
    await invite(sana)
    token = await inbox.link("new@example.com", "invites you", "accept-invitation")
    await sana.post(f"/api/users/{here.users['bilal']}/send-reset")
    reset = await inbox.link("bilal@example.com", "Choose a new password", "reset-password")
    async with here.database.writing() as session:
        await sql.execute(session, update(User).where(User.id == here.users["sana"]).values(**lost))
    assert await refused(nobody, "accept", token=token, password=CHOSEN) == "link_unusable"
    assert await refused(nobody, "reset", token=reset, password=CHOSEN) == "link_unusable"
    used = await sql.fetch(here.database.reader, select(OneTimeLink.used_at))
    assert [row[0] for row in used] == [None, None], "the refusal used nothing up"


async def test_accepting_checks_the_right_for_exactly_that_role(
    here: World, nobody: Client, zara: Client, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An owner who became staff may still invite agents, and no owners."""
    await zara.post(f"/api/users/{here.users['sana']}/role", json={"role": "SUPER_ADMIN"})
    sana = await here.login("sana")
    await inbox.come()
    tokens = {}
    for role in ("SUPER_ADMIN", "ADMIN", "AGENT"):
        email = f"{role.lower()}@example.com"
        await sana.post("/api/users", json={"email": email, "name": "New Person", "role": role})
        tokens[role] = await inbox.link(email, "invites you", "accept-invitation")
    monkeypatch.setattr(senders, "end_links", without_ending)
    await zara.post(f"/api/users/{here.users['sana']}/role", json={"role": "ADMIN"})
    for role in ("SUPER_ADMIN", "ADMIN"):
        assert await refused(nobody, "accept", token=tokens[role], password=CHOSEN) == "link_unusable"
    assert await send(nobody, "accept", token=tokens["AGENT"], password=CHOSEN) == 204


async def test_an_invitation_without_a_sender_opens_nothing(
    here: World, nobody: Client, sana: Client, inbox: Inbox
) -> None:
    await invite(sana)
    token = await inbox.link("new@example.com", "invites you", "accept-invitation")
    async with here.database.writing() as session:
        await sql.execute(session, update(OneTimeLink).values(created_by=None))
    assert await refused(nobody, "accept", token=token, password=CHOSEN) == "link_unusable"
