"""A mail server for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.notices.mailroom import MailServer, open_for_mail


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    """A mail server that is open."""
    async with open_for_mail(MailServer()) as made:
        yield made
