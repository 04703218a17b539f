"""`soulter worker`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from soulter.cli import terminal

if TYPE_CHECKING:
    from soulter.core.config.settings import Settings


def worker(once: Annotated[bool, typer.Option("--once", help="Do what is due, and stop.")] = False) -> None:
    """Deliver mails, end expired holds, delete what is past its retention.

    Any number of workers may run at once.
    """
    terminal.run(_work(terminal.settings(), once))


async def _work(found: "Settings", once: bool) -> None:
    from soulter import wiring
    from soulter.core.clock import Clock
    from soulter.core.database.transactions import Database
    from soulter.notices.process import build_worker
    from soulter.outbox import publishing
    from soulter.outbox.worker import until_signalled
    from soulter.schema import schema_version

    publishing.connect(wiring.SUBSCRIPTIONS)
    database = Database(found)
    async with _traced(found):
        try:
            made = build_worker(found, database, Clock(), wiring.JOBS)
            if not once:
                await until_signalled(made)
            elif older := schema_version.behind(await schema_version.read(database.reader)):
                terminal.fail(older)
            else:
                terminal.say(f"Mails tried: {await made.once()}")
        finally:
            await database.close()


@asynccontextmanager
async def _traced(found: "Settings") -> AsyncIterator[None]:
    """With traces, if the settings ask for them; what is not sent yet is sent at the end.

    Raises WrongSettings when the packages for traces are missing.
    """
    if not found.otel_exporter_otlp_endpoint:
        yield
        return
    from soulter.system.tracing import Tracing

    tracing = Tracing(found)
    try:
        yield
    finally:
        await asyncio.to_thread(tracing.close)
