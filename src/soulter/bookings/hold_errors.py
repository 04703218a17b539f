"""Refusals by the limits of what visitors may hold, each with its facts."""

from collections.abc import Sequence
from datetime import date

from soulter.core.errors import Conflict, Invalid, TooMany, duration_label

_NAMED = 6


class VisitorStayTooLong(Invalid):
    """More nights than the property lets a visitor book at once."""

    def __init__(self, nights: int, longest: int) -> None:
        super().__init__(
            f"Visitors can book at most {_counted(longest, 'night')} at once; this stay has {nights}. "
            "For a longer stay please write to the property.",
            nights=nights,
            longest=longest,
        )


class VisitorArrivalTooFar(Invalid):
    """A check-in date later than the property lets a visitor book."""

    def __init__(self, check_in: date, latest: date) -> None:
        super().__init__(
            f"Visitors can book arrivals until {latest}; this stay begins on {check_in}. "
            "For a later stay please write to the property.",
            check_in=check_in,
            latest=latest,
        )


class VisitorUnitsTooMany(Invalid):
    """More units than the property lets a visitor book at once."""

    def __init__(self, units: int, most: int) -> None:
        super().__init__(
            f"Visitors can book at most {_counted(most, 'unit')} at once; this booking has {units}. "
            "For a larger group please write to the property.",
            units=units,
            most=most,
        )


class MoreUnitsThanGuests(Invalid):
    """A visitor's booking with more units than people."""

    def __init__(self, units: int, guests: int) -> None:
        super().__init__(
            f"{_counted(units, 'unit')} for {_counted(guests, 'guest')} are more than one for each. "
            "Choose fewer units.",
            units=units,
            guests=guests,
        )


class TooMuchHeld(TooMany):
    """One contact, or one network, would hold more units or nights at once than anybody needs."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "Too much is held from here until the property confirms it. "
            f"Please write to the property, or try again in {duration_label(seconds)}, when a hold ends.",
            seconds,
        )


class VisitorShareHeld(TooMany):
    """On these nights visitors hold their share of what is free; it becomes less when a hold ends."""

    def __init__(self, nights: Sequence[date], seconds: int) -> None:
        super().__init__(
            f"Other guests hold most of what is free on {_days(nights)}. "
            f"Please write to the property, or try again in {duration_label(seconds)}.",
            seconds,
            nights=list(nights),
        )


class VisitorShareTooSmall(Conflict):
    """More units than visitors may hold together on a night, even when nobody else holds one."""

    def __init__(self, nights: Sequence[date], most: int) -> None:
        super().__init__(
            f"Visitors can hold at most {_counted(most, 'unit')} together on {_days(nights)}: "
            "so few are free. Book fewer units, or write to the property.",
            nights=list(nights),
            most=most,
        )


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _days(nights: Sequence[date]) -> str:
    named = ", ".join(f"{night:%a} {night.day} {night:%b %Y}" for night in nights[:_NAMED])
    return f"{named} and more" if len(nights) > _NAMED else named
