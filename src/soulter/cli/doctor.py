"""`soulter doctor`."""

import asyncio
import json
import os
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from soulter.cli import terminal
from soulter.cli.terminal import Json

if TYPE_CHECKING:
    from soulter.core.config.settings import Settings
    from soulter.doctor.checks import Finding


def doctor(as_json: Json = False) -> None:
    """Check settings, routes and database, and say what to do.

    Fails when a finding would stop the start or make the service unsafe.
    """
    from soulter.core.config import settings
    from soulter.doctor import checks

    try:
        findings = _findings(settings.load())
    except settings.WrongSettings as wrong:
        findings = checks.refused(wrong)
    fine = checks.passed(findings)
    if as_json:
        print(json.dumps({"ok": fine, "findings": [asdict(finding) for finding in findings]}, indent=2))
    else:
        print(checks.table(findings))
    if not fine:
        raise typer.Exit(1)


def _findings(found: "Settings") -> "list[Finding]":
    """The findings about settings, routes and database, once the settings load."""
    from soulter import app as application
    from soulter.accounts.cookies import LoginCookie
    from soulter.core.database import driver_errors
    from soulter.core.http import services
    from soulter.doctor import checks, database_facts

    terminal.start_logging(found)
    web = application.create_app(found)
    findings = [
        *checks.configuration(found, os.environ, services.of(web, LoginCookie).attributes),
        *checks.development_routes(application.paths(web), found),
    ]
    try:
        return [*findings, *checks.database(found, asyncio.run(database_facts.ask(found)))]
    except Exception as error:
        sentence = driver_errors.sentence(error)
        if sentence is None:
            raise
        return [*findings, checks.unreachable(f"DATABASE_URL: {sentence}")]
