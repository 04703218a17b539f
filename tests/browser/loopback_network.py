"""The network of a test: host names that only the browser resolves, with and without TLS."""

import asyncio
import base64
import hashlib
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

import httpx2
import trustme
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from soulter.core.http.middleware import cookie_values, header

IMPOSTOR = "https://impostor.example"
"""A host whose certificate is signed by another authority."""

PROBE = "https://probe.example"
"""A host that reports whether a third-party cookie came back to it."""


@dataclass(frozen=True)
class Seen:
    """A request as it reached the API, and its answer."""

    method: str
    path: str
    origin: str | None
    site: str | None
    cookies: int
    status: int


class Recorder:
    """Wraps an application and records what the browser really sent."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._news = asyncio.Condition()
        self.seen: list[Seen] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = 0

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        await self._app(scope, receive, send_and_note)
        origin, site = (
            (header(scope, name) or b"").decode() or None for name in (b"origin", b"sec-fetch-site")
        )
        cookies = cookie_values(
            (value.decode("latin-1") for key, value in scope["headers"] if key == b"cookie"), "auth_token"
        )
        async with self._news:
            self.seen.append(Seen(scope["method"], scope["path"], origin, site, len(cookies), status))
            self._news.notify_all()

    async def arrival(self, method: str, path: str) -> Seen:
        """The first such request since `seen` was cleared, once it has been answered."""

        def arrived() -> list[Seen]:
            return [seen for seen in self.seen if (seen.method, seen.path) == (method, path)]

        try:
            async with asyncio.timeout(10), self._news:
                return (await self._news.wait_for(arrived))[0]
        except TimeoutError:
            raise AssertionError(f"{method} {path} never reached the API, which saw {self.seen}") from None


class Rewrite:
    """A front end whose host forwards /api/* to the API, as hosting platforms do."""

    def __init__(self, api: ASGIApp, public_url: str, pages: ASGIApp | None = None) -> None:
        self._pages = pages or page
        self._transport = httpx2.ASGITransport(app=api, raise_app_exceptions=False)
        self._public_url = public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not scope["path"].startswith("/api/"):
            await self._pages(scope, receive, send)
            return
        request = Request(scope, receive)
        sent = [(name, value) for name, value in request.headers.raw if name not in (b"host", b"connection")]
        target = httpx2.URL(self._public_url).copy_with(
            raw_path=scope["raw_path"] + b"?" + scope["query_string"]
        )
        passed_on = httpx2.Request(request.method, target, headers=sent, content=await request.body())
        answer = await self._transport.handle_async_request(passed_on)
        response = Response(await answer.aread(), answer.status_code)
        response.raw_headers = [(name.lower(), value) for name, value in answer.headers.raw]
        await response(scope, receive, send)


async def page(scope: Scope, receive: Receive, send: Send) -> None:
    """An empty page in which tests run their scripts."""
    await HTMLResponse("<!doctype html><title>A page</title><link rel=icon href=data:,><body></body>")(
        scope, receive, send
    )


async def probe(scope: Scope, receive: Receive, send: Send) -> None:
    """Report whether the cookie came, and set it with no attribute that browsers could refuse."""
    request = Request(scope, receive)
    answer = JSONResponse("probe" in request.cookies)
    answer.headers["Access-Control-Allow-Origin"] = request.headers.get("origin", "*")
    answer.headers["Access-Control-Allow-Credentials"] = "true"
    answer.headers["Set-Cookie"] = "probe=1; Path=/; SameSite=None; Secure"
    await answer(scope, receive, send)


class Net:
    """All hosts. An origin without an application serves an empty page."""

    def __init__(self, ports: dict[str, int], fingerprint: str) -> None:
        self.sites: dict[str, ASGIApp] = {}
        self.ports, self.fingerprint = ports, fingerprint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = f"{scope['scheme']}://{(header(scope, b'host') or b'').decode()}"
        await self.sites.get(origin, probe if origin == PROBE else page)(scope, receive, send)

    @property
    def rules(self) -> str:
        """The browser's host mapping, which resolves no other name."""
        tls, plain, impostor = (f"127.0.0.1:{self.ports[name]}" for name in ("tls", "plain", "impostor"))
        rules = [f"{IMPOSTOR.removeprefix('https://')} {impostor}", f"*:443 {tls}", f"*:8443 {tls}"]
        rules += [f"{host} {plain}" for host in ("*:80", "*:3000", "*:5001", "*:8080")]
        return ", ".join(f"MAP {rule}" for rule in [*rules, "* ~NOTFOUND"])


class _Server(uvicorn.Server):
    """A server in the event loop of the tests, without signal handlers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


@asynccontextmanager
async def listening(app: ASGIApp, certificate: trustme.LeafCert | None) -> AsyncIterator[int]:
    """Serve an application on a free port while the block runs; that port."""

    def tls(_config: object, _default: object) -> ssl.SSLContext:
        assert certificate
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        certificate.configure_cert(context)
        return context

    config = uvicorn.Config(
        app, lifespan="off", ws="none", log_config=None, access_log=False, server_header=False,
        proxy_headers=False, timeout_graceful_shutdown=1,
        ssl_context_factory=tls if certificate else None,
    )  # fmt: skip
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = _Server(config)
        serving = asyncio.create_task(server.serve([listener]))
        await server.up.wait()
        yield listener.getsockname()[1]
        server.should_exit = True
        await serving


@asynccontextmanager
async def running(names: list[str]) -> AsyncIterator[Net]:
    """The listeners, with one certificate for all `names`, issued by a temporary authority."""
    certificate, forged = trustme.CA().issue_cert(*names), trustme.CA().issue_cert("impostor.example")
    net = Net({}, _fingerprint(certificate))
    async with (
        listening(net, certificate) as tls,
        listening(net, None) as plain,
        listening(net, forged) as impostor,
    ):
        net.ports |= {"tls": tls, "plain": plain, "impostor": impostor}
        yield net


def _fingerprint(certificate: trustme.LeafCert) -> str:
    read = x509.load_pem_x509_certificate(certificate.cert_chain_pems[0].bytes())
    key = read.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(key).digest()).decode()
