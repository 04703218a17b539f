"""The findings of the doctor: each refusal, each warning, and none for a correct configuration."""

import json
import os
from pathlib import Path
from typing import Any

import certifi
import pytest
from fastapi import APIRouter
from sqlalchemy import text

from soulter import app as application
from soulter.accounts.cookies import LoginCookie
from soulter.core.config import settings
from soulter.core.config.settings import Settings, WrongSettings
from soulter.core.database import engines
from soulter.core.telemetry import logs
from soulter.doctor import checks, database_facts
from soulter.doctor.checks import Finding, Verdict
from soulter.doctor.database_facts import DatabaseFacts
from soulter.schema import migrate, schema_version
from soulter.server import graceful
from tests.conftest import fresh_database, settings_for
from tests.process.test_cli import run
from tests.unit.test_settings import STRONG

SITE_A = {
    "ENVIRONMENT": "production",
    "JWT_SECRET": STRONG,
    "DATABASE_URL": "postgresql://soulter:hunter2@db.railway.internal:5432/railway",
    "FRONTEND_URLS": "https://app.example.com",
    "PUBLIC_URL": "https://api.example.com",
    "COOKIE_SAMESITE": "lax",
    "SMTP_URL": "smtps://user:hunter2@mail.example.com:465",
    "MAIL_FROM": "Soulter <bookings@example.com>",
    "CLIENT_ADDRESS": "x-real-ip",
    "METRICS_TOKEN": "Kd8Gs2Hf6Jb3Mc5PyAeUiOxNaBtq7Zr1Vx0Lw9Tn4",
}
SITE_B = SITE_A | {
    "FRONTEND_URLS": "https://myapp.vercel.app",
    "PUBLIC_URL": "https://myapp.vercel.app",
    "CLIENT_ADDRESS": "none",
}
SITE_C = SITE_A | {
    "FRONTEND_URLS": "https://myapp.vercel.app",
    "PUBLIC_URL": "https://soulter.up.railway.app",
    "COOKIE_SAMESITE": "none",
}
ON_RAILWAY = {"RAILWAY_ENVIRONMENT": "production", "RAILWAY_DEPLOYMENT_DRAINING_SECONDS": "30"}
HEALTHY = DatabaseFacts(schema_version.known()[-1], 97)
PUBLIC_DATABASE = "postgresql://soulter:hunter2@db.example.com/soulter"


def loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variables: dict[str, str]) -> Settings:
    """The settings of a process that has these variables and no others of ours."""
    with monkeypatch.context() as patched:
        patched.chdir(tmp_path)
        for name in [*(field.upper() for field in Settings.model_fields), "NODE_ENV"]:
            patched.delenv(name, raising=False)
        for name, value in variables.items():
            patched.setenv(name, value)
        return settings.load()


def findings(found: Settings, environ: dict[str, str], facts: DatabaseFacts = HEALTHY) -> list[Finding]:
    return [
        *checks.configuration(found, environ, LoginCookie(found).attributes),
        *checks.database(found, facts),
    ]


def loud(found: list[Finding]) -> list[tuple[str, Verdict]]:
    return [(finding.check, finding.verdict) for finding in found if finding.verdict is not Verdict.OK]


