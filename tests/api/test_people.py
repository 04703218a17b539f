"""/api/users/{id}: role, deactivate, activate, sign-out, send-reset, profile; and PATCH /api/auth/me."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from soulter.access.roles import Role
from soulter.accounts import people
from soulter.accounts.errors import LastOwner
from soulter.accounts.models import User
from soulter.outbox.models import OutboxEvent
from tests import sql
from tests.world import PASSWORD, Client, World

ME = "/api/auth/me"


async def act(client: Client, here: World, name: str, action: str, **body: Any) -> Any:
    return await client.post(f"/api/users/{here.users[name]}/{action}", json=body or None)


async def code(client: Client, here: World, name: str, action: str, **body: Any) -> tuple[int, str | None]:
    answer = await act(client, here, name, action, **body)
    return answer.status_code, answer.json().get("code")


async def topics(here: World) -> list[str]:
    return [
        row[0]
        for row in await sql.fetch(here.database.reader, select(OutboxEvent.topic).order_by(OutboxEvent.id))
    ]


async def test_the_owner_changes_a_role_and_the_old_power_is_gone_at_once(
    here: World, zara: Client, sana: Client
) -> None:
    """ASVS 7.4.2, 8.3.2."""
    assert (await sana.get("/api/users")).status_code == 200
    answer = await act(zara, here, "sana", "role", role="AGENT")
    assert (answer.status_code, answer.json()["user"]["role"]) == (200, "AGENT")
    assert (await sana.get("/api/users")).status_code == 401
    again = await here.login("sana")
    assert (await again.get("/api/users")).status_code == 403
    assert await topics(here) == ["account.role_changed"]
    assert (await act(zara, here, "sana", "role", role="AGENT")).status_code == 200
    assert await topics(here) == ["account.role_changed"], "asking again changes nothing"
    [event] = (await zara.get("/api/audit", params={"action": "user.role_changed"})).json()["events"]
    assert (event["facts"], event["actor"]["name"], event["entityId"]) == (
        {"before": "ADMIN", "after": "AGENT"},
        "Zara",
        str(here.users["sana"]),
    )


async def test_a_deactivated_person_is_out_at_once_and_back_only_by_a_new_login(
    here: World, sana: Client, bilal: Client
) -> None:
    answer = await act(sana, here, "bilal", "deactivate")
    assert (answer.status_code, answer.json()["user"]["active"]) == (200, False)
    refused = await bilal.get(ME)
    assert (refused.status_code, refused.json()["code"]) == (401, "session_ended")
    credentials = {"email": "bilal@example.com", "password": PASSWORD}
    assert (await here.client().post("/api/auth/login", json=credentials)).json()[
        "code"
    ] == "wrong_credentials"
    assert (await act(sana, here, "bilal", "activate")).json()["user"]["active"] is True
    assert (await bilal.get(ME)).status_code == 401, "what was ended stays ended"
    assert (await here.client().post("/api/auth/login", json=credentials)).status_code == 200
    assert await topics(here) == ["account.deactivated", "account.activated"]


async def test_staff_sign_an_agent_out(here: World, sana: Client, bilal: Client, omar: Client) -> None:
    assert (await act(sana, here, "bilal", "sign-out")).status_code == 200
    assert [(await client.get(ME)).status_code for client in (bilal, omar)] == [401, 200]


async def test_staff_send_a_reset_and_never_type_a_password(here: World, sana: Client) -> None:
    """ASVS 6.4.6."""
    assert (await act(sana, here, "bilal", "send-reset")).status_code == 200
    assert await topics(here) == ["account.reset_requested"]
    await act(sana, here, "bilal", "deactivate")
    assert await code(sana, here, "bilal", "send-reset") == (409, "user_inactive")
    for body in (
        {"password": PASSWORD},
        {"passwordHash": "x"},
        {"role": "ADMIN"},
        {"active": True},
        {"email": "x@example.com"},
        {"sessionEpoch": 1},
    ):
        answer = await sana.patch(f"/api/users/{here.users['bilal']}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), body


async def test_staff_manage_agents_and_customers_only(here: World, sana: Client) -> None:
    for name in ("zara", "sana"):
        for action in ("deactivate", "activate", "sign-out", "send-reset"):
            assert await code(sana, here, name, action) == (404, "user_not_found"), (name, action)
        assert (await sana.patch(f"/api/users/{here.users[name]}", json={"name": "Mine"})).status_code == 404
    assert await code(sana, here, "bilal", "role", role="ADMIN") == (403, "role_not_allowed")
    assert await code(sana, here, "bilal", "role", role="CUSTOMER") == (403, "role_not_allowed")
    for name in ("bilal", "hina"):
        assert (await act(sana, here, name, "deactivate")).status_code == 200


@pytest.mark.parametrize("name", ["bilal", "hina"])
async def test_agents_and_customers_manage_nobody(here: World, name: str) -> None:
    client = await here.login(name)
    for target in ("omar", "nadia", name):
        for action, body in (
            ("deactivate", {}),
            ("sign-out", {}),
            ("send-reset", {}),
            ("role", {"role": "SUPER_ADMIN"}),
        ):
            assert await code(client, here, target, action, **body) == (403, "role_not_allowed")


async def test_nobody_changes_their_own_role_or_shuts_themselves_out(here: World, zara: Client) -> None:
    for action, body in (
        ("role", {"role": "ADMIN"}),
        ("deactivate", {}),
        ("activate", {}),
        ("sign-out", {}),
        ("send-reset", {}),
    ):
        assert await code(zara, here, "zara", action, **body) == (403, "own_account"), action


async def test_touching_those_who_run_the_place_needs_the_password_again(here: World, zara: Client) -> None:
    """ASVS 7.5.1, 7.5.3."""
    here.clock.moment += timedelta(minutes=11)
    guarded = [
        ("sana", "deactivate", {}),
        ("sana", "sign-out", {}),
        ("sana", "send-reset", {}),
        ("sana", "role", {"role": "AGENT"}),
        ("bilal", "role", {"role": "ADMIN"}),
        ("hina", "role", {"role": "SUPER_ADMIN"}),
    ]
    for name, action, body in guarded:
        assert await code(zara, here, name, action, **body) == (403, "password_needed"), (name, action)
    assert (await zara.patch(f"/api/users/{here.users['sana']}", json={"name": "S"})).json()[
        "code"
    ] == "password_needed"
    assert (await act(zara, here, "bilal", "role", role="CUSTOMER")).status_code == 200, (
        "an agent and a customer do not run the place"
    )
    assert (await zara.post("/api/auth/confirm", json={"password": PASSWORD})).status_code == 204
    for name, action, body in guarded:
        answer = await act(zara, here, name, action, **body)
        assert answer.status_code in (200, 409), (name, action, answer.text)


async def test_the_last_owner_stays(here: World, zara: Client) -> None:
    """One of two owners demotes the other; nobody can demote or deactivate the last one."""
    assert (await act(zara, here, "sana", "role", role="SUPER_ADMIN")).status_code == 200
    sana = await here.login("sana")
    assert (await act(sana, here, "zara", "role", role="ADMIN")).status_code == 200
    zara = await here.login("zara")
    assert await code(zara, here, "sana", "deactivate") == (404, "user_not_found")
    assert await code(sana, here, "sana", "deactivate") == (403, "own_account")


async def test_a_deactivated_owner_is_no_owner_that_is_left(here: World, zara: Client) -> None:
    assert (await act(zara, here, "sana", "role", role="SUPER_ADMIN")).status_code == 200
    sana = await here.login("sana")
    assert (await act(sana, here, "zara", "deactivate")).status_code == 200
    now = here.clock.now()
    # As if a second session of Zara's had got past every other check.
    ghost = replace(here.actor("zara"), authenticated_at=now)
    sana_id = here.users["sana"]
    with pytest.raises(LastOwner):
        async with here.database.writing() as session:
            await people.deactivate(session, ghost, sana_id, now)
    with pytest.raises(LastOwner):
        async with here.database.writing() as session:
            await people.set_role(session, ghost, sana_id, Role.ADMIN, now)


async def test_one_changes_ones_own_name_and_phone(here: World, bilal: Client) -> None:
    answer = await bilal.patch(ME, json={"name": "Bilal Travels", "phone": "+92 300 5550100"})
    assert (answer.status_code, answer.json()["user"]["name"]) == (200, "Bilal Travels")
    assert (await bilal.get(ME)).json()["user"]["name"] == "Bilal Travels"
    for body in (
        {"role": "ADMIN"},
        {"email": "x@example.com"},
        {"active": False},
        {"name": "two\nlines"},
        {"password": PASSWORD},
    ):
        assert (await bilal.patch(ME, json=body)).status_code == 422, body
    assert (await bilal.patch(ME, json={"phone": None})).status_code == 200
    [[phone]] = await sql.fetch(
        here.database.reader, select(User.phone).where(User.id == here.users["bilal"])
    )
    assert phone is None


async def test_staff_correct_an_agents_name(here: World, sana: Client) -> None:
    answer = await sana.patch(f"/api/users/{here.users['bilal']}", json={"name": "Bilal H."})
    assert answer.json()["user"] | {"id": "-"} == {
        "id": "-",
        "name": "Bilal H.",
        "email": "bilal@example.com",
        "phone": None,
        "role": "AGENT",
        "active": True,
    }
