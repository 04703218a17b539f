"""Whether this process runs, whether it can serve, and the health check of monitors."""

import asyncio
from datetime import UTC
from typing import Any, Literal

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse
from typing_extensions import TypedDict

from soulter.core import clock
from soulter.core.clock import Clock
from soulter.core.config.settings import Settings
from soulter.core.database.transactions import Reader
from soulter.core.http import services
from soulter.schema import schema_version
from soulter.server import draining

router = APIRouter(tags=["health"], generate_unique_id_function=lambda route: route.name)

_PING_SECONDS = 1.0
_KEPT_SECONDS = 1.0


class Health(TypedDict):
    """The four keys that monitors read."""

    status: Literal["ok", "error"]
    timestamp: str
    environment: str
    database: Literal["connected", "disconnected"]


class Ready(TypedDict):
    """Whether requests may be sent here; `draining` when the process was told to stop."""

    status: Literal["ok", "error", "draining"]
    database: Literal["connected", "disconnected"]
    migrations: Literal["current", "pending", "unknown"]


class Alive(TypedDict):
    """The process answers."""

    status: Literal["ok"]


class Probe:
    """Queries the database at most once a second, however many ask, with a short timeout."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._looked_at = float("-inf")
        self._revision: str | None = None
        self._looking: asyncio.Task[None] | None = None

    async def revision(self) -> str | None:
        """The schema's revision; "" for an empty database, None when the database does not answer."""
        if clock.monotonic() - self._looked_at > _KEPT_SECONDS:
            if self._looking is None or self._looking.done():
                self._looking = asyncio.create_task(self._look())
            await asyncio.shield(self._looking)
        return self._revision

    async def _look(self) -> None:
        try:
            async with asyncio.timeout(_PING_SECONDS):
                self._revision = await schema_version.read(self._reader)
        except Exception:  # noqa: BLE001 -- for any reason the database did not answer
            self._revision = None
        self._looked_at = clock.monotonic()


def _unhealthy(model: type[Any]) -> dict[int | str, dict[str, Any]]:
    return {503: {"model": model, "description": "Not now"}}


@router.head("/health", include_in_schema=False)  # some monitors ask for the head alone
@router.get("/health", response_model=Health, responses=_unhealthy(Health))
async def health(request: Request) -> JSONResponse:
    """The state of service and database, in the four keys that monitors read."""
    settings, now = services.of(request.app, Settings), services.of(request.app, Clock).now()
    connected = await services.of(request.app, Probe).revision() is not None
    fine = connected and not draining.begun(request.scope)
    body: Health = {
        "status": "ok" if fine else "error",
        "timestamp": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
        "environment": settings.environment.value,
        "database": "connected" if connected else "disconnected",
    }
    return JSONResponse(body, 200 if fine else 503)


@router.get("/livez")
async def livez() -> Alive:
    """The process answers; the database is not queried."""
    return {"status": "ok"}


@router.get("/readyz", response_model=Ready, responses=_unhealthy(Ready))
async def readyz(request: Request) -> JSONResponse:
    """Whether requests may be sent here.

    The database answers, its schema is at least as new as this code, and the process was not told to stop.
    """
    revision = await services.of(request.app, Probe).revision()
    known = schema_version.known()
    # An unknown revision belongs to a newer release. Migrations only add to the schema, so this release can
    # serve.
    migrations = "unknown" if revision is None else "pending" if revision in ("", *known[:-1]) else "current"
    stopping = draining.begun(request.scope)
    ready = migrations == "current" and not stopping
    status = "ok" if ready else "draining" if stopping else "error"
    body = {
        "status": status,
        "database": "disconnected" if revision is None else "connected",
        "migrations": migrations,
    }
    return JSONResponse(body, 200 if ready else 503)
