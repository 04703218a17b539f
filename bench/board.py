"""L. The staff board with 200 units, 60 days and 2,000 bookings: API time, first drawing, drag and scroll.

The API, the file server and the browser share the machine, so production numbers are better.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
from playwright.async_api import Page, async_playwright
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.browser import chromium, loopback_network
from tests.browser.conftest import FLAGS

from bench.environment import Effort, Stage
from bench.first_load import on_every_core
from bench.postgres import Postgres
from bench.report import Report
from bench.seeding import HEAD, Person
from soulter.accounts.tokens import TokenSigner
from soulter.app import close, create_app
from soulter.core.clock import Clock, business_date
from soulter.core.config import settings
from soulter.core.config.settings import Settings
from soulter.schema import migrate
from soulter.server import web_app
from soulter.server.web_app import WebApp

DAYS, STAYS = 60, 10
"""Ten stays for each unit, each within its own six days."""

_SEED = (
    """INSERT INTO properties (id, name, slug, timezone, currency, check_in_time, check_out_time,
      hold_minutes, agent_hold_minutes,
         visitor_share_percent, visitor_longest_stay, visitor_furthest_days, visitor_most_units, created_at,
           updated_at)
       VALUES (pg_temp.id_at($1, 'place'), 'Starry Meadow', 'starry-meadow', 'Asia/Karachi', 'PKR', '15:00',
         '11:00', 60, 1440,
         40, 28, 365, 5, $1, $1)""",
    """INSERT INTO units (id, property_id, name, slug, sleeps, price_minor, status, position, description,
      amenities, photos, created_at, updated_at)
       SELECT pg_temp.id_at($1, 'unit' || i), p.id, 'Bell Tent ' || i, 'bell-tent-' || i, 4, 1000000,
         'ACTIVE', i, '', '[]', '[]', $1, $1
       FROM properties p, generate_series(1, $2::int) i""",
    """INSERT INTO guests (id, name, email, phone, created_at)
       SELECT pg_temp.id_at($1, 'guest' || i), 'Guest ' || i, NULL, '+92 300 5550100', $1
         FROM generate_series(1, $2::int) i""",
    """INSERT INTO bookings (id, code, property_id, property_name, guest_id, source, status, check_in,
      check_out, adults, children, total_minor,
         currency, notes, version, created_at, updated_at)
       SELECT pg_temp.id_at($1, 'booking' || i), 'SG-' || lpad(i::text, 6, '0'), p.id, p.name,
         pg_temp.id_at($1, 'guest' || (i + 1)), 'STAFF', 'CONFIRMED',
         $3::date + (i / $4::int) * 6, $3::date + (i / $4::int) * 6 + 3 + i % 3,
         2, 0, 4000000, 'PKR', '', 1, $1, $1
       FROM properties p, generate_series(0, $2::int - 1) i""",
    """INSERT INTO booking_units (booking_id, unit_id, property_id, unit_name, price_minor, nightly)
       SELECT pg_temp.id_at($1, 'booking' || i), pg_temp.id_at($1, 'unit' || (1 + i % $3::int)), p.id,
         'Bell Tent', 4000000, '[]'
       FROM properties p, generate_series(0, $2::int - 1) i""",
    """INSERT INTO nights (unit_id, night, property_id, kind, booking_id, price_minor)
       SELECT u.unit_id, b.check_in + n, b.property_id, 'booking', b.id, 1000000
       FROM bookings b JOIN booking_units u ON u.booking_id = b.id, generate_series(0, 4) n
         WHERE b.check_in + n < b.check_out""",
    """INSERT INTO users (id, email, name, role, active, session_epoch, created_at, updated_at)
       VALUES (pg_temp.id_at($1, 'user'), 'staff@example.com', 'Staff', 'ADMIN', true, 1, $1, $1)""",
    """INSERT INTO login_sessions (id, user_id, epoch, created_at, last_seen_at, expires_at, user_agent, ip)
       SELECT gen_random_uuid(), id, 1, $1, $1, $1::timestamptz + interval '7 days', 'bench', '127.0.0.1'
         FROM users""",
)


async def seed(found: Settings, units: int, first: date) -> tuple[UUID, Person]:
    """Migrate and fill the database. Returns the property and a signed-in staff member."""
    await migrate.upgrade(found, lambda _step: None)
    connection = await asyncpg.connect(found.database_url)
    try:
        now = Clock().now()
        await connection.execute(HEAD)
        count = units * STAYS
        given = [
            (now,),
            (now, units),
            (now, count),
            (now, count, first, units),
            (now, count, units),
            (),
            (now,),
            (now,),
        ]
        for sql, values in zip(_SEED, given, strict=True):
            await connection.execute(sql, *values)
        await connection.execute("VACUUM (ANALYZE)")
        row = await connection.fetchrow(
            "SELECT u.id, s.id AS session, p.id AS place FROM users u, login_sessions s, properties p"
        )
        return row["place"], Person(row["id"], row["session"])
    finally:
        await connection.close()


class _Door:
    behind: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.behind(scope, receive, send)


@asynccontextmanager
async def served(postgres: Postgres, units: int, first: date) -> AsyncIterator[tuple[str, str, UUID, str]]:
    """Web app, API, property and login cookie."""
    web, api = _Door(), _Door()
    async with (
        loopback_network.listening(web, None) as web_port,
        loopback_network.listening(api, None) as api_port,
    ):
        front, back = f"http://localhost:{web_port}", f"http://localhost:{api_port}"
        url = await postgres.create("board")
        found = settings.load(
            _env_file=None,
            environment="test",
            database_url=url,
            jwt_secret="x" * 48,
            log_level="error",
            frontend_urls=(front,),
            public_url=back,
        )
        place, person = await seed(found, units, first)
        app = create_app(found)
        api.behind, web.behind = app, WebApp(web_app.folder(), back)
        yield (
            front,
            back,
            place,
            TokenSigner(found).sign(person.user_id, person.session_id, Clock().now()),
        )
        await close(app)


async def measure_api(report: Report, back: str, token: str, query: str, units: int) -> None:
    """Request the board repeatedly, one request after the other."""
    async with httpx2.AsyncClient(base_url=back, cookies={"auth_token": token}, trust_env=False) as client:
        times = []
        for _ in range(30):
            began = time.perf_counter()
            answer = await client.get(query)
            times.append((time.perf_counter() - began) * 1000)
        body = answer.json()
        assert (len(body["units"]), len(body["bookings"])) == (units, units * STAYS), (
            "not everything is there"
        )
        report.add("l. board: API, median", statistics.median(times), " ms", below=100)
        report.add("l. board: answer", len(answer.content) / 1024, " KiB")


_DRAWN = """
window.first = new Promise((done) => new MutationObserver((_, observer) => {
  if (!document.querySelector("[data-bar]")) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.drawn = performance.now(); done(); }));
}).observe(document, {childList: true, subtree: true}));
"""
_WAIT = (
    "window.drawn - performance.getEntriesByType('resource').find(one => "
    "one.name.includes('/api/board')).responseEnd"
)
_FRAMES = (
    "() => { window.frames_ = 0; const count = () => { window.frames_++; window.counting = "
    "requestAnimationFrame(count); }; count(); }"
)


async def frames_per_second(page: Page, work: Any) -> float:
    """Count the frames that the page draws during an action."""
    await page.evaluate(_FRAMES)
    began = time.perf_counter()
    await work()
    seconds = time.perf_counter() - began
    drawn: int = await page.evaluate(
        "() => { cancelAnimationFrame(window.counting); return window.frames_; }"
    )
    return drawn / seconds


async def measure_browser(
    report: Report, effort: Effort, front: str, back: str, token: str, first: date
) -> None:
    """Measure the first drawing, and the frames of a drag and of a scroll."""
    async with async_playwright() as playwright:
        executable = chromium.found(Path(playwright.chromium.executable_path))
        browser = await playwright.chromium.launch(
            executable_path=executable, chromium_sandbox=False, args=list(FLAGS)
        )
        context = await browser.new_context(viewport={"width": 1440, "height": 900})
        await context.add_cookies(
            [{"name": "auth_token", "value": token, "url": back, "httpOnly": True, "sameSite": "Lax"}]
        )
        page = await context.new_page()
        await page.add_init_script(_DRAWN)
        waits = []
        for _ in range(effort.visits // 2 + 1):
            await page.goto(f"{front}/board?from={first}&days={DAYS}")
            # wait_for_function evaluates text, which the page's content security policy forbids.
            await page.evaluate("window.first")
            waits.append(await page.evaluate(_WAIT))
        report.add(
            "l. board: first drawing after the answer, median", statistics.median(waits), " ms", below=1000
        )
        box = await page.locator("[data-movable]").nth(8).bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

        async def drag() -> None:
            await page.mouse.move(x, y)
            await page.mouse.down()
            until, i = time.perf_counter() + effort.board_seconds, 0
            while time.perf_counter() < until:
                i += 1
                await page.mouse.move(x + (i * 7) % 500, y + (i * 3) % 300)
            await page.keyboard.press("Escape")
            await page.mouse.up()

        async def scroll() -> None:
            until, i = time.perf_counter() + effort.board_seconds, 0
            while time.perf_counter() < until:
                i += 1
                await page.mouse.wheel(0, 120 if i % 100 < 50 else -120)
                await asyncio.sleep(0.01)

        async def rest() -> None:
            await asyncio.sleep(effort.board_seconds / 2)

        report.add("l. board: frames per second at rest", await frames_per_second(page, rest), " /s")
        report.add(
            "l. board: frames per second of a drag", await frames_per_second(page, drag), " /s", at_least=50
        )
        report.add("l. board: frames per second of a scroll", await frames_per_second(page, scroll), " /s")
        await browser.close()


async def board(stage: Stage) -> None:
    """Measure the board on a separate database."""
    first = business_date(Clock().now(), "Asia/Karachi")
    async with served(stage.postgres, stage.effort.board_units, first) as (front, back, place, token):
        query = f"/api/board?property={place}&from={first}&to={first + timedelta(days=DAYS)}"
        await measure_api(stage.report, back, token, query, stage.effort.board_units)
        with on_every_core():
            await measure_browser(stage.report, stage.effort, front, back, token, first)
