"""The built web app: its files, read once at the start, and its one page for every address that is not a file."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

import soulter

PAGE: Final = "/index.html"

_PLACE: Final = '<meta name="soulter-api" content="" />'
_HASHED: Final = "/assets/"
_FOREVER, _ASK = "public, max-age=31536000, immutable", "no-cache"
# What the build put beside a file, best first.
_ENCODINGS: Final = {"br": ".br", "gzip": ".gz"}
_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
}


class NotBuilt(Exception):
    """There is no built web app here; the message says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "The web app is not built: run `make setup` in a checkout, or install a release that brings it."
        )


def folder() -> Path:
    """The built web app: inside the installed package, or in a checkout. Raises NotBuilt."""
    package = Path(soulter.__file__).parent
    for found in (package / "web", package.parents[1] / "web" / "dist"):
        if (found / PAGE[1:]).is_file():
            return found
    raise NotBuilt


def security_headers(api: str, *, production: bool) -> dict[str, str]:
    """What every answer with a file carries. `api` is the API's origin, or empty where it is the page's own."""
    # Styles of the component library stand in attributes, which have no other source than 'unsafe-inline'.
    policy = {
        "default-src": "'self'",
        "connect-src": f"'self' {api}",
        "img-src": f"'self' data: {api}",
        "style-src": "'self' 'unsafe-inline'",
        "font-src": "'self'",
        "script-src": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "object-src": "'none'",
    }
    found = {
        "Content-Security-Policy": "; ".join(f"{name} {sources.strip()}" for name, sources in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    return found | ({"Strict-Transport-Security": "max-age=31536000"} if production else {})


@dataclass(frozen=True)
class _File:
    body: bytes
    headers: dict[str, str]
    encoded: dict[str, bytes] = field(default_factory=dict)


class WebApp:
    """Files by their address: an address that was not there at the start leads nowhere, whatever it looks like."""

    def __init__(self, built: Path, api: str = "", *, production: bool = False) -> None:
        self._always = security_headers(api, production=production)
        paths = [path for path in sorted(built.rglob("*")) if path.is_file() and path.suffix in _TYPES]
        addresses = {f"/{path.relative_to(built).as_posix()}": path for path in paths}
        self._files = {address: _read(address, path, api) for address, path in addresses.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http":
            await self._answer(scope["method"], scope["path"], Headers(scope=scope))(scope, receive, send)

    def _answer(self, method: str, path: str, asked: Headers) -> Response:
        if method not in ("GET", "HEAD"):
            return PlainTextResponse(
                "Here are only files to be read.", 405, {**self._always, "Allow": "GET, HEAD"}
            )
        # The app knows its addresses itself; only what looks like a file may be missing.
        file = self._files.get(path) or (None if "." in path.rpartition("/")[2] else self._files[PAGE])
        if file is None:
            return PlainTextResponse("There is no such file.", 404, {**self._always, "Cache-Control": _ASK})
        headers = {**self._always, **file.headers}
        if headers["ETag"] in (
            tag.strip().removeprefix("W/") for tag in asked.get("if-none-match", "").split(",")
        ):
            return Response(None, 304, headers)
        encoding = next(
            (name for name in file.encoded if _accepts(asked.get("accept-encoding", ""), name)), ""
        )
        body = file.encoded.get(encoding, file.body)
        headers |= {"Content-Encoding": encoding} if encoding else {}
        # A HEAD has the length of the body that it does without.
        return Response(
            None if method == "HEAD" else body, headers={**headers, "Content-Length": str(len(body))}
        )


def _read(address: str, path: Path, api: str) -> _File:
    body = path.read_bytes()
    encoded = {
        name: beside.read_bytes()
        for name, ending in _ENCODINGS.items()
        if (beside := path.with_name(path.name + ending)).is_file()
    }
    if address == PAGE:
        body, encoded = body.replace(_PLACE.encode(), _PLACE.replace('""', f'"{api}"').encode()), {}
    headers = {
        "Content-Type": _TYPES[path.suffix],
        "Cache-Control": _FOREVER if address.startswith(_HASHED) else _ASK,
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
    }
    return _File(body, headers | ({"Vary": "Accept-Encoding"} if encoded else {}), encoded)


def _accepts(accepted: str, encoding: str) -> bool:
    for offer in accepted.lower().split(","):
        name, _, parameters = offer.partition(";")
        if name.strip() == encoding:
            weight = parameters.replace(" ", "")
            return not (weight.startswith("q=0") and not weight.strip("q=0."))
    return False


class OneOrigin:
    """The API and the web app behind one address. What the API may answer is the API's, and so is what it alone can refuse."""

    def __init__(self, api: ASGIApp, paths: Iterable[str], web: ASGIApp) -> None:
        self._api, self._web = api, web
        self._own = frozenset({"", *(_first(path) for path in paths)})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        to_api = (
            scope["type"] != "http"
            or not scope["path"]
            or (scope["path"] != "/" and _first(scope["path"]) in self._own)
        )
        await (self._api if to_api else self._web)(scope, receive, send)


def _first(path: str) -> str:
    return path.split("/", 2)[1] if path.startswith("/") else ""
