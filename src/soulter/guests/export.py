"""How guests are exported and imported."""

from collections.abc import Sequence
from typing import Any, Final, Self
from uuid import UUID

from pydantic import model_validator
from sqlalchemy import select

from soulter.accounts.export import USERS
from soulter.accounts.schemas import Name
from soulter.core.http.web import Email, Phone
from soulter.exports.exporters import Exporter, Reference, inserting
from soulter.exports.records import Line, Record, moment, optional_id
from soulter.guests.models import Guest


class GuestLine(Record):
    """Who stays."""

    name: Name
    email: Email | None
    phone: Phone | None
    user_id: UUID | None

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if not self.email and not self.phone:
            raise ValueError("a guest has an e-mail address or a phone number")
        return self


def _line(rows: Sequence[Any]) -> Line:
    [row] = rows
    return {
        "id": str(row.id),
        "name": row.name,
        "email": row.email,
        "phone": row.phone,
        "userId": optional_id(row.user_id),
        "createdAt": moment(row.created_at),
    }


GUESTS: Final = Exporter(
    name="guests",
    tables=(Guest,),
    model=GuestLine,
    statement=select(Guest.__table__).order_by(Guest.id),
    line=_line,
    write=inserting(Guest, GuestLine.model_dump),
    references=lambda line: (Reference("/userId", USERS, line.user_id),),
)
