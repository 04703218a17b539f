"""How many requests a worker answers at the same time."""

from typing import Final

from soulter.core import errors

# A worker answers several hundred requests a second: who stands behind so many is late already, and a longer line
# makes everybody late. With their JSON bodies they hold 64 MB at most; routes that take more bound it themselves.
IN_FLIGHT: Final = 256


class TooBusy(errors.Unavailable):
    """More requests at once than a worker takes."""

    def __init__(self) -> None:
        super().__init__(
            "Too many requests are being answered right now. Nothing was changed; please try again in a few seconds."
        )


class InFlight:
    """Counts the requests that a worker is answering: at most `limit`."""

    def __init__(self, limit: int = IN_FLIGHT) -> None:
        self.limit = limit
        self.count = 0

    def enter(self) -> None:
        """Take a place. Raises TooBusy."""
        if self.count >= self.limit:
            raise TooBusy
        self.count += 1

    def leave(self) -> None:
        """Give the place back."""
        self.count -= 1
