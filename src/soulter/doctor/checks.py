"""The findings of `soulter doctor` about a configuration. Pure functions of settings, environment and facts.

`core.config.settings` alone decides what stops a start; this module adds what is allowed but unwise.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum

from soulter.core.config import database_url as urls
from soulter.core.config import origins
from soulter.core.config.settings import Settings, WrongSettings
from soulter.doctor.database_facts import DatabaseFacts
from soulter.schema import schema_version
from soulter.server import graceful

FORWARDED = "FORWARDED_ALLOW_IPS"
RAILWAY = "RAILWAY_ENVIRONMENT"
DRAINING = "RAILWAY_DEPLOYMENT_DRAINING_SECONDS"
READ = (FORWARDED, RAILWAY, DRAINING)
"""Variables of platforms and of other programs that are read here only."""

_SPARE = 5
"""Connections reserved for migrations, this command, and a person who inspects the database."""

_LOCAL = frozenset({"localhost", "127.0.0.1"})
_WORDS_OF_DEVELOPMENT = re.compile(
    r"(?<![A-Za-z])(docs|redoc|openapi|swagger|debug|seed|temp|tmp|test)s?(?![a-z])"
)


class Verdict(StrEnum):
    """What a finding means for serving."""

    OK = "ok"
    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: a variable or a checked thing, and a sentence about it."""

    check: str
    verdict: Verdict
    detail: str


def refused(wrong: WrongSettings) -> list[Finding]:
    """Settings that do not load: one line for each fault."""
    return [
        Finding(sentence.split(" ")[0].rstrip(":"), Verdict.REFUSE, sentence) for sentence in wrong.sentences
    ]


def configuration(settings: Settings, environ: Mapping[str, str], cookie: str) -> list[Finding]:
    """What settings tell that loaded, without any request; `cookie` holds the login cookie's attributes."""
    return [
        Finding("settings", Verdict.OK, f"Every variable can be used in {settings.environment}."),
        _topology(settings),
        Finding("cookie", Verdict.OK, f"The login cookie is set with {cookie}."),
        *_cookie(settings),
        *_transport(settings, environ),
        *_mail(settings),
        *_backups(settings),
        *_watched(settings),
    ]


def development_routes(paths: Iterable[str], settings: Settings) -> list[Finding]:
    """Refuse production whose application has routes that are for development only."""
    found = (
        sorted({path for path in paths if _WORDS_OF_DEVELOPMENT.search(path)}) if settings.production else []
    )
    return [
        Finding(
            "routes",
            Verdict.REFUSE,
            f"The application serves {path} in production, which is for development only: "
            "leave this route out.",
        )
        for path in found
    ]


def database(settings: Settings, facts: DatabaseFacts) -> list[Finding]:
    """What the facts of the database tell."""
    detail = "The database is an SQLite file." if settings.sqlite else "PostgreSQL answers."
    return [
        Finding("database", Verdict.OK, detail),
        _schema(facts.revision),
        *_connections(settings, facts),
        *_durability(facts),
    ]


def unreachable(sentence: str) -> Finding:
    """The database did not answer."""
    return Finding("database", Verdict.REFUSE, sentence)


def passed(findings: Iterable[Finding]) -> bool:
    """Whether nothing is refused."""
    return all(finding.verdict is not Verdict.REFUSE for finding in findings)


def table(findings: list[Finding]) -> str:
    """The report for a person: a line for each finding, and how many need action."""
    width = max(len(finding.check) for finding in findings)
    lines = [f"{finding.verdict:<6}  {finding.check:<{width}}  {finding.detail}" for finding in findings]
    count = {verdict: sum(finding.verdict is verdict for finding in findings) for verdict in Verdict}
    return "\n".join([*lines, "", f"Refused: {count[Verdict.REFUSE]}. Warnings: {count[Verdict.WARN]}."])


