"""How units are exported and imported."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import AfterValidator, Field
from sqlalchemy import select

from soulter.core.http.web import Moment, MoneyIn, Paragraphs
from soulter.exports.exporters import Complaint, Exporter, Known, Reference, inserting, unique
from soulter.exports.records import Line, Record, Row, moment, money
from soulter.inventory.models import Unit, UnitStatus
from soulter.inventory.schemas import Amenities, Position, Sleeps
from soulter.properties.export import PROPERTIES, currency_complaints
from soulter.properties.models import Property
from soulter.properties.schemas import Name, Slug


def _not_imported(_address: str) -> str:
    raise ValueError("leave this photo out: photos are uploaded to the unit after the import")


class UnitLine(Record):
    """A unit; `price` is for one night. `photos` is left out or empty: they are uploaded after the import."""

    property_id: UUID
    name: Name
    slug: Slug
    sleeps: Sleeps
    price: MoneyIn
    status: UnitStatus
    position: Position
    description: Paragraphs
    amenities: Amenities
    photos: list[Annotated[str, AfterValidator(_not_imported)]] = Field(default_factory=list)
    updated_at: Moment


def _line(rows: Sequence[Any]) -> Line:
    [row] = rows
    return {
        "id": str(row.id),
        "propertyId": str(row.property_id),
        "name": row.name,
        "slug": row.slug,
        "sleeps": row.sleeps,
        "price": money(row.price_minor, row.currency),
        "status": row.status.value,
        "position": row.position,
        "description": row.description,
        "amenities": row.amenities,
        "createdAt": moment(row.created_at),
        "updatedAt": moment(row.updated_at),
    }


def _row(line: UnitLine) -> Row:
    return line.model_dump(exclude={"price"}) | {"price_minor": line.price.amount}


def _check(line: UnitLine, known: Known) -> Iterator[Complaint]:
    yield from currency_complaints(known, line.property_id, "/price/currency", line.price.currency)


UNITS: Final = Exporter(
    name="units",
    tables=(Unit,),
    model=UnitLine,
    statement=select(Unit.__table__, Property.currency)
    .join(Property, Property.id == Unit.property_id)
    .order_by(Unit.id),
    line=_line,
    write=inserting(Unit, _row),
    entity="unit",
    claims=(
        unique("unit", "/slug", (Unit.property_id, Unit.slug), lambda line: (line.property_id, line.slug)),
    ),
    references=lambda line: (Reference("/propertyId", PROPERTIES, line.property_id),),
    check=_check,
    kept=True,
)
