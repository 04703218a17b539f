"""The kinds of refusal. No HTTP here: `core.http.problems` knows which status a kind becomes."""

import re
from functools import cache


class SoulterError(Exception):
    """A refusal: a sentence the reader can act on, and the facts behind it.

    `facts` are sent to the client next to the sentence, so they hold nothing
    that the caller may not see. `headers` go out with the answer as they are.
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
    """Nobody is logged in, or the login is no longer good."""


class Denied(SoulterError):
    """Known, and not allowed."""


class NotFound(SoulterError):
    """There is no such thing, or not for this caller: both look the same."""


class Conflict(SoulterError):
    """The request is fine; the state of things is against it."""


class TimedOut(SoulterError):
    """The client did not send in time what it began."""


class TooLarge(SoulterError):
    """More bytes than we take."""


class HeadTooLarge(SoulterError):
    """More bytes of headers than we take."""


class UnsupportedMedia(SoulterError):
    """A body in a form that we do not read."""


class Invalid(SoulterError):
    """Readable, and not acceptable. Never becomes acceptable by trying again."""


def spoken(seconds: int) -> str:
    """How long to wait, for a sentence."""
    return f"{seconds} seconds" if seconds < 120 else f"{-(-seconds // 60)} minutes"


class TooMany(SoulterError):
    """Asked too often; fine again in `retry_after` seconds."""

    def __init__(self, detail: str, retry_after: int, **facts: object) -> None:
        super().__init__(detail, **facts)
        self.headers.append(("Retry-After", str(retry_after)))


class Unavailable(SoulterError):
    """Nothing is wrong with the request; try again in `retry_after` seconds."""

    def __init__(self, detail: str, retry_after: int = 2, **facts: object) -> None:
        super().__init__(detail, **facts)
        self.headers.append(("Retry-After", str(retry_after)))


class DatabaseUnavailable(Unavailable):
    """The database cannot be reached, is too busy, or refused to write."""

    def __init__(self) -> None:
        super().__init__(
            "The booking database cannot be reached right now. Nothing was changed; please try again in a few seconds."
        )


class StateConflict(Conflict):
    """The database's own constraints refused a combination of rows."""

    def __init__(self) -> None:
        super().__init__(
            "This clashes with something that already exists or was changed at the same moment. Reload and try again."
        )


class ValueRefused(Invalid):
    """The database's own constraints refused a value."""

    def __init__(self) -> None:
        super().__init__("A value in the request is outside of what can be stored.")
