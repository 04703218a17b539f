"""Properties: everybody reads them; the owner opens and changes them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from soulter.access.actor import Actor
from soulter.access.permissions import PropertyPermission
from soulter.accounts.auth import requires
from soulter.core.http import web
from soulter.core.http.web import Now, Reading, Writing
from soulter.properties import editing, queries
from soulter.properties.queries import PropertyRow
from soulter.properties.schemas import (
    PropertyEnvelope,
    PropertyIn,
    PropertyList,
    PropertyOut,
    PropertyPatch,
    PropertyQuery,
    clock_time,
)

_CLOCK_TIMES = ("check_in_time", "check_out_time", "arrival_cutoff")

router = web.router("/properties", "properties")

Reader = Annotated[Actor, requires(PropertyPermission.READ)]
Owner = Annotated[Actor, requires(PropertyPermission.WRITE)]


@router.get("")
async def list_properties(
    query: Annotated[PropertyQuery, Query()], _actor: Reader, reader: Reading
) -> PropertyList:
    """The properties, ordered by name."""
    rows, page = await queries.listed(reader, query)
    return {"properties": [_out(row) for row in rows], "page": page}


@router.get("/{property_id}")
async def read_property(property_id: UUID, _actor: Reader, reader: Reading) -> PropertyEnvelope:
    """One property."""
    return {"property": _out(await queries.get(reader, property_id))}


@router.post("", status_code=201)
async def open_property(body: PropertyIn, actor: Owner, session: Writing, now: Now) -> PropertyEnvelope:
    """Open a property."""
    property_id = await editing.open_property(session, actor, _values(body), now)
    return {"property": _out(await queries.get(session, property_id))}


@router.patch("/{property_id}")
async def change_property(
    property_id: UUID, body: PropertyPatch, actor: Owner, session: Writing, now: Now
) -> PropertyEnvelope:
    """Change the settings of a property; existing stays keep their dates and prices."""
    await editing.change(session, actor, property_id, _values(body), now)
    return {"property": _out(await queries.get(session, property_id))}


def _values(body: PropertyIn | PropertyPatch) -> dict[str, Any]:
    values = body.model_dump()
    return values | {name: clock_time(values[name]) for name in _CLOCK_TIMES if values.get(name) is not None}


def _out(row: PropertyRow) -> PropertyOut:
    return {
        "id": row.id,
        "name": row.name,
        "slug": row.slug,
        "timezone": row.timezone,
        "currency": row.currency,
        "checkInTime": row.check_in_time.strftime("%H:%M"),
        "checkOutTime": row.check_out_time.strftime("%H:%M"),
        "arrivalCutoff": row.arrival_cutoff.strftime("%H:%M") if row.arrival_cutoff else None,
        "holdMinutes": row.hold_minutes,
        "agentHoldMinutes": row.agent_hold_minutes,
        "visitorSharePercent": row.visitor_share_percent,
        "visitorLongestStay": row.visitor_longest_stay,
        "visitorFurthestDays": row.visitor_furthest_days,
        "visitorMostUnits": row.visitor_most_units,
    }
