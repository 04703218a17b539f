"""`soulter users create`."""

import json
import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from soulter.cli import terminal
from soulter.cli.terminal import Json

if TYPE_CHECKING:
    from uuid import UUID

    from soulter.accounts.people import NewUser
    from soulter.core.config.settings import Settings

app = typer.Typer(help="Accounts that only the machine's owner may make.", no_args_is_help=True)

_LONGEST_EMAIL, _LONGEST_NAME = 254, 120


@app.command()
def create(
    role: Annotated[str, typer.Option(help="super_admin, admin, agent or customer.")],
    email: Annotated[str, typer.Option(help="The address that logs in.")],
    name: Annotated[str, typer.Option(help="As others see it; the part before the @ without one.")] = "",
    as_json: Json = False,
) -> None:
    """Make an account, asking for a password or making one. This is how the first SUPER_ADMIN comes to be."""
    from soulter.access.roles import Role
    from soulter.accounts import password_rules
    from soulter.accounts.people import NewUser
    from soulter.core import ids
    from soulter.core.errors import SoulterError

    _check(role, email, name)
    found = terminal.settings()
    asked = sys.stdin.isatty() and not as_json
    password = ""
    if asked:
        password = typer.prompt("Password (empty: make one)", default="", show_default=False, hide_input=True)
    made = "" if password else ids.new_token()
    wanted = Role(role.upper())
    try:
        password_rules.check(password or made, wanted, (name, email))
        new = NewUser(email, name or email.partition("@")[0][:_LONGEST_NAME], wanted, None)
        user_id = terminal.run(_create(found, new, password or made))
    except SoulterError as refusal:
        terminal.fail(refusal.detail)
    if as_json:
        print(json.dumps({"id": str(user_id), "email": new.email, "role": wanted, "password": made or None}))
        return
    terminal.say(f"Made {wanted} {new.email}.")
    if made:
        terminal.say(f"Password, shown only now: {made}")


def _check(role: str, email: str, name: str) -> None:
    from soulter.access.roles import Role

    if role.upper() not in set(Role):
        terminal.fail(f"--role is one of: {', '.join(known.lower() for known in Role)}")
    if not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", email):
        terminal.fail("--email is not an e-mail address.")
    if len(email) > _LONGEST_EMAIL or len(name) > _LONGEST_NAME:
        terminal.fail(f"--email has at most {_LONGEST_EMAIL} characters and --name {_LONGEST_NAME}.")


async def _create(found: "Settings", new: "NewUser", password: str) -> "UUID":
    from soulter.accounts import people
    from soulter.accounts.passwords import PasswordChecker
    from soulter.core.clock import SystemClock
    from soulter.core.database.transactions import Database
    from soulter.schema import schema_version

    database, checker = Database(found), PasswordChecker()
    try:
        if older := schema_version.behind(await schema_version.read(database.reader)):
            terminal.fail(older)
        hashed = await checker.hash(password)
        async with database.writing() as session:
            return await people.create(
                session, "cli", replace(new, password_hash=hashed), SystemClock().now()
            )
    finally:
        checker.close()
        await database.close()
