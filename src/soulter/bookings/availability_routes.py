"""Free and taken nights: availability, calendars, blocks."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from soulter.access.actor import Actor
from soulter.access.permissions import (
    AvailabilityPermission,
    BlockPermission,
    CalendarPermission,
    UnitPermission,
)
from soulter.accounts.auth import requires
from soulter.bookings import availability, blocks
from soulter.bookings.availability import Search
from soulter.bookings.availability_schemas import (
    AvailabilityOut,
    AvailabilityQuery,
    BlockEnvelope,
    BlockIn,
    BlockList,
    BlockPatch,
    BlockQuery,
    CalendarOut,
    CalendarQuery,
    block_out,
    free_unit_out,
    night_out,
)
from soulter.bookings.errors import RangeTooLong
from soulter.core.dates import LATEST, Stay
from soulter.core.http import web
from soulter.core.http.web import Now, Reading, Writing
from soulter.inventory import queries as units
from soulter.pricing import engine
from soulter.pricing.engine import Rate

router = web.router("", "availability")

LONGEST_CALENDAR = 400

BlockWriter = Annotated[Actor, requires(BlockPermission.WRITE)]


@router.get("/availability", response_model=AvailabilityOut)
async def list_free_units(
    query: Annotated[AvailabilityQuery, Query()],
    _actor: Annotated[Actor, requires(AvailabilityPermission.READ)],
    reader: Reading,
    now: Now,
) -> Response:
    """The units that are free for a stay and sleep the party, with the price of each night."""
    stay = Stay(query.check_in, query.check_out)
    free, page = await availability.free_units(
        reader, query, Search(stay, query.guests, query.property, query.unit), now
    )
    quoted = [
        free_unit_out(unit, engine.quote([Rate(unit.id, unit.price)], stay, unit.price.currency))
        for unit in free
    ]
    return web.encoded({"units": quoted, "page": page})


@router.get("/units/{unit_id}/calendar")
async def read_calendar(
    unit_id: UUID,
    query: Annotated[CalendarQuery, Query()],
    actor: Annotated[Actor, requires(UnitPermission.READ)],
    reader: Reading,
    now: Now,
) -> CalendarOut:
    """The nights of a unit: free or taken for everybody; staff also see who has them."""
    length = (query.end - query.begin).days
    if not 1 <= length <= LONGEST_CALENDAR or query.end > LATEST:
        raise RangeTooLong(LONGEST_CALENDAR)
    await units.get(reader, actor, unit_id)
    taken = await availability.calendar(reader, actor, unit_id, query.begin, query.end, now)
    days = [date.fromordinal(query.begin.toordinal() + i) for i in range(length)]
    details = actor.may(CalendarPermission.DETAILS)
    return {"nights": [night_out(day, taken.get(day), details=details) for day in days]}


@router.get("/blocks")
async def list_blocks(
    query: Annotated[BlockQuery, Query()],
    actor: Annotated[Actor, requires(BlockPermission.READ)],
    reader: Reading,
) -> BlockList:
    """The blocks, ordered by their first night."""
    rows, page = await availability.blocks(reader, actor, query, query.unit, query.begin, query.to)
    return {"blocks": [block_out(row) for row in rows], "page": page}


@router.post("/blocks", status_code=201)
async def add_block(body: BlockIn, actor: BlockWriter, session: Writing, now: Now) -> BlockEnvelope:
    """Take nights of a unit out of sale."""
    block_id = await blocks.block(session, actor, body.unit_id, Stay(body.begin, body.end), body.reason, now)
    return {"block": block_out(await availability.get_block(session, actor, block_id))}


@router.get("/blocks/{block_id}")
async def read_block(
    block_id: UUID, actor: Annotated[Actor, requires(BlockPermission.READ)], reader: Reading
) -> BlockEnvelope:
    """One block."""
    return {"block": block_out(await availability.get_block(reader, actor, block_id))}


@router.patch("/blocks/{block_id}")
async def change_block(
    block_id: UUID, body: BlockPatch, actor: BlockWriter, session: Writing, now: Now
) -> BlockEnvelope:
    """Move a block to other nights or another unit, or change its reason."""
    change = blocks.Change(**{name: getattr(body, name) for name in body.model_fields_set})
    await blocks.change(session, actor, block_id, change, now)
    return {"block": block_out(await availability.get_block(session, actor, block_id))}


@router.delete("/blocks/{block_id}", status_code=204)
async def lift_block(block_id: UUID, actor: BlockWriter, session: Writing, now: Now) -> None:
    """Remove a block; its nights are free again."""
    await blocks.lift(session, actor, block_id, now)
