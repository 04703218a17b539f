"""Pure rules of the link that opens a booking for a guest without an account."""

import hashlib
from typing import NamedTuple
from uuid import UUID

from soulter.bookings.errors import ContactOpensBooking
from soulter.bookings.hold_rules import normalised

Contact = tuple[str | None, str | None]
"""An e-mail address and a phone number, each where there is one."""


class MadeWith(NamedTuple):
    """Hashes of the contacts that a booking with a link was made with, or that staff gave it since."""

    email_hash: str | None
    phone_hash: str | None

    @classmethod
    def of(cls, booking_id: UUID, contact: Contact) -> "MadeWith":
        """The hashes of these contacts; they differ from booking to booking."""
        return cls(*(_contact_hash(booking_id, value) if value else None for value in contact))

    def columns(self) -> dict[str, str | None]:
        """The columns of a booking that hold them."""
        return {"made_email_hash": self.email_hash, "made_phone_hash": self.phone_hash}


def _contact_hash(booking_id: UUID, contact: str) -> str:
    return hashlib.sha256(booking_id.bytes + normalised(contact).encode()).hexdigest()


def check_contact(
    booking_id: UUID, made: MadeWith, there: Contact, wanted: Contact, *, confirmed: bool
) -> None:
    """A guest opens a booking by its link together with a contact that they remember.

    A hold keeps one of the contacts that it was made with, since otherwise whoever has the link replaces one
    after the other; a confirmed booking keeps each that exists. Raises ContactOpensBooking.
    """
    known = [(old, new) for old, new in zip(there, wanted, strict=True) if old is not None]
    kept = [old for old, new in known if old == new]
    # A booking of an earlier release has no hashes: one of its present contacts stays.
    remains = zip(made, MadeWith.of(booking_id, wanted), strict=True)
    owned = not any(made) or any(old is not None and old == new for old, new in remains)
    if not kept or not owned or (confirmed and len(kept) < len(known)):
        raise ContactOpensBooking(confirmed=confirmed)
