"""How bookings and blocks are exported and imported; their nights come in through the ledger."""

from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, select

from soulter.accounts.export import USERS
from soulter.bookings import availability, invariants, ledger
from soulter.bookings.availability import SellableUnit
from soulter.bookings.export_checks import BLOCKED_NIGHTS, BOOKED_NIGHTS, check_block, check_booking
from soulter.bookings.export_lines import BlockLine, BookingLine
from soulter.bookings.ledger import Claimant
from soulter.bookings.models import Block, Booking, BookingUnit, Night, NightKind
from soulter.core.database.transactions import Transaction
from soulter.core.dates import Stay
from soulter.core.money import Money
from soulter.exports.exporters import Exporter, Reference, insert, unique
from soulter.exports.records import Line, Row, moment, money, optional_id
from soulter.guests.export import GUESTS
from soulter.inventory.export import UNITS
from soulter.pricing.engine import NightPrice
from soulter.properties.export import PROPERTIES

_UNITS_AT_ONCE = 50

# Implied; it lets SQLite, which uses the ledger's key, read the nights of one stay and not all of the unit's.
_IN_STAY = (Night.night >= Booking.check_in, Night.night < Booking.check_out)
# The rows of a booking: one for each unit and its night, one for a unit without nights.
_BOOKINGS = (
    select(
        Booking.__table__,
        BookingUnit.unit_id,
        BookingUnit.unit_name,
        BookingUnit.price_minor,
        BookingUnit.nightly,
        Night.night,
    )
    .join(BookingUnit, BookingUnit.booking_id == Booking.id)
    .outerjoin(Night, and_(Night.booking_id == Booking.id, Night.unit_id == BookingUnit.unit_id, *_IN_STAY))
    .order_by(Booking.id, BookingUnit.unit_id, Night.night)
)


def _line_of_booking(rows: Sequence[Any]) -> Line:
    row = rows[0]
    held = {(each.unit_id, each.night.isoformat()) for each in rows if each.night}
    units = {each.unit_id: each for each in rows}
    return {
        "id": str(row.id),
        "code": row.code,
        "propertyId": str(row.property_id),
        "propertyName": row.property_name,
        "guestId": str(row.guest_id),
        "agent": {"id": str(row.agent_id), "name": row.agent_name} if row.agent_id else None,
        "createdBy": optional_id(row.created_by),
        "source": row.source.value,
        "status": row.status.value,
        "checkIn": row.check_in.isoformat(),
        "checkOut": row.check_out.isoformat(),
        "adults": row.adults,
        "children": row.children,
        "total": money(row.total_minor, row.currency),
        "holdExpiresAt": moment(row.hold_expires_at) if row.hold_expires_at else None,
        "notes": row.notes,
        "version": row.version,
        "units": [
            {
                "id": str(unit_id),
                "name": unit.unit_name,
                "price": money(unit.price_minor, row.currency),
                "nights": [
                    {"night": night, "price": money(minor, row.currency), "held": (unit_id, night) in held}
                    for night, minor in sorted(unit.nightly)
                ],
            }
            for unit_id, unit in units.items()
        ],
        "createdAt": moment(row.created_at),
        "updatedAt": moment(row.updated_at),
    }


def _row_of_booking(line: BookingLine) -> Row:
    agent = (
        {"agent_id": line.agent.id, "agent_name": line.agent.name}
        if line.agent
        else {"agent_id": None, "agent_name": None}
    )
    total = {"total_minor": line.total.amount, "currency": line.total.currency}
    never_sent = dict.fromkeys(
        ("access_hash", "made_email_hash", "made_phone_hash", "hold_contact", "hold_network")
    )
    return line.model_dump(exclude={"agent", "total", "units"}) | agent | total | never_sent


def _rows_of_units(line: BookingLine) -> Iterator[Row]:
    for unit in sorted(line.units, key=lambda unit: unit.id):
        yield {
            "booking_id": line.id,
            "unit_id": unit.id,
            "property_id": line.property_id,
            "unit_name": unit.name,
            "price_minor": unit.price.amount,
            "nightly": [
                (part.night.isoformat(), part.price.amount)
                for part in sorted(unit.nights, key=lambda part: part.night)
            ],
        }