def _topology(settings: Settings) -> Finding:
    """Where the web app is, as a browser sees it; the letters are those of docs/configuration.md."""
    api = origins.host_of(settings.public_url)
    cross_site = _cross_site(settings)
    if not settings.production and _LOCAL.issuperset({api, *map(origins.host_of, settings.frontend_urls)}):
        return Finding(
            "topology",
            Verdict.OK,
            "D, development: web app and API are on this machine; their ports may differ.",
        )
    if not cross_site and {*settings.frontend_urls} <= {settings.public_url}:
        return Finding(
            "topology",
            Verdict.OK,
            f"B, one origin: browsers meet the web app and the API at {settings.public_url}.",
        )
    if not cross_site:
        site = origins.registrable_domain(api) or api
        return Finding("topology", Verdict.OK, f"A, one site: the web app and the API share {site}.")
    if settings.cookie_samesite != "none":
        said = (
            f"{', '.join(cross_site)} must pass /api/* on to this API; "
            "a login that is called across sites is not kept."
        )
        return Finding("topology", Verdict.OK, f"B, rewrite: {said}")
    browsers = origins.LOSE_THIRD_PARTY if settings.cookie_domain else origins.LOSE_PARTITIONED
    why = f"C, cross-site: from {', '.join(cross_site)} the login does not work in {browsers}."
    way_out = (
        "Let the web app's host pass /api/* on to this API, or put both under one domain, "
        "and set COOKIE_SAMESITE=lax."
    )
    return Finding("topology", Verdict.WARN, f"{why} {way_out}")


def _cross_site(settings: Settings) -> list[str]:
    """Front ends that a browser treats as another site than the API."""
    api = origins.host_of(settings.public_url)
    return [
        origin for origin in settings.frontend_urls if not origins.same_site(origins.host_of(origin), api)
    ]


def _cookie(settings: Settings) -> Iterator[Finding]:
    if settings.cookie_samesite == "none" and not _cross_site(settings):
        detail = (
            "COOKIE_SAMESITE is none although every front end is on the API's own site: "
            "set COOKIE_SAMESITE=lax, so that foreign pages send no login."
        )
        yield Finding("COOKIE_SAMESITE", Verdict.WARN, detail)
    if settings.cookie_domain:
        domain = settings.cookie_domain.lstrip(".")
        detail = (
            f"COOKIE_DOMAIN gives the login to every host under {domain}, also a forgotten one: unset it."
        )
        yield Finding("COOKIE_DOMAIN", Verdict.WARN, detail)
    hosts = {origins.host_of(origin) for origin in (settings.public_url, *settings.frontend_urls)}
    if not settings.production and hosts >= _LOCAL:
        detail = (
            "FRONTEND_URLS and PUBLIC_URL mix localhost and 127.0.0.1, which are two sites to a browser: "
            "write localhost everywhere."
        )
        yield Finding("FRONTEND_URLS", Verdict.WARN, detail)


