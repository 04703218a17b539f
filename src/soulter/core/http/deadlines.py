"""How long a body is waited for, how long a handler may work, and how many requests a worker has in hand.

The innermost of the walls: what the perimeter refuses by its head alone takes no place and needs no timer.
"""

import asyncio
from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from soulter.core import errors
from soulter.core.http import body_kinds
from soulter.core.http.middleware import UNSAFE

# A worker answers several hundred requests a second: who stands behind so many is late already, and a longer line
# makes everybody late. With their JSON bodies they hold 64 MB at most; routes that take more bound it themselves.
IN_FLIGHT: Final = 256

# A platform that does not hear from these restarts a worker which is merely busy, and how busy it is has to be seen.
_ALWAYS_ANSWERED: Final = frozenset({"/livez", "/readyz", "/health", "/metrics"})


@dataclass(frozen=True, slots=True)
class Patience:
    """The longest waits, in seconds. A body has one second more for each `bytes_per_second` that arrived."""

    head: float = 10
    body: float = 10
    bytes_per_second: int = 10_000
    handler: float = 10


class BodyTooSlow(errors.TimedOut):
    """A body came more slowly than 10 kB a second, or stopped coming."""

    def __init__(self) -> None:
        super().__init__(
            "The body of the request did not arrive in time. Nothing was changed; please send it again over a better connection."
        )
        self.headers.append(("Connection", "close"))


class BodyCutOff(errors.Malformed):
    """The client left before its body was complete; the answer reaches nobody."""

    def __init__(self) -> None:
        super().__init__("The connection ended before the body was complete.")


class HandlerTooSlow(errors.Unavailable):
    """The work for a request took longer than it may, and was stopped."""

    def __init__(self) -> None:
        super().__init__(
            "This took too long and was stopped. Please try again; with the same Idempotency-Key it has one effect at most.",
            5,
        )


class TooBusy(errors.Unavailable):
    """More requests at once than a worker takes."""

    def __init__(self) -> None:
        super().__init__(
            "Too many requests are being answered right now. Nothing was changed; please try again in a few seconds."
        )


class InFlight:
    """The requests that a worker has in hand: at most `limit`."""

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


class Deadlines:
    """Gives every request its place and its time, and takes both back however it ends."""

    def __init__(
        self,
        app: ASGIApp,
        patience: Patience,
        in_flight: InFlight,
        uploads: tuple[body_kinds.Upload, ...] = (),
    ) -> None:
        self.app = app
        self.patience = patience
        self.in_flight = in_flight
        self.uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or scope["path"] in _ALWAYS_ANSWERED:
            await self.app(scope, receive, send)
            return
        has_body = scope["method"] in UNSAFE
        turn = _Turn(self.patience, self.in_flight, receive, body_kinds.kind_for(scope, self.uploads))
        try:
            async with asyncio.timeout(
                self.patience.body if has_body else self.patience.handler
            ) as turn.limit:
                if has_body:
                    receive = turn.receive
                else:
                    turn.enter()
                await self.app(scope, receive, send)
        except Exception:
            if turn.limit.expired():
                raise (BodyTooSlow if turn.awaits_body else HandlerTooSlow) from None
            raise
        finally:
            if turn.entered:
                self.in_flight.leave()


class _Turn:
    """One request. With the last byte of its body it takes its place, and the handler's time begins.

    Bodies on their way in take no place: slow clients would keep out all others for the price of a socket.
    """

    __slots__ = (
        "_in_flight",
        "_kind",
        "_patience",
        "_receive",
        "_received",
        "awaits_body",
        "entered",
        "limit",
    )

    limit: asyncio.Timeout

    def __init__(
        self, patience: Patience, in_flight: InFlight, receive: Receive, kind: body_kinds.BodyKind
    ) -> None:
        self._kind = kind
        self._patience = patience
        self._in_flight = in_flight
        self._receive = receive
        self._received = 0
        self.awaits_body = False
        self.entered = False

    def enter(self) -> None:
        self._in_flight.enter()
        self.entered = True

    async def receive(self) -> Message:
        """ASGI: counts while streaming, since a chunked body declares no length."""
        if self.entered:
            return await self._receive()
        self.awaits_body = True
        message = await self._receive()
        self.awaits_body = False
        if message["type"] != "http.request":
            raise BodyCutOff
        arrived = len(message.get("body", b""))
        self._received += arrived
        if self._received > self._kind.limit:
            raise self._kind.too_large()
        if message.get("more_body", False):
            self._allow_more(arrived)
        else:
            self._begin_work()
        return message

    def _begin_work(self) -> None:
        self.enter()
        self.limit.reschedule(asyncio.get_running_loop().time() + self._patience.handler)

    def _allow_more(self, arrived: int) -> None:
        until = self.limit.when()
        assert until is not None
        self.limit.reschedule(until + arrived / self._patience.bytes_per_second)
