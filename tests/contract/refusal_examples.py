"""Refusals of every kind as the API sends them.

The web app formats refusals itself, in the visitor's language. Its tests compare its English
sentences with these.

    .venv/bin/python -m tests.contract.refusal_examples
"""

import inspect
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

from fastapi import Response

from soulter.accounts.errors import PasswordTooLong, PasswordTooShort, RoleNotAllowed, RoleOutOfReach
from soulter.bookings.errors import (
    ArrivalIsOver,
    ContactOpensBooking,
    HoldExpired,
    NightsAreOver,
    NightsTaken,
    NothingToUndo,
    OtherCurrency,
    RangeTooLong,
    StaleVersion,
    StatusForbids,
    StayInThePast,
    TakenNight,
    TooEarly,
    TooLate,
    TooManyGuests,
    TooManyHolds,
    TotalBelowNightsOver,
    UndoTooLate,
    UnitNotBookable,
)
from soulter.bookings.hold_errors import (
    MoreUnitsThanGuests,
    TooMuchHeld,
    VisitorArrivalTooFar,
    VisitorShareHeld,
    VisitorShareTooSmall,
    VisitorStayTooLong,
    VisitorUnitsTooMany,
)
from soulter.core.dates import DateOutOfRange, StayTooLong, StayTooShort
from soulter.core.errors import SoulterError
from soulter.core.http import field_errors, problems
from soulter.core.http.middleware import OriginMissing, RepeatedHeader
from soulter.core.http.web import MalformedBody
from soulter.core.records.rate_limits import TooOften
from soulter.inventory.errors import (
    NoPhotoOfThisUnit,
    NoSuchProperty,
    PhotoFormatNotTaken,
    PhotosLeftOut,
    PhotoTooLarge,
    PhotoTooManyPixels,
    PhotoTooSmall,
    PhotoTypeDiffers,
    PhotoUnreadable,
    PropertyHasEnoughPhotos,
    UnitChanged,
    UnitHasEnoughPhotos,
    WrongCurrency,
)
from soulter.notices.errors import MailSettled
from soulter.properties.errors import SlugTaken, UnknownCurrency, UnknownZone
from tests.contract.write_references import ROOT, general_codes, refusals

FILE = ROOT / "web" / "src" / "text" / "public" / "refusal-examples.json"
FIELDS = FILE.with_name("field-examples.json")

_UNIT = UUID(int=7)
_FIRST, _LAST = date(2027, 5, 2), date(2027, 5, 14)


def _night(unit: str, day: int) -> TakenNight:
    return TakenNight(_UNIT, unit, date(2027, 5, day))


EXAMPLES: tuple[SoulterError, ...] = (
    PasswordTooLong(200),
    PasswordTooShort(12),
    RoleNotAllowed("units:write"),
    RoleOutOfReach("ADMIN"),
    ContactOpensBooking(confirmed=True),
    ContactOpensBooking(confirmed=False),
    HoldExpired(datetime(2027, 5, 2, 20, 30, tzinfo=UTC), "Asia/Karachi"),
    NightsTaken([_night("Lake Tent", 13), _night("Oak Cabin", 13), _night("Lake Tent", 14)]),
    NightsTaken([_night("Lake Tent", day) for day in range(1, 9)]),
    RangeTooLong(400),
    StaleVersion(1, 3),
    StaleVersion(1, 3, [{"at": "2027-05-02T20:30:00Z", "by": "Zara Malik"}]),
    *(
        StatusForbids("changed", status, [])
        for status in ("CHECKED_IN", "COMPLETED", "CANCELLED", "EXPIRED", "NO_SHOW")
    ),
    StatusForbids("checked out", "PENDING", ["confirm", "cancel"]),
    StatusForbids("confirmed", "CONFIRMED", ["check-in", "no-show"]),
    StatusForbids("marked as no-show", "CHECKED_IN", ["check-out"]),
    StatusForbids("cancelled", "COMPLETED", []),
    StayInThePast(_FIRST, _LAST),
    TooEarly("checked in", _LAST, _FIRST),
    TooLate(_FIRST, _LAST),
    TooManyGuests(5, 4),
    TooManyHolds(600),
    ArrivalIsOver(_FIRST),
    NightsAreOver(_FIRST, _LAST),
    NothingToUndo("check-in", "CONFIRMED"),
    UndoTooLate("checked in", _FIRST, _LAST),
    TooMuchHeld(600),
    VisitorArrivalTooFar(_LAST, _FIRST),
    VisitorShareHeld([_FIRST], 90),
    VisitorShareHeld([date(2027, 5, day) for day in range(1, 9)], 600),
    VisitorShareTooSmall([_FIRST, _LAST], 2),
    VisitorShareTooSmall([date(2027, 5, day) for day in range(1, 9)], 1),
    VisitorStayTooLong(29, 28),
    VisitorStayTooLong(2, 1),
    VisitorUnitsTooMany(6, 5),
    VisitorUnitsTooMany(2, 1),
    MoreUnitsThanGuests(2, 1),
    MoreUnitsThanGuests(3, 2),
    UnitNotBookable([_UNIT]),
    DateOutOfRange(date(1999, 12, 31)),
    StayTooLong(400),
    OtherCurrency("PKR"),
    TotalBelowNightsOver(400_000, "PKR"),
    StayTooShort(_LAST, _FIRST),
    MalformedBody("it is not UTF-8"),
    OriginMissing("https://app.example.com"),
    RepeatedHeader("Origin"),
    TooOften(90),
    TooOften(150),
    NoPhotoOfThisUnit([1]),
    NoSuchProperty(_UNIT),
    PhotoFormatNotTaken("GIF"),
    PhotosLeftOut(1),
    PhotosLeftOut(3),
    PhotoTooLarge(15 * 1024**2),
    PhotoTooManyPixels(9000, 8000, 7100, 6300),
    PhotoTooSmall(400),
    PhotoTypeDiffers("PNG", "image/jpeg"),
    PhotoUnreadable("it is empty"),
    PropertyHasEnoughPhotos(2000),
    UnitChanged(["name", "price"]),
    UnitHasEnoughPhotos(30),
    WrongCurrency("EUR", "PKR"),
    MailSettled("DELIVERED"),
    MailSettled("NEEDLESS"),
    SlugTaken("lake-tent"),
    UnknownCurrency("XYZ"),
    UnknownZone("Asia/Nowhere"),
)
"""An example of each error that has facts, for each form of its sentence."""


