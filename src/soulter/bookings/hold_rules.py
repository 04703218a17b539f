"""Pure rules of what visitors may hold: they check a request against what is held already.

A visitor's hold costs nothing, so without these rules anybody could hold the whole calendar (rule 4.4). They
limit what is held at once: by one contact, by one network, and by all visitors together on a night.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from soulter.bookings.hold_errors import (
    MoreUnitsThanGuests,
    TooMuchHeld,
    VisitorArrivalTooFar,
    VisitorShareHeld,
    VisitorShareTooSmall,
    VisitorStayTooLong,
    VisitorUnitsTooMany,
)
from soulter.core.dates import Stay

SHORTEST_HOLD: Final = 10
"""Minutes. The shortest hold, however much its contact or network holds."""


class OriginKind(StrEnum):
    """The kinds of origins: a contact or account, and a network."""

    CONTACT = "contact"
    NETWORK = "network"


class HoldOrigin(NamedTuple):
    """The origin of a hold as keyed hashes; without `network` when the client's address is unknown."""

    contact: str
    network: str | None


class VisitorSettings(NamedTuple):
    """The limits of a property for visitors: percent of a night, nights, days ahead, units."""

    share_percent: int
    longest_stay: int
    furthest_days: int
    most_units: int


class Amount(NamedTuple):
    """An amount that is held or may be held: units, and unit-nights."""

    units: int
    nights: int


OF_CONTACT: Final = Amount(units=10, nights=150)
"""The maximum of one contact or account at once."""

OF_NETWORK: Final = Amount(units=30, nights=450)
"""The maximum of one network at once."""


class Held(NamedTuple):
    """What a contact or a network holds now; `ends_at` is when the first of its holds ends."""

    amount: Amount
    ends_at: datetime | None


NOTHING_HELD: Final = Held(Amount(0, 0), None)


class HeldNight(NamedTuple):
    """A night of a property: units that visitors hold, and units that are taken otherwise.

    `ends_at` is when the first of the visitors' holds ends.
    """

    night: date
    held: int
    taken: int
    ends_at: datetime | None


def normalised(contact: str) -> str:
    """An e-mail address or phone number in normal form: lower case, without separators between digits."""
    if "@" in contact:
        return contact.strip().lower()
    digits = "".join(character for character in contact if character.isdigit())
    return digits.removeprefix("00")


def check_request(settings: VisitorSettings, stay: Stay, today: date, units: int, guests: int) -> None:
    """Check a visitor's request; `today` is the business date of the property.

    Raises VisitorStayTooLong, VisitorArrivalTooFar, VisitorUnitsTooMany, MoreUnitsThanGuests.
    """
    nights = (stay.check_out - stay.check_in).days
    if nights > settings.longest_stay:
        raise VisitorStayTooLong(nights, settings.longest_stay)
    latest = today + timedelta(days=settings.furthest_days)
    if stay.check_in > latest:
        raise VisitorArrivalTooFar(stay.check_in, latest)
    if units > settings.most_units:
        raise VisitorUnitsTooMany(units, settings.most_units)
    if units > guests:
        raise MoreUnitsThanGuests(units, guests)


def at_most(general: Amount, settings: VisitorSettings) -> Amount:
    """A limit that allows at least one booking of the largest size that the property allows."""
    return Amount(
        max(general.units, settings.most_units),
        max(general.nights, settings.most_units * settings.longest_stay),
    )


def check_held(held: Held, wanted: Amount, most: Amount, now: datetime) -> None:
    """Check that a contact or a network may hold this too. Raises TooMuchHeld."""
    if (
        held.amount.units + wanted.units > most.units or held.amount.nights + wanted.nights > most.nights
    ) and held.ends_at is not None:
        raise TooMuchHeld(_seconds(held.ends_at, now))


def share(free: int, percent: int) -> int:
    """The number of a night's free units that visitors may hold, rounded up: at least one of one."""
    return -(-free * percent // 100)


def check_share(
    nights: Sequence[HeldNight], units: int, for_sale: int, settings: VisitorSettings, now: datetime
) -> None:
    """Check that visitors may hold `units` more on each night of a property with units `for_sale`.

    Raises VisitorShareTooSmall, VisitorShareHeld.
    """
    most = {one: share(for_sale - one.taken, settings.share_percent) for one in nights}
    if never := [one for one in nights if units > most[one]]:
        raise VisitorShareTooSmall([one.night for one in never], max(0, min(most[one] for one in never)))
    full = [one for one in nights if one.held + units > most[one]]
    if ends := [one.ends_at for one in full if one.ends_at is not None]:
        # A stay needs all of its nights, so the last of them decides how long waiting takes at least.
        raise VisitorShareHeld([one.night for one in full], _seconds(max(ends), now))


def hold_minutes(full: int, held: Sequence[tuple[Amount, Amount]]) -> int:
    """The minutes of an unverified visitor's hold: `full`, reduced by the used share of each limit."""
    left = [
        full * (most_of - held_of) // most_of
        for amount, most in held
        for held_of, most_of in zip(amount, most, strict=True)
    ]
    return max(min(full, SHORTEST_HOLD), min(left, default=full))


def _seconds(until: datetime, now: datetime) -> int:
    return max(1, -((now - until) // timedelta(seconds=1)))
