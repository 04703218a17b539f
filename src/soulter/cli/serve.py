"""`soulter serve`."""

import sys
from typing import Annotated

import typer

from soulter.cli import terminal


def serve(
    web: Annotated[bool, typer.Option("--web", help="Serve the web app too, from the same origin.")] = False,
) -> None:
    """Serve the API; migrates nothing and seeds nothing."""
    from soulter.server import server

    found = terminal.settings()
    if web:
        from soulter.server import web_app

        try:
            web_app.folder()
        except web_app.NotBuilt as error:
            terminal.fail(str(error))
    server.check_address(found)
    if found.sqlite:
        # Only SQLite is asked: a file that cannot be opened stays so, but a server may come back.
        from soulter.doctor import database_facts
        from soulter.schema import schema_version

        if older := schema_version.behind(terminal.run(database_facts.ask(found)).revision):
            # The server starts all the same and waits for the schema, as platforms start both at once.
            print(older, file=sys.stderr)
    server.run(found, server.API_AND_WEB if web else server.API)