def _wanted(kind: type[SoulterError]) -> list[SoulterError]:
    if found := [example for example in EXAMPLES if type(example) is kind]:
        return found
    needed = [
        one for one in inspect.signature(kind).parameters.values() if one.default is inspect.Parameter.empty
    ]
    if needed:
        raise LookupError(f"{kind.__name__} is made of facts: give an example of it in EXAMPLES.")
    return [kind()]  # type: ignore[call-arg]


def _documents() -> Iterator[dict[str, object]]:
    for kind in refusals():
        for example in _wanted(kind):
            yield _sent(problems.response(example))
    yield _sent(problems.internal())
    for code, _status, detail in general_codes():
        if code == "invalid":
            yield _sent(_refused_input())
        elif code != "internal":
            yield {"detail": detail, "code": code}


FACTS: dict[str, tuple[dict[str, object], ...]] = {
    "date_out_of_range": ({"earliest": "2000-01-01", "latest": "2199-12-31"},),
    "too_short": ({"min": 1}, {"min": 12}),
    "too_long": ({"max": 120},),
    "too_few": ({"min": 1}, {"min": 2}),
    "too_many": ({"max": 40},),
    "too_small": ({"min": 1},),
    "too_large": ({"max": 100},),
    "not_an_option": ({"allowed": ["ACTIVE", "INACTIVE"]}, {"allowed": [400, 800]}),
}
"""Example facts of each field error that has some, for each form of its sentence."""


def _field_documents() -> Iterator[dict[str, object]]:
    for code in field_errors.SENTENCES:
        for facts in FACTS.get(code, ({},)):
            yield {"code": code, "detail": field_errors.sentence(code, facts), **facts}


def _refused_input() -> Response:
    """Two invalid values of a body, one of them twice."""
    missing: dict[str, object] = {"type": "missing", "msg": ""}
    places = [("body", "guest", "phone"), ("body", "checkIn"), ("body", "checkIn")]
    return problems.invalid([{**missing, "loc": place} for place in places])


def _sent(response: Response) -> dict[str, object]:
    document: dict[str, object] = json.loads(bytes(response.body))
    return {
        name: value
        for name, value in document.items()
        if name not in ("type", "title", "status", "requestId")
    }


def expected() -> str:
    """The expected content of the file: the documents without the members that all of them have."""
    found = sorted(_documents(), key=lambda document: (str(document["code"]), str(document["detail"])))
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def expected_fields() -> str:
    """The expected content of the file of field errors."""
    return json.dumps(list(_field_documents()), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(expected(), encoding="utf-8")
    FIELDS.write_text(expected_fields(), encoding="utf-8")
