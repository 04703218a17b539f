"""What an event is: a frozen dataclass in the past tense, `<feature>/events.py`.

    @dataclass(frozen=True, slots=True)
    class BookingConfirmed(Event):
        SUBJECT = "booking_id"
        booking_id: UUID
        property_id: UUID

Its topic comes from the name: `BookingConfirmed` is `booking.confirmed`, `AccountRoleChanged` is `account.role_changed`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. Its fields are ids and plain values, rather than personal data, and never a secret."""

    SUBJECT: ClassVar[str | None] = None
    """The field that names what the event is about: deliveries about one subject keep their order."""

    @classmethod
    def topic(cls) -> str:
        """The name under which the event is stored and logged."""
        entity, *rest = re.findall(r"[A-Z][a-z0-9]*", cls.__name__)
        return f"{entity}.{'_'.join(rest)}".lower()

    @property
    def subject(self) -> UUID | None:
        """What the event is about."""
        return getattr(self, self.SUBJECT) if self.SUBJECT else None

    @property
    def place(self) -> UUID | None:
        """The property that the event belongs to; None where it belongs to none."""
        return getattr(self, "property_id", None)

    def facts(self) -> Mapping[str, Any]:
        """The other fields, as JSON values."""
        return {
            field.name: _json(getattr(self, field.name))
            for field in fields(self)
            if field.name not in (self.SUBJECT, "property_id")
        }


def _json(value: object) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_json(item) for item in value]
    return value
