"""The kinds of values in a backup: the same words for both databases, so that one restores what the other wrote."""

import base64
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    CHAR,
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Time,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine.interfaces import ReflectedColumn
from sqlalchemy.types import DateTime, TypeEngine

from soulter.backup.errors import UnknownColumn
from soulter.core.database.types import Instant

_LENGTH_OF_A_UUID = 32


class Kind(StrEnum):
    """What a column holds."""

    UUID = "uuid"
    TEXT = "text"
    WHOLE = "whole"
    TRUTH = "truth"
    DAY = "day"
    TIME = "time"
    INSTANT = "instant"
    DOCUMENT = "document"
    BYTES = "bytes"


Columns = dict[str, Kind]
"""The columns of a table, in the order of its rows."""

_TYPES: Final[dict[Kind, TypeEngine[Any]]] = {
    Kind.UUID: Uuid(),
    Kind.TEXT: String(),
    Kind.WHOLE: BigInteger(),
    Kind.TRUTH: Boolean(),
    Kind.DAY: Date(),
    Kind.TIME: Time(),
    Kind.INSTANT: Instant(),
    Kind.DOCUMENT: JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql"),
    Kind.BYTES: LargeBinary(),
}
# The order matters: a boolean is no whole number, a moment no date.
_OF_TYPE: Final[tuple[tuple[type[TypeEngine[Any]], Kind], ...]] = (
    (Uuid, Kind.UUID),
    (Boolean, Kind.TRUTH),
    (Integer, Kind.WHOLE),
    (DateTime, Kind.INSTANT),
    (Date, Kind.DAY),
    (Time, Kind.TIME),
    (JSON, Kind.DOCUMENT),
    (LargeBinary, Kind.BYTES),
    (String, Kind.TEXT),
)
_FROM_JSON: Final[dict[Kind, Callable[[Any], Any]]] = {
    Kind.UUID: UUID,
    Kind.DAY: date.fromisoformat,
    Kind.TIME: time.fromisoformat,
    Kind.INSTANT: datetime.fromisoformat,
    Kind.BYTES: lambda text: base64.b64decode(text, validate=True),
}


def of(table: str, column: ReflectedColumn) -> Kind:
    """The kind of a column as the database describes it. Raises UnknownColumn."""
    found = column["type"]
    if isinstance(found, CHAR) and found.length == _LENGTH_OF_A_UUID:
        return Kind.UUID  # SQLite has no type of its own for them
    for known, kind in _OF_TYPE:
        if isinstance(found, known):
            return kind
    raise UnknownColumn(table, column["name"], str(found))


def table(name: str, columns: Columns) -> Table:
    """A table to select from and insert into, whatever the code of today says about it."""
    return Table(name, MetaData(), *(Column(column, _TYPES[kind]) for column, kind in columns.items()))


def to_json(value: object) -> str:
    """For `json.dumps`: values that JSON has no form for, as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(value).decode()
    raise TypeError(type(value).__name__)


def from_json(columns: Columns) -> Callable[[list[Any]], dict[str, Any]]:
    """What turns a row of the file into one for the database. Raises ValueError or TypeError for what is none."""
    plan = [(name, _FROM_JSON.get(kind)) for name, kind in columns.items()]

    def row(values: list[Any]) -> dict[str, Any]:
        pairs = zip(plan, values, strict=True)
        return {name: read(value) if read and value is not None else value for (name, read), value in pairs}

    return row
