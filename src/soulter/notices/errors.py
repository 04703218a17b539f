"""Refusals about mails, and reasons why a mail was not delivered."""

from soulter.core.errors import Conflict, NotFound


class MailNotFound(NotFound):
    """No such mail."""

    def __init__(self) -> None:
        super().__init__("There is no such mail.")


class MailSettled(Conflict):
    """A mail that is not sent again."""

    def __init__(self, state: str) -> None:
        reason = "was delivered already" if state == "DELIVERED" else "was not needed when its time came"
        super().__init__(f"This mail {reason}, so it is not sent again.", state=state)


class NotDelivered(Exception):
    """The mail was not delivered. The text says why and contains no personal data."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good
        """Whether trying again would end the same."""
