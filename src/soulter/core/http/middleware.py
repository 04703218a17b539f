"""The outer middleware in plain ASGI: request id and log line, response headers and CORS, request guard.

Order, from outside: RequestLog, ResponseHeaders, RequestGuard, and within them `core.http.deadlines`. None of
them knows the business.
"""

import logging
import re
from collections.abc import Iterable
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from soulter.core import clock, errors, ids
from soulter.core.config.settings import Settings
from soulter.core.http import body_kinds, client_address, problems
from soulter.core.telemetry import logs, metrics, request_context

UNSAFE: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
REFUSED: Final = "soulter.refused"
"""The ASGI extension by which the server passes on its own refusal of a request that it could not read.
"""

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._-]{8,64}")
_METHODS = b"GET, POST, PATCH, DELETE"
_REQUEST_HEADERS = b"Content-Type, Idempotency-Key, X-Requested-With, Booking-Token, Booking-Contact"
# Headers by which a request is judged; a proxy and this process could each take another one of two.
_SINGLE: Final = frozenset(
    {
        b"host",
        b"origin",
        b"sec-fetch-site",
        b"authorization",
        b"content-type",
        b"content-length",
        b"idempotency-key",
    }
)
_NO_EXTENSIONS: Final[dict[str, Any]] = {}
_EXPOSED = b"X-Request-Id, Retry-After, Idempotency-Replayed"

# The log keeps the address of clients that are refused, since an attack is recognised by its source (ASVS
# 16.3).
_SUSPICIOUS = frozenset({401, 403, 429})
# A 503 is expected here at every start and while a server drains, so that it is no error.
_ASKING = frozenset({"/readyz", "/health"})
# The client closed the connection before it was answered.
_LEFT = 499

Header = tuple[bytes, bytes]


def header(scope: Scope, name: bytes) -> bytes | None:
    """The first value of a request header; `name` in lower case."""
    for key, value in scope["headers"]:
        if key == name:
            return bytes(value)
    return None


def cookie_values(cookie_headers: Iterable[str], name: str) -> list[str]:
    """The values of every cookie with exactly this name.

    Parsed by hand: libraries take the last of two, or drop all cookies behind one with an unusual name.
    """
    pairs = (pair.partition("=") for line in cookie_headers for pair in line.split(";"))
    return [
        value.strip(" \t") for found, separator, value in pairs if separator and found.strip(" \t") == name
    ]


class RequestLog:
    """Gives every request an id, and writes one log line when it ends."""

    def __init__(self, app: ASGIApp, source: client_address.Source) -> None:
        self.app = app
        self.source = source

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = header(scope, b"x-request-id")
        request_id = given.decode() if given and _REQUEST_ID.fullmatch(given) else ids.new_id().hex
        found = request_context.RequestFacts(request_id, scope=scope)
        token = request_context.current.set(found)
        started = clock.monotonic()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        finally:
            self._write(scope, found, status, clock.monotonic() - started)
            request_context.current.reset(token)

    def _write(self, scope: Scope, found: request_context.RequestFacts, status: int, seconds: float) -> None:
        route, status = found.route, status or _LEFT
        metrics.request_ended(scope["method"], route, status, seconds)
        if found.code:
            metrics.REFUSALS.add(found.code)
        refused: dict[str, str] = {"code": found.code} if found.code else {}
        if status in _SUSPICIOUS:
            refused["client"] = client_address.of(scope, self.source) or "-"
        logs.request_line(
            _severity(route, status),
            method=scope["method"],
            route=route or "-",
            status=status,
            ms=round(seconds * 1000, 1),
            db_ms=round(found.database_seconds * 1000, 1),
            queries=found.queries,
            user=found.user_id or "-",
            **refused,
        )


def _severity(route: str | None, status: int) -> int:
    if status < 500:
        return logging.INFO
    return logging.WARNING if status == 503 and route in _ASKING else logging.ERROR


