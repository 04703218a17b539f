"""A mail server for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.notices.inbox import Inbox
from tests.notices.mail_server import MailServer, open_for_mail
from tests.world import World


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    """A mail server that is open."""
    async with open_for_mail(MailServer()) as made:
        yield made


@pytest.fixture
def inbox(here: World, server: MailServer) -> Inbox:
    """The mail of everybody, delivered to that server."""
    return Inbox(here, server)
