"""The worker that has to end while a mail is on its way."""

import asyncio

from tests.notices.mail_server import HANGS, MailServer, publish, rows, smtp, until, worker
from tests.world import World


async def test_a_delivery_that_outlasts_the_shutdown_is_released(here: World, server: MailServer) -> None:
    server.answers = {"hangs@example.com": [HANGS]}
    await publish(here, "hangs@example.com")
    running = worker(here, smtp(server, here.stack.settings, seconds=60))
    task = asyncio.create_task(running.run())

    async def it_is_on_its_way() -> bool:
        return "hangs@example.com" in server.asked

    await until(it_is_on_its_way)
    running.stop()
    task.cancel()
    await asyncio.wait([task], timeout=10)
    [row] = await rows(here)
    assert (row.state, row.attempts, row.lease_until) == ("WAITING", 0, None)
