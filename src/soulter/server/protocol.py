"""HTTP/1.1 on a socket: uvicorn's protocol, with an end to its patience and to the size of a head.

What cannot be read is refused by the application, which alone knows how an answer of ours looks.
"""

import asyncio
from enum import Enum, auto
from typing import Any, ClassVar, Final, cast

import httptools
from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from soulter.core import errors
from soulter.core.http import middleware
from soulter.core.http.deadlines import Patience, TooBusy
from soulter.core.telemetry import metrics
from soulter.server import draining

HEAD_LIMIT: Final = 32 * 1024
"""Bytes of the request target and all header lines; those of trailers and chunk extensions alike."""

# Browsers send no request before the last one is answered; a thousand of them in one packet are an attack.
_PIPELINED: Final = 16
# ": " and the end of the line.
_AROUND_A_HEADER: Final = 4
# The size of a chunk in hexadecimal, and two ends of a line.
_AROUND_A_CHUNK: Final = 12


class NotHttp(errors.Malformed):
    """Bytes that are not a request by the rules of HTTP/1.1."""

    def __init__(self) -> None:
        super().__init__(
            "This is not a request that we can read: send HTTP/1.1, with every part of it well-formed."
        )


class HeadTooSlow(errors.TimedOut):
    """The headers of a request did not arrive in time."""

    def __init__(self) -> None:
        super().__init__("The headers of the request did not arrive in time. Please send it again.")


class HeadersTooLarge(errors.HeadTooLarge):
    """More bytes of headers than a request may have; most often too many cookies."""

    def __init__(self) -> None:
        super().__init__(
            f"Address and headers have at most {HEAD_LIMIT} bytes together. Send fewer cookies.",
            limit=HEAD_LIMIT,
        )


class _Stage(Enum):
    BETWEEN = auto()  # no byte of a next request yet
    HEAD = auto()
    BODY = auto()


