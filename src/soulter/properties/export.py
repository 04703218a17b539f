"""How properties are exported and imported."""

import zoneinfo
from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import StringConstraints
from sqlalchemy import select

from soulter.core.http import text_patterns
from soulter.core.http.web import Moment
from soulter.core.money import is_currency
from soulter.exports.exporters import Complaint, Exporter, Known, inserting, unique
from soulter.exports.records import Line, Record, Row, moment
from soulter.properties.models import Property
from soulter.properties.schemas import (
    ClockTime,
    FurthestDays,
    LongestStay,
    Minutes,
    MostUnits,
    Name,
    SharePercent,
    Slug,
    Zone,
    clock_time,
)


class PropertyLine(Record):
    """A property."""

    name: Name
    slug: Slug
    timezone: Zone
    currency: Annotated[str, StringConstraints(pattern=text_patterns.CURRENCY)]
    check_in_time: ClockTime
    check_out_time: ClockTime
    arrival_cutoff: ClockTime | None = None
    hold_minutes: Minutes
    agent_hold_minutes: Minutes
    visitor_share_percent: SharePercent
    visitor_longest_stay: LongestStay
    visitor_furthest_days: FurthestDays
    visitor_most_units: MostUnits
    updated_at: Moment


def _line(rows: Sequence[Any]) -> Line:
    [row] = rows
    return {
        "id": str(row.id),
        "name": row.name,
        "slug": row.slug,
        "timezone": row.timezone,
        "currency": row.currency,
        "checkInTime": f"{row.check_in_time:%H:%M}",
        "checkOutTime": f"{row.check_out_time:%H:%M}",
        "arrivalCutoff": f"{row.arrival_cutoff:%H:%M}" if row.arrival_cutoff else None,
        "holdMinutes": row.hold_minutes,
        "agentHoldMinutes": row.agent_hold_minutes,
        "visitorSharePercent": row.visitor_share_percent,
        "visitorLongestStay": row.visitor_longest_stay,
        "visitorFurthestDays": row.visitor_furthest_days,
        "visitorMostUnits": row.visitor_most_units,
        "createdAt": moment(row.created_at),
        "updatedAt": moment(row.updated_at),
    }


def _row(line: PropertyLine) -> Row:
    return line.model_dump() | {
        "check_in_time": clock_time(line.check_in_time),
        "check_out_time": clock_time(line.check_out_time),
        "arrival_cutoff": clock_time(line.arrival_cutoff) if line.arrival_cutoff else None,
    }


def _check(line: PropertyLine, _known: Known) -> Iterator[Complaint]:
    if line.timezone not in zoneinfo.available_timezones():
        yield "/timezone", f"{line.timezone} is not a time zone of the IANA list, such as Asia/Karachi."
    if not is_currency(line.currency):
        yield "/currency", f"{line.currency} is not an ISO 4217 currency with a minor unit."


PROPERTIES: Final = Exporter(
    name="properties",
    tables=(Property,),
    model=PropertyLine,
    statement=select(Property.__table__).order_by(Property.id),
    line=_line,
    write=inserting(Property, _row),
    entity="property",
    claims=(unique("property", "/slug", (Property.slug,), lambda line: (line.slug,)),),
    check=_check,
    kept=True,
)


def currency_complaints(known: Known, property_id: UUID, pointer: str, currency: str) -> Iterator[Complaint]:
    """Complain of an amount in another currency than that of its property."""
    place = known.find(PROPERTIES, property_id)
    if place and place.currency != currency:
        yield pointer, f"The property counts in {place.currency}, not in {currency}."
