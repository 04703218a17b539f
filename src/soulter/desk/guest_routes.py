"""Guests: the people who booked, for staff. A guest's contact is corrected on their booking."""

from typing import Annotated

from fastapi import Query, Response

from soulter.access.actor import Actor
from soulter.access.permissions import GuestPermission
from soulter.accounts.auth import requires
from soulter.core.http import web
from soulter.core.http.web import Now, Reading
from soulter.desk import guests
from soulter.desk.guest_schemas import GuestList, GuestQuery, person_out

router = web.router("/guests", "guests")


@router.get("", response_model=GuestList)
async def list_guests(
    query: Annotated[GuestQuery, Query()],
    actor: Annotated[Actor, requires(GuestPermission.READ)],
    reader: Reading,
    now: Now,
) -> Response:
    """The people who booked, the most recent first.

    `GET /api/bookings?guest=` lists the bookings of one of them.
    """
    rows, page = await guests.listed(reader, actor, query, query.q, now)
    return web.encoded({"guests": [person_out(row) for row in rows], "page": page})
