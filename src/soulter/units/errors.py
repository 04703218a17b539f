"""Refusals about units."""

from uuid import UUID

from soulter.core.errors import Invalid, NotFound


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
