"""Every test starts from the same rows, whatever the test before it left in the shared database."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from soulter.accounts.models import User
from soulter.app import close, create_app
from soulter.core.clock import FixedClock
from soulter.inventory.models import Unit
from soulter.schema import migrate
from soulter.tables import METADATA
from tests import postgres, sql, world
from tests.conftest import fresh_database, settings_for
from tests.world import NOW, Client, Stack, World

Rows = dict[str, list[dict[str, Any]]]


async def rows_of(there: World) -> Rows:
    """Every row of every table; generated identifiers are replaced by their order of appearance."""
    names: dict[UUID, str] = {}
    for known in (*there.users.values(), there.property_id, *there.units):
        names[known] = f"id {len(names)}"
    found: Rows = {}
    for table in METADATA.sorted_tables:
        rows = await sql.fetch(there.database.reader, select(table))
        named = [
            {
                column.name: names[value] if isinstance(value, UUID) and value in names else value
                for column, value in zip(table.columns, row, strict=True)
            }
            for row in rows
        ]
        found[table.name] = sorted(named, key=str)
    return found


async def change_everything(here: World, sana: Client, hina: Client, nobody: Client) -> None:
    """Bookings, a block, mails, counters of limits, and the rows of the world itself."""
    await here.book(hina, 10, 2, units=[0, 1])
    await here.book(nobody, 20, 1)
    block = {"unitId": str(here.units[2]), "from": "2027-06-20", "to": "2027-06-23", "reason": "Roof"}
    assert (await sana.post("/api/blocks", json=block)).status_code == 201
    assert (await nobody.post("/api/auth/forgot", json={"email": "omar@example.com"})).status_code in (
        200,
        202,
    )
    assert (
        await nobody.post("/api/auth/login", json={"email": "zara@example.com", "password": "wrong"})
    ).status_code == 401
    async with here.database.writing() as session:
        await sql.execute(session, update(User).values(name="Somebody else", session_epoch=7, active=False))
        await sql.execute(session, update(Unit).values(sleeps=1, price_minor=1))


@pytest.fixture
async def fresh(kind: str, tmp_path: Path, worker_id: str) -> Any:
    """The rows of a world in a database that no test has used."""
    name = f"soulter_fresh_{worker_id}"
    found = settings_for(await fresh_database(kind, name, tmp_path))
    await migrate.upgrade(found, lambda _text: None)
    clock = FixedClock(NOW)
    app = create_app(found, clock)
    made = World(Stack(kind, found, app, clock, "no password"))
    try:
        await made.populate()
        yield await rows_of(made)
    finally:
        await close(app)
        if kind == "postgresql":
            await postgres.drop(name)


async def test_a_world_after_a_reset_equals_a_fresh_one(
    fresh: Rows, stack: Stack, here: World, sana: Client, hina: Client, nobody: Client
) -> None:
    await change_everything(here, sana, hina, nobody)
    left = await rows_of(here)
    changed = {name for name in left if left[name] != fresh[name]}
    assert changed >= {
        "users",
        "units",
        "bookings",
        "nights",
        "blocks",
        "guests",
        "outbox",
        "audit_events",
        "login_sessions",
        "rate_buckets",
    }
    await here.close()

    await world.empty(stack.database)
    assert not any((await rows_of(here)).values())

    again = World(stack)
    stack.password_hash, kept = "no password", stack.password_hash
    try:
        await again.populate()
    finally:
        stack.password_hash = kept
    assert await rows_of(again) == fresh
