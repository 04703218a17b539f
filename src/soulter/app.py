"""The application: what is wired to what. Nothing else."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from fastapi import FastAPI
from starlette.types import ASGIApp
from uvicorn.config import STARTUP_FAILURE

import soulter
from soulter import wiring
from soulter.accounts import cookies, devices, openapi
from soulter.accounts.cookies import Cookie, LoginCookie
from soulter.accounts.devices import DeviceSigner
from soulter.accounts.link_routes import router as link_router
from soulter.accounts.links import LinkSigner
from soulter.accounts.login import Door
from soulter.accounts.passwords import PasswordChecker
from soulter.accounts.people_routes import audit_router, invitations_router, sessions_router, users_router
from soulter.accounts.routes import router as auth_router
from soulter.accounts.sessions import LastSeen
from soulter.accounts.tokens import TokenSigner
from soulter.bookings.availability_routes import router as availability_router
from soulter.bookings.routes import router as bookings_router
from soulter.core.clock import Clock, SystemClock
from soulter.core.config import key_derivation, settings
from soulter.core.config.settings import Settings, WrongSettings
from soulter.core.database.transactions import Database
from soulter.core.http import deadlines, docs_page, middleware, problems
from soulter.core.http.deadlines import InFlight, Patience
from soulter.core.records.rate_limits import Limiter
from soulter.core.telemetry import gc_tuning, logs
from soulter.desk.guest_routes import router as guests_router
from soulter.desk.routes import router as board_router
from soulter.doctor import checks, routes
from soulter.inventory.photo_pool import Darkroom
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

# Matched from left to right: the busiest first.
ROUTERS = (
    bookings_router,
    availability_router,
    board_router,
    guests_router,
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


def create_app(settings: Settings, clock: Clock | None = None, waits: Patience | None = None) -> FastAPI:
    """The application for these settings; connects to nothing before its first request."""
    app = FastAPI(
        title="Soulter",
        version=soulter.__version__,
        description="The booking system that small stays run their business on.",
        docs_url=None,
        redoc_url=None,
        openapi_url=None if settings.production else "/openapi.json",
        redirect_slashes=False,
        lifespan=_lifespan,
        generate_unique_id_function=lambda route: route.name,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    publishing.connect(wiring.SUBSCRIPTIONS)
    app.state.in_flight = InFlight()
    _furnish(app, settings, clock or SystemClock())
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    # The last one added is the outermost.
    app.add_middleware(
        deadlines.Deadlines, patience=waits or Patience(), in_flight=app.state.in_flight, uploads=UPLOADS
    )
    app.add_middleware(middleware.Gate, settings=settings, cookie=cookies.NAME, uploads=UPLOADS)
    app.add_middleware(middleware.ResponseHeaders, settings=settings)
    app.add_middleware(middleware.RequestLog, source=settings.client_address)
    _trace(app, settings)
    openapi.install(app)
    if not settings.production:
        docs_page.install(app)
    return app


def _furnish(app: FastAPI, settings: Settings, clock: Clock) -> None:
    """What requests share."""
    state = app.state
    state.settings, state.clock, state.database = settings, clock, Database(settings)
    state.probe = Probe(state.database.reader)
    state.token_signer, state.link_signer, state.device_signer = (
        TokenSigner(settings),
        LinkSigner(settings),
        DeviceSigner(settings),
    )
    state.login_cookie, state.device_cookie = (
        LoginCookie(settings),
        Cookie(settings, devices.NAME, devices.LIFETIME),
    )
    state.password_checker, state.darkroom = PasswordChecker(), Darkroom()
    state.limiter = Limiter(state.database, key_derivation.for_purpose(settings, "limits")[0])
    state.door = Door(state.database, state.password_checker, state.limiter)
    state.last_seen = LastSeen(state.database)
    state.gauges = Gauges(state)
    state.figures = Figures(state.database.reader, clock, wiring.FIGURES)
    state.metrics = Metrics(settings, state.figures, state.gauges)
    state.recorder = Recorder(state.database, clock, ProcessKind.WEB)


def _trace(app: FastAPI, settings: Settings) -> None:
    """Traces, where the settings ask for them; only then are their packages loaded. Raises WrongSettings when they are missing."""
    app.state.tracing = None
    if settings.otel_exporter_otlp_endpoint:
        from soulter.system.tracing import TraceRequests, Tracing

        app.state.tracing = Tracing(settings)
        app.add_middleware(TraceRequests, tracing=app.state.tracing)


async def close(app: FastAPI) -> None:
    """Give back what the application holds, after its last request."""
    if app.state.tracing:
        await asyncio.to_thread(app.state.tracing.close)
    await app.state.last_seen.settle()
    app.state.password_checker.close()
    app.state.darkroom.close()
    await app.state.database.close()


def from_environment() -> FastAPI:
    """The application of a worker process."""
    found = settings.load()
    logs.configure(found.log_level, found.log_format, found.slow_query_ms)
    try:
        app = create_app(found)
    except WrongSettings as wrong:
        print(wrong, file=sys.stderr)
        raise SystemExit(STARTUP_FAILURE) from None
    if refused := checks.open_doors(paths(app), found):
        print(*(finding.detail for finding in refused), sep="\n", file=sys.stderr)
        raise SystemExit(STARTUP_FAILURE)
    return app


def with_web_app() -> ASGIApp:
    """API and web app of a worker process, behind one origin."""
    api = from_environment()
    built = WebApp(web_app.folder(), production=api.state.settings.production)
    return OneOrigin(api, paths(api), built)


def paths(app: FastAPI) -> set[str]:
    """Every path that the application answers, also those that its document does not show."""
    return routes.paths(app)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    gc_tuning.leave_alone_what_is()
    gc_tuning.look_rarely()
    watching = [
        asyncio.create_task(work)
        for work in (app.state.gauges.keep_looking(), app.state.recorder.keep_writing())
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
    """The worker beside the requests, where the settings ask for it; only then are templates and SMTP loaded."""
    state = app.state
    if not state.settings.embedded_worker:
        return nullcontext()
    from soulter.notices.process import build_worker
    from soulter.outbox.worker import beside

    return beside(build_worker(state.settings, state.database, state.clock, wiring.JOBS))
