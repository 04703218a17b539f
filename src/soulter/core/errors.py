"""The kinds of refusal. They know no HTTP: `core.http.problems` maps a kind to a status."""

import re
from functools import cache


class SoulterError(Exception):
    """A refusal: a sentence that the reader can act on, and its facts.

    The client receives `facts` next to the sentence, so they hold nothing that the caller may not see.
    `headers` are added to the response as they are.
    """

    def __init__(self, detail: str, **facts: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts = facts
        self.headers: list[tuple[str, str]] = []

    @classmethod
    @cache
    def code(cls) -> str:
        """The stable machine code, `nights_taken` for `NightsTaken`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class Malformed(SoulterError):
    """The request cannot be read at all."""


class Unauthenticated(SoulterError):
    """The caller is not logged in, or the login is no longer valid."""


class Denied(SoulterError):
    """The caller is known, and not allowed."""


class NotFound(SoulterError):
    """The thing does not exist, or not for this caller: both look the same."""


class Conflict(SoulterError):
    """The request is valid; the present state does not allow it."""


class TimedOut(SoulterError):
    """The client did not send in time what it began."""


class TooLarge(SoulterError):
    """More bytes than are accepted."""


class HeadTooLarge(SoulterError):
    """More bytes of headers than are accepted."""


class UnsupportedMedia(SoulterError):
    """A body of a type that is not accepted."""


class Invalid(SoulterError):
    """The request can be read and is not valid; repeating it does not help."""


def spoken(seconds: int) -> str:
    """A duration as part of a sentence."""
    return f"{seconds} seconds" if seconds < 120 else f"{-(-seconds // 60)} minutes"


class TooMany(SoulterError):
    """Too many requests; the next one is accepted in `retry_after` seconds."""

    def __init__(self, detail: str, retry_after: int, **facts: object) -> None:
        super().__init__(detail, retry_after=retry_after, **facts)
        self.headers.append(("Retry-After", str(retry_after)))


class Unavailable(SoulterError):
    """The request is valid; try again in `retry_after` seconds."""

    def __init__(self, detail: str, retry_after: int = 2, **facts: object) -> None:
        super().__init__(detail, **facts)
        self.headers.append(("Retry-After", str(retry_after)))


class DatabaseUnavailable(Unavailable):
    """The database cannot be reached, is too busy, or refused to write."""

    def __init__(self) -> None:
        super().__init__(
            "The booking database cannot be reached right now. Nothing was changed; "
            "please try again in a few seconds."
        )


class StateConflict(Conflict):
    """A constraint of the database refused a combination of rows."""

    def __init__(self) -> None:
        super().__init__(
            "This clashes with something that already exists or was changed at the same moment. "
            "Reload and try again."
        )


class ValueRefused(Invalid):
    """A constraint of the database refused a value."""

    def __init__(self) -> None:
        super().__init__("A value in the request is outside of what can be stored.")
