"""Settings: read once from the environment, checked as a whole, frozen, and passed on."""

import os
import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from soulter.core.config import database_url as urls
from soulter.core.config import jwt_secret, origins, smtp_url

VAR = Path("var")
"""The folder for what a checkout makes while it runs: the SQLite file, its development secret."""

_DEFAULTS_OF_PRODUCTION = {
    "cookie_samesite": "none",
    "cookie_secure": True,
    "log_format": "json",
    "host": "0.0.0.0",  # noqa: S104 -- a platform's router must reach us
    "drain_seconds": 3,
}


class Environment(StrEnum):
    """The environment; it decides the defaults of the login cookie and how strict the start is."""

    DEVELOPMENT = "development"
    TEST = "test"
    PRODUCTION = "production"


class WrongSettings(Exception):
    """The settings are refused; one sentence for each fault, beginning with its variable."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
        self.sentences = sentences


class Settings(BaseSettings):
    """Every variable that Soulter reads. The descriptions are the documentation page."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        env_file=".env",
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    environment: Environment = Field(
        Environment.DEVELOPMENT,
        validation_alias=AliasChoices("ENVIRONMENT", "NODE_ENV"),
        description="`development`, `test` or `production`. `NODE_ENV` is read when `ENVIRONMENT` is not "
        "set.",
    )
    database_url: str = Field(
        f"sqlite:///{VAR / 'soulter.db'}",
        repr=False,
        description="`postgresql://…` or `postgres://…` as platforms give it, with libpq's TLS parameters "
        "(`sslmode`, `sslrootcert`, …), or `sqlite:///path/to/file.db`. Production requires "
        "PostgreSQL.",
    )
    jwt_secret: SecretStr = Field(
        SecretStr(""),
        description="Signs the login cookie. At least 32 bytes; required in production. Development makes "
        "one "
        "and keeps it under `var/`.",
    )
    jwt_secret_previous: SecretStr | None = Field(
        None,
        description="The secret before the last rotation; tokens that it signed stay valid until they "
        "expire.",
    )
    frontend_urls: Annotated[tuple[str, ...], NoDecode] = Field(
        ("http://localhost:3000", "http://localhost:3001"),
        description="Comma-separated exact origins of the web app, such as `https://myapp.vercel.app`. No "
        "other origin may call with credentials.",
    )
    public_url: str = Field(
        "http://localhost:5001", description="The API's own origin; links in answers and mails start with it."
    )
    web_url: str | None = Field(
        None,
        description="The web app's own origin, which links in mails lead to, and where `soulter dev` serves "
        "it. The first of `FRONTEND_URLS` when it is not set.",
    )
    cookie_domain: str | None = Field(
        None,
        description="`Domain` of the login cookie. Leave it unset: the cookie then belongs to the API's host "
        "alone.",
    )
    cookie_samesite: Literal["lax", "none", "strict"] = Field(
        "lax",
        description="`lax` for a shared domain or a rewrite, `none` for a web app on another site. "
        "Production's default is `none`.",
    )
    cookie_secure: bool = Field(
        False, description="Whether the login cookie is sent over HTTPS only. Production's default is true."
    )
    client_address: Literal["peer", "x-real-ip", "none"] = Field(
        "peer",
        description="Where the client's address is read from, for rate limits and for the list of sessions: "
        "`peer` of the connection, `x-real-ip` behind Railway's edge, `none` behind a rewrite of "
        "the web app's host, where every visitor seems to come from one address.",
    )
    smtp_url: SecretStr | None = Field(
        None,
        description="The server that mails leave by: `smtp://user:password@host:587` (STARTTLS where the "
        "server offers it) or `smtps://user:password@host:465`. Without one, development keeps "
        "mails as files under `var/mail/`, and production keeps them in the outbox.",
    )
    mail_from: str = Field(
        "no-reply@localhost", description="The sender of mails, as `Name <address>` or an address alone."
    )
    embedded_worker: bool = Field(
        False,
        description="Run the worker (mails, expired holds) inside `soulter serve` too, for a single process. "
        "`soulter dev` does.",
    )
    backup_recipients: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Comma-separated public keys of age (`age1…`) that `soulter backup` encrypts for, so "
        "that this machine cannot read its own backups. `age-keygen` makes a pair; keep the secret key "
        "apart from the server and from the backups: without it they are lost.",
    )
    backup_passphrase: SecretStr | None = Field(
        None,
        description="Encrypts what `soulter backup` writes where there are no `BACKUP_RECIPIENTS`, and "
        "opens it for `soulter restore`; at least 12 characters. Keep it safe, apart from the backups: "
        "without it they are lost.",
    )
    port: int = Field(5001, ge=1, le=65535, description="The port that `soulter serve` listens on.")
    host: str = Field("127.0.0.1", description="The address to listen on. Production's default is `0.0.0.0`.")
    web_concurrency: int = Field(1, ge=1, le=64, description="Worker processes of `soulter serve`.")
    drain_seconds: float = Field(
        0,
        ge=0,
        le=60,
        description="How long `soulter serve`, told to stop, reports that it is not ready and still accepts "
        "requests, so that a platform sends them elsewhere first. Then it finishes the requests "
        "in flight, which takes up to 20 seconds more. Production's default is 3.",
    )
    replicas: int = Field(
        1,
        ge=1,
        le=1000,
        description="Machines that run `soulter serve`; the check of database connections counts with it.",
    )
    database_pool_size: int = Field(
        8,
        ge=1,
        le=100,
        description="Connections per worker for reading, and as many again for writing. SQLite writes "
        "through "
        "one.",
    )
    metrics_token: SecretStr | None = Field(
        None,
        description="What Prometheus sends as bearer token to `GET /metrics`, at least 32 bytes. Without one "
        "`/metrics` is open in development, and off in production.",
    )
    slow_query_ms: int = Field(
        500,
        ge=1,
        le=60_000,
        description="Statements that take at least so many milliseconds are logged.",
    )
    otel_exporter_otlp_endpoint: str | None = Field(
        None,
        description="Where traces are sent by OTLP over HTTP, such as `http://localhost:4318`; needs the "
        "extra `soulter[otel]`. The exporter's other variables, such as that for headers, are "
        "read by the exporter itself. Without this variable no tracing code is loaded.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least severe event that is logged."
    )
    log_format: Literal["console", "json"] = Field(
        "console", description="`console` for people, `json` for machines. Production's default is `json`."
    )

    @field_validator("frontend_urls", "backup_recipients", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("frontend_urls")
    @classmethod
    def _exact(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [said for origin in value for said in _said(origins.check, origin)]:
            raise ValueError("\n".join(wrong))
        return value

    @field_validator("backup_recipients")
    @classmethod
    def _public_keys(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any("AGE-SECRET-KEY" in key.upper() for key in value):
            said = "contains a secret key: write the public key that belongs to it, which starts with age1"
            raise ValueError(f"{said}, and keep the secret one apart from this machine")
        if wrong := [key for key in value if not re.fullmatch(r"age1[02-9ac-hj-np-z]{58}", key)]:
            raise ValueError(f"write public keys of age, which start with age1, instead of {wrong[0]}")
        return value

    @field_validator("public_url", "web_url")
    @classmethod
    def _own_origin(cls, value: str | None) -> str | None:
        if value is not None:
            origins.check(value)
        return value

    @field_validator("otel_exporter_otlp_endpoint")
    @classmethod
    def _collector(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value):
            raise ValueError("write the collector's address, such as http://localhost:4318")
        return value

    @field_validator("database_url")
    @classmethod
    def _database(cls, value: str) -> str:
        return urls.check(value)

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            smtp_url.parse(value.get_secret_value())
        return value

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, value: str) -> str:
        smtp_url.sender(value)
        return value

    @model_validator(mode="before")
    @classmethod
    def _defaults_of_production(cls, data: dict[str, object]) -> dict[str, object]:
        named = {str(data[name]) for name in ("environment", "ENVIRONMENT", "NODE_ENV") if data.get(name)}
        if "production" in named:
            for name, value in _DEFAULTS_OF_PRODUCTION.items():
                data.setdefault(name, value)
        return data

    @model_validator(mode="after")
    def _together(self) -> Self:
        if wrong := [*self._refused(), *(self._refused_in_production() if self.production else ())]:
            raise ValueError("\n".join(wrong))
        return self

    def _refused(self) -> Iterator[str]:
        """The faults of any environment."""
        if self.cookie_samesite == "none" and not self.cookie_secure:
            yield (
                "COOKIE_SECURE must be true when COOKIE_SAMESITE is none: "
                "browsers drop such a cookie otherwise."
            )
        if self.cookie_domain:
            yield from _said(
                origins.check_cookie_domain, self.cookie_domain, origins.host_of(self.public_url)
            )

    def _refused_in_production(self) -> Iterator[str]:
        """The faults that would endanger a live deployment."""
        yield from _said(jwt_secret.check, "JWT_SECRET", self.jwt_secret.get_secret_value())
        if self.jwt_secret_previous:
            yield from _said(
                jwt_secret.check, "JWT_SECRET_PREVIOUS", self.jwt_secret_previous.get_secret_value()
            )
        if self.metrics_token:
            yield from _said(jwt_secret.check, "METRICS_TOKEN", self.metrics_token.get_secret_value())
        if "frontend_urls" not in self.model_fields_set or not self.frontend_urls:
            yield (
                "FRONTEND_URLS must be set in production: "
                "write the web app's exact origin, such as https://myapp.vercel.app."
            )
        else:
            yield from _not_https("FRONTEND_URLS", *self.frontend_urls)
        if "public_url" not in self.model_fields_set:
            yield (
                "PUBLIC_URL must be set in production: "
                "write the API's own origin, such as https://api.example.com."
            )
        else:
            yield from _not_https("PUBLIC_URL", self.public_url)
        if self.sqlite:
            yield (
                "DATABASE_URL must name a PostgreSQL database in production: "
                "write postgresql://user:password@host:5432/name."
            )
        else:
            yield from _said(urls.check_encrypted, self.database_url)
        if not self.cookie_secure and self.cookie_samesite != "none":
            yield "COOKIE_SECURE must be true in production: the login cookie would travel in the clear."

    @property
    def production(self) -> bool:
        """Whether this is a live deployment."""
        return self.environment is Environment.PRODUCTION

    @property
    def links_to(self) -> str:
        """The origin that links in mails begin with; from the configuration, never from a request."""
        return self.web_url or (self.frontend_urls[0] if self.frontend_urls else self.public_url)

    @property
    def sqlite(self) -> bool:
        """Whether the database is an SQLite file."""
        return self.database_url.startswith("sqlite:")


def _said(check: Callable[..., object], *arguments: object) -> Iterator[str]:
    """The sentence with which a check refuses a value; None when it accepts it."""
    try:
        check(*arguments)
    except ValueError as error:
        yield str(error)


def _not_https(name: str, *urls: str) -> Iterator[str]:
    return (
        f"{name} contains {url}, which is not https: production speaks https only."
        for url in urls
        if not url.startswith("https://")
    )


def load(**overrides: object) -> Settings:
    """The settings of this process; `overrides` take precedence over the environment.

    Raises WrongSettings.
    """
    named = {os.environ[name] for name in ("ENVIRONMENT", "NODE_ENV") if os.environ.get(name)}
    if len(named) > 1:
        raise WrongSettings("ENVIRONMENT and NODE_ENV disagree: set only ENVIRONMENT.")
    try:
        settings = Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        raise WrongSettings(*_all_that_is_wrong(error, overrides)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings(
            f".env cannot be read ({_why(error)}). Write it anew as text in UTF-8, or remove it."
        ) from None
    if not settings.jwt_secret.get_secret_value():
        settings = settings.model_copy(update={"jwt_secret": SecretStr(_secret_of_this_checkout())})
    return settings


def _all_that_is_wrong(error: ValidationError, overrides: dict[str, object]) -> list[str]:
    """Check the other variables too when some cannot be read, with defaults in the place of those."""
    said = [line for item in error.errors() for line in _sentences(item["loc"], item["msg"])]
    unreadable = {_field(str(item["loc"][0])) for item in error.errors() if item["loc"]}
    if not unreadable or "environment" in unreadable:
        return said
    stand_ins = {name: Settings.model_fields[name].default for name in unreadable}
    try:
        Settings(**(overrides | stand_ins))  # type: ignore[arg-type]
    except ValidationError as second:
        found = [line for item in second.errors() for line in _sentences(item["loc"], item["msg"])]
        # A sentence about a default that stands in for a value is not about what the operator wrote.
        said += [line for line in found if not any(name.upper() in line for name in unreadable)]
    return said


def _field(place: str) -> str:
    return "environment" if place == "NODE_ENV" else place.lower()


def _sentences(place: tuple[int | str, ...], message: str) -> list[str]:
    name = str(place[0]).upper() if place else ""
    lines = message.removeprefix("Value error, ").splitlines()
    return [
        line if not name or line.startswith(name) else f"{name}: {line[:1].upper()}{line[1:]}"
        for line in lines
    ]


def _secret_of_this_checkout() -> str:
    path = VAR / "jwt_secret"
    try:
        return jwt_secret.kept_in(path)
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings(
            f"JWT_SECRET is not set and none can be kept in {path}: {_why(error)}. Set JWT_SECRET, or "
            "remove it."
        ) from None


def _why(error: OSError | UnicodeDecodeError) -> str:
    return "it is no text" if isinstance(error, UnicodeDecodeError) else str(error.strerror)
