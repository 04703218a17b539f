"""What all lines of an export share: the base of their models, and amounts and moments as text."""

from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from pydantic import ConfigDict

from soulter.core.http.web import Moment, WireIn

Line = dict[str, Any]
"""A line of an export as plain values."""

Row = dict[str, Any]
"""A row of a table, by the names of its columns."""


class Exact(WireIn):
    """Text is taken as it is, spaces at its ends too: what goes out comes in the same."""

    model_config = ConfigDict(str_strip_whitespace=False)


class Record(Exact):
    """What has an id; `created_at` is a moment with its offset."""

    id: UUID
    created_at: Moment


RecordType = TypeVar("RecordType", bound=Record)


def money(minor: int, currency: str) -> Line:
    """An amount in minor units, as the wire has it."""
    return {"amount": minor, "currency": currency}


def moment(value: datetime) -> str:
    """A moment in UTC, to the microsecond, always in the same form."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def optional_id(value: UUID | None) -> str | None:
    """An id as text, or None."""
    return str(value) if value else None
