"""Wire shapes of guests."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints
from typing_extensions import TypedDict

from soulter.core.http.web import IdOut, SingleLine
from soulter.core.records.paging import PageOut, PageQuery
from soulter.desk.guests import PersonRow


class GuestQuery(PageQuery):
    """Filters of the list of guests."""

    q: Annotated[SingleLine, StringConstraints(min_length=1, max_length=100)] | None = Field(
        None, description="Part of a name, an e-mail address or a phone number, of any of their bookings."
    )


class PersonOut(TypedDict):
    """A person who stays or stayed: all bookings with one e-mail address, or else with one phone number.

    Name and contact are those of the newest booking; `lastStay` and `nextStay` are check-in dates of active
    bookings.
    """

    id: IdOut
    name: str
    email: str | None
    phone: str | None
    bookings: int
    lastStay: date | None
    nextStay: date | None


class GuestList(TypedDict):
    """A page of guests."""

    guests: list[PersonOut]
    page: PageOut


def person_out(row: PersonRow) -> PersonOut:
    """The wire shape of a person."""
    return {
        "id": str(row.id),
        "name": row.name,
        "email": row.email,
        "phone": row.phone,
        "bookings": row.bookings,
        "lastStay": row.last_stay,
        "nextStay": row.next_stay,
    }
