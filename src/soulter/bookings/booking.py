"""Booking and changing a booking: one use case for every channel, which differ in policy only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert

from soulter.accounts.permissions import Actor, BookingLink, Channel, Permission
from soulter.bookings import availability, pricing, queries, rules
from soulter.bookings.availability import Claimant
from soulter.bookings.errors import (
    GuestUnreachable,
    HoldExpired,
    MoveNeedsStaff,
    StaleVersion,
    StatusForbids,
    TotalTooLarge,
    UnitsOfSeveralProperties,
)
from soulter.bookings.ledger import Offer
from soulter.bookings.models import Booking, BookingUnit, Guest, NightKind, Status
from soulter.bookings.pricing import Kept, Quote, Rate
from soulter.core import audit, clock, ids
from soulter.core.dates import Stay
from soulter.core.db import Transaction, insert_unless_there
from soulter.core.money import MAX_MINOR, Money

_CODE_PREFIX = "SG"
_CODE_TRIES = 8
_CHANGEABLE = frozenset({Status.PENDING, Status.CONFIRMED})


@dataclass(frozen=True, slots=True)
class GuestDetails:
    """How to reach who stays: at least one of `email` (normalised) and `phone`."""

    name: str
    email: str | None
    phone: str | None

    def __post_init__(self) -> None:
        if not self.email and not self.phone:
            raise GuestUnreachable

    @property
    def contact(self) -> str:
        """What a guest without an account shows next to the token of the booking."""
        return self.email or self.phone or ""


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
    """A new booking, and an actor who sees it. `token` opens it for a guest without an account and is shown only now."""

    id: UUID
    viewer: Actor
    token: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be different; None leaves a value as it is. `version` is the one that the caller has seen."""

    unit_ids: tuple[UUID, ...] | None = None
    check_in: date | None = None
    check_out: date | None = None
    adults: int | None = None
    children: int | None = None
    guest: GuestDetails | None = None
    notes: str | None = None
    version: int | None = None

    @property
    def moves(self) -> bool:
        """Whether nights, units or party are touched, and with them the price."""
        return any(value is not None for value in (self.unit_ids, self.check_in, self.check_out, self.adults, self.children))


async def book(session: Transaction, actor: Actor, request: Request, now: datetime) -> Booked:
    """Price the stay, take its nights, write the booking: PENDING with a hold, or CONFIRMED when staff book.

    Raises UnitNotBookable, UnitsOfSeveralProperties, TooManyGuests, StayInThePast, NightsTaken.
    """
    offers = await availability.lock(session, request.unit_ids)
    rules.check_not_past(request.stay, clock.business_date(now, offers[0].timezone))
    rules.check_party(request.adults, request.children, [offer.sleeps for offer in offers])
    await availability.ensure_free(session, offers, request.stay, now)
    quote = _quote(offers, request.stay)
    token = ids.new_token() if actor.channel is Channel.WEB else None
    guest_id = await _add_guest(session, actor, request.guest, now)
    booking_id = await _add(session, actor, request, offers, quote, guest_id, token, now)
    await availability.take(session, offers, Claimant(NightKind.BOOKING, booking_id), quote.lines)
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
    viewer = replace(actor, link=BookingLink(ids.token_hash(token), request.guest.contact)) if token else actor
    return Booked(booking_id, viewer, token)


async def change(session: Transaction, actor: Actor, booking_id: UUID, wanted: Change, now: datetime) -> None:
    """Change dates, units, party, guest or notes. Nights that stay keep their promised price (rule 4.2).

    Raises BookingNotFound, StaleVersion, StatusForbids, HoldExpired, MoveNeedsStaff, and what `book` raises.
    """
    booking = await queries.lock(session, actor, booking_id)
    _check_changeable(booking, actor, wanted, now)
    before: dict[str, Any] = {"check_in": str(booking.check_in), "check_out": str(booking.check_out), "total_minor": booking.total_minor}
    if wanted.moves:
        await _move(session, booking, wanted, now)
    if wanted.guest:
        guest = await queries.guest_of(session, booking)
        guest.name, guest.email, guest.phone = wanted.guest.name, wanted.guest.email, wanted.guest.phone
    if wanted.notes is not None:
        booking.notes = wanted.notes
    booking.version += 1
    booking.updated_at = now
    after = {"check_in": str(booking.check_in), "check_out": str(booking.check_out), "total_minor": booking.total_minor}
    await audit.record(session, now, actor.principal, "booking.changed", booking_id, before=before, after=after)


