"""Refusals about units."""

from collections.abc import Sequence
from uuid import UUID

from soulter.core.errors import Conflict, Invalid, NotFound


class UnitNotFound(NotFound):
    """No such unit, or none that this actor sees."""

    def __init__(self) -> None:
        super().__init__("There is no such unit.")


class WrongCurrency(Invalid):
    """A price in another currency than the property's."""

    def __init__(self, given: str, expected: str) -> None:
        super().__init__(f"Prices at this property are in {expected}, not in {given}.", given=given, expected=expected)


class NoSuchProperty(Invalid):
    """A unit at a property that does not exist."""

    def __init__(self, property_id: UUID) -> None:
        super().__init__("There is no such property.", property_id=property_id)


class UnitChanged(Conflict):
    """Somebody changed what this change is about since it was read; `fields` are the wire names of what differs."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(f"Somebody changed this unit meanwhile ({', '.join(fields)}). Reload it and apply your change again.", fields=list(fields))


class OrderDoesNotFit(Conflict):
    """An order of units that leaves one out, names a foreign one or names one twice."""

    def __init__(self) -> None:
        super().__init__("Units were added meanwhile, or belong elsewhere. Reload the list and order it again.")
