"""The SELECT for the board: a property, its units, and the bookings and blocks in a range of dates."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Date,
    Integer,
    String,
    Uuid,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from soulter.access.actor import Actor
from soulter.access.grants import Scope
from soulter.access.permissions import BlockPermission, UnitPermission
from soulter.bookings.models import Block, Booking, BookingUnit, Night
from soulter.bookings.states import Status
from soulter.bookings.visibility import NOTHING, VISIBLE, visible_params
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Source
from soulter.core.database.types import Instant
from soulter.core.dates import LONGEST_STAY
from soulter.guests.models import Guest
from soulter.inventory.models import Unit, UnitStatus
from soulter.properties.errors import PropertyNotFound
from soulter.properties.models import Property


class BoardRow(NamedTuple):
    """A property (0), a unit (1), a booking in one of its units (2) or a block (3).

    Fields that a `kind` does not use are None.
    """

    kind: int
    place: int
    begin: date | None
    id: UUID
    unit_id: UUID | None
    name: str
    word: str | None
    code: str | None
    end: date | None
    first_night: date | None
    last_night: date | None
    adults: int | None
    children: int | None
    version: int | None
    hold_expires_at: datetime | None


PROPERTY, UNIT, BOOKING, BLOCK = range(4)

_property, _from, _to = (
    bindparam("property", type_=Uuid()),
    bindparam("from_", type_=Date()),
    bindparam("to", type_=Date()),
)
_floor, _now = bindparam("floor", type_=Date()), bindparam("now", type_=Instant())
_EMPTY = {
    "begin": literal(None, Date()),
    "unit_id": literal(None, Uuid()),
    "word": literal(None, String()),
    "code": literal(None, String()),
    "end": literal(None, Date()),
    "first_night": literal(None, Date()),
    "last_night": literal(None, Date()),
    "adults": literal(None, Integer()),
    "children": literal(None, Integer()),
    "version": literal(None, Integer()),
    "hold_expires_at": literal(None, Instant()),
}


def _columns(kind: int, **given: Any) -> list[Any]:
    columns = {"kind": literal(kind, Integer()), "place": literal(0, Integer()), **_EMPTY, **given}
    return [columns[name].label(name) for name in BoardRow._fields]


def _of_ledger(night: Any) -> Any:
    """A night of the ledger, for the bookings whose nights can differ from their stay.

    An early departure or a no-show frees nights, and a guest in house can move to another unit.
    """
    found = (
        select(night)
        .where(Night.booking_id == Booking.id, Night.unit_id == BookingUnit.unit_id)
        .correlate(Booking, BookingUnit)
        .scalar_subquery()
    )
    begun = (Status.CHECKED_IN, Status.COMPLETED, Status.NO_SHOW)
    return case((or_(*(Booking.status == status for status in begun)), found), else_=literal(None, Date()))


_PROPERTY = select(
    *_columns(PROPERTY, id=Property.id, name=Property.name, word=Property.timezone, code=Property.currency)
).where(Property.id == _property)
_UNITS = select(
    *_columns(
        UNIT,
        place=Unit.position,
        id=Unit.id,
        name=Unit.name,
        word=type_coerce(Unit.status, String()),
        adults=Unit.sleeps,
    )
).where(Unit.property_id == _property)
_BOOKINGS = (
    select(
        *_columns(
            BOOKING,
            begin=Booking.check_in,
            id=Booking.id,
            unit_id=BookingUnit.unit_id,
            name=Guest.name,
            word=type_coerce(Booking.status, String()),
            code=Booking.code,
            end=Booking.check_out,
            first_night=_of_ledger(func.min(Night.night)),
            last_night=_of_ledger(func.max(Night.night)),
            adults=Booking.adults,
            children=Booking.children,
            version=Booking.version,
            hold_expires_at=Booking.hold_expires_at,
        )
    )
    .join(BookingUnit, BookingUnit.booking_id == Booking.id)
    .join(Guest, Guest.id == Booking.guest_id)
    .where(
        Booking.property_id == _property,
        Booking.check_in < _to,
        Booking.check_out > _from,
        # Implied, since no stay is longer; it lets an index scan start close to the first result.
        Booking.check_in > _floor,
        Booking.status != Status.CANCELLED,
        Booking.status != Status.EXPIRED,
        or_(Booking.status != Status.PENDING, Booking.hold_expires_at > _now),
    )
)
_BLOCKS = select(
    *_columns(
        BLOCK,
        begin=Block.starts_on,
        id=Block.id,
        unit_id=Block.unit_id,
        name=Block.reason,
        end=Block.ends_on,
    )
).where(Block.property_id == _property, Block.starts_on < _to, Block.ends_on > _from)


@lru_cache
def _board(scope: Scope, inactive_units: bool, blocks: bool) -> Query[BoardRow]:
    statement = union_all(
        _PROPERTY,
        _UNITS if inactive_units else _UNITS.where(Unit.status == UnitStatus.ACTIVE),
        _BOOKINGS.where(VISIBLE[scope]),
        _BLOCKS if blocks else _BLOCKS.where(NOTHING),
    )
    return Query(BoardRow, statement.order_by("kind", "place", "begin", "id", "unit_id"))


async def window(
    source: Source, actor: Actor, property_id: UUID, begin: date, end: date, now: datetime
) -> list[BoardRow]:
    """The property, its units in listing order, then the bookings and blocks that touch `[begin, end)`.

    Contains only the units, bookings and blocks that the actor sees; for staff, all of them. Holds that have
    lapsed take no nights and are left out. Raises PropertyNotFound.
    """
    statement = _board(actor.scope, actor.may(UnitPermission.READ_INACTIVE), actor.may(BlockPermission.READ))
    dates = {"from_": begin, "to": end, "floor": begin - timedelta(days=LONGEST_STAY)}
    rows = await source.all(statement, property=property_id, now=now, **dates, **visible_params(actor))
    if not rows:
        raise PropertyNotFound
    return rows
