"""The built web app and the API on two origins, and one Chromium for all tests."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest
from playwright.async_api import Browser, async_playwright, expect
from starlette.types import ASGIApp, Receive, Scope, Send

from soulter.app import close, create_app
from soulter.core.clock import Clock, FixedClock
from soulter.schema import migrate
from soulter.server.web_app import WebApp
from tests import world
from tests.browser import chromium, loopback_network
from tests.browser.conftest import FLAGS
from tests.browser.web import harness
from tests.browser.web.harness import Site, Width
from tests.conftest import settings_for
from tests.world import Stack, World

# A busy machine is slow, which is no failure.
expect.set_options(timeout=15_000)


class _Door:
    """A listener whose port is known before the server exists."""

    behind: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.behind(scope, receive, send)


@pytest.fixture(scope="session")
async def chrome() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        executable = chromium.quick(Path(playwright.chromium.executable_path))
        browser = await playwright.chromium.launch(
            executable_path=executable, chromium_sandbox=False, args=list(FLAGS)
        )
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[str, str, Stack]]:
    """Where the web app is, where the API is, and its application on a database without rows."""
    built, database = harness.built(), tmp_path_factory.mktemp("web") / "soulter.db"
    web, api = _Door(), _Door()
    async with (
        loopback_network.listening(web, None) as web_port,
        loopback_network.listening(api, None) as api_port,
    ):
        front, back = f"http://localhost:{web_port}", f"http://localhost:{api_port}"
        settings = settings_for(f"sqlite:///{database}", frontend_urls=(front,), public_url=back)
        await migrate.upgrade(settings, lambda _text: None)
        # A browser counts by the machine's clock, and so must the application.
        clock = cast("FixedClock", Clock())
        app = create_app(settings, clock)
        api.behind, web.behind = app, WebApp(built, back)
        yield front, back, Stack("sqlite", settings, app, clock, await world.hashed_password())
        await close(app)


@pytest.fixture
async def site(served: tuple[str, str, Stack], chrome: Browser) -> AsyncIterator[Site]:
    """The web app with a world of its own behind it."""
    front, back, stack = served
    await world.empty(stack.database)
    made = World(stack)
    await made.populate()
    here = Site(made, front, back, chrome)
    yield here
    await here.close()


@pytest.fixture(params=list(Width), ids=lambda width: width.name.lower())
def width(request: pytest.FixtureRequest) -> Width:
    """Every size in turn."""
    return cast("Width", request.param)