class _Counted:
    """A connection whose bytes are counted on their way out."""

    __slots__ = ("_transport", "is_closing")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self.is_closing = transport.is_closing

    def write(self, data: bytes) -> None:
        metrics.traffic.sent += len(data)
        self._transport.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class GuardedHttp(HttpToolsProtocol):
    """One connection. A complete head disarms its deadline; bodies and handlers have theirs in `core.http.deadlines`."""

    patience: ClassVar[Patience] = Patience()

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._stage = _Stage.BETWEEN
        self._head_size = 0
        self._beside_body = 0
        self._deaf = False
        self._deadline: asyncio.TimerHandle | None = None
        self._cut: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first head is awaited from here on, also when not one byte comes."""
        super().connection_made(cast("asyncio.Transport", _Counted(transport)))
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        super().connection_lost(exc)
        self._disarm()
        self._cancel_cut()

    def data_received(self, data: bytes) -> None:
        """Parse; refuse what is no HTTP, and what grows without end in front of, between or behind the bytes of a body."""
        metrics.traffic.received += len(data)
        if self._deaf:
            return
        self._unset_keepalive_if_required()
        if self._stage is not _Stage.BETWEEN:
            self._beside_body += len(data)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            # Nobody here speaks another protocol: the request is answered as any other, and what follows is not read.
            self._deaf = True
            self.cycle.keep_alive = False
        except httptools.HttpParserError as error:
            ours = error.__context__
            self._refuse(ours if isinstance(ours, errors.SoulterError) else NotHttp())
        else:
            self._look_at_the_rest()

    def _look_at_the_rest(self) -> None:
        if self._stage is not _Stage.BETWEEN and self._beside_body > HEAD_LIMIT:
            self._refuse(HeadersTooLarge())
        elif self._stage is _Stage.HEAD or (self._stage is _Stage.BETWEEN and not self._answering):
            # Also empty lines between two requests are bytes, and must not keep a connection open.
            self._await_head()

    @property
    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def on_message_begin(self) -> None:
        """The first byte of a request."""
        super().on_message_begin()
        self._stage = _Stage.HEAD
        self._head_size = self._beside_body = 0

    def on_url(self, url: bytes) -> None:
        """A piece of the request target."""
        self._grow(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or behind the body a trailer, which counts and is dropped."""
        self._grow(len(name) + len(value) + _AROUND_A_HEADER)
        if self._stage is _Stage.HEAD:
            super().on_header(name, value)

    def _grow(self, size: int) -> None:
        self._head_size += size
        if self._head_size > HEAD_LIMIT:
            raise HeadersTooLarge

    def on_headers_complete(self) -> None:
        """The head is there: hand the request over."""
        if len(self.pipeline) >= _PIPELINED:
            raise TooBusy
        super().on_headers_complete()
        if draining.DRAINING in self.app_state:
            # A client that keeps the connection would send its next request to a process that is gone.
            self.cycle.keep_alive = False
        self._stage = _Stage.BODY
        self._beside_body = 0
        self._disarm()

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self._beside_body -= len(body) + _AROUND_A_CHUNK
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is there to its last byte."""
        super().on_message_complete()
        self._stage = _Stage.BETWEEN

    def on_response_complete(self) -> None:
        """Answered. What is left of a body that nobody wanted is read away, so that the client sees the answer, but not for ever."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._cut_later()
        elif self._stage is not _Stage.BETWEEN:
            self._unset_keepalive_if_required()
            self._await_head()

    def last_answer(self) -> None:
        """The process stops soon: what is being answered is the last that this connection carries."""
        if self._answering and not self.cycle.response_started and not self.pipeline:
            self.cycle.keep_alive = False

    def shutdown(self) -> None:
        """The process stops: close a connection where nothing is asked. Half a request may become whole, and is answered."""
        if self._stage is _Stage.BETWEEN and not self._answering:
            self._leave()
        elif self._answering:
            self.cycle.keep_alive = False

    def timeout_keep_alive_handler(self) -> None:
        """No next request came."""
        self._leave()

    def pause_writing(self) -> None:
        """The client does not take its answer as fast as we write it."""
        super().pause_writing()
        self._cut_later()

    def resume_writing(self) -> None:
        """It took some."""
        super().resume_writing()
        self._cancel_cut()

    def _await_head(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self.patience.head, self._overdue)

    def _disarm(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _overdue(self) -> None:
        self._deadline = None
        if self._stage is _Stage.HEAD:
            self._refuse(HeadTooSlow())
        else:
            # Who asked nothing gets no answer: a browser that connects in advance would take it for that to its next request.
            self._leave()

    def _leave(self) -> None:
        self.transport.close()
        self._cut_later()

    def _cut_later(self) -> None:
        """Closing waits until the client has taken what was written; it has as long for that as for a body."""
        if self._cut is None:
            seconds = (
                self.patience.body + self.transport.get_write_buffer_size() / self.patience.bytes_per_second
            )
            self._cut = self.loop.call_later(seconds, self.transport.abort)

    def _cancel_cut(self) -> None:
        if self._cut is not None:
            self._cut.cancel()
            self._cut = None

    def _refuse(self, error: errors.SoulterError) -> None:
        """Let the application refuse, behind what it is still answering; nothing more is read."""
        self._deaf = True
        self._disarm()
        busy = self._answering
        if self._stage is _Stage.BODY:
            # The last request will never be complete: the refusal is its answer.
            if self.cycle.response_started:
                self._leave()
                return
            if self.pipeline and self.pipeline[0][0] is self.cycle:
                self.pipeline.popleft()
            else:
                self.cycle.disconnected = True
                self.cycle.message_event.set()
                busy = False
        self.cycle = self._refusal(error)
        if busy:
            self.pipeline.appendleft((self.cycle, self.app))
        else:
            self._start_asgi_task(self.cycle, self.app)

    def _refusal(self, error: errors.SoulterError) -> RequestResponseCycle:
        super().on_message_begin()
        nothing = {"method": "-", "path": "", "raw_path": b"", "query_string": b""}
        cast("dict[str, Any]", self.scope).update(nothing, extensions={middleware.REFUSED: {"error": error}})
        cycle = RequestResponseCycle(
            scope=self.scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=False,
            on_response=self.on_response_complete,
        )
        cycle.more_body = False
        return cycle
