"""Refusals about properties."""

from soulter.core.errors import Conflict, Invalid, NotFound


class PropertyNotFound(NotFound):
    """The property does not exist."""

    def __init__(self) -> None:
        super().__init__("There is no such property.")


class SlugTaken(Conflict):
    """Another property has this slug."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"The slug “{slug}” is already used. Choose another one.", slug=slug)


class UnknownZone(Invalid):
    """The time zone is not in the IANA database."""

    def __init__(self, timezone: str) -> None:
        super().__init__(
            f"“{timezone}” is not an IANA time zone. Write one such as Asia/Karachi.", timezone=timezone
        )


class UnknownCurrency(Invalid):
    """The currency is not an ISO 4217 currency with a minor unit."""

    def __init__(self, currency: str) -> None:
        super().__init__(
            f"“{currency}” is not a currency that can be counted. Write an ISO 4217 code such as PKR.",
            currency=currency,
        )
