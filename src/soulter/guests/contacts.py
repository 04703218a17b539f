"""Which guest records are one person.

Each booking has its own guest record; records with the same contact are one person.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from soulter.guests.models import Guest


def contact(guest: Any) -> ColumnElement[str]:
    """The columns that identify a person."""
    return func.coalesce(guest.email, guest.phone)


def same_person(guest_id: ColumnElement[Any]) -> "Select[*tuple[Any, ...]]":
    """The ids of all guest records of the person with this record."""
    other = aliased(Guest)
    return (
        select(Guest.id.label("id")).join(other, contact(other) == contact(Guest)).where(other.id == guest_id)
    )
