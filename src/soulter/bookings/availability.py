"""Every SELECT about the nights of units: taken and free nights, calendars, blocks."""

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    bindparam,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from soulter.access.actor import Actor
from soulter.access.permissions import BlockPermission, CalendarPermission
from soulter.bookings.errors import BlockNotFound
from soulter.bookings.hold_rules import VisitorSettings
from soulter.bookings.models import Block, Booking, Night
from soulter.bookings.states import Status
from soulter.bookings.visibility import NOTHING
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Source, Transaction
from soulter.core.database.types import Instant
from soulter.core.dates import Stay
from soulter.core.money import Money
from soulter.core.records import paging
from soulter.core.records.paging import Order, PageOut, PageQuery
from soulter.core.telemetry.metrics import Figure
from soulter.guests.models import Guest
from soulter.inventory import queries as units
from soulter.inventory.models import Unit, UnitStatus
from soulter.inventory.queries import UnitRow
from soulter.properties.models import Property
from soulter.properties.queries import ARRIVAL_CUTOFF


class SellableUnit(NamedTuple):
    """A unit as it can be sold, with the settings of its property that matter for a sale."""

    unit_id: UUID
    name: str
    sleeps: int
    price_minor: int
    currency: str
    status: UnitStatus
    property_id: UUID
    property_name: str
    timezone: str
    arrival_cutoff: time
    hold_minutes: int
    agent_hold_minutes: int
    visitors: VisitorSettings

    @property
    def price(self) -> Money:
        """The price of a night."""
        return Money(self.price_minor, self.currency)

    @property
    def active(self) -> bool:
        """Whether the unit is for sale."""
        return self.status is UnitStatus.ACTIVE


@lru_cache(maxsize=128)
def _units_for_sale(count: int, for_update: bool) -> Query[SellableUnit]:
    statement: Select[*tuple[Any, ...]] = (
        select(
            Unit.id.label("unit_id"),
            Unit.name,
            Unit.sleeps,
            Unit.price_minor,
            Property.currency,
            Unit.status,
            Property.id.label("property_id"),
            Property.name.label("property_name"),
            Property.timezone,
            ARRIVAL_CUTOFF,
            Property.hold_minutes,
            Property.agent_hold_minutes,
            *(
                getattr(Property, f"visitor_{name}").label(f"visitors_{name}")
                for name in VisitorSettings._fields
            ),
        )
        .join(Property, Property.id == Unit.property_id)
        .where(_is_one_of(Unit.id, count))
        .order_by(Unit.id)
    )
    # Not FOR UPDATE: rows that refer to the unit by a foreign key need not wait.
    return Query(
        SellableUnit,
        statement.with_for_update(of=Unit, key_share=True) if for_update else statement,
        visitors=VisitorSettings,
    )


async def units_for_sale(source: Source, unit_ids: Sequence[UUID], *, for_update: bool) -> list[SellableUnit]:
    """The units by id; `for_update` locks them in that order until the transaction ends."""
    return await source.all(_units_for_sale(len(unit_ids), for_update), **_numbered(unit_ids))


class TakenRow(NamedTuple):
    """A row of the ledger with the hold behind it, if there is one."""

    unit_id: UUID
    night: date
    booking_id: UUID | None
    block_id: UUID | None
    status: Status | None
    hold_expires_at: datetime | None


@lru_cache(maxsize=64)
def _taken(count: int) -> Query[TakenRow]:
    statement = (
        select(
            Night.unit_id,
            Night.night,
            Night.booking_id,
            Night.block_id,
            Booking.status,
            Booking.hold_expires_at,
        )
        .outerjoin(Booking, Booking.id == Night.booking_id)
        .where(
            _is_one_of(Night.unit_id, count),
            Night.night >= bindparam("check_in"),
            Night.night < bindparam("check_out"),
        )
        .order_by(Night.unit_id, Night.night)
    )
    return Query(TakenRow, statement)


def _is_one_of(column: InstrumentedAttribute[UUID], count: int) -> ColumnElement[bool]:
    return column.in_([bindparam(f"unit_{i}", type_=column.type) for i in range(count)])


def _numbered(unit_ids: Sequence[UUID]) -> dict[str, object]:
    return {f"unit_{i}": unit_id for i, unit_id in enumerate(unit_ids)}


