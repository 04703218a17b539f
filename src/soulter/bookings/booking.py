"""Booking: one use case for every channel, which differ in policy only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from soulter.access.actor import Actor, BookingLink, Channel
from soulter.access.permissions import BookingPermission
from soulter.bookings import ledger, rules
from soulter.bookings.availability import Offer
from soulter.bookings.errors import TotalTooLarge
from soulter.bookings.ledger import Claimant
from soulter.bookings.models import Booking, BookingUnit, NightKind, Status
from soulter.bookings.queries import BookingRow, UnitOfBooking
from soulter.core import clock, ids
from soulter.core.database.statements import insert_row, insert_unless_there
from soulter.core.database.transactions import Transaction
from soulter.core.dates import Stay
from soulter.core.money import MAX_MINOR
from soulter.core.records import audit
from soulter.core.telemetry import metrics
from soulter.guests.details import GuestDetails
from soulter.guests.models import Guest
from soulter.pricing import engine
from soulter.pricing.engine import Kept, Quote, Rate

_CODE_PREFIX = "SG"
_CODE_TRIES = 8
_ADD_GUEST = insert_row(Guest)
ADD_UNIT = insert_row(BookingUnit)

for _channel in Channel:
    # The first booking must be seen as a growth, and something can only grow from 0.
    metrics.BOOKINGS_MADE.add(_channel, amount=0)


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wants to book."""

    unit_ids: tuple[UUID, ...]
    stay: Stay
    adults: int
    children: int
    guest: GuestDetails
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Booked:
    """A new booking with its units, and an actor who sees it.

    `token` opens it for a guest without an account and is shown only now.
    """

    row: BookingRow
    units: list[UnitOfBooking]
    viewer: Actor
    token: str | None


async def book(session: Transaction, actor: Actor, request: Request, now: datetime) -> Booked:
    """Price the stay, take its nights, write the booking: PENDING with a hold, or CONFIRMED when staff book.

    Raises UnitNotBookable, UnitsOfSeveralProperties, TooManyGuests, StayInThePast, NightsTaken.
    """
    offers = await ledger.lock(session, request.unit_ids)
    rules.check_not_past(request.stay, clock.business_date(now, offers[0].timezone))
    rules.check_party(request.adults, request.children, [offer.sleeps for offer in offers])
    await ledger.ensure_free(session, offers, request.stay, now)
    quote = price(offers, request.stay)
    token = ids.new_token() if actor.channel is Channel.WEB else None
    units = unit_rows(booking_id := ids.new_id(), offers, quote)
    guest_id = await _add_guest(session, actor, request.guest, now)
    row = _row(booking_id, actor, request, offers[0], quote, now) | {"access_hash": ids.token_hash(token) if token else None}
    code = await _insert_with_code(session, row | {"guest_id": guest_id})
    for unit in units:
        await session.fetch(ADD_UNIT, unit)
    await ledger.take(session, offers, Claimant(NightKind.BOOKING, booking_id), quote.lines)
    await audit.record(
        session,
        now,
        actor.principal,
        "booking.created",
        booking_id,
        check_in=str(request.stay.check_in),
        check_out=str(request.stay.check_out),
        units=[str(unit_id) for unit_id in request.unit_ids],
        total_minor=quote.total.minor,
        currency=quote.total.currency,
    )
    session.once_committed(metrics.BOOKINGS_MADE.add, actor.channel)
    viewer = replace(actor, link=BookingLink(ids.token_hash(token), request.guest.contact)) if token else actor
    sold = [UnitOfBooking(unit["unit_id"], unit["unit_name"], unit["price_minor"], unit["nightly"]) for unit in units]
    guest = {"guest_name": request.guest.name, "guest_email": request.guest.email, "guest_phone": request.guest.phone}
    whole = row | guest | {"code": code}
    return Booked(BookingRow(**{name: whole[name] for name in BookingRow._fields}), sold, viewer, token)


def price(offers: Sequence[Offer], stay: Stay, kept: Kept | None = None) -> Quote:
    """What units cost for a stay, with the prices that are kept. Raises TotalTooLarge."""
    quote = engine.quote([Rate(offer.unit_id, offer.price) for offer in offers], stay, offers[0].price.currency, kept)
    if quote.total.minor > MAX_MINOR:
        raise TotalTooLarge
    return quote


async def _add_guest(session: Transaction, actor: Actor, guest: GuestDetails, now: datetime) -> UUID:
    guest_id = ids.new_id()
    owner = actor.user_id if actor.channel is Channel.CUSTOMER else None
    row = {"id": guest_id, "name": guest.name, "email": guest.email, "phone": guest.phone, "user_id": owner, "created_at": now}
    await session.fetch(_ADD_GUEST, row)
    return guest_id


def _row(booking_id: UUID, actor: Actor, request: Request, place: Offer, quote: Quote, now: datetime) -> dict[str, Any]:
    sells = actor.channel is Channel.AGENT
    confirmed = actor.may(BookingPermission.CREATE_CONFIRMED)
    minutes = place.agent_hold_minutes if sells else place.hold_minutes
    return {
        "id": booking_id,
        "property_id": place.property_id,
        "property_name": place.property_name,
        "agent_id": actor.user_id if sells else None,
        "agent_name": actor.name if sells else None,
        "created_by": actor.user_id,
        "source": actor.channel,
        "status": Status.CONFIRMED if confirmed else Status.PENDING,
        "check_in": request.stay.check_in,
        "check_out": request.stay.check_out,
        "adults": request.adults,
        "children": request.children,
        "total_minor": quote.total.minor,
        "currency": quote.total.currency,
        "hold_expires_at": None if confirmed else rules.hold_until(now, minutes),
        "notes": request.notes,
        "version": 1,
        "created_at": now,
        "updated_at": now,
    }


async def _insert_with_code(session: Transaction, row: Mapping[str, object]) -> str:
    """Write the booking under a code that nobody has."""
    for _ in range(_CODE_TRIES):
        code = ids.new_code(_CODE_PREFIX)
        if await session.fetch(insert_unless_there(session.dialect, Booking, Booking.id), {**row, "code": code}):
            return code
    raise AssertionError("no free booking code in several tries: the random source is broken")


def unit_rows(booking_id: UUID, offers: Sequence[Offer], quote: Quote) -> list[dict[str, Any]]:
    """The units of a booking as they are written, by id."""
    return [
        {
            "booking_id": booking_id,
            "unit_id": offer.unit_id,
            "property_id": offer.property_id,
            "unit_name": offer.name,
            "price_minor": sum(line.price.minor for line in quote.of_unit(offer.unit_id)),
            "nightly": [(line.night.isoformat(), line.price.minor) for line in quote.of_unit(offer.unit_id)],
        }
        for offer in sorted(offers, key=lambda offer: offer.unit_id)
    ]