def _transport(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    host = None if settings.sqlite else urls.public_host(settings.database_url)
    if settings.production and host and not urls.certificate_checked(settings.database_url):
        detail = (
            f"DATABASE_URL encrypts, but takes any server for {host}: "
            "write sslmode=verify-full, with sslrootcert if its authority is private."
        )
        yield Finding("DATABASE_URL", Verdict.WARN, detail)
    if "*" in environ.get(FORWARDED, ""):
        detail = (
            f"{FORWARDED}=* lets any client choose its address in other programs; Soulter ignores it: "
            "unset it."
        )
        yield Finding(FORWARDED, Verdict.WARN, detail)
    if not environ.get(RAILWAY):
        return
    if settings.production and settings.client_address == "peer":
        detail = (
            "CLIENT_ADDRESS is peer, which on Railway is the same edge for every visitor: "
            "set x-real-ip, or none behind a rewrite."
        )
        yield Finding("CLIENT_ADDRESS", Verdict.WARN, detail)
    draining = environ.get(DRAINING, "")
    needed = settings.drain_seconds + graceful.FINISH_SECONDS
    if not draining.isdecimal() or int(draining) < needed:
        advice = f"set {DRAINING}={max(30, round(needed) + 5)}."
        detail = (
            f"Railway kills the old process after {draining or 0} s, "
            f"and stopping may take {needed:.0f} s: {advice}"
        )
        yield Finding(DRAINING, Verdict.WARN, detail)


def _mail(settings: Settings) -> Iterator[Finding]:
    if settings.production and not settings.smtp_url:
        detail = (
            "SMTP_URL is not set, so mails wait in the outbox and nobody can register, reset a password "
            "or accept an invitation: set SMTP_URL."
        )
        yield Finding("SMTP_URL", Verdict.WARN, detail)
    if settings.smtp_url and parseaddr(settings.mail_from)[1].rpartition("@")[2].lower() in {"", *_LOCAL}:
        detail = (
            f"MAIL_FROM is {settings.mail_from}, which receivers refuse: "
            "write an address of a domain that SMTP_URL may send for."
        )
        yield Finding("MAIL_FROM", Verdict.WARN, detail)


def _backups(settings: Settings) -> Iterator[Finding]:
    """Who can read what `soulter backup` writes with these settings."""
    if settings.backup_recipients and settings.backup_passphrase:
        yield Finding(
            "BACKUP_PASSPHRASE",
            Verdict.WARN,
            "New backups are encrypted for BACKUP_RECIPIENTS alone. Unset BACKUP_PASSPHRASE, unless an older "
            "backup is to be restored: it is one secret less on this machine.",
        )
    elif settings.backup_recipients:
        yield Finding(
            "BACKUP_RECIPIENTS", Verdict.OK, "Backups can be read with the secret keys of recipients only."
        )
    elif settings.backup_passphrase:
        yield Finding(
            "BACKUP_PASSPHRASE",
            Verdict.OK,
            "Backups are encrypted, and whoever breaks into this machine can read them. "
            "With BACKUP_RECIPIENTS nobody could there.",
        )


def _watched(settings: Settings) -> Iterator[Finding]:
    if settings.production and not settings.metrics_token:
        detail = (
            "METRICS_TOKEN is not set, so /metrics is off and no alert can be raised: "
            "set it here and in Prometheus (deploy/prometheus.yml)."
        )
        yield Finding("METRICS_TOKEN", Verdict.WARN, detail)


def _schema(revision: str) -> Finding:
    known = schema_version.known()
    if revision in ("", *known[:-1]):
        at = f"at {revision}" if revision else "not there"
        return Finding(
            "schema",
            Verdict.REFUSE,
            f"The schema is {at} and this release needs {known[-1]}: run soulter migrate.",
        )
    if revision not in known:
        return Finding(
            "schema",
            Verdict.OK,
            f"The schema is at {revision}, which is newer than this release; it can be served.",
        )
    return Finding("schema", Verdict.OK, f"The schema is at {revision}, as this release needs it.")


def _connections(settings: Settings, facts: DatabaseFacts) -> Iterator[Finding]:
    if facts.connections is None:
        return
    wanted = settings.database_pool_size * 2 * settings.web_concurrency * settings.replicas
    given = max(facts.connections - _SPARE, 0)
    sum_of_it = (
        f"DATABASE_POOL_SIZE {settings.database_pool_size} x 2 x "
        f"WEB_CONCURRENCY {settings.web_concurrency} x REPLICAS {settings.replicas}"
    )
    if wanted > given:
        detail = (
            f"{sum_of_it} is {wanted}, and the server has {given} connections for it: "
            "lower one of them, or raise max_connections."
        )
        yield Finding("connections", Verdict.WARN, detail)
    else:
        yield Finding("connections", Verdict.OK, f"{sum_of_it} is {wanted}; the server has {given}.")


def _durability(facts: DatabaseFacts) -> Iterator[Finding]:
    for name, value in (("fsync", facts.fsync), ("synchronous_commit", facts.synchronous_commit)):
        if value == "off":
            detail = (
                f"{name} is off: a crash of the server loses bookings that guests were told of. "
                f"Set {name} = on in the server's configuration."
            )
            yield Finding("durability", Verdict.WARN, detail)
    if "off" not in (facts.fsync, facts.synchronous_commit):
        yield Finding("durability", Verdict.OK, "A booking is on disk before it is confirmed.")
