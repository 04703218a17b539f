"""The ledger of nights, which alone decides what is free: taking and freeing nights.

Every way to take nights is `lock`, `ensure_free`, `take`: bookings of all channels, changes and blocks. The
ledger's primary key is the last guard (rules 2.1 to 2.4).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, delete, select, update

from soulter.bookings import availability, rules
from soulter.bookings.availability import SellableUnit
from soulter.bookings.errors import NightsTaken, TakenNight, UnitNotBookable, UnitsOfSeveralProperties
from soulter.bookings.events import BookingExpired
from soulter.bookings.models import Booking, Night, NightKind
from soulter.bookings.states import Status
from soulter.core.database.statements import Command, Insertion, Query, insert_rows_unless_there
from soulter.core.database.transactions import Database, Source, Transaction
from soulter.core.database.types import Instant
from soulter.core.dates import Stay
from soulter.core.records import audit
from soulter.outbox.publishing import publish
from soulter.pricing.engine import NightPrice

_OWN = ("unit_id", "night", "price_minor")
_ROWS_AT_ONCE = 200
_HOLDS_AT_ONCE = 100


class _TakenNow(NamedTuple):
    unit_id: UUID
    night: date


_now = bindparam("now", type_=Instant())
_EXPIRE = Query(
    UUID,
    update(Booking)
    .where(Booking.id == bindparam("of"), Booking.status == Status.PENDING, Booking.hold_expires_at <= _now)
    .values(
        status=Status.EXPIRED,
        hold_contact=None,
        hold_network=None,
        version=Booking.version + 1,
        updated_at=_now,
    )
    .returning(Booking.property_id),
)


@lru_cache
def _release(kind: NightKind, since: bool) -> Command:
    column = Night.booking_id if kind is NightKind.BOOKING else Night.block_id
    statement = delete(Night).where(column == bindparam("claimant"))
    return Command(statement.where(Night.night >= bindparam("since")) if since else statement)


@dataclass(frozen=True, slots=True)
class Claimant:
    """The holder of nights: a booking or a block."""

    kind: NightKind
    id: UUID


async def lock(
    session: Transaction, unit_ids: Iterable[UUID], *, for_sale: bool = True
) -> list[SellableUnit]:
    """The units, locked until the transaction ends, in the given order.

    Raises UnitNotBookable, UnitsOfSeveralProperties.
    """
    return await sellable(session, unit_ids, for_sale=for_sale, for_update=True)


async def sellable(
    source: Source, unit_ids: Iterable[UUID], *, for_sale: bool = True, for_update: bool = False
) -> list[SellableUnit]:
    """The same units, locked `for_update` or only read.

    Raises UnitNotBookable, UnitsOfSeveralProperties.
    """
    wanted = list(unit_ids)
    # Locked in id order, so that two requests for the same units wait for each other and do not deadlock.
    found = {
        unit.unit_id: unit
        for unit in await availability.units_for_sale(source, sorted(wanted), for_update=for_update)
    }
    missing = [
        unit_id for unit_id in wanted if unit_id not in found or (for_sale and not found[unit_id].active)
    ]
    if missing:
        raise UnitNotBookable(missing)
    if len({unit.property_id for unit in found.values()}) > 1:
        raise UnitsOfSeveralProperties
    return [found[unit_id] for unit_id in wanted]


async def look(
    source: Source, units: Sequence[SellableUnit], stay: Stay, now: datetime, own: Claimant | None = None
) -> set[UUID]:
    """The lapsed holds on nights of these units, when all other nights are free or `own`.

    Raises NightsTaken with all taken nights.
    """
    names = {unit.unit_id: unit.name for unit in units}
    rows = await availability.taken_nights(source, sorted(names), stay)
    in_the_way = [row for row in rows if own is None or own.id not in (row.booking_id, row.block_id)]
    lapsed = {
        row.booking_id
        for row in in_the_way
        if row.status is Status.PENDING and rules.hold_has_lapsed(row.hold_expires_at, now)
    }
    taken = [
        TakenNight(row.unit_id, names[row.unit_id], row.night)
        for row in in_the_way
        if row.booking_id not in lapsed
    ]
    if taken:
        raise NightsTaken(taken)
    return {booking_id for booking_id in lapsed if booking_id}


async def ensure_free(
    session: Transaction,
    units: Sequence[SellableUnit],
    stay: Stay,
    now: datetime,
    own: Claimant | None = None,
) -> None:
    """Check that every night of the locked units is free or `own`. Raises NightsTaken with all taken nights.

    Ends lapsed holds on these nights, because a constraint cannot read the clock (rule 4.3).
    """
    await expire(session, await look(session, units, stay, now, own), now)


async def take(
    session: Transaction,
    units: Sequence[SellableUnit],
    claimant: Claimant,
    lines: Sequence[NightPrice],
    beside: Sequence[Insertion] = (),
) -> None:
    """Write the nights of locked units into the ledger, all or none, with other inserts `beside` them.

    Raises NightsTaken when the primary key refuses a night.
    """
    of_booking = claimant.kind is NightKind.BOOKING
    shared = {
        "property_id": units[0].property_id,
        "kind": claimant.kind,
        "booking_id": claimant.id if of_booking else None,
        "block_id": None if of_booking else claimant.id,
    }
    # Always in key order: unsorted inserts of two requests deadlock (rule 2.3).
    ordered = sorted(lines, key=lambda line: (line.unit_id, line.night))
    ours: set[tuple[UUID, date]] = set()
    for start in range(0, len(ordered), _ROWS_AT_ONCE):
        some = ordered[start : start + _ROWS_AT_ONCE]
        statement = insert_rows_unless_there(Night, len(some), _OWN, _TakenNow, Night.unit_id, Night.night)
        params: dict[str, object] = dict(shared)
        for i, line in enumerate(some):
            params |= {
                f"unit_id_{i}": line.unit_id,
                f"night_{i}": line.night,
                f"price_minor_{i}": line.price.minor,
            }
        ours |= set(await session.all_beside(() if start else beside, statement, **params))
    if len(ours) < len(lines):
        names = {unit.unit_id: unit.name for unit in units}
        clashes = [(line.unit_id, line.night) for line in lines if (line.unit_id, line.night) not in ours]
        raise NightsTaken([TakenNight(unit_id, names[unit_id], night) for unit_id, night in clashes])


_HELD = Query(_TakenNow, select(Night.unit_id, Night.night).where(Night.booking_id == bindparam("booking")))


async def nights_of(session: Transaction, booking: Claimant) -> set[tuple[UUID, date]]:
    """The nights that a booking holds, as `(unit, night)`."""
    return {(row.unit_id, row.night) for row in await session.all(_HELD, booking=booking.id)}


async def release(session: Transaction, claimant: Claimant, since: date | None = None) -> None:
    """Free the nights of a booking or block; with `since`, only the nights on that date or later."""
    params = {"claimant": claimant.id, **({"since": since} if since else {})}
    await session.run(_release(claimant.kind, since is not None), **params)


async def release_many(session: Transaction, booking_ids: Sequence[UUID]) -> None:
    """Free all nights of several bookings, with as few round trips as for one."""
    released = _release(NightKind.BOOKING, False)
    await session.run_many(released, [{"claimant": booking_id} for booking_id in booking_ids])


async def expire(session: Transaction, booking_ids: Iterable[UUID], now: datetime) -> None:
    """End lapsed holds and free their nights. A hold that was confirmed meanwhile keeps its nights."""
    for booking_id in sorted(booking_ids):
        if property_id := await session.one(_EXPIRE, of=booking_id, now=now):
            await release(session, Claimant(NightKind.BOOKING, booking_id))
            await audit.record(session, now, "system", "booking.expired", booking_id)
            await publish(session, now, BookingExpired(booking_id, property_id, "system"))


async def sweep(database: Database, now: datetime) -> bool:
    """End some of the lapsed holds, each in its own transaction. Returns whether there may be more."""
    found = await availability.lapsed_holds(database.reader, now, _HOLDS_AT_ONCE)
    for booking_id in found:
        async with database.writing() as session:
            await expire(session, [booking_id], now)
    return len(found) == _HOLDS_AT_ONCE
