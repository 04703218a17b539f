"""How the service is doing, for the owner."""

from typing import Annotated, Any

from fastapi import Request

from soulter.access.actor import Actor
from soulter.access.permissions import SystemPermission
from soulter.accounts.auth import requires
from soulter.core.http import web
from soulter.core.http.web import Now, Reading
from soulter.core.telemetry.metrics import Figure
from soulter.system import machine, prometheus, queries
from soulter.system.schemas import DatabaseOut, SystemEnvelope, figure_out, minute_out, process_out

router = web.router("/system", "system")

_INFORMS = frozenset({"soulter_migrations_info", "soulter_build_info"})


@router.get("")
async def read_system(
    request: Request, _actor: Annotated[Actor, requires(SystemPermission.READ)], reader: Reading, now: Now
) -> SystemEnvelope:
    """What runs and since when, the numbers of now, and the last hour minute by minute, of all processes on all machines."""
    state: Any = request.app.state
    build = dict(prometheus.build().labels)
    found: list[Figure] = [*await state.figures.now(), *machine.figures(state.settings)]
    rows = await queries.samples(reader, now)
    return {
        "system": {
            "version": build["version"],
            "revision": build["revision"],
            "python": build["python"],
            "startedAt": state.recorder.started_at,
            "now": now,
            "database": _database("sqlite" if state.settings.sqlite else "postgresql", found),
            "processes": [
                process_out(row)
                for row in queries.latest(row for row in rows if now - row.at <= queries.ALIVE)
            ],
            "figures": [figure_out(figure) for figure in found if figure.name not in _INFORMS],
            "history": [minute_out(minute) for minute in queries.history(rows, now)],
        }
    }


def _database(kind: str, found: list[Figure]) -> DatabaseOut:
    by_name = {figure.name: figure for figure in found}
    labels = (
        dict(by_name["soulter_migrations_info"].labels)
        if "soulter_migrations_info" in by_name
        else {"current": "none", "head": ""}
    )
    current = None if labels["current"] == "none" else labels["current"]
    at_head = "soulter_migrations_at_head" in by_name and bool(by_name["soulter_migrations_at_head"].value)
    return {
        "kind": kind,
        "up": bool(by_name["soulter_database_up"].value),
        "schema": {"current": current, "head": labels["head"], "atHead": at_head},
    }
