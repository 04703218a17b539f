"""The lifecycle of an account through the API and the mails that arrive."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from soulter.accounts.models import OneTimeLink, User
from tests import sql
from tests.notices import mail_server
from tests.notices.inbox import CHOSEN, ME, TOKEN, Inbox, log_in, refused, register, send, text_of
from tests.world import PASSWORD, Client, World


async def test_a_customer_registers_proves_the_address_and_logs_in(
    here: World, nobody: Client, inbox: Inbox, zara: Client
) -> None:
    assert await register(nobody, " Ayesha@Example.com ") == 202
    assert (await log_in(here, "ayesha@example.com", CHOSEN)).status_code == 401, (
        "there is no account before its address is proven"
    )
    token = await inbox.link(
        "ayesha@example.com", "Confirm your e-mail address for Starry Meadow", "verify-email"
    )
    assert await send(nobody, "verify", token=token, password=CHOSEN) == 204
    answer = await log_in(here, "ayesha@example.com", CHOSEN)
    assert answer.json()["user"] | {"id": "", "permissions": []} == {
        "id": "", "name": "Ayesha Siddiqui", "email": "ayesha@example.com", "phone": None, "role": "CUSTOMER",
        "active": True, "permissions": [],
    }  # fmt: skip
    assert await refused(nobody, "verify", token=token, password=CHOSEN) == "link_unusable"
    [event] = (await zara.get("/api/audit", params={"action": "user.created"})).json()["events"]
    assert (event["actor"]["kind"], event["facts"]) == ("link", {"role": "CUSTOMER"})


async def test_the_mail_says_in_plain_words_what_to_do_until_when(
    here: World, nobody: Client, inbox: Inbox
) -> None:
    await register(nobody)
    [mail] = await inbox.come()
    text = text_of(mail)
    assert text.startswith("Hello Ayesha Siddiqui,\r\n")
    assert "asked for an account at Starry Meadow" in text
    assert "until 14:00 on Sun 2 May 2027, Asia/Karachi time." in text
    assert mail["From"] == "Starry Meadow <no-reply@localhost>"
    html = mail.get_body(("html",))
    assert html is not None
    assert set(TOKEN.findall(html.get_content())) == set(TOKEN.findall(text))


async def test_a_known_address_is_told_so_by_mail_and_by_nothing_else(
    here: World, nobody: Client, inbox: Inbox
) -> None:
    assert await register(nobody, "hina@example.com") == 202
    text = await inbox.one("hina@example.com", "You already have an account")
    assert TOKEN.findall(text) == []
    assert (await log_in(here, "hina@example.com", CHOSEN)).status_code == 401
    assert (await log_in(here, "hina@example.com", PASSWORD)).status_code == 200


async def test_a_forgotten_password_is_replaced_and_all_sessions_end(
    here: World, nobody: Client, inbox: Inbox
) -> None:
    """ASVS 6.3.7, 7.4.3."""
    old = await here.login("hina")
    assert await send(nobody, "forgot", email="HINA@example.com") == 202
    token = await inbox.link("hina@example.com", "Choose a new password", "reset-password")
    answer = await nobody.post("/api/auth/reset", json={"token": token, "password": CHOSEN})
    assert answer.status_code == 204
    assert "set-cookie" not in answer.headers, "it does not log in"
    assert (await old.get(ME)).status_code == 401
    assert (await log_in(here, "hina@example.com", PASSWORD)).status_code == 401
    assert (await log_in(here, "hina@example.com", CHOSEN)).status_code == 200
    text = await inbox.one("hina@example.com", "Your password for Starry Meadow was changed")
    assert "14:00 on Sat 1 May 2027, Asia/Karachi time" in text
    assert await refused(nobody, "reset", token=token, password=CHOSEN + "!") == "link_unusable"


async def test_a_reset_that_is_refused_can_be_tried_again(here: World, nobody: Client, inbox: Inbox) -> None:
    await send(nobody, "forgot", email="sana@example.com")
    token = await inbox.link("sana@example.com", "Choose a new password", "reset-password")
    assert await refused(nobody, "reset", token=token, password="too short") == "password_too_short"
    assert (
        await refused(nobody, "reset", token=token, password="sana@example.com 123") == "password_too_common"
    )
    assert await send(nobody, "reset", token=token, password=CHOSEN) == 204


async def test_using_one_reset_ends_the_others(here: World, nobody: Client, inbox: Inbox) -> None:
    await send(nobody, "forgot", email="hina@example.com")
    await send(nobody, "forgot", email="hina@example.com")
    first, second = [TOKEN.findall(text_of(mail))[0][1] for mail in await inbox.come()]
    assert first != second
    assert await send(nobody, "reset", token=first, password=CHOSEN) == 204
    assert await refused(nobody, "reset", token=second, password=CHOSEN) == "link_unusable"


@pytest.mark.parametrize("name", ["stranger", "omar"])
async def test_nobody_and_the_deactivated_get_no_reset(
    here: World, nobody: Client, sana: Client, inbox: Inbox, name: str
) -> None:
    await sana.post(f"/api/users/{here.users['omar']}/deactivate")
    await inbox.come()
    assert await send(nobody, "forgot", email=f"{name}@example.com") == 202
    assert await inbox.come() == []
    assert (await mail_server.states(here))[-1] == "NEEDLESS"


async def test_deactivating_ends_an_open_reset(
    here: World, nobody: Client, sana: Client, inbox: Inbox
) -> None:
    await send(nobody, "forgot", email="omar@example.com")
    token = await inbox.link("omar@example.com", "Choose a new password", "reset-password")
    await sana.post(f"/api/users/{here.users['omar']}/deactivate")
    assert await refused(nobody, "reset", token=token, password=CHOSEN) == "link_unusable"
    text = await inbox.one("omar@example.com", "was closed")
    assert "14:00 on Sat 1 May 2027" in text
    await sana.post(f"/api/users/{here.users['omar']}/activate")
    assert "open again" in (await inbox.come())[0]["Subject"]
    assert await refused(nobody, "reset", token=token, password=CHOSEN) == "link_unusable"


async def test_changing_the_password_keeps_this_session_and_ends_the_others(
    here: World, inbox: Inbox
) -> None:
    """ASVS 6.2.3, 7.4.3."""
    here_now, elsewhere = await here.login("bilal"), await here.login("bilal")
    wrong = await here_now.post("/api/auth/password", json={"currentPassword": CHOSEN, "newPassword": CHOSEN})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_password")
    answer = await here_now.post(
        "/api/auth/password", json={"currentPassword": PASSWORD, "newPassword": CHOSEN}
    )
    assert answer.status_code == 204, answer.text
    assert [(await client.get(ME)).status_code for client in (here_now, elsewhere)] == [200, 401]
    await inbox.one("bilal@example.com", "Your password for Starry Meadow was changed")
    assert (await log_in(here, "bilal@example.com", CHOSEN)).status_code == 200
    again = await here_now.post(
        "/api/auth/password", json={"currentPassword": CHOSEN, "newPassword": "bilal@example.com1"}
    )
    assert again.json()["code"] == "password_too_common"


@pytest.mark.parametrize(
    ("who", "role"), [("sana", "AGENT"), ("sana", "CUSTOMER"), ("zara", "ADMIN"), ("zara", "SUPER_ADMIN")]
)
async def test_an_invited_person_chooses_a_password_of_their_own(
    here: World, nobody: Client, inbox: Inbox, who: str, role: str
) -> None:
    client = await here.login(who)
    body = {"email": "New.Person@example.com", "name": "New Person", "role": role}
    answer = await client.post("/api/users", json=body)
    assert answer.status_code == 202, answer.text
    invitation = answer.json()["invitation"]
    assert invitation | {"id": ""} == {
        "id": "", "email": "new.person@example.com", "name": "New Person", "role": role,
        "invitedBy": who.capitalize(),
        "createdAt": "2027-05-01T09:00:00Z", "expiresAt": "2027-05-04T09:00:00Z",
    }  # fmt: skip
    assert (await client.get("/api/invitations")).json()["invitations"] == [invitation]
    token = await inbox.link(
        "new.person@example.com", f"{who.capitalize()} invites you to Starry Meadow", "accept-invitation"
    )
    assert await send(nobody, "accept", token=token, password=CHOSEN) == 204
    user = (await log_in(here, "new.person@example.com", CHOSEN)).json()["user"]
    assert (user["role"], user["name"]) == (role, "New Person")
    assert (await client.get("/api/invitations")).json()["invitations"] == []
    assert await refused(nobody, "accept", token=token, password=CHOSEN) == "link_unusable"


@pytest.mark.parametrize("role", ["ADMIN", "SUPER_ADMIN"])
async def test_nobody_hands_out_a_role_at_or_above_their_own(here: World, sana: Client, role: str) -> None:
    answer = await sana.post("/api/users", json={"email": "new@example.com", "name": "New", "role": role})
    assert (answer.status_code, answer.json()["code"]) == (403, "role_out_of_reach")
    assert await sql.fetch(here.database.reader, select(OneTimeLink.id)) == []


async def test_inviting_somebody_who_runs_the_place_needs_the_password_again(
    here: World, zara: Client
) -> None:
    here.clock.moment += timedelta(minutes=11)
    for role, status in (("ADMIN", 403), ("SUPER_ADMIN", 403), ("AGENT", 202)):
        answer = await zara.post("/api/users", json={"email": "new@example.com", "name": "New", "role": role})
        assert answer.status_code == status, role


async def test_inviting_tells_nobody_who_has_an_account(here: World, sana: Client, inbox: Inbox) -> None:
    """Even staff do not learn that an owner's address has an account; only the reader of the mail does."""
    seen = []
    for email in ("zara@example.com", "hina@example.com", "fresh@example.com"):
        answer = await sana.post(
            "/api/users",
            json={"email": email, "name": "N", "role": "AGENT"},
            headers={"X-Request-Id": "the-same-request"},
        )
        body = answer.json()["invitation"] | {"id": "", "email": ""}
        seen.append((answer.status_code, body, sorted(name for name, _ in answer.headers.multi_items())))
    assert seen[0] == seen[1] == seen[2]
    assert len((await sana.get("/api/invitations")).json()["invitations"]) == 3
    arrived = {mail["To"]: mail for mail in await inbox.come()}
    assert "where you have an account" in arrived["zara@example.com"]["Subject"]
    assert TOKEN.findall(text_of(arrived["zara@example.com"])) == []
    assert "invites you" in arrived["fresh@example.com"]["Subject"]


