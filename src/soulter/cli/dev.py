"""`soulter dev`."""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from soulter.cli import seed, terminal
from soulter.cli.terminal import say

if TYPE_CHECKING:
    from soulter.core.config.settings import Settings

_THIS_MACHINE = frozenset({"localhost", "127.0.0.1"})


def dev() -> None:
    """For a newcomer: migrate, plant demo data, serve API and web app, and print how to log in."""
    from soulter.server import server

    found = terminal.settings()
    if found.production:
        terminal.fail(
            "`soulter dev` plants a demo with a public password. In production run: soulter migrate, then soulter serve"
        )
    terminal.run(_prepare(found))
    with _web_app_beside(found):
        seed.print_logins()
        _print_first_steps(found)
        if "embedded_worker" not in found.model_fields_set:
            os.environ["EMBEDDED_WORKER"] = "true"
        server.run(found)


async def _prepare(found: "Settings") -> None:
    """Schema and demo data; quick when both are there already."""
    from soulter.schema import schema_version

    if not await schema_version.is_current(found):
        from soulter.schema import migrate as migrations

        await migrations.upgrade(found, say)
    await seed.plant(found)


@contextmanager
def _web_app_beside(found: "Settings") -> Iterator[None]:
    """Serve the web app on its own origin, as in production.

    If that is impossible, say why and run the API alone.
    """
    from soulter.server import server, web_app

    with ExitStack() as stack:
        where = urlsplit(found.links_to)
        try:
            if where.scheme != "http" or where.hostname not in _THIS_MACHINE:
                say(
                    f"\nThe web app is at {found.links_to}, which is not for this machine to serve: only the API runs."
                )
            else:
                built = web_app.WebApp(web_app.folder(), _api_origin(found))
                stack.enter_context(server.beside(built, found.host, where.port or 80))
                say(f"\nOpen {found.links_to} in a browser.")
        except web_app.NotBuilt as error:
            say(f"\n{error} Until then only the API runs.")
        except server.PortTaken:
            say(
                f"\nPort {where.port} is taken, so only the API runs. Stop the other program, or set FRONTEND_URLS to http://localhost:3001."
            )
        yield


def _api_origin(found: "Settings") -> str:
    """Where a browser on this machine finds the API."""
    return found.public_url if "public_url" in found.model_fields_set else f"http://localhost:{found.port}"


def _print_first_steps(found: "Settings") -> None:
    from soulter.access.roles import Role
    from soulter.seeds import people

    here = f"http://localhost:{found.port}"
    body = json.dumps({"email": people.LOGINS[Role.ADMIN][0], "password": people.PASSWORD})
    headers = f"-H 'Origin: {found.public_url}' -H 'Content-Type: application/json'"
    say(
        f"\nThe API is at {here} (interactive documentation: {here}/docs). Stop it with Ctrl-C. Try in another terminal:\n"
    )
    say(f"  curl -c cookies.txt {headers} -d '{body}' {here}/api/auth/login")
    say(f"  curl -b cookies.txt '{here}/api/bookings?size=2'")
    say(f"  curl '{here}/api/availability?checkIn=2027-03-10&checkOut=2027-03-12&guests=2&size=1'\n")
