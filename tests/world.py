"""The world of a test: one property, its units, the cast, and a client for each of them.

Zara owns the place (SUPER_ADMIN), Sana works there (ADMIN), Bilal and Omar sell (AGENT),
Hina and Nadia are guests with accounts (CUSTOMER), and nobody is a visitor.
"""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
from fastapi import FastAPI
from sqlalchemy import insert, select, update

from soulter.access.actor import Actor
from soulter.access.roles import Role
from soulter.accounts.models import LoginSession, User
from soulter.accounts.passwords import PasswordChecker
from soulter.accounts.sessions import LastSeen
from soulter.accounts.tokens import TokenSigner
from soulter.app import close, create_app
from soulter.bookings.models import Night
from soulter.core import ids
from soulter.core.clock import FixedClock
from soulter.core.config.settings import Settings
from soulter.core.database.transactions import Database
from soulter.core.http import services
from soulter.inventory.models import Unit, UnitStatus
from soulter.properties.models import Property
from soulter.tables import METADATA
from tests import sql

NOW = datetime(2027, 5, 1, 9, 0, tzinfo=UTC)
TODAY = date(2027, 5, 1)
FRONTEND = "http://localhost:3000"
PASSWORD = "correct horse battery staple"
CAST = {
    "zara": Role.SUPER_ADMIN,
    "sana": Role.ADMIN,
    "bilal": Role.AGENT,
    "omar": Role.AGENT,
    "hina": Role.CUSTOMER,
    "nadia": Role.CUSTOMER,
}
UNITS = (
    ("Lake Tent", 2, "ACTIVE"),
    ("Oak Cabin", 4, "ACTIVE"),
    ("Long House", 6, "ACTIVE"),
    ("Old Shed", 2, "INACTIVE"),
)
NO_KEY: Any = {"Idempotency-Key": None}
"""Headers without an idempotency key. `Client` drops None values, which httpx2's types do not know."""
_keys = itertools.count()


@dataclass
class Stack:
    """A migrated database and the application on it; lives as long as the test session."""

    kind: str
    settings: Settings
    app: FastAPI
    clock: FixedClock
    password_hash: str = ""

    @property
    def database(self) -> Database:
        return services.of(self.app, Database)


class Client(httpx2.AsyncClient):
    """Speaks to the application as the web app does: with its Origin, and a key on every unsafe request."""

    async def request(self, method: str, url: Any, **options: Any) -> httpx2.Response:
        if method not in ("GET", "HEAD", "OPTIONS"):
            given = options.get("headers") or {}
            key = {} if "Idempotency-Key" in given else {"Idempotency-Key": f"test-{next(_keys)}"}
            options["headers"] = {key: value for key, value in {**key, **given}.items() if value is not None}
        return await super().request(method, url, **options)


