"""GET /api/doctor answers what `soulter doctor` prints, to the owner only, and reveals no secret."""

from soulter.accounts.cookies import LoginCookie
from soulter.doctor import checks, database_facts
from tests.world import Client, World


async def test_the_owner_reads_what_the_command_prints(here: World, zara: Client) -> None:
    stack = here.stack
    answer = await zara.get("/api/doctor")
    facts = await database_facts.ask(stack.settings)
    expected = [
        *checks.configuration(stack.settings, {}, LoginCookie(stack.settings).attributes),
        *checks.database(stack.settings, facts),
    ]
    assert answer.status_code == 200
    assert answer.json()["ok"] is True
    assert answer.json()["findings"] == [
        {"check": one.check, "verdict": one.verdict, "detail": one.detail} for one in expected
    ]
    assert stack.settings.jwt_secret.get_secret_value() not in answer.text


async def test_nobody_else_reads_it(sana: Client, bilal: Client, hina: Client, nobody: Client) -> None:
    assert [(await client.get("/api/doctor")).status_code for client in (sana, bilal, hina, nobody)] == [
        403,
        403,
        403,
        401,
    ]