def _check_changeable(booking: Booking, actor: Actor, wanted: Change, now: datetime) -> None:
    if wanted.version is not None and wanted.version != booking.version:
        raise StaleVersion(wanted.version, booking.version)
    if booking.status not in _CHANGEABLE:
        raise StatusForbids("changed", booking.status, [])
    if booking.status is Status.PENDING and booking.hold_expires_at and rules.hold_has_lapsed(booking.hold_expires_at, now):
        raise HoldExpired(booking.hold_expires_at)
    if wanted.moves and booking.status is not Status.PENDING and not actor.may(Permission.BOOKINGS_MOVE_CONFIRMED):
        raise MoveNeedsStaff


async def _move(session: Transaction, booking: Booking, wanted: Change, now: datetime) -> None:
    old = await queries.units_of(session, booking.id)
    kept: Kept = {(unit.unit_id, date.fromisoformat(night)): Money(minor, booking.currency) for unit in old for night, minor in unit.nightly}
    old_ids = tuple(unit.unit_id for unit in old)
    unit_ids = wanted.unit_ids or old_ids
    # A unit that the booking has already may have gone out of sale since; it keeps it.
    offers = await availability.lock(session, unit_ids, for_sale=not set(unit_ids) <= set(old_ids))
    if offers[0].property_id != booking.property_id:
        raise UnitsOfSeveralProperties
    stay = Stay(wanted.check_in or booking.check_in, wanted.check_out or booking.check_out)
    if stay.check_in != booking.check_in:
        rules.check_not_past(stay, clock.business_date(now, offers[0].timezone))
    booking.adults = wanted.adults or booking.adults
    booking.children = booking.children if wanted.children is None else wanted.children
    rules.check_party(booking.adults, booking.children, [offer.sleeps for offer in offers])
    quote = _quote(offers, stay, kept)
    claimant = Claimant(NightKind.BOOKING, booking.id)
    await availability.release(session, claimant)
    await availability.ensure_free(session, offers, stay, now)
    await availability.take(session, offers, claimant, quote.lines)
    booking.check_in, booking.check_out, booking.total_minor = stay.check_in, stay.check_out, quote.total.minor
    await session.execute(delete(BookingUnit).where(BookingUnit.booking_id == booking.id))
    await session.execute(insert(BookingUnit), _unit_rows(booking.id, offers, quote))


def _quote(offers: Sequence[Offer], stay: Stay, kept: Kept | None = None) -> Quote:
    quote = pricing.quote([Rate(offer.unit_id, offer.price) for offer in offers], stay, offers[0].price.currency, kept)
    if quote.total.minor > MAX_MINOR:
        raise TotalTooLarge
    return quote


async def _add_guest(session: Transaction, actor: Actor, guest: GuestDetails, now: datetime) -> UUID:
    guest_id = ids.new_id()
    owner = actor.user_id if actor.channel is Channel.CUSTOMER else None
    row = {"id": guest_id, "name": guest.name, "email": guest.email, "phone": guest.phone, "user_id": owner, "created_at": now}
    await session.execute(insert(Guest), row)
    return guest_id


async def _add(
    session: Transaction,
    actor: Actor,
    request: Request,
    offers: Sequence[Offer],
    quote: Quote,
    guest_id: UUID,
    token: str | None,
    now: datetime,
) -> UUID:
    place = offers[0]
    sells = actor.channel is Channel.AGENT
    confirmed = actor.may(Permission.BOOKINGS_CREATE_CONFIRMED)
    minutes = place.agent_hold_minutes if sells else place.hold_minutes
    row: dict[str, object] = {
        "id": ids.new_id(),
        "property_id": place.property_id,
        "property_name": place.property_name,
        "guest_id": guest_id,
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
        "access_hash": ids.token_hash(token) if token else None,
        "version": 1,
        "created_at": now,
        "updated_at": now,
    }
    booking_id = await _insert_with_code(session, row)
    await session.execute(insert(BookingUnit), _unit_rows(booking_id, offers, quote))
    return booking_id


async def _insert_with_code(session: Transaction, row: Mapping[str, object]) -> UUID:
    statement = insert_unless_there(session, Booking).returning(Booking.id)
    for _ in range(_CODE_TRIES):
        booking_id: UUID | None = (await session.execute(statement, [{**row, "code": ids.new_code(_CODE_PREFIX)}])).scalar()
        if booking_id:
            return booking_id
    raise AssertionError("no free booking code in several tries: the random source is broken")


def _unit_rows(booking_id: UUID, offers: Sequence[Offer], quote: Quote) -> list[dict[str, object]]:
    return [
        {
            "booking_id": booking_id,
            "unit_id": offer.unit_id,
            "property_id": offer.property_id,
            "unit_name": offer.name,
            "price_minor": sum(line.price.minor for line in quote.of_unit(offer.unit_id)),
            "nightly": [(line.night.isoformat(), line.price.minor) for line in quote.of_unit(offer.unit_id)],
        }
        for offer in offers
    ]