CLEAN = {
    "A": (SITE_A, "A, one site: the web app and the API share example.com."),
    "A on Railway": (SITE_A | ON_RAILWAY, "A, one site: the web app and the API share example.com."),
    "A, a strict cookie": (
        SITE_A | {"COOKIE_SAMESITE": "strict"},
        "A, one site: the web app and the API share example.com.",
    ),
    "A, several front ends": (
        SITE_A | {"FRONTEND_URLS": "https://api.example.com,https://example.com:8443"},
        "A, one site: ",
    ),
    "B": (SITE_B, "B, one origin: browsers meet the web app and the API at https://myapp.vercel.app."),
    "B on Railway": (SITE_B | ON_RAILWAY, "B, one origin: "),
    "B, the API's own host named": (
        SITE_C | {"COOKIE_SAMESITE": "lax"},
        "B, rewrite: https://myapp.vercel.app must pass /api/* on to this API; ",
    ),
    "D": ({}, "D, development: "),
    "D, by numbers": (
        {"FRONTEND_URLS": "http://127.0.0.1:3000", "PUBLIC_URL": "http://127.0.0.1:5001"},
        "D, development: ",
    ),
    "development against a host of its own": (
        {"FRONTEND_URLS": "http://app.example.com", "PUBLIC_URL": "http://api.example.com"},
        "A, one site: ",
    ),
    "a database on the internet, checked": (
        SITE_A | {"DATABASE_URL": PUBLIC_DATABASE + "?sslmode=verify-full"},
        "A, one site: ",
    ),
    "a database with an authority of its own": (
        SITE_A | {"DATABASE_URL": PUBLIC_DATABASE + f"?sslmode=require&sslrootcert={certifi.where()}"},
        "A, ",
    ),
    "development with a database on the internet": ({"DATABASE_URL": PUBLIC_DATABASE}, "D, "),
    "Railway in development": (
        {"RAILWAY_ENVIRONMENT": "dev", "RAILWAY_DEPLOYMENT_DRAINING_SECONDS": "20"},
        "D, ",
    ),
    "a proxy that is named": (SITE_A | {"FORWARDED_ALLOW_IPS": "10.0.0.1"}, "A, "),
}


@pytest.mark.parametrize("case", CLEAN)
def test_what_is_right_is_not_warned_about(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, case: str
) -> None:
    variables, topology = CLEAN[case]
    found = findings(loaded(monkeypatch, tmp_path, variables), variables)
    assert loud(found) == []
    [told] = [finding.detail for finding in found if finding.check == "topology"]
    assert told.startswith(topology)
    assert {"settings", "topology", "cookie", "database", "schema", "durability"} <= {
        finding.check for finding in found
    }