class ResponseHeaders:
    """Security headers and CORS on every response, also on the responses to errors of the inner layers.

    A header that a route sets itself stays: photos may be cached, and are declared inert.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.origins = frozenset(origin.encode() for origin in settings.frontend_urls)
        cross_site = settings.cookie_samesite == "none"
        self.always: list[Header] = [
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
            (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
            (b"referrer-policy", b"no-referrer"),
            (b"cross-origin-resource-policy", b"cross-origin" if cross_site else b"same-site"),
            (b"vary", b"Origin"),
        ]
        if settings.production:
            self.always.append((b"strict-transport-security", b"max-age=31536000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        origin = header(scope, b"origin")
        extra = _cors(origin) if origin is not None and origin in self.origins else []
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                own = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(h for h in self.always if h[0] not in own),
                    *extra,
                ]
            await send(message)

        if scope["method"] == "OPTIONS" and header(scope, b"access-control-request-method"):
            await self._preflight(bool(extra), send_with_headers)
            return
        try:
            await self.app(scope, receive, send_with_headers)
        except Exception as error:
            if started:
                raise
            answer = (
                problems.response(error)
                if isinstance(error, errors.SoulterError)
                else problems.unexpected(error)
            )
            await answer(scope, receive, send_with_headers)

    @staticmethod
    async def _preflight(allowed: bool, send: Send) -> None:
        # A preflight of another site gets an answer without CORS headers, and the browser stops by itself.
        headers: list[Header] = [(b"content-length", b"0")]
        if allowed:
            headers += [
                (b"access-control-allow-methods", _METHODS),
                (b"access-control-allow-headers", _REQUEST_HEADERS),
                (b"access-control-max-age", b"600"),
            ]
        await send({"type": "http.response.start", "status": 204, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def _cors(origin: bytes) -> list[Header]:
    return [
        (b"access-control-allow-origin", origin),
        (b"access-control-allow-credentials", b"true"),
        (b"access-control-expose-headers", _EXPOSED),
    ]


class ForeignOrigin(errors.Denied):
    """A request that changes something came from a page of another site."""

    def __init__(self) -> None:
        super().__init__("This page may not make changes here: its origin is not in FRONTEND_URLS.")


class OriginMissing(errors.Denied):
    """Nothing shows that a request which changes something comes from our own pages."""

    def __init__(self, own: str) -> None:
        super().__init__(
            f"Requests that change something must say where they come from: send the header Origin: {own}"
        )


class TwoCredentials(errors.Malformed):
    """A cookie and a bearer token in one request."""

    def __init__(self) -> None:
        super().__init__("Send either the login cookie or an Authorization header, not both.")


class HostMissing(errors.Malformed):
    """A request without the header Host, which every version of HTTP since 1.1 requires (RFC 9112, 3.2)."""

    def __init__(self) -> None:
        super().__init__("A request names the host that it is meant for: send the header Host.")


class RepeatedHeader(errors.Malformed):
    """A header that may stand once, several times: whoever reads the first would see another request."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The header {name} may be sent only once.", header=name)


class RequestGuard:
    """Refuses a request by its head alone, before the body is read and the caller is known."""

    def __init__(
        self, app: ASGIApp, settings: Settings, cookie: str, uploads: tuple[body_kinds.Upload, ...] = ()
    ) -> None:
        self.app = app
        self.uploads = uploads
        self.own = settings.public_url
        self.allowed = frozenset(origin.encode() for origin in (*settings.frontend_urls, settings.public_url))
        self.cookie = cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        self._check(scope)
        await self.app(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        if refused := scope.get("extensions", _NO_EXTENSIONS).get(REFUSED):
            raise refused["error"]
        _check_single(scope)
        bearer = header(scope, b"authorization") is not None
        if bearer and cookie_values(
            (value.decode("latin-1") for key, value in scope["headers"] if key == b"cookie"), self.cookie
        ):
            raise TwoCredentials
        if scope["method"] in UNSAFE:
            self._check_origin(scope, bearer)
            _check_body(scope, body_kinds.kind_for(scope, self.uploads))

    def _check_origin(self, scope: Scope, bearer: bool) -> None:
        origin = header(scope, b"origin")
        if origin is not None:
            if origin not in self.allowed:
                raise ForeignOrigin
            return
        site = header(scope, b"sec-fetch-site")
        if site is not None:
            if site not in (b"same-origin", b"none"):
                raise ForeignOrigin
        elif not bearer:
            raise OriginMissing(self.own)


def _check_single(scope: Scope) -> None:
    seen = set()
    for name, _value in scope["headers"]:
        if name in _SINGLE:
            if name in seen:
                raise RepeatedHeader(name.decode().title())
            seen.add(name)
    if b"host" not in seen:
        raise HostMissing


def _check_body(scope: Scope, kind: body_kinds.BodyKind) -> None:
    length = header(scope, b"content-length")
    if length is not None and (not length.isdigit() or len(length) > 12 or int(length) > kind.limit):
        raise kind.too_large()
    if header(scope, b"content-encoding") is not None:
        raise kind.wrong_type()
    declared = header(scope, b"content-type")
    empty = length in (None, b"0") and header(scope, b"transfer-encoding") is None
    if declared is None and empty:
        return
    if declared is None or body_kinds.media_type(declared) not in kind.media_types:
        raise kind.wrong_type()