async def taken_nights(source: Source, unit_ids: Sequence[UUID], stay: Stay) -> list[TakenRow]:
    """The ledger rows of these units and nights, in key order."""
    query = _taken(len(unit_ids))
    return await source.all(query, **_numbered(unit_ids), check_in=stay.check_in, check_out=stay.check_out)


_now = bindparam("now", type_=Instant())
_LAPSED = Query(
    UUID,
    select(Booking.id)
    .where(Booking.status == Status.PENDING, Booking.hold_expires_at <= _now)
    .order_by(Booking.hold_expires_at, Booking.id)
    .limit(bindparam("most", type_=Integer())),
)


async def lapsed_holds(source: Source, now: datetime, most: int) -> list[UUID]:
    """Holds that have lapsed and are not yet marked as expired, the oldest first."""
    return await source.all(_LAPSED, now=now, most=most)


class _HoldCounts(NamedTuple):
    held: int
    lapsed: int


_lapsed_ones = func.coalesce(func.sum(case((Booking.hold_expires_at <= _now, 1), else_=0)), 0)
_PENDING = Query(
    _HoldCounts,
    select(func.count().label("held"), _lapsed_ones.label("lapsed"))
    .select_from(Booking)
    .where(Booking.status == Status.PENDING),
)


async def holds(source: Source, now: datetime) -> list[Figure]:
    """The number of open holds, and of lapsed holds that are not yet marked as expired."""
    found = await source.one(_PENDING, now=now)
    assert found is not None
    text = "Holds: open ones, and those that have lapsed and wait to be ended."
    return [
        Figure("soulter_holds", text, found.held - found.lapsed, (("state", "open"),)),
        Figure("soulter_holds", text, found.lapsed, (("state", "lapsed"),)),
    ]


COUNTS = or_(Booking.id.is_(None), Booking.status != Status.PENDING, Booking.hold_expires_at > _now)
"""A ledger row counts unless it is a hold that has lapsed: reads treat those as free (rule 4.3)."""


class Search(NamedTuple):
    """The search for free units: a stay and a party, in all properties, in one, or for one unit."""

    stay: Stay
    guests: int
    property_id: UUID | None = None
    unit_id: UUID | None = None


@lru_cache
def _free(by_property: bool, by_unit: bool, continued: bool) -> Query[UnitRow]:
    taken: Select[Any] = (
        select(literal_column("1"))
        .select_from(Night)
        .outerjoin(Booking, Booking.id == Night.booking_id)
        .where(
            Night.unit_id == Unit.id,
            Night.night >= bindparam("check_in"),
            Night.night < bindparam("check_out"),
            COUNTS,
        )
        .correlate(Unit)
    )
    statement = (
        select(*units.COLUMNS)
        .join(Property, Property.id == Unit.property_id)
        .where(Unit.status == UnitStatus.ACTIVE, Unit.sleeps >= bindparam("guests"), ~exists(taken))
    )
    if by_property:
        statement = statement.where(Unit.property_id == bindparam("property"))
    if by_unit:
        statement = statement.where(Unit.id == bindparam("unit"))
    return Query(UnitRow, units.LISTING_ORDER.apply(statement, continued=continued))


async def free_units(
    source: Source, query: PageQuery, search: Search, now: datetime
) -> tuple[list[UnitRow], PageOut]:
    """A page of the active units that sleep the party and are free on every night of the stay."""
    wanted = {"property": search.property_id, "unit": search.unit_id}
    given = {name: value for name, value in wanted.items() if value is not None}
    statement = _free(search.property_id is not None, search.unit_id is not None, query.cursor is not None)
    rows = await source.all(
        statement,
        **units.LISTING_ORDER.params(query),
        **given,
        check_in=search.stay.check_in,
        check_out=search.stay.check_out,
        guests=search.guests,
        now=now,
    )
    return paging.cut(rows, query, lambda unit: (unit.position, unit.id))


class CalendarRow(NamedTuple):
    """A taken night, with the booking or the block that has it, where the actor may see that."""

    night: date
    booking_id: UUID | None
    code: str | None
    status: Status | None
    guest_name: str | None
    block_id: UUID | None
    reason: str | None


_OCCUPANT = (
    Night.booking_id,
    Booking.code,
    Booking.status,
    Guest.name.label("guest_name"),
    Night.block_id,
    Block.reason,
)