async def _locked(session: Transaction, unit_ids: set[UUID]) -> dict[UUID, SellableUnit]:
    """The units by id, locked in that order, so that nobody takes a night while this transaction runs."""
    wanted = sorted(unit_ids)
    found: dict[UUID, SellableUnit] = {}
    for start in range(0, len(wanted), _UNITS_AT_ONCE):
        some = wanted[start : start + _UNITS_AT_ONCE]
        for unit in await availability.units_for_sale(session, some, for_update=True):
            found[unit.unit_id] = unit
    return found


async def _write_bookings(session: Transaction, lines: Sequence[BookingLine]) -> None:
    units = await _locked(session, {unit.id for line in lines for unit in line.units})
    await insert(session, Booking, map(_row_of_booking, lines))
    await insert(session, BookingUnit, (row for line in lines for row in _rows_of_units(line)))
    for line in lines:
        prices = [
            NightPrice(unit.id, part.night, part.price.money())
            for unit in line.units
            for part in unit.nights
            if part.held
        ]
        if prices:
            of_line = [units[unit.id] for unit in line.units]
            await ledger.take(session, of_line, Claimant(NightKind.BOOKING, line.id), prices)


def _sheet(line: Line) -> Line:
    return line | {
        "agent": line["agent"] or {"id": None, "name": None},
        "units": [unit["name"] for unit in line["units"]],
    }


def _nights(line: Line) -> Iterator[Row]:
    for unit in line["units"]:
        for night in unit["nights"]:
            yield {
                "bookingId": line["id"],
                "code": line["code"],
                "status": line["status"],
                "unitId": unit["id"],
                "unitName": unit["name"],
                "night": night["night"],
                "price": night["price"],
                "held": night["held"],
            }


def _references_of_booking(line: BookingLine) -> Iterator[Reference]:
    yield Reference("/propertyId", PROPERTIES, line.property_id)
    yield Reference("/guestId", GUESTS, line.guest_id)
    yield Reference("/agent/id", USERS, line.agent.id if line.agent else None)
    yield Reference("/createdBy", USERS, line.created_by)
    for i, unit in enumerate(line.units):
        yield Reference(f"/units/{i}/id", UNITS, unit.id)


BOOKINGS: Final = Exporter(
    name="bookings",
    tables=(Booking, BookingUnit, Night),
    model=BookingLine,
    statement=_BOOKINGS,
    line=_line_of_booking,
    write=_write_bookings,
    entity="booking",
    claims=(unique("booking", "/code", (Booking.code,), lambda line: (line.code,)), BOOKED_NIGHTS),
    references=_references_of_booking,
    check=check_booking,
    sheet=_sheet,
    more_sheets={"nights": _nights},
    judge=invariants.judge_bookings,
)


def _line_of_block(rows: Sequence[Any]) -> Line:
    [row] = rows
    return {
        "id": str(row.id),
        "propertyId": str(row.property_id),
        "unitId": str(row.unit_id),
        "from": row.starts_on.isoformat(),
        "to": row.ends_on.isoformat(),
        "reason": row.reason,
        "createdBy": optional_id(row.created_by),
        "createdAt": moment(row.created_at),
    }


def _row_of_block(line: BlockLine) -> Row:
    return line.model_dump(exclude={"begin", "end"}) | {"starts_on": line.begin, "ends_on": line.end}


async def _write_blocks(session: Transaction, lines: Sequence[BlockLine]) -> None:
    units = await _locked(session, {line.unit_id for line in lines})
    await insert(session, Block, map(_row_of_block, lines))
    for line in lines:
        unit = units[line.unit_id]
        nothing = Money(0, unit.price.currency)
        prices = [NightPrice(line.unit_id, night, nothing) for night in Stay(line.begin, line.end).nights]
        await ledger.take(session, [unit], Claimant(NightKind.BLOCK, line.id), prices)


def _references_of_block(line: BlockLine) -> Iterator[Reference]:
    yield Reference("/propertyId", PROPERTIES, line.property_id)
    yield Reference("/unitId", UNITS, line.unit_id)
    yield Reference("/createdBy", USERS, line.created_by)


BLOCKS: Final = Exporter(
    name="blocks",
    tables=(Block, Night),
    model=BlockLine,
    statement=select(Block.__table__).order_by(Block.id),
    line=_line_of_block,
    write=_write_blocks,
    entity="block",
    claims=(BLOCKED_NIGHTS,),
    references=_references_of_block,
    check=check_block,
    judge=invariants.judge_blocks,
)
