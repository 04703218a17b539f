"""A real browser, a network on loopback, and the application in every topology."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Playwright, async_playwright

from soulter.accounts.passwords import PasswordChecker
from soulter.app import create_app
from soulter.core.clock import Clock
from soulter.core.config import settings
from soulter.core.http import services
from soulter.schema import migrate
from tests import postgres, world
from tests.browser import chromium, loopback_network, topologies
from tests.browser.environment import Stage
from tests.browser.loopback_network import Net, Recorder, Rewrite
from tests.browser.topologies import Topology
from tests.world import Stack, World

LONGEST = 60.0
"""Seconds that a test may take, more than any of them needs."""

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
)


class Browsers:
    """Two browsers, started on first use: one allows third-party cookies and one blocks them."""

    def __init__(self, playwright: Playwright, internet: Net, folder: Path) -> None:
        self._playwright, self._internet, self._folder = playwright, internet, folder
        self._downloaded = Path(playwright.chromium.executable_path)
        self._started: dict[bool, BrowserContext] = {}

    async def get(self, third_party_cookies: bool) -> BrowserContext:
        """The browser without cookies and pages, except for the blank page that keeps it open."""
        if third_party_cookies not in self._started:
            self._started[third_party_cookies] = await self._start(third_party_cookies)
        browser = self._started[third_party_cookies]
        for page in browser.pages[1:]:
            await page.close()
        await browser.clear_cookies()
        return browser

    async def _start(self, third_party_cookies: bool) -> BrowserContext:
        profile = self._folder / f"third-party-{third_party_cookies}"
        # A profile on disk is needed because private windows block third-party cookies, and some builds block
        # them everywhere.
        (profile / "Default").mkdir(parents=True)
        choice = {
            "cookie_controls_mode": 0 if third_party_cookies else 1,
            "block_third_party_cookies": not third_party_cookies,
        }
        (profile / "Default" / "Preferences").write_text(json.dumps({"profile": choice}))
        # Only the full browser has the cookie setting; the headless shell allows every cookie.
        executable = (
            chromium.quick(self._downloaded) if third_party_cookies else chromium.found(self._downloaded)
        )
        trust = f"--ignore-certificate-errors-spki-list={self._internet.fingerprint}"
        started = await self._playwright.chromium.launch_persistent_context(
            profile,
            executable_path=executable,
            chromium_sandbox=False,
            args=[*FLAGS, trust, f"--host-resolver-rules={self._internet.rules}"],
        )
        started.set_default_timeout(15_000)
        return started

    async def close(self) -> None:
        async with asyncio.timeout(LONGEST):
            for browser in self._started.values():
                await browser.close()


class Apis:
    """The application of each topology, all on one database of PostgreSQL."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._url = self._password_hash = ""
        self._made: dict[str, Stack] = {}

    async def get(self, topology: Topology) -> Stack:
        if topology.name not in self._made:
            self._made[topology.name] = await self._make(topology)
        return self._made[topology.name]

    async def _make(self, topology: Topology) -> Stack:
        self._url = self._url or await postgres.create(self._name)
        self._password_hash = self._password_hash or await world.hashed_password()
        with pytest.MonkeyPatch.context() as variables:
            for name, value in (topology.environment | {"DATABASE_URL": self._url}).items():
                variables.setitem(os.environ, name, value)
            found = settings.load(_env_file=None)
        if not self._made:
            await migrate.upgrade(found, lambda _text: None)
        # The browser counts Max-Age by the machine's clock, and so must the application.
        clock = Clock()
        return Stack("postgresql", found, create_app(found, clock), clock, self._password_hash)  # type: ignore[arg-type]

    async def close(self) -> None:
        for stack in self._made.values():
            services.of(stack.app, PasswordChecker).close()
            await stack.database.close()
        if self._url:
            await postgres.drop(self._name)


@pytest.fixture(scope="session")
async def internet() -> AsyncIterator[Net]:
    async with loopback_network.running(topologies.NAMES) as running:
        yield running


@pytest.fixture(scope="session")
async def browsers(internet: Net, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browsers]:
    async with async_playwright() as playwright:
        made = Browsers(playwright, internet, tmp_path_factory.mktemp("profiles"))
        yield made
        await made.close()


@pytest.fixture(scope="session")
async def apis(worker_id: str) -> AsyncIterator[Apis]:
    made = Apis(f"soulter_browser_{worker_id}")
    yield made
    await made.close()


@pytest.fixture
async def stage(
    internet: Net, browsers: Browsers, apis: Apis
) -> AsyncIterator[Callable[[Topology], Awaitable[Stage]]]:
    """Set up a topology: the cast in its database, its hosts, and a browser without state."""

    watchdogs: list[asyncio.TimerHandle] = []

    async def set_up(topology: Topology) -> Stage:
        if test := asyncio.current_task():
            # A browser that hangs must fail one test, not block the suite.
            watchdogs.append(asyncio.get_running_loop().call_later(LONGEST, test.cancel))
        browser, stack = await browsers.get(topology.third_party_cookies), await apis.get(topology)
        await world.empty(stack.database)
        made, api = World(stack), Recorder(stack.app)
        await made.populate()
        internet.sites = {topology.api: api}
        if topology.rewrite:
            internet.sites[topology.front] = Rewrite(api, topology.api)
        return Stage(topology, made, api, browser)

    yield set_up
    for watchdog in watchdogs:
        watchdog.cancel()
    internet.sites = {}