# The variables, the only finding they cause, and a word of its remedy.
WARNED: list[tuple[dict[str, str], str, str]] = [
    (SITE_C, "topology", "Safari up to 18.3 and 18.5 to 26.1"),
    (SITE_C | {"FRONTEND_URLS": "https://a.up.railway.app"}, "topology", "COOKIE_SAMESITE=lax"),
    (SITE_A | {"FRONTEND_URLS": "https://app.example.com,https://x.example.org", "COOKIE_SAMESITE": "none"},
        "topology", "https://x.example.org"),
    (SITE_A | {"COOKIE_SAMESITE": "none"}, "COOKIE_SAMESITE", "set COOKIE_SAMESITE=lax"),
    (SITE_B | {"COOKIE_SAMESITE": "none"}, "COOKIE_SAMESITE", "set COOKIE_SAMESITE=lax"),
    (SITE_A | {"COOKIE_DOMAIN": ".example.com"}, "COOKIE_DOMAIN", "unset it"),
    (SITE_A | {"DATABASE_URL": PUBLIC_DATABASE + "?sslmode=require"}, "DATABASE_URL", "sslmode=verify-full"),
    (SITE_A | {"FORWARDED_ALLOW_IPS": "*"}, "FORWARDED_ALLOW_IPS", "unset it"),
    (SITE_A | ON_RAILWAY | {"CLIENT_ADDRESS": "peer"}, "CLIENT_ADDRESS", "x-real-ip"),
    (SITE_A | {"RAILWAY_ENVIRONMENT": "production"}, "RAILWAY_DEPLOYMENT_DRAINING_SECONDS", "after 0 s"),
    (SITE_A | ON_RAILWAY | {"RAILWAY_DEPLOYMENT_DRAINING_SECONDS": str(graceful.FINISH_SECONDS + 2)},
        "RAILWAY_DEPLOYMENT_DRAINING_SECONDS", "=30"),
    (SITE_A | ON_RAILWAY | {"RAILWAY_DEPLOYMENT_DRAINING_SECONDS": "long"},
        "RAILWAY_DEPLOYMENT_DRAINING_SECONDS", "=30"),
    (SITE_A | {"METRICS_TOKEN": ""}, "METRICS_TOKEN", "/metrics is off"),
    (SITE_A | {"SMTP_URL": ""}, "SMTP_URL", "nobody can register"),
    (SITE_A | {"MAIL_FROM": ""}, "MAIL_FROM", "an address of a domain"),
    (SITE_A | {"MAIL_FROM": "nobody@localhost"}, "MAIL_FROM", "an address of a domain"),
    ({"SMTP_URL": "smtp://localhost:2525"}, "MAIL_FROM", "an address of a domain"),
    ({"PUBLIC_URL": "http://127.0.0.1:5001"}, "FRONTEND_URLS", "write localhost everywhere"),
    ({"FRONTEND_URLS": "http://127.0.0.1:3000"}, "FRONTEND_URLS", "write localhost everywhere"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("variables", "check", "advice"), WARNED, ids=[f"{check} {n}" for n, (_, check, _) in enumerate(WARNED)]
)
def test_what_is_unwise_is_warned_about(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variables: dict[str, str], check: str, advice: str
) -> None:
    found = findings(loaded(monkeypatch, tmp_path, variables), variables)
    assert loud(found) == [(check, Verdict.WARN)]
    assert checks.passed(found)
    [told] = [finding.detail for finding in found if finding.verdict is Verdict.WARN]
    assert advice in told
    assert told.endswith(".")
    assert "hunter2" not in told


def test_a_cookie_for_all_subdomains_is_never_kept_across_sites_by_safari(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    variables = SITE_A | {
        "FRONTEND_URLS": "https://myapp.vercel.app",
        "COOKIE_SAMESITE": "none",
        "COOKIE_DOMAIN": "example.com",
    }
    found = findings(loaded(monkeypatch, tmp_path, variables), variables)
    assert loud(found) == [("topology", Verdict.WARN), ("COOKIE_DOMAIN", Verdict.WARN)]
    assert "does not work in any Safari" in found[1].detail


DATABASES: list[tuple[DatabaseFacts, dict[str, str], str, Verdict, str]] = [
    (DatabaseFacts(""), {}, "schema", Verdict.REFUSE, "The schema is not there and this release needs"),
    (DatabaseFacts("0001"), {}, "schema", Verdict.REFUSE, "run soulter migrate"),
    (HEALTHY, {}, "schema", Verdict.OK, "as this release needs it"),
    (DatabaseFacts("9999"), {}, "schema", Verdict.OK, "newer than this release"),
    (DatabaseFacts("9999", fsync="off"), {}, "durability", Verdict.WARN, "Set fsync = on"),
    (DatabaseFacts("9999", synchronous_commit="off"), {}, "durability", Verdict.WARN,
        "Set synchronous_commit = on"),
    (DatabaseFacts("9999", synchronous_commit="remote_apply"), {}, "durability", Verdict.OK, "on disk"),
    (DatabaseFacts("9999", 85), {"WEB_CONCURRENCY": "5"}, "connections", Verdict.OK,
        "is 80; the server has 80"),
    (DatabaseFacts("9999", 84), {"WEB_CONCURRENCY": "5"}, "connections", Verdict.WARN,
        "is 80, and the server has 79"),
    (DatabaseFacts("9999", 85), {"WEB_CONCURRENCY": "5", "REPLICAS": "2"}, "connections", Verdict.WARN,
        "is 160"),
    (DatabaseFacts("9999", 85), {"WEB_CONCURRENCY": "5", "DATABASE_POOL_SIZE": "9"}, "connections",
        Verdict.WARN, "is 90"),
    (DatabaseFacts("9999", 3), {"DATABASE_POOL_SIZE": "1"}, "connections", Verdict.WARN, "the server has 0"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "variables", "check", "verdict", "said"),
    DATABASES,
    ids=[f"{c[2]} {n}" for n, c in enumerate(DATABASES)],
)
def test_what_the_database_tells_is_judged(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    facts: DatabaseFacts,
    variables: dict[str, str],
    check: str,
    verdict: Verdict,
    said: str,
) -> None:
    found = checks.database(loaded(monkeypatch, tmp_path, SITE_A | variables), facts)
    [judged] = [finding for finding in found if finding.check == check]
    assert (judged.verdict, said in judged.detail) == (verdict, True), judged
    assert checks.passed(found) == (verdict is not Verdict.REFUSE)


OPEN = [
    "/docs", "/docs/start.js", "/openapi.json", "/redoc", "/api/debug", "/debug/vars", "/api/seed-demo",
    "/api/seeds", "/api/temp",
    "/_test/login", "/api/units/test", "/api/seedDemo", "/tmp/{name}", "/api/{test_id}",
]  # fmt: skip
SHUT = [
    "/health",
    "/api/units",
    "/api/templates",
    "/api/latest",
    "/api/attempts",
    "/api/tested-by-name",
    "/api/seedlings",
    "/api/contest",
]


def test_routes_of_development_are_refused_in_production(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    live = loaded(monkeypatch, tmp_path, SITE_A)
    found = checks.development_routes([*OPEN, *SHUT], live)
    assert {finding.detail.split()[3] for finding in found} == {*OPEN}
    assert {finding.verdict for finding in found} == {Verdict.REFUSE}
    assert checks.development_routes(OPEN, loaded(monkeypatch, tmp_path, {})) == []
    assert checks.development_routes(application.paths(application.create_app(live)), live) == []
    # The same look finds those that development has.
    assert {"/docs", "/openapi.json", "/docs/files"} <= application.paths(
        application.create_app(loaded(monkeypatch, tmp_path, {}))
    )


def test_a_worker_does_not_start_with_a_route_of_development(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    router, live = APIRouter(), loaded(monkeypatch, tmp_path, SITE_A)
    router.add_api_route("/api/debug/users", lambda: None)
    monkeypatch.setattr(settings, "load", lambda: live)
    monkeypatch.setattr(logs, "configure", lambda *_: None)
    assert application.from_environment()
    monkeypatch.setattr(application, "ROUTERS", (*application.ROUTERS, router))
    with pytest.raises(SystemExit):
        application.from_environment()
    assert capsys.readouterr().err.startswith("The application serves /api/debug/users in production")


def test_settings_that_do_not_load_are_a_line_for_each_mistake() -> None:
    found = checks.refused(WrongSettings("PORT: Input should be a number.", "JWT_SECRET must be set."))
    assert [(finding.check, finding.verdict) for finding in found] == [
        ("PORT", Verdict.REFUSE),
        ("JWT_SECRET", Verdict.REFUSE),
    ]
    assert not checks.passed(found)


def test_the_table_has_a_line_for_each_finding() -> None:
    lines = checks.table(
        [
            Finding("a", Verdict.OK, "Fine."),
            Finding("long", Verdict.WARN, "Do."),
            Finding("b", Verdict.REFUSE, "Must."),
        ]
    )
    assert lines.splitlines() == [
        "ok      a     Fine.",
        "warn    long  Do.",
        "refuse  b     Must.",
        "",
        "Refused: 1. Warnings: 1.",
    ]


async def test_the_database_is_asked(kind: str, tmp_path: Path, worker_id: str) -> None:
    found = settings_for(await fresh_database(kind, f"soulter_doctor_{worker_id}", tmp_path))
    assert (await database_facts.ask(found)).revision == ""
    assert os.listdir(tmp_path) == [], "looking made a file"  # noqa: PTH208
    await migrate.upgrade(found, lambda _text: None)
    facts = await database_facts.ask(found)
    assert facts.revision == schema_version.known()[-1]
    assert (facts.connections is None) == found.sqlite
    # The servers of suites run without fsync, for speed.
    assert facts.synchronous_commit == "on"
    if kind == "postgresql":
        engine = engines.for_migrations(found)
        async with engine.connect() as connection:
            [[most, own, fsync]] = await connection.execute(
                text(
                    "SELECT current_setting('max_connections')::int, "
                    "current_setting('superuser_reserved_connections')::int, current_setting('fsync')"
                )
            )
            await connection.execute(
                text(f'ALTER DATABASE "soulter_doctor_{worker_id}" SET synchronous_commit = off')
            )
            await connection.commit()
        await engine.dispose()
        assert (facts.connections, facts.fsync) == (most - own, fsync)
        assert (await database_facts.ask(found)).synchronous_commit == "off"


# As a person and a platform run it.

BROKEN = SITE_A | {
    "JWT_SECRET": "changeme",
    "FRONTEND_URLS": "https://app.example.com,http://old.example.com",
    "PUBLIC_URL": "http://api.example.com",
    "COOKIE_SAMESITE": "lax",
    "COOKIE_SECURE": "false",
    "COOKIE_DOMAIN": "com",
    "DATABASE_URL": PUBLIC_DATABASE + "?sslmode=disable",
}


@pytest.mark.parametrize("more", [{}, {"PORT": "abc"}], ids=["unsafe", "unsafe and unreadable"])
async def test_serving_and_the_doctor_stop_with_the_same_sentences(
    tmp_path: Path, more: dict[str, str]
) -> None:
    status, out, err = await run(tmp_path, "serve", **BROKEN, **more)
    sentences = err.splitlines()
    assert (status, out) == (1, "")
    assert {line.split(" ")[0].rstrip(":") for line in sentences} == {*BROKEN} & {
        "JWT_SECRET", "FRONTEND_URLS", "PUBLIC_URL", "COOKIE_SECURE", "COOKIE_DOMAIN", "DATABASE_URL",
    } | {*more}  # fmt: skip
    status, out, err = await run(tmp_path, "doctor", "--json", **BROKEN, **more)
    told = json.loads(out)
    assert (status, err, told["ok"]) == (1, "", False)
    assert [finding["detail"] for finding in told["findings"]] == sentences
    assert {finding["verdict"] for finding in told["findings"]} == {"refuse"}
    status, out, err = await run(tmp_path, "doctor", **BROKEN, **more)
    assert (status, err) == (1, "")
    assert [line for line in sentences if line not in out] == []
    assert out.endswith(f"Refused: {len(sentences)}. Warnings: 0.\n")
    assert "hunter2" not in out


async def test_the_doctor_asks_the_database_and_tells_what_is_missing(
    kind: str, tmp_path: Path, worker_id: str
) -> None:
    url = await fresh_database(kind, f"soulter_doctor_cli_{worker_id}", tmp_path)

    async def asked() -> tuple[int, dict[str, dict[str, Any]]]:
        status, out, err = await run(tmp_path, "doctor", "--json", DATABASE_URL=url)
        assert err == ""
        told = json.loads(out)
        assert told["ok"] == (status == 0)
        return status, {finding["check"]: finding for finding in told["findings"]}

    status, told = await asked()
    assert (status, told["schema"]["verdict"], told["database"]["verdict"]) == (1, "refuse", "ok")
    await migrate.upgrade(settings_for(url), lambda _text: None)
    status, told = await asked()
    assert (status, told["schema"]["verdict"]) == (0, "ok")
    assert told["cookie"]["detail"] == "The login cookie is set with Path=/; HttpOnly; SameSite=Lax."
    assert ("connections" in told) == (kind == "postgresql")


async def test_a_database_that_is_away_is_refused_beside_the_warnings(tmp_path: Path) -> None:
    status, out, err = await run(
        tmp_path, "doctor", **(SITE_C | {"DATABASE_URL": "postgresql://u:hunter2@127.0.0.1:1/soulter"})
    )
    assert (status, err) == (1, "")
    assert (
        "refuse  database  DATABASE_URL: the database does not answer. Is it running, and are host and port "
        "right?\n" in out
    )
    assert (
        "warn    topology  C, cross-site: from https://myapp.vercel.app the login does not work in Safari "
        "up to 18.3" in out
    )
    assert out.endswith("Refused: 1. Warnings: 1.\n")
