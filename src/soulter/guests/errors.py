"""Refusals about guests."""

from soulter.core.errors import Invalid


class GuestUnreachable(Invalid):
    """The guest has neither an e-mail address nor a phone number."""

    def __init__(self) -> None:
        super().__init__("Give the guest's e-mail address or phone number.")
