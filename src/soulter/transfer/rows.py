"""Lines as rows of the tables."""

from collections.abc import Callable, Iterator
from typing import Any, Final, cast

from soulter.accounts.models import User
from soulter.bookings.models import Block, Booking
from soulter.core.database.types import Base
from soulter.guests.models import Guest
from soulter.inventory.models import Unit
from soulter.properties.models import Property
from soulter.properties.schemas import clock_time
from soulter.transfer.lines import (
    BlockLine,
    BookingLine,
    GuestLine,
    Kind,
    PropertyLine,
    Record,
    UnitLine,
    UserLine,
)

Row = dict[str, Any]

TABLES: Final[dict[Kind, type[Base]]] = {
    Kind.PROPERTIES: Property,
    Kind.UNITS: Unit,
    Kind.USERS: User,
    Kind.GUESTS: Guest,
    Kind.BOOKINGS: Booking,
    Kind.BLOCKS: Block,
}


def _property(record: Record) -> Row:
    line = cast("PropertyLine", record)
    return line.model_dump() | {
        "check_in_time": clock_time(line.check_in_time),
        "check_out_time": clock_time(line.check_out_time),
        "arrival_cutoff": clock_time(line.arrival_cutoff) if line.arrival_cutoff else None,
    }


def _unit(record: Record) -> Row:
    line = cast("UnitLine", record)
    return line.model_dump(exclude={"price"}) | {"price_minor": line.price.amount}


def _user(record: Record) -> Row:
    line = cast("UserLine", record)
    return line.model_dump() | {"email": line.email.lower(), "password_hash": None, "session_epoch": 1}


def _guest(record: Record) -> Row:
    return cast("GuestLine", record).model_dump()


def _booking(record: Record) -> Row:
    line = cast("BookingLine", record)
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


def units_of(line: BookingLine) -> Iterator[Row]:
    """The units of a booking, in the order of their ids."""
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


def _block(record: Record) -> Row:
    line = cast("BlockLine", record)
    return line.model_dump(exclude={"begin", "end"}) | {"starts_on": line.begin, "ends_on": line.end}


OF: Final[dict[Kind, Callable[[Record], Row]]] = {
    Kind.PROPERTIES: _property,
    Kind.UNITS: _unit,
    Kind.USERS: _user,
    Kind.GUESTS: _guest,
    Kind.BOOKINGS: _booking,
    Kind.BLOCKS: _block,
}
