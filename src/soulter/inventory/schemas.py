"""Wire shapes of units."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import MISSING, AfterValidator, Field, StringConstraints
from typing_extensions import TypedDict

from soulter.core.http import field_errors, text_patterns
from soulter.core.http.web import (
    IdOut,
    MoneyIn,
    MoneyOut,
    Paragraphs,
    SingleLine,
    Whole,
    WireIn,
    money_out,
    plain,
)
from soulter.core.records.paging import PageOut, PageQuery
from soulter.inventory.models import LAST_POSITION, UnitStatus
from soulter.inventory.photos import MOST_OF_A_UNIT
from soulter.inventory.picture_formats import WIDTHS
from soulter.inventory.queries import UnitRow
from soulter.properties.schemas import Name, Slug

Sleeps = Annotated[Whole, Field(ge=1, le=100)]
Position = Annotated[Whole, Field(ge=0, le=LAST_POSITION)]
Amenities = Annotated[
    list[Annotated[SingleLine, StringConstraints(min_length=1, max_length=60)]], Field(max_length=40)
]
PhotosInOrder = Annotated[
    list[Annotated[str, StringConstraints(pattern=text_patterns.PHOTO_ADDRESS)]],
    Field(
        max_length=MOST_OF_A_UNIT,
        description="Every photo of the unit once, in the order to show them.",
    ),
]


def _kept(width: int) -> int:
    if width not in WIDTHS:
        raise field_errors.fault("not_an_option", allowed=list(WIDTHS))
    return width


PhotoWidth = Annotated[
    int,
    Field(
        ge=WIDTHS[0],
        le=WIDTHS[-1],
        json_schema_extra={"enum": list(WIDTHS)},
        description="The widest that is of use, in pixels.",
    ),
    AfterValidator(_kept),
]


class UnitIn(WireIn):
    """A new unit."""

    property_id: UUID
    name: Name
    slug: Slug
    sleeps: Sleeps
    price: MoneyIn
    status: UnitStatus = UnitStatus.ACTIVE
    position: Annotated[
        Position | MISSING, Field(description="Its place in the listing order; left out, it is the last one.")
    ] = MISSING
    description: Paragraphs = ""
    amenities: Amenities = Field(default_factory=list)


class UnitSeen(WireIn):
    """What the caller has seen of a unit."""

    name: Name | MISSING = MISSING
    slug: Slug | MISSING = MISSING
    sleeps: Sleeps | MISSING = MISSING
    price: MoneyIn | MISSING = MISSING
    status: UnitStatus | MISSING = MISSING
    description: Paragraphs | MISSING = MISSING
    amenities: Amenities | MISSING = MISSING

    def values(self) -> dict[str, Any]:
        """The values by the names of the columns, `price` as Money."""
        given = self.model_dump(exclude={"price"})
        return given | {"price": self.price.money()} if isinstance(self.price, MoneyIn) else given


class UnitPatch(WireIn):
    """What may change of a unit; what is left out stays. With `seen`, only if it still has those values."""

    name: Name | MISSING = MISSING
    slug: Slug | MISSING = MISSING
    sleeps: Sleeps | MISSING = MISSING
    price: MoneyIn | MISSING = MISSING
    status: UnitStatus | MISSING = MISSING
    position: Position | MISSING = MISSING
    description: Paragraphs | MISSING = MISSING
    amenities: Amenities | MISSING = MISSING
    photos: PhotosInOrder | MISSING = MISSING
    seen: UnitSeen | MISSING = MISSING


class UnitOrderIn(WireIn):
    """All units of a property, also those out of use, in the new listing order."""

    property_id: UUID
    unit_ids: Annotated[
        list[UUID], Field(min_length=1, max_length=1000, json_schema_extra={"uniqueItems": True})
    ]


class UnitOut(TypedDict):
    """A unit; `price` is for one night."""

    id: IdOut
    propertyId: IdOut
    name: str
    slug: str
    sleeps: int
    price: MoneyOut
    status: UnitStatus
    description: str
    amenities: list[str]
    photos: list[str]


class UnitEnvelope(TypedDict):
    """One unit."""

    unit: UnitOut


class UnitList(TypedDict):
    """A page of units."""

    units: list[UnitOut]
    page: PageOut


class UnitQuery(PageQuery):
    """Filters of the list of units."""

    property: UUID | None = Field(None, description="Only units of this property.")
    sleeps: int | None = Field(None, ge=1, le=100, description="Only units for at least so many people.")
    status: UnitStatus | None = Field(
        None, description="Staff only: everybody else sees active units whatever is asked for."
    )


def unit_out(row: UnitRow) -> UnitOut:
    """The wire shape of a unit."""
    return {
        "id": str(row.id),
        "propertyId": str(row.property_id),
        "name": row.name,
        "slug": row.slug,
        "sleeps": row.sleeps,
        "price": money_out(row.price),
        "status": plain(row.status),
        "description": row.description,
        "amenities": row.amenities,
        "photos": row.photos,
    }