@dataclass
class World:
    """What a test starts from."""

    stack: Stack
    users: dict[str, UUID] = field(default_factory=dict)
    property_id: UUID = field(default_factory=ids.new_id)
    units: list[UUID] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)

    @property
    def clock(self) -> FixedClock:
        return self.stack.clock

    @property
    def database(self) -> Database:
        return self.stack.database

    def actor(self, name: str) -> Actor:
        """One of the cast, for calling a use case directly."""
        return Actor(CAST[name], self.users[name], name=name.capitalize(), email=f"{name}@example.com")

    async def populate(self) -> None:
        """Create the cast and a property in Karachi with three active units and an inactive one.

        The active units sleep 2, 4 and 6.
        """
        now = self.clock.now()
        stamps = {"created_at": now, "updated_at": now}
        users: list[dict[str, Any]] = [
            dict(
                id=ids.new_id(), email=f"{name}@example.com", name=name.capitalize(), phone=None, role=role,
                password_hash=self.stack.password_hash, active=True, session_epoch=1, **stamps,
            )
            for name, role in CAST.items()
        ]  # fmt: skip
        self.users = {name: user["id"] for name, user in zip(CAST, users, strict=True)}
        place = dict(
            id=self.property_id, name="Starry Meadow", slug="starry-meadow", timezone="Asia/Karachi",
            currency="PKR",
            check_in_time=datetime(2027, 1, 1, 15).time(), check_out_time=datetime(2027, 1, 1, 11).time(),
            hold_minutes=60, agent_hold_minutes=1440, visitor_share_percent=40, visitor_longest_stay=28,
            visitor_furthest_days=365, visitor_most_units=5, **stamps,
        )  # fmt: skip
        units: list[dict[str, Any]] = [
            dict(
                id=ids.new_id(), property_id=self.property_id, name=name, slug=name.lower().replace(" ", "-"),
                sleeps=sleeps,
                price_minor=(i + 1) * 100_000, status=UnitStatus(status), position=i, description="",
                amenities=[], photos=[], **stamps,
            )
            for i, (name, sleeps, status) in enumerate(UNITS)
        ]  # fmt: skip
        self.units = [unit["id"] for unit in units]
        async with self.database.writing() as session:
            for table, rows in ((User, users), (Property, [place]), (Unit, units)):
                await sql.execute(session, insert(table), rows)

    def client(self, **options: Any) -> Client:
        """A browser without a login."""
        headers = {"Origin": FRONTEND, **options.pop("headers", {})}
        transport = httpx2.ASGITransport(app=self.stack.app, raise_app_exceptions=False)
        made = Client(transport=transport, base_url="http://localhost:5001", headers=headers, **options)
        self.clients.append(made)
        return made

    async def login(self, name: str) -> Client:
        """A browser in which one of the cast is logged in."""
        return (
            self.client(cookies={"auth_token": await self.token(name)}) if name != "nobody" else self.client()
        )

    async def token(self, name: str) -> str:
        """A fresh token of one of the cast, as the login cookie holds it."""
        now, session_id = self.clock.now(), ids.new_id()
        row: dict[str, Any] = {
            "id": session_id,
            "user_id": self.users[name],
            "created_at": now,
            "last_seen_at": now,
        }
        async with self.database.writing() as session:
            epoch = (
                await sql.execute(session, select(User.session_epoch).where(User.id == self.users[name]))
            ).scalar_one()
            await sql.execute(
                session,
                insert(LoginSession),
                {
                    **row,
                    "epoch": epoch,
                    "expires_at": now + timedelta(days=7),
                    "user_agent": "test",
                    "ip": "127.0.0.1",
                },
            )
        token: str = services.of(self.stack.app, TokenSigner).sign(self.users[name], session_id, now)
        return token

    async def move_to(self, moment: datetime) -> None:
        """Let time pass while all sessions stay in use, so that none becomes idle."""
        self.clock.moment = moment
        async with self.database.writing() as session:
            await sql.execute(session, update(LoginSession).values(last_seen_at=moment))

    def stay(
        self, first: int = 10, nights: int = 2, *, units: list[int] | None = None, **more: Any
    ) -> dict[str, Any]:
        """A request for a booking: `first` days from today, units by their number."""
        begin = TODAY + timedelta(days=first)
        body: dict[str, Any] = {
            "unitIds": [str(self.units[i]) for i in (units or [0])],
            "checkIn": str(begin),
            "checkOut": str(begin + timedelta(days=nights)),
            "adults": 2,
            "guest": {"name": "Ayesha Siddiqui", "email": "ayesha@example.com"},
        }
        return body | more

    async def book(self, client: Client, *args: Any, **options: Any) -> dict[str, Any]:
        """Make a booking that must succeed; its wire shape."""
        answer = await client.post("/api/bookings", json=self.stay(*args, **options))
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()["booking"]
        return found

    async def nights(self, booking_id: str | None = None) -> list[tuple[UUID, date]]:
        """What stands in the ledger, of one booking or in all."""
        statement = select(Night.unit_id, Night.night).order_by(Night.unit_id, Night.night)
        if booking_id:
            statement = statement.where(Night.booking_id == UUID(booking_id))
        return [(row[0], row[1]) for row in await sql.fetch(self.database.reader, statement)]

    async def close(self) -> None:
        for client in self.clients:
            await client.aclose()
        await services.of(self.stack.app, LastSeen).settle()


@asynccontextmanager
async def serving(settings: Settings, clock: FixedClock) -> AsyncIterator[Client]:
    """A client of another application with these settings, such as another worker or deployment."""
    app = create_app(settings, clock)
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    try:
        async with Client(
            transport=transport, base_url="http://localhost:5001", headers={"Origin": FRONTEND}
        ) as client:
            yield client
    finally:
        await close(app)


# Referenced tables come last. TRUNCATE would be slower: it creates a new file per table and index.
_EMPTY = "; ".join(f"DELETE FROM {table.name}" for table in reversed(METADATA.sorted_tables))


async def empty(database: Database) -> None:
    """Delete every row, in one round trip and one transaction."""
    async with database._writer.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        if database.sqlite:
            await driver.executescript(f"BEGIN IMMEDIATE; {_EMPTY}; COMMIT")
        else:
            await driver.execute(_EMPTY)


async def hashed_password() -> str:
    """The cast's password, hashed once for all tests."""
    checker = PasswordChecker()
    try:
        return await checker.hash(PASSWORD)
    finally:
        checker.close()