@lru_cache
def _calendar(details: bool) -> Query[CalendarRow]:
    unknown = [literal(None, column.type).label(column.key) for column in _OCCUPANT]
    statement: Select[*tuple[Any, ...]] = (
        select(Night.night, *(_OCCUPANT if details else unknown))
        .select_from(Night)
        .outerjoin(Booking, Booking.id == Night.booking_id)
    )
    if details:
        statement = statement.outerjoin(Guest, Guest.id == Booking.guest_id).outerjoin(
            Block, Block.id == Night.block_id
        )
    statement = statement.where(
        Night.unit_id == bindparam("unit_id"),
        Night.night >= bindparam("from_"),
        Night.night < bindparam("to"),
        COUNTS,
    ).order_by(Night.night)
    return Query(CalendarRow, statement)


async def calendar(
    source: Source, actor: Actor, unit_id: UUID, begin: date, end: date, now: datetime
) -> dict[date, CalendarRow]:
    """The taken nights of a unit in `[begin, end)`.

    Who has a night is None for an actor who may not see details.
    """
    statement = _calendar(actor.may(CalendarPermission.DETAILS))
    rows = await source.all(statement, unit_id=unit_id, from_=begin, to=end, now=now)
    return {row.night: row for row in rows}


class BlockRow(NamedTuple):
    """A block with the name of its unit."""

    id: UUID
    unit_id: UUID
    unit_name: str
    starts_on: date
    ends_on: date
    reason: str
    created_at: datetime


_BLOCK = (
    Block.id,
    Block.unit_id,
    Unit.name.label("unit_name"),
    Block.starts_on,
    Block.ends_on,
    Block.reason,
    Block.created_at,
)
_BY_START = Order((Block.starts_on, Block.id), (date.fromisoformat, UUID))


def _visible_blocks(allowed: bool) -> Select[*tuple[Any, ...]]:
    """Blocks with the names of their units; without `allowed` no row matches."""
    statement: Select[*tuple[Any, ...]] = select(*_BLOCK).join(Unit, Unit.id == Block.unit_id)
    return statement if allowed else statement.where(NOTHING)


@lru_cache
def _blocks(allowed: bool, by_unit: bool, by_from: bool, by_to: bool, continued: bool) -> Query[BlockRow]:
    statement = _visible_blocks(allowed)
    if by_unit:
        statement = statement.where(Block.unit_id == bindparam("unit"))
    if by_from:
        statement = statement.where(Block.ends_on > bindparam("from_"))
    if by_to:
        statement = statement.where(Block.starts_on < bindparam("to"))
    return Query(BlockRow, _BY_START.apply(statement, continued=continued))


async def blocks(
    source: Source, actor: Actor, query: PageQuery, unit: UUID | None, begin: date | None, end: date | None
) -> tuple[list[BlockRow], PageOut]:
    """A page of the blocks that touch `[begin, end)`, ordered by their first night. Only staff see blocks."""
    allowed = actor.may(BlockPermission.READ)
    statement = _blocks(
        allowed, unit is not None, begin is not None, end is not None, query.cursor is not None
    )
    given = {
        name: value for name, value in (("unit", unit), ("from_", begin), ("to", end)) if value is not None
    }
    rows = await source.all(statement, **_BY_START.params(query), **given)
    return paging.cut(rows, query, lambda row: (row.starts_on, row.id))


@lru_cache
def _block(allowed: bool, for_update: bool) -> Query[BlockRow]:
    statement = _visible_blocks(allowed).where(Block.id == bindparam("id"))
    return Query(BlockRow, statement.with_for_update(of=Block, key_share=True) if for_update else statement)


async def get_block(source: Source, actor: Actor, block_id: UUID) -> BlockRow:
    """A block. Raises BlockNotFound, also for an actor who may not read blocks."""
    found = await source.one(_block(actor.may(BlockPermission.READ), for_update=False), id=block_id)
    if found is None:
        raise BlockNotFound
    return found


async def lock_block(session: Transaction, actor: Actor, block_id: UUID) -> BlockRow:
    """The block, locked until the transaction ends. Raises BlockNotFound, as `get_block` does."""
    found = await session.one(_block(actor.may(BlockPermission.READ), for_update=True), id=block_id)
    if found is None:
        raise BlockNotFound
    return found
