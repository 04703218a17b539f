"""Booking: one use case for all channels, which differ only in policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from soulter.access.actor import Actor, BookingLink, Channel
from soulter.access.permissions import BookingPermission
from soulter.bookings import ledger, rules
from soulter.bookings.availability import SellableUnit
from soulter.bookings.errors import TotalTooLarge
from soulter.bookings.events import BookingMade
from soulter.bookings.hold_limits import Hold, HoldLimits
from soulter.bookings.ledger import Claimant
from soulter.bookings.link_rules import MadeWith
from soulter.bookings.models import Booking, BookingUnit, NightKind
from soulter.bookings.queries import BookingRow, UnitOfBooking
from soulter.bookings.states import Status
from soulter.core import clock, ids
from soulter.core.database.statements import Insertion, insert_row, insert_unless_there
from soulter.core.database.transactions import Transaction
from soulter.core.dates import Stay
from soulter.core.money import MAX_MINOR, total
from soulter.core.records import audit
from soulter.guests.details import GuestDetails
from soulter.guests.models import Guest
from soulter.outbox.publishing import publish
from soulter.pricing import engine
from soulter.pricing.engine import Kept, NightPrice, Quote, Rate

_CODE_PREFIX = "SG"
_CODE_TRIES = 8
_ADD_GUEST = insert_row(Guest)
_ADD_UNIT = insert_row(BookingUnit)


@dataclass(frozen=True, slots=True)
class Request:
    """The requested booking."""

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


async def book(
    session: Transaction, actor: Actor, request: Request, now: datetime, limits: HoldLimits
) -> Booked:
    """Price the stay, take its nights, and write the booking: PENDING with a hold, or CONFIRMED for staff.

    Raises UnitNotBookable, UnitsOfSeveralProperties, TooManyGuests, StayInThePast, NightsTaken, and for
    visitors TooManyHolds and what `hold_rules` raises.
    """
    units = await ledger.lock(session, request.unit_ids)
    place = units[0]
    rules.check_not_past(request.stay, first_night(actor, place.timezone, place.arrival_cutoff, now))
    today = clock.business_date(now, place.timezone)
    rules.check_party(request.adults, request.children, [unit.sleeps for unit in units])
    limits.check(actor, units, request.stay, today, request.adults + request.children)
    await ledger.ensure_free(session, units, request.stay, now)
    quote = price(units, request.stay)
    hold = await limits.hold(session, actor, request.guest.contact, units, request.stay, now)
    token = ids.new_token() if actor.channel is Channel.WEB else None
    row = _row(ids.new_id(), actor, request, place, quote, hold, now) | hold.columns()
    row |= _link(row["id"], token, request.guest)
    sold = sold_units({unit.unit_id: unit.name for unit in units}, quote)
    guest = _guest(actor, request.guest, now)
    row["guest_id"] = guest["id"]
    row["code"] = await _insert_with_code(session, row, [(_ADD_GUEST, guest)])
    beside = [
        *unit_rows(row["id"], units[0].property_id, sold),
        _record(actor, row["id"], request, quote, now),
    ]
    await ledger.take(session, units, Claimant(NightKind.BOOKING, row["id"]), quote.lines, beside)
    confirmed = row["status"] is Status.CONFIRMED
    made = BookingMade(row["id"], units[0].property_id, actor.principal, actor.channel, confirmed)
    await publish(session, now, made)
    viewer = (
        replace(actor, link=BookingLink(ids.token_hash(token), request.guest.contact)) if token else actor
    )
    return Booked(_booked(row, request.guest), sold, viewer, token)


def first_night(actor: Actor, timezone: str, arrival_cutoff: time, now: datetime) -> date:
    """The first night that the actor may still book; for staff it includes the current night (walk-ins)."""
    if actor.may(BookingPermission.CREATE_CONFIRMED):
        return clock.running_night(now, timezone, arrival_cutoff)
    return clock.business_date(now, timezone)


def _link(booking_id: UUID, token: str | None, guest: GuestDetails) -> dict[str, str | None]:
    """The columns about the link of a booking; empty without one."""
    made = MadeWith.of(booking_id, (guest.email, guest.phone)) if token else MadeWith(None, None)
    return {"access_hash": ids.token_hash(token) if token else None, **made.columns()}


def _booked(row: Mapping[str, Any], guest: GuestDetails) -> BookingRow:
    """The booking as it was just written, without a read."""
    whole = {**row, "guest_name": guest.name, "guest_email": guest.email, "guest_phone": guest.phone}
    return BookingRow(**{name: whole[name] for name in BookingRow._fields})


def _record(actor: Actor, booking_id: UUID, request: Request, quote: Quote, now: datetime) -> Insertion:
    return audit.recording(
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


def price(
    units: Sequence[SellableUnit],
    stay: Stay | None,
    kept: Kept | None = None,
    used: tuple[NightPrice, ...] = (),
) -> Quote:
    """The price of units for a stay, with the prices that are kept, after nights that are `used` already.

    Raises TotalTooLarge.
    """
    currency = units[0].price.currency
    rates = [Rate(unit.unit_id, unit.price) for unit in units]
    lines = used + (engine.quote(rates, stay, currency, kept).lines if stay else ())
    quote = Quote(lines, total((line.price for line in lines), currency))
    if quote.total.minor > MAX_MINOR:
        raise TotalTooLarge
    return quote


def _guest(actor: Actor, guest: GuestDetails, now: datetime) -> dict[str, Any]:
    owner = actor.user_id if actor.channel is Channel.CUSTOMER else None
    return {
        "id": ids.new_id(),
        "name": guest.name,
        "email": guest.email,
        "phone": guest.phone,
        "user_id": owner,
        "created_at": now,
    }


def _row(
    booking_id: UUID,
    actor: Actor,
    request: Request,
    place: SellableUnit,
    quote: Quote,
    hold: Hold,
    now: datetime,
) -> dict[str, Any]:
    sells = actor.channel is Channel.AGENT
    confirmed = actor.may(BookingPermission.CREATE_CONFIRMED)
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
        "hold_expires_at": None if confirmed else rules.hold_until(now, hold.minutes),
        "notes": request.notes,
        "version": 1,
        "created_at": now,
        "updated_at": now,
    }


async def _insert_with_code(
    session: Transaction, row: Mapping[str, object], beside: Sequence[Insertion]
) -> str:
    """Write the booking under an unused code, with the inserts it depends on `beside` it."""
    insert = insert_unless_there(Booking, UUID, Booking.id)
    for attempt in range(_CODE_TRIES):
        code = ids.new_code(_CODE_PREFIX)
        if await session.all_beside(() if attempt else beside, insert, **row, code=code):
            return code
    raise AssertionError("no free booking code in several tries: the random source is broken")


def sold_units(names: Mapping[UUID, str], quote: Quote) -> list[UnitOfBooking]:
    """The units of a booking by id, with the prices at which they are sold; `names` has the name of each."""
    return [
        UnitOfBooking(
            unit_id,
            names[unit_id],
            sum(line.price.minor for line in quote.of_unit(unit_id)),
            [(line.night.isoformat(), line.price.minor) for line in quote.of_unit(unit_id)],
        )
        for unit_id in sorted({line.unit_id for line in quote.lines})
    ]


async def add_units(
    session: Transaction, booking_id: UUID, property_id: UUID, sold: Sequence[UnitOfBooking]
) -> None:
    """Write the units of a booking."""
    await session.run_many(_ADD_UNIT, [row for _, row in unit_rows(booking_id, property_id, sold)])


def unit_rows(booking_id: UUID, property_id: UUID, sold: Sequence[UnitOfBooking]) -> list[Insertion]:
    """The insert of the units, to run beside other inserts."""
    return [
        (
            _ADD_UNIT,
            {
                "booking_id": booking_id,
                "unit_id": unit.unit_id,
                "property_id": property_id,
                "unit_name": unit.name,
                "price_minor": unit.price_minor,
                "nightly": unit.nightly,
            },
        )
        for unit in sold
    ]
