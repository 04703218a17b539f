"""The one SELECT behind the board: a property with its units, and what takes their nights in a window of dates."""

from datetime import date, datetime, timedelta
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

from soulter.bookings.models import Block, Booking, BookingUnit, Night
from soulter.bookings.states import Status
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Source
from soulter.core.database.types import Instant
from soulter.core.dates import LONGEST_STAY
from soulter.guests.models import Guest
from soulter.inventory.models import Unit
from soulter.properties.errors import PropertyNotFound
from soulter.properties.models import Property


class BoardRow(NamedTuple):
    """A property (0), a unit (1), a booking in one of its units (2) or a block (3): whatever `kind` has no use for is None."""

    kind: int
    place: int
    begin: date | None
    id: UUID
    unit_id: UUID | None
    name: str
    word: str | None
    code: str | None
    end: date | None
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
    "last_night": literal(None, Date()),
    "adults": literal(None, Integer()),
    "children": literal(None, Integer()),
    "version": literal(None, Integer()),
    "hold_expires_at": literal(None, Instant()),
}


def _columns(kind: int, **given: Any) -> list[Any]:
    columns = {"kind": literal(kind, Integer()), "place": literal(0, Integer()), **_EMPTY, **given}
    return [columns[name].label(name) for name in BoardRow._fields]


_last_night = (
    select(func.max(Night.night))
    .where(Night.booking_id == Booking.id, Night.unit_id == BookingUnit.unit_id)
    .correlate(Booking, BookingUnit)
    .scalar_subquery()
)
# Who leaves early or never comes gives nights back: the bar ends where the ledger does.
_left_early = case(
    (or_(Booking.status == Status.COMPLETED, Booking.status == Status.NO_SHOW), _last_night),
    else_=literal(None, Date()),
)
_UNION = union_all(
    select(
        *_columns(
            PROPERTY, id=Property.id, name=Property.name, word=Property.timezone, code=Property.currency
        )
    ).where(Property.id == _property),
    select(
        *_columns(
            UNIT,
            place=Unit.position,
            id=Unit.id,
            name=Unit.name,
            word=type_coerce(Unit.status, String()),
            adults=Unit.sleeps,
        )
    ).where(Unit.property_id == _property),
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
            last_night=_left_early,
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
        # Says nothing new, since no stay is longer, but lets the index begin where the answer does.
        Booking.check_in > _floor,
        Booking.status != Status.CANCELLED,
        Booking.status != Status.EXPIRED,
        or_(Booking.status != Status.PENDING, Booking.hold_expires_at > _now),
    ),
    select(
        *_columns(
            BLOCK,
            begin=Block.starts_on,
            id=Block.id,
            unit_id=Block.unit_id,
            name=Block.reason,
            end=Block.ends_on,
        )
    ).where(Block.property_id == _property, Block.starts_on < _to, Block.ends_on > _from),
).order_by("kind", "place", "begin", "id", "unit_id")
_BOARD = Query(BoardRow, _UNION)


async def window(source: Source, property_id: UUID, begin: date, end: date, now: datetime) -> list[BoardRow]:
    """The property, its units in the order of the shop window, then the bookings and the blocks that touch `[begin, end)`.

    Holds that have lapsed take no nights and are left out. Raises PropertyNotFound.
    """
    floor = begin - timedelta(days=LONGEST_STAY)
    rows = await source.all(_BOARD, property=property_id, from_=begin, to=end, floor=floor, now=now)
    if not rows:
        raise PropertyNotFound
    return rows
