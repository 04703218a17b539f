"""The application: it makes what requests share, and puts routers and middleware together."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from fastapi import FastAPI
from starlette.types import ASGIApp
from uvicorn.config import STARTUP_FAILURE

import soulter
from soulter import wiring
from soulter.accounts import cookies, openapi
from soulter.accounts.cookies import LoginCookie
from soulter.accounts.devices import DeviceCookie, DeviceSigner
from soulter.accounts.link_routes import router as link_router
from soulter.accounts.links import LinkSigner
from soulter.accounts.login import Authenticator
from soulter.accounts.passwords import PasswordChecker
from soulter.accounts.people_routes import audit_router, invitations_router, sessions_router, users_router
from soulter.accounts.routes import router as auth_router
from soulter.accounts.sessions import LastSeen
from soulter.accounts.tokens import TokenSigner
from soulter.bookings.availability_routes import router as availability_router
from soulter.bookings.hold_routes import router as holds_router
from soulter.bookings.routes import router as bookings_router
from soulter.core.clock import Clock
from soulter.core.config import key_derivation, settings
from soulter.core.config.settings import Settings, WrongSettings
from soulter.core.database.transactions import Database
from soulter.core.http import deadlines, docs_page, middleware, problems, services, web
from soulter.core.http.deadlines import Timeouts
from soulter.core.http.in_flight import InFlight
from soulter.core.http.services import provide
from soulter.core.records.rate_limits import Limiter
from soulter.core.records.stored_answers import AnswerKeys
from soulter.core.telemetry import gc_tuning, logs
from soulter.desk.guest_routes import router as guests_router
from soulter.desk.routes import router as board_router
from soulter.doctor import checks, routes
from soulter.inventory.photo_pool import PhotoPool
from soulter.inventory.photo_routes import UPLOADS, upload_router
from soulter.inventory.photo_routes import router as photos_router
from soulter.inventory.routes import router as units_router
from soulter.notices.routes import router as mails_router
from soulter.outbox import publishing
from soulter.properties.routes import router as properties_router
from soulter.server import web_app
from soulter.server.web_app import OneOrigin, WebApp
from soulter.system.figures import Figures
from soulter.system.health import Probe
from soulter.system.health import router as health_router
from soulter.system.machine import Gauges
from soulter.system.models import ProcessKind
from soulter.system.prometheus import Metrics
from soulter.system.prometheus import router as metrics_router
from soulter.system.recording import Recorder
from soulter.system.routes import router as system_router

# Matched from left to right, so the busiest come first.
ROUTERS = (
    bookings_router,
    availability_router,
    board_router,
    guests_router,
    holds_router,
    units_router,
    photos_router,
    upload_router,
    auth_router,
    link_router,
    users_router,
    invitations_router,
    sessions_router,
    properties_router,
    audit_router,
    mails_router,
    system_router,
    routes.router,
    health_router,
    metrics_router,
)


def create_app(settings: Settings, clock: Clock | None = None, timeouts: Timeouts | None = None) -> FastAPI:
    """The application for these settings; it connects to nothing before its first request."""
    app = FastAPI(
        title="Soulter",
        version=soulter.__version__,
        description="The booking system that small stays run their business on.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None if settings.production else "/openapi.json",
        redirect_slashes=False,
        lifespan=_lifespan,
        generate_unique_id_function=web.operation_id,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    publishing.connect(wiring.SUBSCRIPTIONS)
    build_services(app, settings, clock or Clock())
    problems.install(app)
    for router in ROUTERS:
        # Not include_router: a nested router would match the routes of every request twice.
        app.router.routes.extend(router.routes)
    # The last one added is the outermost.
    in_flight = services.of(app, InFlight)
    app.add_middleware(
        deadlines.Deadlines, timeouts=timeouts or Timeouts(), in_flight=in_flight, uploads=UPLOADS
    )
    app.add_middleware(middleware.RequestGuard, settings=settings, cookie=cookies.NAME, uploads=UPLOADS)
    app.add_middleware(middleware.ResponseHeaders, settings=settings)
    app.add_middleware(middleware.RequestLog, source=settings.client_address)
    _trace(app, settings)
    openapi.install(app)
    if not settings.production:
        docs_page.install(app)
    return app


def build_services(app: FastAPI, settings: Settings, clock: Clock) -> None:
    """Make what all requests share, and provide it to the application."""
    provide(app, settings)
    provide(app, clock, Clock)
    database, in_flight = provide(app, Database(settings)), provide(app, InFlight())
    provide(app, Probe(database.reader))
    provide(app, TokenSigner(settings))
    provide(app, LinkSigner(settings))
    provide(app, DeviceSigner(settings))
    provide(app, LoginCookie(settings))
    provide(app, DeviceCookie(settings))
    checker = provide(app, PasswordChecker())
    limiter = provide(app, Limiter(database, key_derivation.for_purpose(settings, "limits")[0]))
    provide(app, AnswerKeys(key_derivation.for_purpose(settings, "stored answers")))
    provide(app, Authenticator(database, checker, limiter))
    provide(app, LastSeen(database))
    provide(app, PhotoPool())
    gauges = provide(app, Gauges(database, in_flight))
    figures = provide(app, Figures(database.reader, clock, wiring.FIGURES))
    provide(app, Metrics(settings, figures, gauges))
    provide(app, Recorder(database, clock, ProcessKind.WEB))


def _trace(app: FastAPI, settings: Settings) -> None:
    """Trace requests where the settings ask for it; only then are the packages loaded.

    Raises WrongSettings when they are not installed.
    """
    if settings.otel_exporter_otlp_endpoint:
        from soulter.system.tracing import TraceRequests, Tracing

        app.add_middleware(TraceRequests, tracing=provide(app, Tracing(settings)))


async def close(app: FastAPI) -> None:
    """Release what the application holds, after its last request."""
    if services.of(app, Settings).otel_exporter_otlp_endpoint:
        from soulter.system.tracing import Tracing

        await asyncio.to_thread(services.of(app, Tracing).close)
    await services.of(app, LastSeen).settle()
    services.of(app, PasswordChecker).close()
    services.of(app, PhotoPool).close()
    await services.of(app, Database).close()


def from_environment() -> FastAPI:
    """The application of a worker process."""
    found = settings.load()
    logs.configure(found.log_level, found.log_format, found.slow_query_ms)
    try:
        app = create_app(found)
    except WrongSettings as wrong:
        print(wrong, file=sys.stderr)
        raise SystemExit(STARTUP_FAILURE) from None
    if refused := checks.development_routes(paths(app), found):
        print(*(finding.detail for finding in refused), sep="\n", file=sys.stderr)
        raise SystemExit(STARTUP_FAILURE)
    return app


def with_web_app() -> ASGIApp:
    """API and web app of a worker process, on one origin."""
    api = from_environment()
    built = WebApp(web_app.folder(), production=services.of(api, Settings).production)
    return OneOrigin(api, paths(api), built)


def paths(app: FastAPI) -> set[str]:
    """Every path that the application serves, also those that its OpenAPI document omits."""
    return routes.paths(app)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    gc_tuning.leave_alone_what_is()
    gc_tuning.look_rarely()
    watching = [
        asyncio.create_task(work)
        for work in (services.of(app, Gauges).keep_looking(), services.of(app, Recorder).keep_writing())
    ]
    try:
        async with _worker(app):
            yield
    finally:
        for task in watching:
            task.cancel()
        await asyncio.wait(watching)
    await close(app)


def _worker(app: FastAPI) -> AbstractAsyncContextManager[None]:
    """The worker that runs beside the requests, where the settings ask for it.

    Templates and SMTP are loaded only then.
    """
    found = services.of(app, Settings)
    if not found.embedded_worker:
        return nullcontext()
    from soulter.notices.process import build_worker
    from soulter.outbox.worker import beside

    return beside(build_worker(found, services.of(app, Database), services.of(app, Clock), wiring.JOBS))
