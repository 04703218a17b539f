"""The limit on how many requests a worker answers at the same time."""

from typing import Final

from soulter.core import errors

# A worker answers several hundred requests a second: behind so many, a request is late already, and a longer
# queue makes all of them late. With their JSON bodies they hold 64 MB at most; upload routes have a limit of
# their own.
IN_FLIGHT: Final = 256


class TooBusy(errors.Unavailable):
    """More requests at once than a worker takes."""

    def __init__(self) -> None:
        super().__init__(
            "Too many requests are being answered right now. Nothing was changed; "
            "please try again in a few seconds."
        )


class InFlight:
    """Counts the requests that a worker is answering: at most `limit`."""

    def __init__(self, limit: int = IN_FLIGHT) -> None:
        self.limit = limit
        self.count = 0

    def enter(self) -> None:
        """Count one request more. Raises TooBusy."""
        if self.count >= self.limit:
            raise TooBusy
        self.count += 1

    def leave(self) -> None:
        """Count one request less."""
        self.count -= 1