async def test_a_withdrawn_invitation_is_worth_nothing(
    here: World, nobody: Client, sana: Client, bilal: Client, inbox: Inbox
) -> None:
    body = {"email": "new@example.com", "name": "New", "role": "AGENT"}
    invitation = (await sana.post("/api/users", json=body)).json()["invitation"]
    token = await inbox.link("new@example.com", "invites you", "accept-invitation")
    assert (await bilal.delete(f"/api/invitations/{invitation['id']}")).status_code == 403
    assert (await sana.delete(f"/api/invitations/{invitation['id']}")).status_code == 204
    assert await refused(nobody, "accept", token=token, password=CHOSEN) == "link_unusable"
    assert (
        await sana.delete(f"/api/invitations/{invitation['id']}", headers={"Idempotency-Key": "another"})
    ).status_code == 404


async def test_inviting_again_replaces_the_older_invitation(
    here: World, nobody: Client, sana: Client, inbox: Inbox
) -> None:
    body = {"email": "new@example.com", "name": "New", "role": "AGENT"}
    await sana.post("/api/users", json=body)
    first = await inbox.link("new@example.com", "invites you", "accept-invitation")
    await sana.post("/api/users", json=body)
    second = await inbox.link("new@example.com", "invites you", "accept-invitation")
    assert await refused(nobody, "accept", token=first, password=CHOSEN) == "link_unusable"
    assert await send(nobody, "accept", token=second, password=CHOSEN, name="Neu") == 204
    assert (await log_in(here, "new@example.com", CHOSEN)).json()["user"]["name"] == "Neu"


