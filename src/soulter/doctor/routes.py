"""The doctor by HTTP, for the owner and for `soulter verify`: what `soulter doctor` says, from inside the running service."""

import os
from typing import Annotated, Any, Literal

from fastapi import Request
from fastapi.routing import iter_route_contexts
from typing_extensions import TypedDict

from soulter.access.actor import Actor
from soulter.access.permissions import DoctorPermission
from soulter.accounts.auth import requires
from soulter.core.http import web
from soulter.core.http.web import Reading
from soulter.doctor import checks, database_facts

router = web.router("/doctor", "doctor")


class FindingOut(TypedDict):
    """One thing that was looked at."""

    check: str
    verdict: Literal["ok", "warn", "refuse"]
    detail: str


class Examination(TypedDict):
    """Whether nothing is refused, and each finding."""

    ok: bool
    findings: list[FindingOut]


def paths(app: Any) -> set[str]:
    """Every path that an application answers, also those that its document does not show."""
    return {str(route.path) for route in iter_route_contexts(app.routes)}


@router.get("")
async def examine(
    request: Request, _actor: Annotated[Actor, requires(DoctorPermission.READ)], reader: Reading
) -> Examination:
    """What is unsafe or unwise about this deployment, and what to do. No secret is in it."""
    state = request.app.state
    findings = [
        *checks.configuration(state.settings, os.environ, state.login_cookie.attributes),
        *checks.open_doors(paths(request.app), state.settings),
        *checks.database(state.settings, await database_facts.read(reader, state.settings)),
    ]
    return {
        "ok": checks.passed(findings),
        "findings": [
            {"check": found.check, "verdict": found.verdict.value, "detail": found.detail}
            for found in findings
        ],
    }
