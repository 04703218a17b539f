"""Visitors from addresses of their own, and a property with more units than the world begins with."""

from typing import Any

import httpx2
from sqlalchemy import insert

from soulter.core import ids
from soulter.inventory.models import Unit, UnitStatus
from tests import sql
from tests.world import NOW, Client, World


async def open_units(here: World, count: int) -> None:
    """Add so many units that sleep two; `here.units` are then the three active ones and these."""
    about: dict[str, Any] = {
        "property_id": here.property_id, "sleeps": 2, "price_minor": 100_000, "status": UnitStatus.ACTIVE,
        "description": "",
        "amenities": [], "photos": [], "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip
    more = [
        about | {"id": ids.new_id(), "name": f"Tent {i}", "slug": f"tent-{i}", "position": 10 + i}
        for i in range(count)
    ]
    here.units = [*here.units[:3], *(unit["id"] for unit in more)]
    async with here.database.writing() as session:
        await sql.execute(session, insert(Unit), more)


def stranger(here: World, number: int) -> Client:
    """A browser without a login, at an address of its own."""
    client = here.client()
    client._transport = httpx2.ASGITransport(
        app=here.stack.app, raise_app_exceptions=False, client=(f"10.1.{number // 256}.{number % 256}", 4000)
    )
    return client


def guest(number: int) -> dict[str, str]:
    """The details of a guest with a contact of their own."""
    return {"name": f"Guest {number}", "email": f"guest{number}@example.com"}
