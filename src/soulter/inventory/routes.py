"""Units: the shop window for everybody, the inventory for staff."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from soulter.access.actor import Actor
from soulter.access.permissions import UnitPermission
from soulter.accounts.auth import requires
from soulter.core.http import web
from soulter.core.http.web import MoneyIn, Now, Reading, Writing
from soulter.inventory import editing, photos, queries
from soulter.inventory.schemas import (
    UnitEnvelope,
    UnitIn,
    UnitList,
    UnitOrderIn,
    UnitPatch,
    UnitQuery,
    UnitSeen,
    unit_out,
)

router = web.router("/units", "units")

Reader = Annotated[Actor, requires(UnitPermission.READ)]
Staff = Annotated[Actor, requires(UnitPermission.WRITE)]


@router.get("")
async def list_units(query: Annotated[UnitQuery, Query()], actor: Reader, reader: Reading) -> UnitList:
    """The units in the order of the shop window; staff see inactive ones too."""
    rows, page = await queries.visible_to(reader, actor, query, query.property, query.sleeps, query.status)
    return {"units": [unit_out(row) for row in rows], "page": page}


@router.get("/{unit_id}")
async def read_unit(unit_id: UUID, actor: Reader, reader: Reading) -> UnitEnvelope:
    """One unit."""
    return {"unit": unit_out(await queries.get(reader, actor, unit_id))}


@router.post("", status_code=201)
async def add_unit(body: UnitIn, actor: Staff, session: Writing, now: Now) -> UnitEnvelope:
    """Add a unit to a property."""
    values = body.model_dump(exclude={"property_id", "price"})
    unit_id = await editing.add(session, actor, body.property_id, values, body.price.money(), now)
    return {"unit": unit_out(await queries.get(session, actor, unit_id))}


@router.patch("/{unit_id}")
async def change_unit(
    unit_id: UUID, body: UnitPatch, actor: Staff, session: Writing, now: Now
) -> UnitEnvelope:
    """Change a unit; bookings that exist keep their price. `photos` is a new order of those that there are.

    With `seen`, only if nobody changed those values meanwhile.
    """
    values: dict[str, Any] = body.model_dump(exclude={"price", "seen"})
    price = body.price.money() if isinstance(body.price, MoneyIn) else None
    seen = body.seen.values() if isinstance(body.seen, UnitSeen) else None
    await editing.change(session, actor, unit_id, values, price, now, seen)
    return {"unit": unit_out(await queries.get(session, actor, unit_id))}


@router.post("/order", status_code=204)
async def order_units(body: UnitOrderIn, actor: Staff, session: Writing, now: Now) -> None:
    """Put all units of a property into the order that the shop window is to have."""
    await editing.order(session, actor, body.property_id, body.unit_ids, now)


@router.delete("/{unit_id}/photos/{photo_id}")
async def remove_photo(
    unit_id: UUID, photo_id: UUID, actor: Staff, session: Writing, now: Now
) -> UnitEnvelope:
    """Remove a photo for good."""
    await photos.remove(session, actor, unit_id, photo_id, now)
    return {"unit": unit_out(await queries.get(session, actor, unit_id))}