async def test_an_invitation_is_refused_when_the_account_exists_already(
    here: World, nobody: Client, sana: Client, inbox: Inbox
) -> None:
    await sana.post("/api/users", json={"email": "new@example.com", "name": "New", "role": "AGENT"})
    token = await inbox.link("new@example.com", "invites you", "accept-invitation")
    async with here.database.writing() as session:
        await sql.execute(
            session, update(User).where(User.email == "nadia@example.com").values(email="new@example.com")
        )
    answer = await nobody.post("/api/auth/accept", json={"token": token, "password": CHOSEN})
    assert (answer.status_code, answer.json()["code"]) == (409, "email_taken")


async def test_a_changed_role_and_everything_else_is_told_to_whom_it_happens(
    here: World, zara: Client, inbox: Inbox
) -> None:
    await zara.post(f"/api/users/{here.users['bilal']}/role", json={"role": "CUSTOMER"})
    assert "You are now customer at Starry Meadow" in (await inbox.come())[0]["Subject"]
    await zara.post(f"/api/users/{here.users['bilal']}/send-reset")
    await inbox.link("bilal@example.com", "Choose a new password", "reset-password")


async def test_the_way_past_the_limit_is_for_one_browser_and_one_account(
    here: World, nobody: Client, inbox: Inbox
) -> None:
    for i in range(60):
        nobody._transport.client = (f"198.51.100.{i // 10}", 1)  # type: ignore[attr-defined]
        await nobody.post(
            "/api/auth/login", json={"email": "sana@example.com", "password": "wrong horse battery staple"}
        )
    fresh = here.client()
    credentials = {"email": "sana@example.com", "password": PASSWORD}
    fresh._transport.client = ("203.0.113.9", 1)  # type: ignore[attr-defined]
    assert (await fresh.post("/api/auth/login", json=credentials)).status_code == 429
    token = await inbox.link("sana@example.com", "Many failed sign-ins", "unlock")
    assert await send(fresh, "unlock", token=token) == 204
    assert (await fresh.get(ME)).status_code == 401, "it does not log in"
    assert (await fresh.post("/api/auth/login", json=credentials)).status_code == 200
    assert await refused(fresh, "unlock", token=token) == "link_unusable"
