"""The name and contact of a guest: values without a database."""

from dataclasses import dataclass

from soulter.guests.errors import GuestUnreachable


@dataclass(frozen=True, slots=True)
class GuestDetails:
    """A guest's contact: at least one of `email` (normalised) and `phone`."""

    name: str
    email: str | None
    phone: str | None

    def __post_init__(self) -> None:
        if not self.email and not self.phone:
            raise GuestUnreachable

    @property
    def contact(self) -> str:
        """What a guest without an account sends with the token of the booking."""
        return self.email or self.phone or ""
