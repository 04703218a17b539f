"""The command line: `soulter serve | worker | dev | migrate | seed | users | doctor | verify`; those that move data are in `data_commands`."""

import asyncio
import io
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

import soulter
from soulter.cli import data_commands, verify
from soulter.cli.terminal import fail as _fail
from soulter.cli.terminal import judged_settings as _judged_settings
from soulter.cli.terminal import run as _run
from soulter.cli.terminal import say as _say
from soulter.cli.terminal import settings as _settings
from soulter.cli.terminal import start_logging as _start_logging
from soulter.core.config import settings
from soulter.core.config.settings import Settings, WrongSettings
from soulter.core.telemetry import gc_tuning

if TYPE_CHECKING:
    from uuid import UUID

    from soulter.accounts.people import NewUser
    from soulter.doctor.checks import Finding

app = typer.Typer(help="Soulter, the booking system of small stays.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
users_app = typer.Typer(help="Accounts that only the machine's owner may make.", no_args_is_help=True)
app.add_typer(users_app, name="users")
data_commands.add_to(app)
app.command()(verify.verify)

_LONGEST_EMAIL, _LONGEST_NAME = 254, 120
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1"})

Json = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


@app.command()
def serve(web: Annotated[bool, typer.Option("--web", help="Serve the web app too, from the same origin.")] = False) -> None:
    """Serve the API; migrates nothing and seeds nothing."""
    from soulter.server import server

    found = _settings()
    if web:
        from soulter.server import web_app

        try:
            web_app.folder()
        except web_app.NotBuilt as error:
            _fail(str(error))
    server.check_address(found)
    if found.sqlite:
        # A file that cannot be used gets no better; a server that is away may come back, so that one is not asked.
        from soulter.doctor import database_facts
        from soulter.schema import schema_version

        if older := schema_version.behind(_run(database_facts.ask(found)).revision):
            # It waits for the schema, as on a platform that starts both at once: /readyz says so, and who looks here should know.
            print(older, file=sys.stderr)
    server.run(found, server.API_AND_WEB if web else server.API)


@app.command()
def worker(once: Annotated[bool, typer.Option("--once", help="Do what is due, and stop.")] = False) -> None:
    """Deliver mails, end lapsed holds, clear away what is over. Any number of workers may run at once."""
    _run(_work(_settings(), once))


@app.command()
def dev() -> None:
    """For a newcomer: migrate, plant demo data, serve API and web app, and print how to log in."""
    from soulter.server import server

    found = _settings()
    if found.production:
        _fail("`soulter dev` plants a demo with a public password. In production run: soulter migrate, then soulter serve")
    _run(_prepare(found))
    with _web_app_beside(found):
        _print_logins()
        _print_first_steps(found)
        if "embedded_worker" not in found.model_fields_set:
            os.environ["EMBEDDED_WORKER"] = "true"
        server.run(found)


@app.command()
def migrate(
    status: Annotated[bool, typer.Option("--status", help="Only show where the schema is and what is pending.")] = False, as_json: Json = False
) -> None:
    """Bring the database schema up to date. Safe to run from several machines at once."""
    from soulter.schema import schema_version

    found = _judged_settings()
    # Most runs have nothing to do, and need not load the tool for it.
    if not status and _run(schema_version.is_current(found)):
        _say(f"✅ Nothing to do: the schema is at {schema_version.known()[-1]}")
        return
    _start_logging(found)
    from soulter.schema import migrate as migrations

    if status:
        state = _run(migrations.current(found))
        applied = [name for name in schema_version.known() if name not in state.pending]
        if as_json:
            print(json.dumps({"current": state.current or None, "applied": applied, "pending": state.pending, "newer": state.newer}))
            return
        for name in applied:
            _say(f"applied  {name}")
        for name in state.pending:
            _say(f"pending  {name}")
        if state.newer:
            _say(f"The schema is at {state.current}, which is newer than this release; it can be served.")
        return
    before = _run(migrations.upgrade(found, _say_and_log if found.log_format == "json" else _say))
    if before.newer:
        _say(f"Nothing to do: the schema is at {before.current}, which is newer than this release.")
    else:
        _say("✅ Migrations applied" if before.pending else f"✅ Nothing to do: the schema is at {before.current}")


@app.command()
def seed(demo: Annotated[bool, typer.Option("--demo", help="Plant a demo property with a season of bookings.")] = False) -> None:
    """Plant demo data; repeatable, and refused in production."""
    if not demo:
        _fail("Say what to plant: soulter seed --demo")
    found = _settings()
    if found.production:
        _fail("The demo's password is public, so it is not planted in production. Make people with: soulter users create")
    _run(_plant(found))
    _print_logins()


@app.command()
def doctor(as_json: Json = False) -> None:
    """Check settings, routes and database, and say what to do. Fails when something would stop the start or endanger it."""
    from soulter.doctor import checks

    try:
        findings = _findings(settings.load())
    except WrongSettings as wrong:
        findings = checks.refused(wrong)
    fine = checks.passed(findings)
    print(json.dumps({"ok": fine, "findings": [asdict(finding) for finding in findings]}, indent=2) if as_json else checks.table(findings))
    if not fine:
        raise typer.Exit(1)


def _findings(found: Settings) -> "list[Finding]":
    """Everything that the doctor looks at, once the settings load."""
    from soulter import app as application
    from soulter.core.database import driver_errors
    from soulter.doctor import checks, database_facts

    _start_logging(found)
    web = application.create_app(found)
    findings = [
        *checks.configuration(found, os.environ, web.state.login_cookie.attributes),
        *checks.open_doors(application.paths(web), found),
    ]
    try:
        return [*findings, *checks.database(found, asyncio.run(database_facts.ask(found)))]
    except Exception as error:
        sentence = driver_errors.sentence(error)
        if sentence is None:
            raise
        return [*findings, checks.unreachable(f"DATABASE_URL: {sentence}")]


@users_app.command("create")
def create_user(
    role: Annotated[str, typer.Option(help="super_admin, admin, agent or customer.")],
    email: Annotated[str, typer.Option(help="The address that logs in.")],
    name: Annotated[str, typer.Option(help="As others see it; the part before the @ without one.")] = "",
    as_json: Json = False,
) -> None:
    """Make an account, asking for a password or making one. This is how the first SUPER_ADMIN comes to be."""
    from soulter.access.permissions import Role
    from soulter.accounts import password_rules
    from soulter.accounts.people import NewUser
    from soulter.core import ids
    from soulter.core.errors import SoulterError

    if role.upper() not in set(Role):
        _fail(f"--role is one of: {', '.join(known.lower() for known in Role)}")
    if not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", email):
        _fail("--email is not an e-mail address.")
    if len(email) > _LONGEST_EMAIL or len(name) > _LONGEST_NAME:
        _fail(f"--email has at most {_LONGEST_EMAIL} characters and --name {_LONGEST_NAME}.")
    found = _settings()
    asked = sys.stdin.isatty() and not as_json
    password = typer.prompt("Password (empty: make one)", default="", show_default=False, hide_input=True) if asked else ""
    made = "" if password else ids.new_token()
    wanted = Role(role.upper())
    try:
        password_rules.check(password or made, wanted, (name, email))
        new = NewUser(email, name or email.partition("@")[0][:_LONGEST_NAME], wanted, None)
        user_id = _run(_create_user(found, new, password or made))
    except SoulterError as refusal:
        _fail(refusal.detail)
    if as_json:
        print(json.dumps({"id": str(user_id), "email": new.email, "role": wanted, "password": made or None}))
        return
    _say(f"Made {wanted} {new.email}.")
    if made:
        _say(f"Password, shown only now: {made}")


async def _create_user(found: Settings, new: "NewUser", password: str) -> "UUID":
    from soulter.accounts import people
    from soulter.accounts.passwords import PasswordChecker
    from soulter.core.clock import SystemClock
    from soulter.core.database.transactions import Database
    from soulter.schema import schema_version

    database, checker = Database(found), PasswordChecker()
    try:
        if older := schema_version.behind(await schema_version.read(database.reader)):
            _fail(older)
        hashed = await checker.hash(password)
        async with database.writing() as session:
            return await people.create(session, "cli", replace(new, password_hash=hashed), SystemClock().now())
    finally:
        checker.close()
        await database.close()


async def _work(found: Settings, once: bool) -> None:
    from soulter import wiring
    from soulter.core.clock import SystemClock
    from soulter.core.database.transactions import Database
    from soulter.notices.process import build_worker
    from soulter.outbox import publishing
    from soulter.outbox.worker import until_signalled
    from soulter.schema import schema_version

    publishing.connect(wiring.SUBSCRIPTIONS)
    database = Database(found)
    async with _traced(found):
        try:
            made = build_worker(found, database, SystemClock(), wiring.JOBS)
            if not once:
                await until_signalled(made)
            elif older := schema_version.behind(await schema_version.read(database.reader)):
                _fail(older)
            else:
                _say(f"Mails tried: {await made.once()}")
        finally:
            await database.close()


@asynccontextmanager
async def _traced(found: Settings) -> AsyncIterator[None]:
    """With traces, where the settings ask for them; the last ones leave at the end. Raises WrongSettings when their packages are missing."""
    if not found.otel_exporter_otlp_endpoint:
        yield
        return
    from soulter.system.tracing import Tracing

    tracing = Tracing(found)
    try:
        yield
    finally:
        await asyncio.to_thread(tracing.close)


async def _prepare(found: Settings) -> None:
    """Schema and demo data, in as little time as possible when both are there already."""
    from soulter.schema import schema_version

    if not await schema_version.is_current(found):
        from soulter.schema import migrate as migrations

        await migrations.upgrade(found, _say)
    await _plant(found)


async def _plant(found: Settings) -> None:
    from soulter import wiring
    from soulter.core.clock import SystemClock
    from soulter.core.database.transactions import Database
    from soulter.outbox import publishing
    from soulter.schema import schema_version
    from soulter.seeds import demo

    publishing.connect(wiring.SUBSCRIPTIONS)
    database = Database(found)
    try:
        if older := schema_version.behind(await schema_version.read(database.reader)):
            _fail(older)
        planted = await demo.plant(database, SystemClock().now())
    finally:
        await database.close()
    _say("Planted the demo property Starry Meadow with a season of bookings." if planted else "The demo property Starry Meadow is there.")


@contextmanager
def _web_app_beside(found: Settings) -> Iterator[None]:
    """The web app on its own origin, as in production. Without it the API is still worth running, so it is said and no more."""
    from soulter.server import server, web_app

    with ExitStack() as stack:
        where = urlsplit(found.links_to)
        try:
            if where.scheme != "http" or where.hostname not in _THIS_MACHINE:
                _say(f"\nThe web app is at {found.links_to}, which is not for this machine to serve: only the API runs.")
            else:
                built = web_app.WebApp(web_app.folder(), _called(found))
                stack.enter_context(server.beside(built, found.host, where.port or 80))
                _say(f"\nOpen {found.links_to} in a browser.")
        except web_app.NotBuilt as error:
            _say(f"\n{error} Until then only the API runs.")
        except server.PortTaken:
            _say(f"\nPort {where.port} is taken, so only the API runs. Stop the other program, or set FRONTEND_URLS to http://localhost:3001.")
        yield


def _called(found: Settings) -> str:
    """Where a browser on this machine finds the API."""
    return found.public_url if "public_url" in found.model_fields_set else f"http://localhost:{found.port}"


def _print_logins() -> None:
    from soulter.seeds import people

    _say(f"\nFour logins, all with the password  {people.PASSWORD}")
    for role, (email, name) in people.LOGINS.items():
        _say(f"  {role:<12} {email:<30} {name}")


def _print_first_steps(found: Settings) -> None:
    from soulter.access.permissions import Role
    from soulter.seeds import people

    here = f"http://localhost:{found.port}"
    body = json.dumps({"email": people.LOGINS[Role.ADMIN][0], "password": people.PASSWORD})
    _say(f"\nThe API is at {here} (interactive documentation: {here}/docs). Stop it with Ctrl-C. Try in another terminal:\n")
    _say(f"  curl -c cookies.txt -H 'Origin: {found.public_url}' -H 'Content-Type: application/json' -d '{body}' {here}/api/auth/login")
    _say(f"  curl -b cookies.txt '{here}/api/bookings?size=2'")
    _say(f"  curl '{here}/api/availability?checkIn=2027-03-10&checkOut=2027-03-12&guests=2&size=1'\n")


def _version(wanted: bool) -> None:
    if wanted:
        print(soulter.__version__)
        raise typer.Exit


@app.callback()
def root(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False) -> None:
    """Soulter, the booking system of small stays."""


def _say_and_log(text: str) -> None:
    """For whoever looks, and for whoever searches the log of a deployment."""
    from soulter.core.telemetry import logs

    _say(text)
    logs.get(__name__).info("migrating", step=text)


def main() -> None:
    """The entry point."""
    gc_tuning.look_rarely()
    for stream in (sys.stdout, sys.stderr):
        # A platform's terminal of few letters must not turn a success into a failure.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()
