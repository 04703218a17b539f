"""`soulter verify`. It reads no settings: it runs on any machine and looks at a deployment from outside."""

import json
import os
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from soulter.cli.terminal import Json, fail
from soulter.core import clock
from soulter.core.config import origins

_PLACE = re.compile(r"([a-z0-9.-]+)=([0-9.]+|\[[0-9a-f:]+\]):([0-9]{1,5})")

Resolve = Annotated[
    list[str] | None,
    typer.Option(
        help="HOST=ADDRESS:PORT: reach a host there and not by DNS, before DNS is switched. Repeatable."
    ),
]


def verify(
    api: Annotated[str, typer.Argument(help="The API's own origin, such as https://api.example.com.")],
    frontend: Annotated[str, typer.Option(help="The web app's origin, such as https://app.example.com.")],
    login: Annotated[
        str,
        typer.Option(
            help="Who logs in; the password is asked for, or SOULTER_VERIFY_PASSWORD. An owner sees most."
        ),
    ] = "",
    ca_file: Annotated[str, typer.Option(help="Certificates of a private authority, as a PEM file.")] = "",
    resolve: Resolve = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail also when something cannot be told.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Check a live deployment from outside against the ten criteria of one that works.

    Changes nothing but its own login.
    """
    from soulter.verify import criteria
    from soulter.verify import deployment as verifying

    places = dict(_place(text) for text in resolve or ())
    if ca_file and not Path(ca_file).is_file():
        fail(f"--ca-file {ca_file} is not there.")
    target = verifying.Target(
        api=_origin("The API's address", api),
        front=_origin("--frontend", frontend),
        email=login,
        password=_password(login) if login else "",
        metrics_token=os.environ.get(verifying.METRICS, ""),
        ca_file=ca_file or None,
        places=places,
        protected=protected_paths(),
    )
    began = clock.monotonic()
    findings = verifying.look(target, criteria.CRITERIA)
    seconds = round(clock.monotonic() - began, 1)
    fine = verifying.passed(findings, strict=strict)
    told = {"ok": fine, "seconds": seconds, "criteria": [asdict(finding) for finding in findings]}
    print(json.dumps(told, indent=2) if as_json else verifying.table(findings))
    if not fine:
        raise typer.Exit(1)


def protected_paths() -> list[str]:
    """Every path of this release that a GET reads and a visitor may not.

    An id in a path is one that nothing has.
    """
    from fastapi import FastAPI

    from soulter import app
    from soulter.access.grants import GRANTS, LINK_GRANTS
    from soulter.accounts import openapi

    bare = FastAPI()
    for router in app.ROUTERS:
        bare.include_router(router)
    stated = openapi.permissions(bare).items()
    wanted = [
        path
        for (method, path), permission in stated
        if method == "get" and permission and permission not in GRANTS[None] | LINK_GRANTS
    ]
    return sorted(re.sub(r"\{\w+\}", str(UUID(int=0)), path) for path in wanted)


def _origin(name: str, text: str) -> str:
    try:
        origins.check(text.rstrip("/"))
    except ValueError as error:
        fail(f"{name}: {error}")
    return text.rstrip("/")


def _place(text: str) -> tuple[str, tuple[str, int]]:
    found = _PLACE.fullmatch(text)
    if not found:
        fail(f"--resolve {text} is not HOST=ADDRESS:PORT, such as api.example.com=203.0.113.7:443.")
    return found[1], (found[2].strip("[]"), int(found[3]))


def _password(email: str) -> str:
    from soulter.verify.deployment import PASSWORD

    if given := os.environ.get(PASSWORD):
        return given
    if not sys.stdin.isatty():
        fail(f"--login needs a password: set {PASSWORD}, or run this in a terminal.")
    return str(typer.prompt(f"Password of {email}", hide_input=True))
