"""Changing a booking: the plan of a change, and its execution. A quote and a change use the same plan."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete

from soulter.access.actor import Actor, BookingLink
from soulter.access.permissions import BookingPermission
from soulter.bookings import (
    booking,
    history,
    hold_limits,
    hold_rules,
    in_house,
    ledger,
    link_rules,
    queries,
    rules,
)
from soulter.bookings.availability import SellableUnit
from soulter.bookings.errors import (
    MoveNeedsStaff,
    OtherCurrency,
    PriceNeedsStaff,
    StaleVersion,
    StatusForbids,
    StayHasBegun,
    TotalBelowNightsOver,
    TwoPrices,
    UnitsOfSeveralProperties,
)
from soulter.bookings.events import BookingChanged
from soulter.bookings.history import EventRow
from soulter.bookings.hold_rules import HoldOrigin
from soulter.bookings.in_house import Begun
from soulter.bookings.ledger import Claimant
from soulter.bookings.models import Booking, BookingUnit, NightKind
from soulter.bookings.queries import BookingRow, FoundBooking, UnitOfBooking
from soulter.bookings.states import Status
from soulter.core import clock
from soulter.core.database.statements import Command, update_row
from soulter.core.database.transactions import Source, Transaction
from soulter.core.dates import Stay
from soulter.core.money import Money
from soulter.core.records import audit
from soulter.guests.details import GuestDetails
from soulter.guests.models import Guest
from soulter.outbox.publishing import publish
from soulter.pricing import repricing
from soulter.pricing.engine import Kept, NightPrice, Quote
from soulter.pricing.repricing import Pricing

_TOLD = ("check_in", "check_out", "total_minor", "adults", "children")
_CHANGEABLE = frozenset({Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN})
_MOST_TOLD = 10
_WIRE = {"check_in": "checkIn", "check_out": "checkOut", "total_minor": "total"}


_REMOVE_UNITS = Command(delete(BookingUnit).where(BookingUnit.booking_id == bindparam("booking")))


class Editing(StrEnum):
    """The groups of fields that an actor may change: guest and notes; dates, units and party."""

    CHANGE = "change"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Change:
    """The values to change; None leaves a value as it is. `version` is the one that the caller has read."""

    unit_ids: tuple[UUID, ...] | None = None
    check_in: date | None = None
    check_out: date | None = None
    adults: int | None = None
    children: int | None = None
    guest: GuestDetails | None = None
    notes: str | None = None
    pricing: Pricing | None = None
    total: Money | None = None
    version: int | None = None

    @property
    def moves(self) -> bool:
        """Whether nights, units or party change, and with them the price, or the price alone."""
        stay = (self.unit_ids, self.check_in, self.check_out, self.adults, self.children)
        return self.prices or any(value is not None for value in stay)

    @property
    def prices(self) -> bool:
        """Whether the caller decides the price."""
        return self.pricing is not None or self.total is not None


@dataclass(frozen=True, slots=True)
class Sold:
    """A stay for a party in units, each with its nightly prices."""

    stay: Stay
    adults: int
    children: int
    units: Sequence[UnitOfBooking]
    total: Money


@dataclass(frozen=True, slots=True)
class Plan:
    """A change that passed all checks except for free nights: before, after, and the units.

    `rest` are the nights to take in these units; for a stay that has begun, only those from `since` on.
    """

    found: FoundBooking
    before: Sold
    after: Sold
    units: Sequence[SellableUnit] = ()
    quote: Quote | None = None
    rest: Stay | None = None
    since: date | None = None

    @property
    def own(self) -> Claimant:
        """The holder of the nights before and after the change."""
        return Claimant(NightKind.BOOKING, self.found.row.id)


def possible(status: Status, actor: Actor) -> list[Editing]:
    """What this actor may change of a booking in this status."""
    if status not in _CHANGEABLE or not actor.may(BookingPermission.CHANGE):
        return []
    if status is Status.CHECKED_IN and not _may_move(status, actor):
        return []
    return [Editing.CHANGE, Editing.MOVE] if _may_move(status, actor) else [Editing.CHANGE]


async def quote(
    source: Source, actor: Actor, booking_id: UUID, wanted: Change, now: datetime
) -> tuple[Sold, Sold]:
    """The price of a booking now and after the change, without locks or writes.

    Raises what `change` raises.
    """
    plan = await _plan(source, actor, booking_id, wanted, now, for_update=False)
    if plan.rest:
        await ledger.look(source, plan.units, plan.rest, now, plan.own)
        if origin := _limited(plan.found, actor):
            await hold_limits.check_move(source, origin, booking_id, plan.units, plan.rest, now)
    return plan.before, plan.after


async def change(
    session: Transaction, actor: Actor, booking_id: UUID, wanted: Change, now: datetime
) -> Actor:
    """Change dates, units, party, guest or notes. Nights that stay keep their promised price (rule 4.2).

    Returns an actor who sees the booking afterwards, because a link depends on the contact of the booking.
    Staff can change the remaining nights of a stay that has begun. Raises BookingNotFound, StaleVersion,
    StatusForbids, StayHasBegun, ArrivalIsOver, NightsAreOver, MoveNeedsStaff, PriceNeedsStaff, TwoPrices,
    OtherCurrency, TotalBelowNightsOver, ContactOpensBooking, and what `book` raises.
    """
    plan = await _plan(session, actor, booking_id, wanted, now, for_update=True)
    row = plan.found.row
    values: dict[str, Any] = await _move(session, actor, plan, plan.quote, now) if plan.quote else {}
    if wanted.guest:
        guest = {"name": wanted.guest.name, "email": wanted.guest.email, "phone": wanted.guest.phone}
        await session.run(update_row(Guest, frozenset(guest)), of=plan.found.guest_id, **guest)
        values |= _made_with(actor, plan.found, wanted.guest)
    if wanted.notes is not None:
        values["notes"] = wanted.notes
    values |= {"version": row.version + 1, "updated_at": now}
    await session.run(update_row(Booking, frozenset(values)), of=booking_id, **values)
    await audit.record(
        session, now, actor.principal, "booking.changed", booking_id, **_told(plan, wanted, values)
    )
    stay = plan.after.stay
    changed = BookingChanged(
        booking_id, row.property_id, actor.principal, wanted.moves, stay.check_in, stay.check_out
    )
    await publish(session, now, changed)
    return _viewer(actor, wanted.guest)


def _told(plan: Plan, wanted: Change, values: dict[str, Any]) -> dict[str, Any]:
    """What the audit log says of a change; of guest and notes only that they changed."""
    row = plan.found.row
    before = {name: str(getattr(row, name)) for name in _TOLD} | {"units": _names(plan.before)}
    changed = {name: str(values[name]) for name in _TOLD if name in values}
    silent = [
        name
        for name, differs in (("guest", _guest_differs(row, wanted)), ("notes", _notes_differ(row, wanted)))
        if differs
    ]
    told = {"before": before, "after": before | changed | {"units": _names(plan.after)}, "also": silent}
    return told | ({"pricing": wanted.pricing or "NAMED"} if wanted.prices else {})


async def _plan(
    source: Source, actor: Actor, booking_id: UUID, wanted: Change, now: datetime, *, for_update: bool
) -> Plan:
    """The plan of a change; `for_update` locks the booking and its units, otherwise they are only read."""
    found = await queries.find(source, actor, booking_id, for_update=for_update)
    row = found.row
    await _check_version(source, actor, found, wanted)
    _check_changeable(found, actor, wanted, now)
    old = await queries.units_of(source, actor, booking_id)
    before = Sold(Stay(row.check_in, row.check_out), row.adults, row.children, old, row.total)
    if not wanted.moves:
        return Plan(found, before, before)
    today = clock.business_date(now, found.timezone)
    lines = in_house.prices_of(((unit.unit_id, unit.nightly) for unit in old), row.currency)
    begun = Begun(before.stay, today, lines) if row.status is Status.CHECKED_IN else None
    old_ids = begun.units if begun else tuple(unit.unit_id for unit in old)
    unit_ids = wanted.unit_ids or old_ids
    # A unit of the booking may have gone out of sale since; the booking keeps it.
    units = await ledger.sellable(
        source, unit_ids, for_sale=not set(unit_ids) <= set(old_ids), for_update=for_update
    )
    if units[0].property_id != row.property_id:
        raise UnitsOfSeveralProperties
    stay = Stay(wanted.check_in or row.check_in, wanted.check_out or row.check_out)
    rest = begun.rest_of(stay) if begun else stay
    if stay.check_in != row.check_in:
        rules.check_not_past(stay, booking.first_night(actor, found.timezone, found.arrival_cutoff, now))
    adults = wanted.adults or row.adults
    children = row.children if wanted.children is None else wanted.children
    rules.check_party(adults, children, [unit.sleeps for unit in units])
    if _limited(found, actor):
        hold_rules.check_request(units[0].visitors, stay, today, len(units), adults + children)
    priced = _priced(wanted, units, rest, lines, begun.used if begun else ())
    names = {unit.unit_id: unit.name for unit in old} | {unit.unit_id: unit.name for unit in units}
    after = Sold(stay, adults, children, booking.sold_units(names, priced), priced.total)
    return Plan(found, before, after, units, priced, rest, begun.since if begun else None)


def _priced(
    wanted: Change,
    units: Sequence[SellableUnit],
    rest: Stay | None,
    before: Sequence[NightPrice],
    used: tuple[NightPrice, ...],
) -> Quote:
    """The price after the change.

    Unless staff decide otherwise, nights that stay keep their price. Raises TotalTooLarge, OtherCurrency,
    TotalBelowNightsOver.
    """
    kept: Kept = {(line.unit_id, line.night): line.price for line in before}
    if wanted.pricing is Pricing.NEW:
        kept = {}
    elif wanted.pricing is Pricing.KEEP:
        kept = repricing.kept_by_date(before, [unit.unit_id for unit in units])
    priced = booking.price(units, rest, kept, used)
    if wanted.total is None:
        return priced
    currency = priced.total.currency
    if wanted.total.currency != currency:
        raise OtherCurrency(currency)
    named = repricing.at_total(priced, wanted.total, len(used))
    if named is None:
        raise TotalBelowNightsOver(sum(line.price.minor for line in used), currency)
    return named


async def _check_version(source: Source, actor: Actor, found: FoundBooking, wanted: Change) -> None:
    given, current = wanted.version, found.row.version
    if given is None or given == current:
        return
    events = await history.latest_events(
        source, actor, found.row.id, min(max(current - given, 0), _MOST_TOLD)
    )
    named = actor.may(BookingPermission.HISTORY)
    changes = [
        {
            "at": event.at,
            "by": event.name if named else None,
            "action": event.action,
            "fields": list(_fields(event)) if named else [],
        }
        for event in events
    ]
    raise StaleVersion(given, current, changes)


def _fields(event: EventRow) -> Iterator[str]:
    before, after = event.facts.get("before"), event.facts.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        yield from (_WIRE.get(str(name), str(name)) for name in after if before.get(name) != after[name])
    yield from event.facts.get("also", ())


def _check_changeable(found: FoundBooking, actor: Actor, wanted: Change, now: datetime) -> None:
    row = found.row
    if row.status not in _CHANGEABLE:
        raise StatusForbids("changed", row.status, [])
    if row.status is Status.CHECKED_IN and not _may_move(row.status, actor):
        raise StayHasBegun
    row.check_hold(now, found.timezone)
    if wanted.moves and not _may_move(row.status, actor):
        raise MoveNeedsStaff
    if wanted.prices and not actor.may(BookingPermission.SET_PRICE):
        raise PriceNeedsStaff
    if wanted.pricing and wanted.total:
        raise TwoPrices
    if actor.link and wanted.guest:
        present, wanted_contact = (row.guest_email, row.guest_phone), (wanted.guest.email, wanted.guest.phone)
        confirmed = row.status is not Status.PENDING
        link_rules.check_contact(row.id, found.made_with, present, wanted_contact, confirmed=confirmed)


def _may_move(status: Status, actor: Actor) -> bool:
    return status is Status.PENDING or actor.may(BookingPermission.MOVE_CONFIRMED)


def _limited(found: FoundBooking, actor: Actor) -> HoldOrigin | None:
    """The origin of a hold that its visitor changes; None when the change is not limited."""
    return found.hold_origin if hold_limits.is_limited(actor) else None


def _made_with(actor: Actor, found: FoundBooking, guest: GuestDetails) -> dict[str, str | None]:
    """What staff write about a guest counts like the contacts that the booking was made with."""
    if actor.link or not any(found.made_with):
        return {}
    return link_rules.MadeWith.of(found.row.id, (guest.email, guest.phone)).columns()


def _viewer(actor: Actor, guest: GuestDetails | None) -> Actor:
    if actor.link is None or guest is None or actor.link.contact in (guest.email, guest.phone):
        return actor
    return replace(actor, link=BookingLink(actor.link.token_hash, guest.contact))


async def _move(
    session: Transaction, actor: Actor, plan: Plan, priced: Quote, now: datetime
) -> dict[str, Any]:
    """Replace the old nights by the new ones. Returns the booking's columns that change with them."""
    booking_id, after = plan.found.row.id, plan.after
    if plan.rest:
        await ledger.ensure_free(session, plan.units, plan.rest, now, plan.own)
        if origin := _limited(plan.found, actor):
            await hold_limits.lock(session, origin, plan.units[0].property_id, now)
            await hold_limits.check_move(session, origin, booking_id, plan.units, plan.rest, now)
    await ledger.release(session, plan.own, plan.since)
    if plan.rest:
        begins = plan.rest.check_in
        await ledger.take(
            session, plan.units, plan.own, [line for line in priced.lines if line.night >= begins]
        )
    await session.run(_REMOVE_UNITS, booking=booking_id)
    await booking.add_units(session, booking_id, plan.units[0].property_id, after.units)
    moved = {
        "check_in": after.stay.check_in,
        "check_out": after.stay.check_out,
        "total_minor": after.total.minor,
    }
    return moved | {"adults": after.adults, "children": after.children}


def _names(sold: Sold) -> str:
    return ", ".join(sorted(unit.name for unit in sold.units))


def _guest_differs(row: BookingRow, wanted: Change) -> bool:
    return wanted.guest is not None and (wanted.guest.name, wanted.guest.email, wanted.guest.phone) != (
        row.guest_name,
        row.guest_email,
        row.guest_phone,
    )


def _notes_differ(row: BookingRow, wanted: Change) -> bool:
    return wanted.notes is not None and wanted.notes != row.notes
