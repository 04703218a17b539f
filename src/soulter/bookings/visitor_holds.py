"""Every SELECT about what visitors hold now, counted from bookings and the ledger instead of counters."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from soulter.access.actor import Channel
from soulter.bookings.availability import COUNTS
from soulter.bookings.hold_rules import NOTHING_HELD, Amount, Held, HeldNight, HoldOrigin
from soulter.bookings.models import Booking, Night
from soulter.bookings.states import Status
from soulter.core.database.statements import Query
from soulter.core.database.transactions import Source
from soulter.core.database.types import Instant
from soulter.core.dates import Stay
from soulter.inventory.models import Unit, UnitStatus

VISITORS = frozenset({Channel.WEB, Channel.CUSTOMER})
"""The channels whose holds are limited. Those of staff and agents are not."""


_NONE: Final = UUID(int=0)
_now = bindparam("now", type_=Instant())
_open = and_(Booking.status == Status.PENDING, Booking.hold_expires_at > _now)
_by_visitor = and_(
    Booking.status == Status.PENDING, or_(*(Booking.source == channel for channel in sorted(VISITORS)))
)


class _Counted(NamedTuple):
    of: str
    night: date | None
    units: int
    others: int
    ends_at: datetime | None


class Holding(NamedTuple):
    """What is held when a visitor requests a stay, without the booking of the stay itself.

    `nights` are all nights of the stay, at a property with units `for_sale`.
    """

    for_sale: int
    nights: Sequence[HeldNight]
    of_contact: Held
    of_network: Held


def _label(name: str) -> Any:
    return literal_column(f"'{name}'", String()).label("of")


def _counted_nights() -> Select[*tuple[Any, ...]]:
    return (
        select(
            _label("night"),
            Night.night,
            func.sum(case((_by_visitor, 1), else_=0)).label("units"),
            func.sum(case((_by_visitor, 0), else_=1)).label("others"),
            func.min(case((_by_visitor, Booking.hold_expires_at))).label("ends_at"),
        )
        .join(Unit, and_(Unit.id == Night.unit_id, Unit.status == UnitStatus.ACTIVE))
        .outerjoin(Booking, Booking.id == Night.booking_id)
        .where(
            Night.property_id == bindparam("property"),
            Night.night >= bindparam("check_in"),
            Night.night < bindparam("check_out"),
            Night.booking_id.is_distinct_from(bindparam("own")),
            COUNTS,
        )
        .group_by(Night.night)
    )


def _counted_origin(name: str, column: InstrumentedAttribute[str | None]) -> Select[*tuple[Any, ...]]:
    units = (
        select(func.count().label("nights"), Booking.hold_expires_at)
        .join(Night, Night.booking_id == Booking.id)
        .where(column == bindparam(name), _open, Booking.id != bindparam("own"))
        .group_by(Booking.id, Night.unit_id)
        .subquery(f"of_{name}")
    )
    nights = cast(func.coalesce(func.sum(units.c.nights), 0), BigInteger)
    return select(_label(name), null(), func.count(), nights, func.min(units.c.hold_expires_at))


@lru_cache
def _holding(networked: bool) -> Query[_Counted]:
    for_sale = select(_label("for_sale"), null(), func.count(), literal_column("0"), null()).where(
        Unit.property_id == bindparam("property"), Unit.status == UnitStatus.ACTIVE
    )
    parts = [_counted_nights(), for_sale, _counted_origin("contact", Booking.hold_contact)]
    if networked:
        parts.append(_counted_origin("network", Booking.hold_network))
    return Query(_Counted, union_all(*parts))


async def holding(
    source: Source, origin: HoldOrigin, property_id: UUID, stay: Stay, own: UUID | None, now: datetime
) -> Holding:
    """What is held now, in one statement: on the nights of a stay, by a contact, and by a network."""
    params: dict[str, object] = {
        "property": property_id,
        "contact": origin.contact,
        "own": own or _NONE,
        "now": now,
    }
    if origin.network:
        params["network"] = origin.network
    query = _holding(origin.network is not None)
    rows = await source.all(query, **params, check_in=stay.check_in, check_out=stay.check_out)
    by_night = {row.night: row for row in rows if row.night}
    sums = {row.of: row for row in rows if not row.night}
    nights = [
        HeldNight(night, found.units, found.others, found.ends_at)
        if (found := by_night.get(night))
        else HeldNight(night, 0, 0, None)
        for night in stay.nights
    ]
    return Holding(
        sums["for_sale"].units,
        nights,
        _held(sums.get("contact")),
        _held(sums.get("network")),
    )


def _held(row: _Counted | None) -> Held:
    return Held(Amount(row.units, row.others), row.ends_at) if row else NOTHING_HELD
