"""What a DATABASE_URL may say, before anything connects with it."""

import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

# libpq's names that asyncpg understands; anything else would reach the server as an unknown setting.
_NAMES = (
    "sslmode sslrootcert sslcert sslkey sslcrl sslpassword sslnegotiation ssl_min_protocol_version ssl_max_protocol_version "
    "host port user password database dbname target_session_attrs application_name krbsrvname gsslib"
)
_KNOWN = frozenset(_NAMES.split())
_ENCRYPTED = ("require", "verify-ca", "verify-full")
_MODES = ("disable", "allow", "prefer", *_ENCRYPTED)
_FILES = ("sslrootcert", "sslcert", "sslkey", "sslcrl")
_PRIVATE_SUFFIXES = (".railway.internal", ".internal", ".local", ".flycast")


def check(url: str) -> str:
    """The URL, unchanged. Raises ValueError with what to write."""
    scheme, separator, rest = url.partition("://")
    if scheme == "sqlite" and separator:
        if not rest.startswith("/") or len(rest) < 2 or ":memory:" in rest:
            raise ValueError("DATABASE_URL for SQLite names a file: write sqlite:///var/soulter.db.")
        return url
    if scheme not in ("postgresql", "postgres") or not separator:
        raise ValueError("DATABASE_URL must begin with postgresql://, postgres:// or sqlite:///.")
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ValueError(
            "DATABASE_URL cannot be read: percent-encode special characters in the password."
        ) from None
    given = parse_qs(parts.query, keep_blank_values=True)
    if unknown := sorted(set(given) - _KNOWN):
        raise ValueError(f"DATABASE_URL has parameters that we do not know: remove {', '.join(unknown)}.")
    _check_tls({name: values[-1] for name, values in given.items()})
    return url


def _check_tls(given: dict[str, str]) -> None:
    """What would look like a server that does not answer, at the first connection. Raises ValueError."""
    if (mode := given.get("sslmode", "prefer")) not in _MODES:
        raise ValueError(
            f"DATABASE_URL has sslmode={mode}, which does not exist: write one of {', '.join(_MODES)}."
        )
    for name in _FILES:
        if (path := given.get(name)) and not (Path(path).is_file() and os.access(path, os.R_OK)):
            raise ValueError(
                f"DATABASE_URL names {name}={path}, which is no file that can be read: correct the path, or leave it out."
            )


def check_encrypted(url: str) -> None:
    """Refuse to speak to a public host in the clear. Raises ValueError."""
    host = public_host(url)
    if host and _mode(url) not in _ENCRYPTED:
        raise ValueError(
            f"DATABASE_URL reaches the public host {host} without certain encryption: add ?sslmode=verify-full (or require)."
        )


def certificate_checked(url: str) -> bool:
    """Whether only the server that holds the right certificate is spoken to; `require` asks for one when it has a root to judge by."""
    return _mode(url) in ("verify-ca", "verify-full") or "sslrootcert" in parse_qs(urlsplit(url).query)


def public_host(url: str) -> str | None:
    """The host that is reached over the internet; None when all are on a network of our own."""
    parts = urlsplit(url)
    # A host in the query wins over the one before it, and there may be several.
    hosts = ",".join(parse_qs(parts.query).get("host", [parts.hostname or ""])).split(",")
    return next((host for host in hosts if not is_private(host)), None)


def _mode(url: str) -> str:
    return parse_qs(urlsplit(url).query).get("sslmode", ["prefer"])[0]


def is_private(host: str) -> bool:
    """Whether a host is this machine or of a private network, by its name."""
    return (
        host.endswith(_PRIVATE_SUFFIXES)
        or host in ("127.0.0.1", "::1")
        or "." not in host
        or host.startswith("/")
    )


def sqlite_path(url: str) -> str:
    """The file of a `sqlite:///` URL; three slashes are relative, four absolute."""
    return url.removeprefix("sqlite:///")


def sqlite_file_is_missing(url: str) -> bool:
    """Whether a `sqlite:///` URL names a file that is not there; connecting would make one, and looking must not."""
    return url.startswith("sqlite:") and not Path(sqlite_path(url)).exists()
