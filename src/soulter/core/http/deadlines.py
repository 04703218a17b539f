"""The timeouts of a request: for the arrival of its body, and for the work of its handler.

The innermost middleware: a request that the others refuse by its head alone takes no place and needs no
timer.
"""

import asyncio
from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from soulter.core import errors
from soulter.core.http import body_kinds
from soulter.core.http.in_flight import InFlight
from soulter.core.http.middleware import UNSAFE

# A platform restarts a worker that does not answer these, although it may only be busy; and its load must
# stay visible.
_ALWAYS_ANSWERED: Final = frozenset({"/livez", "/readyz", "/health", "/metrics"})


@dataclass(frozen=True, slots=True)
class Timeouts:
    """The longest waits, in seconds. A body has one second more for each `bytes_per_second` that arrived."""

    head: float = 10
    body: float = 10
    bytes_per_second: int = 10_000
    handler: float = 10


class BodyTooSlow(errors.TimedOut):
    """A body arrived more slowly than 10 kB a second, or stopped arriving."""

    def __init__(self) -> None:
        super().__init__(
            "The body of the request did not arrive in time. Nothing was changed; "
            "please send it again over a better connection."
        )
        self.headers.append(("Connection", "close"))


class BodyCutOff(errors.Malformed):
    """The client closed the connection before its body was complete; nobody receives the answer."""

    def __init__(self) -> None:
        super().__init__("The connection ended before the body was complete.")


class HandlerTooSlow(errors.Unavailable):
    """A handler took longer than its timeout, and was cancelled."""

    def __init__(self) -> None:
        super().__init__(
            "This took too long and was stopped. Please try again; "
            "with the same Idempotency-Key it has one effect at most.",
            5,
        )


class Deadlines:
    """Middleware that gives every request a place and a timeout, and frees both however it ends."""

    def __init__(
        self,
        app: ASGIApp,
        timeouts: Timeouts,
        in_flight: InFlight,
        uploads: tuple[body_kinds.Upload, ...] = (),
    ) -> None:
        self.app = app
        self.timeouts = timeouts
        self.in_flight = in_flight
        self.uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http" or scope["path"] in _ALWAYS_ANSWERED:
            await self.app(scope, receive, send)
            return
        has_body = scope["method"] in UNSAFE
        work = _Request(self.timeouts, self.in_flight, receive, body_kinds.kind_for(scope, self.uploads))
        try:
            async with asyncio.timeout(
                self.timeouts.body if has_body else self.timeouts.handler
            ) as work.limit:
                if has_body:
                    receive = work.receive
                else:
                    work.enter()
                await self.app(scope, receive, send)
        except Exception:
            if work.limit.expired():
                raise (BodyTooSlow if work.awaits_body else HandlerTooSlow) from None
            raise
        finally:
            if work.entered:
                self.in_flight.leave()


class _Request:
    """One request. It takes its place with the last byte of its body; then the handler's time begins.

    Bodies that are still arriving take no place: otherwise slow clients could keep out all others at little
    cost.
    """

    __slots__ = (
        "_in_flight",
        "_kind",
        "_receive",
        "_received",
        "_timeouts",
        "awaits_body",
        "entered",
        "limit",
    )

    limit: asyncio.Timeout

    def __init__(
        self, timeouts: Timeouts, in_flight: InFlight, receive: Receive, kind: body_kinds.BodyKind
    ) -> None:
        self._kind = kind
        self._timeouts = timeouts
        self._in_flight = in_flight
        self._receive = receive
        self._received = 0
        self.awaits_body = False
        self.entered = False

    def enter(self) -> None:
        self._in_flight.enter()
        self.entered = True

    async def receive(self) -> Message:
        """ASGI. It counts while the body arrives, since a chunked body declares no length."""
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
        self.limit.reschedule(asyncio.get_running_loop().time() + self._timeouts.handler)

    def _allow_more(self, arrived: int) -> None:
        until = self.limit.when()
        assert until is not None
        self.limit.reschedule(until + arrived / self._timeouts.bytes_per_second)
