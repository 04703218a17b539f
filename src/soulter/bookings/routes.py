"""Bookings: list, create, read, change, and the steps of their lifecycle."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from soulter.access.actor import Actor
from soulter.access.permissions import BookingPermission, Permission
from soulter.accounts.auth import Guard, address_of, requires
from soulter.bookings import booking, changing, history, lifecycle, link_guesses, queries, undoing
from soulter.bookings.change_schemas import BookingPatch, ChangeQuoteEnvelope, change_quote_out
from soulter.bookings.history_schemas import BookingHistory, event_out
from soulter.bookings.hold_limits import HoldLimits
from soulter.bookings.schemas import (
    BookingEnvelope,
    BookingIn,
    BookingList,
    BookingQuery,
    UndoIn,
    booking_out,
    detail_out,
)
from soulter.bookings.states import STEPS, Action
from soulter.core.clock import Clock
from soulter.core.database.transactions import Database
from soulter.core.http import services, web
from soulter.core.http.services import provided
from soulter.core.http.web import Now, Reading, Writing
from soulter.core.records.idempotency import IdempotencyKeyMissing
from soulter.core.records.paging import PageQuery
from soulter.core.records.rate_limits import Limiter

router = web.router("/bookings", "bookings")


class _LinkGuard(Guard):
    """The permission of a route that a link opens too; it counts the contacts tried with the link."""

    async def admit(self, request: Request, actor: Actor) -> None:
        """Raises TooOften."""
        if actor.link:
            app, booking_id = request.app, _as_id(request.path_params["booking_id"])
            reader, limiter = services.of(app, Database).reader, services.of(app, Limiter)
            if booking_id:
                await link_guesses.count(
                    reader, limiter, booking_id, actor.link, services.of(app, Clock).now()
                )


def _as_id(text: str) -> UUID | None:
    """The path's parameter, which is checked only after the permission."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _opens(permission: Permission) -> Any:
    """What a route annotates its actor with, where a link is enough."""
    return Depends(_LinkGuard(permission))


@router.get("", response_model=BookingList)
async def list_bookings(
    query: Annotated[BookingQuery, Query()],
    actor: Annotated[Actor, requires(BookingPermission.LIST)],
    reader: Reading,
    now: Now,
) -> Response:
    """The bookings that the caller may see: customers and agents see their own, staff see all."""
    rows, page = await queries.visible_to(reader, actor, query, query.filters(), query.sort, now)
    return web.encoded({"bookings": [booking_out(row, units, now) for row, units in rows], "page": page})


@router.post("", status_code=201, response_model=BookingEnvelope)
async def make_booking(
    body: BookingIn,
    request: Request,
    actor: Annotated[Actor, requires(BookingPermission.CREATE)],
    session: Writing,
    now: Now,
    limiter: Annotated[Limiter, provided(Limiter)],
) -> Response:
    """Book units for a stay. Guests, customers and agents get a hold; bookings of staff are confirmed."""
    if "idempotency-key" not in request.headers and not actor.may(BookingPermission.CREATE_CONFIRMED):
        raise IdempotencyKeyMissing
    limits = HoldLimits(limiter, address_of(request))
    booked = await booking.book(session, actor, body.request(), now, limits)
    envelope: BookingEnvelope = {"booking": detail_out(booked.viewer, booked.row, booked.units, now)}
    return web.encoded({**envelope, "accessToken": booked.token} if booked.token else envelope, 201)


@router.get("/{booking_id}")
async def read_booking(
    booking_id: UUID, actor: Annotated[Actor, _opens(BookingPermission.READ)], reader: Reading, now: Now
) -> BookingEnvelope:
    """One booking. A guest without an account sends Booking-Token and Booking-Contact."""
    row, units = await queries.get(reader, actor, booking_id)
    return {"booking": detail_out(actor, row, units, now)}


@router.get("/{booking_id}/history", response_model=BookingHistory)
async def read_history(
    booking_id: UUID,
    query: Annotated[PageQuery, Query()],
    actor: Annotated[Actor, requires(BookingPermission.HISTORY)],
    reader: Reading,
) -> Response:
    """The history of a booking with times and actors, oldest first."""
    events, page = await history.history(reader, actor, booking_id, query)
    return web.encoded({"events": [event_out(event) for event in events], "page": page})


@router.patch("/{booking_id}")
async def change_booking(
    booking_id: UUID,
    body: BookingPatch,
    actor: Annotated[Actor, _opens(BookingPermission.CHANGE)],
    session: Writing,
    now: Now,
) -> BookingEnvelope:
    """Change dates, units, party, guest or notes. Nights that stay keep their price."""
    viewer = await changing.change(session, actor, booking_id, body.change(), now)
    row, units = await queries.get(session, viewer, booking_id)
    return {"booking": detail_out(viewer, row, units, now)}


@router.post(f"/{{booking_id}}{web.QUOTES}")
async def quote_change(
    booking_id: UUID,
    body: BookingPatch,
    actor: Annotated[Actor, _opens(BookingPermission.CHANGE)],
    reader: Reading,
    now: Now,
) -> ChangeQuoteEnvelope:
    """What a change would cost, or why it would be refused. Changes and holds nothing."""
    before, after = await changing.quote(reader, actor, booking_id, body.change(), now)
    return {"quote": change_quote_out(before, after)}


@router.post("/{booking_id}/undo")
async def undo_step(
    booking_id: UUID,
    body: UndoIn,
    actor: Annotated[Actor, requires(BookingPermission.UNDO)],
    session: Writing,
    now: Now,
) -> BookingEnvelope:
    """Undo the last step of a booking, on the day on which it was taken and if its nights are still free."""
    await undoing.undo(session, actor, booking_id, body.action, now)
    row, units = await queries.get(session, actor, booking_id)
    return {"booking": detail_out(actor, row, units, now)}


def _step(action: Action) -> Callable[..., Any]:
    async def take_step(
        booking_id: UUID,
        actor: Annotated[Actor, _opens(STEPS[action].permission)],
        session: Writing,
        now: Now,
    ) -> BookingEnvelope:
        await lifecycle.act(session, actor, booking_id, action, now)
        row, units = await queries.get(session, actor, booking_id)
        return {"booking": detail_out(actor, row, units, now)}

    return take_step


for _action in Action:
    router.add_api_route(
        f"/{{booking_id}}/{_action}",
        _step(_action),
        methods=["POST"],
        name=f"{_action.replace('-', '_')}_booking",
        summary=f"{_action.replace('-', ' ').capitalize()} a booking",
        description=f"Lead a booking to {STEPS[_action].to}. Asking again changes nothing.",
    )
