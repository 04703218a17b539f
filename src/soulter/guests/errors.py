"""Refusals about guests."""

from soulter.core.errors import Invalid


class GuestUnreachable(Invalid):
    """A guest without e-mail and phone."""

    def __init__(self) -> None:
        super().__init__("Give the guest's e-mail address or phone number.")
