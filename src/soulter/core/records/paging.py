"""Keyset paging: every page costs the same, and a cursor fits one list with its sort and filters."""

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel
from sqlalchemy import Integer, Select, bindparam, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from soulter.core.errors import Invalid

DEFAULT_SIZE = 25
MAX_SIZE = 100
_LONGEST_CURSOR = 400

_LARGEST = 2**63

Row = TypeVar("Row")


class CursorDoesNotFit(Invalid):
    """The cursor was made for another list, sort or filter."""

    def __init__(self) -> None:
        super().__init__("This cursor belongs to another list, sort or filter. Begin again without a cursor.")


class PageOut(BaseModel):
    """The position in a list."""

    size: int = Field(description="The most entries that this page could have.")
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class PageQuery(BaseModel):
    """The query string of every list; each list adds its filters and its enum of sorts."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)

    size: int = Field(DEFAULT_SIZE, ge=1, le=MAX_SIZE)
    cursor: str | None = Field(None, min_length=1, max_length=_LONGEST_CURSOR)

    @model_validator(mode="before")
    @classmethod
    def _empty_is_left_out(cls, given: Any) -> Any:
        """An empty filter counts as absent: forms send `?status=` for a filter that nobody chose."""
        if not isinstance(given, dict):
            return given
        chosen = {
            name: [each for each in value if each != ""] if isinstance(value, list) else value
            for name, value in given.items()
        }
        return {name: value for name, value in chosen.items() if value != ""}

    def mark(self) -> str:
        """A name for the list with its sort and filters, so that a cursor cannot be used with another one."""
        criteria = self.model_dump_json(exclude={"size", "cursor"}, exclude_none=True)
        return hashlib.sha256(f"{type(self).__name__}{criteria}".encode()).hexdigest()[:12]


@dataclass(frozen=True, eq=False)
class Order:
    """A total order: columns in one direction, the last one unique, none of them nullable."""

    columns: tuple[InstrumentedAttribute[Any], ...]
    parsers: tuple[Callable[[str], object], ...]
    descending: bool = False

    def apply(self, statement: "Select[*tuple[Any, ...]]", *, continued: bool) -> "Select[*tuple[Any, ...]]":
        """Order the statement, limit it to one entry more than the page, and begin after the cursor."""
        if continued:
            row = tuple_(*self.columns)
            key = tuple_(
                *(bindparam(f"after_{i}", type_=column.type) for i, column in enumerate(self.columns))
            )
            statement = statement.where(row < key if self.descending else row > key)
        statement = statement.order_by(
            *(column.desc() if self.descending else column.asc() for column in self.columns)
        )
        return statement.limit(bindparam("entries", type_=Integer()))

    def params(self, query: PageQuery) -> dict[str, object]:
        """The parameters that `apply` left open. Raises CursorDoesNotFit."""
        params: dict[str, object] = {"entries": query.size + 1}
        if query.cursor:
            parts = _decode(query.cursor, query.mark(), len(self.columns))
            try:
                params |= {
                    f"after_{i}": parse(part)
                    for i, (parse, part) in enumerate(zip(self.parsers, parts, strict=True))
                }
            except (ValueError, OverflowError):
                raise CursorDoesNotFit from None
        return params


def instant(text: str) -> datetime:
    """A moment from a cursor. Raises ValueError or OverflowError."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return found.astimezone(UTC)


def whole(text: str) -> int:
    """A number from a cursor that the databases can store. Raises ValueError."""
    found = int(text)
    if not -_LARGEST <= found < _LARGEST:
        raise ValueError("too large")
    return found


def words(text: str) -> str:
    """Text from a cursor that the databases can store. Raises ValueError."""
    if "\x00" in text:
        raise ValueError("a NUL")
    text.encode()
    return text


def cut(
    rows: list[Row], query: PageQuery, key: Callable[[Row], Sequence[object]]
) -> tuple[list[Row], PageOut]:
    """The page from `size + 1` rows, with the cursor of the next one. `key` gives a row's sort values."""
    if len(rows) <= query.size:
        return rows, PageOut(size=query.size, next=None)
    kept = rows[: query.size]
    return kept, PageOut(size=query.size, next=_encode(query.mark(), key(kept[-1])))


def _encode(mark: str, key: Sequence[object]) -> str:
    text = json.dumps([mark, *map(str, key)], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _decode(cursor: str, mark: str, parts: int) -> tuple[str, ...]:
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        raise CursorDoesNotFit from None
    if (
        not isinstance(found, list)
        or len(found) != parts + 1
        or found[0] != mark
        or not all(isinstance(part, str) for part in found)
    ):
        raise CursorDoesNotFit
    return tuple(found[1:])
