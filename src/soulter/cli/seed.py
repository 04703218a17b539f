"""`soulter seed`: the demo data, which `soulter dev` plants too."""

from typing import TYPE_CHECKING, Annotated

import typer

from soulter.cli import terminal
from soulter.cli.terminal import say

if TYPE_CHECKING:
    from soulter.core.config.settings import Settings


def seed(
    demo: Annotated[
        bool, typer.Option("--demo", help="Plant a demo property with a season of bookings.")
    ] = False,
) -> None:
    """Plant demo data; repeatable, and refused in production."""
    if not demo:
        terminal.fail("Say what to plant: soulter seed --demo")
    found = terminal.settings()
    if found.production:
        terminal.fail(
            "The demo's password is public, so it is not planted in production. Make people with: soulter users create"
        )
    terminal.run(plant(found))
    print_logins()


async def plant(found: "Settings") -> None:
    """Plant the demo property, unless it is there already.

    Ends the process with status 1 when the schema is not up to date.
    """
    from soulter import wiring
    from soulter.core.clock import SystemClock
    from soulter.core.database.transactions import Database
    from soulter.outbox import publishing
    from soulter.schema import schema_version
    from soulter.seeds import demo

    publishing.connect(wiring.SUBSCRIPTIONS)
    database = Database(found)
    try:
        if older := schema_version.behind(await schema_version.read(database.reader)):
            terminal.fail(older)
        planted = await demo.plant(database, SystemClock().now())
    finally:
        await database.close()
    say(
        "Planted the demo property Starry Meadow with a season of bookings."
        if planted
        else "The demo property Starry Meadow is there."
    )


def print_logins() -> None:
    """Print who can log in to the demo, and the password."""
    from soulter.seeds import people

    say(f"\nFour logins, all with the password  {people.PASSWORD}")
    for role, (email, name) in people.LOGINS.items():
        say(f"  {role:<12} {email:<30} {name}")
