"""Visitors' holds, for staff: holds by origin, and ending all holds of one origin."""

from typing import Annotated

from fastapi import Query, Response

from soulter.access.actor import Actor
from soulter.access.permissions import HoldPermission
from soulter.accounts.auth import requires
from soulter.bookings import ending, hold_origins
from soulter.bookings.hold_schemas import (
    HoldOriginList,
    HoldQuery,
    HoldsEndedOut,
    HoldsEndIn,
    ended_out,
    origin_out,
)
from soulter.core.http import web
from soulter.core.http.web import Now, Reading, Writing

router = web.router("/holds", "holds")


@router.get("", response_model=HoldOriginList)
async def list_holds(
    query: Annotated[HoldQuery, Query()],
    actor: Annotated[Actor, requires(HoldPermission.READ)],
    reader: Reading,
    now: Now,
) -> Response:
    """The open holds of visitors, grouped by origin; the most unit-nights first."""
    rows, page = await hold_origins.listed(reader, actor, query.by, query, now)
    return web.encoded({"origins": [origin_out(row) for row in rows], "page": page})


@router.post("/end")
async def end_holds(
    body: HoldsEndIn,
    actor: Annotated[Actor, requires(HoldPermission.END)],
    session: Writing,
    now: Now,
) -> HoldsEndedOut:
    """Cancel all open holds of one origin and free their nights. Repeating it changes nothing."""
    return ended_out(await ending.end(session, actor, body.by, body.origin, now))
