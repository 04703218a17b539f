"""What a driver's error means, judged by its code and never by its text."""

import sqlite3
import ssl
from collections.abc import Iterator

import asyncpg
from sqlalchemy import exc

from soulter.core.database.sqlite_file import FileGone, LogOfFormerFile
from soulter.core.errors import DatabaseUnavailable, SoulterError, StateConflict, ValueRefused

_RETRY = {"40001", "40P01"}
_CONFLICT = {"23505", "23503", "23P01"}
_READ_ONLY = "25006"
_VALUE_CLASSES = {"22", "23"}
_DAMAGED = {
    "SQLITE_CORRUPT",
    "SQLITE_CORRUPT_INDEX",
    "SQLITE_CORRUPT_SEQUENCE",
    "SQLITE_CORRUPT_VTAB",
    "SQLITE_NOTADB",
}


def worth_retrying(error: BaseException) -> bool:
    """Whether the whole transaction may be run again: serialization failure or deadlock only (rule 2.4)."""
    return any(getattr(cause, "sqlstate", None) in _RETRY for cause in _causes(error))


# A connection that is cut in the middle of an exchange leaves asyncpg with a state of its own that it did not expect.
_LOST = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.InternalClientError)


def connection_lost(error: BaseException) -> bool:
    """Whether the connection itself is gone, so that a fresh one may answer."""
    return any(isinstance(cause, _LOST) or _shutdown(cause) for cause in _causes(error))


def connection_useless(error: BaseException) -> bool:
    """Whether this connection will refuse every change for as long as it lives: it was made to a standby, or to a file that could only be read."""
    return any(
        getattr(cause, "sqlstate", None) == _READ_ONLY or _sqlite_name(cause).startswith("SQLITE_READONLY")
        for cause in _causes(error)
    )


def locked_elsewhere(error: BaseException) -> bool:
    """Whether another process held SQLite's lock for longer than we wait."""
    return any(_sqlite_name(cause).startswith("SQLITE_BUSY") for cause in _causes(error))


def needs_somebody(error: BaseException) -> bool:
    """Whether no waiting mends it: the database's file is broken, or another one was put in its place."""
    states = ("XX001", "XX002")  # PostgreSQL's words for a damaged table and a damaged index
    return any(
        isinstance(cause, (FileGone, LogOfFormerFile))
        or _sqlite_name(cause) in _DAMAGED
        or getattr(cause, "sqlstate", None) in states
        for cause in _causes(error)
    )


def refusal(error: BaseException) -> SoulterError | None:
    """What to tell the client, or None when the error is not the database's."""
    for cause in _causes(error):
        if isinstance(cause, sqlite3.Error):
            return _sqlite(cause)
        state = getattr(cause, "sqlstate", None)
        if isinstance(state, str):
            return _postgres(state)
        if isinstance(cause, (asyncpg.DataError, exc.StatementError)) and not isinstance(
            cause, exc.DBAPIError
        ):
            return ValueRefused()
        if isinstance(cause, (*_LOST, exc.TimeoutError, TimeoutError)):
            return DatabaseUnavailable()
    return DatabaseUnavailable() if isinstance(error, exc.DBAPIError) else None


def sentence(error: BaseException) -> str | None:
    """What to tell the person at the command line about a database that cannot be used; None for other errors."""
    return next((said for cause in _causes(error) if (said := _said_of(cause))), None)


def _said_of(cause: BaseException) -> str | None:
    state = getattr(cause, "sqlstate", None)
    if isinstance(state, str):
        return _SENTENCES.get(state[:2], f"the database refused the work (SQLSTATE {state}).")
    if isinstance(cause, sqlite3.Error):
        return _said_of_file(cause)
    if isinstance(cause, (FileGone, LogOfFormerFile)):
        return "the SQLite file was deleted or replaced meanwhile, and nothing was written to it. Try again."
    if isinstance(cause, asyncpg.InterfaceError):
        return f"the connection cannot be set up: {str(cause).splitlines()[0]}"
    return _unreachable(cause) if isinstance(cause, (OSError, TimeoutError)) else None


def _said_of_file(cause: sqlite3.Error) -> str | None:
    name = _sqlite_name(cause)
    if name == "SQLITE_NOTADB":
        return "the file is not an SQLite database. Name another one, or move it away."
    if name in _DAMAGED:
        return "the SQLite file is damaged. Restore a backup with: soulter restore"
    if isinstance(cause, sqlite3.OperationalError) and name != "SQLITE_ERROR":
        return f"the SQLite file cannot be used ({name}). Is the folder there and writable, the disk full?"
    return None


def _unreachable(cause: OSError | TimeoutError) -> str:
    refused = next((one for one in _causes(cause) if isinstance(one, ssl.SSLCertVerificationError)), None)
    if refused:
        reason = refused.verify_message.rstrip(".")
        return f"the server's certificate is refused ({reason}). Name its authority with sslrootcert, or correct the host."
    return "the database does not answer. Is it running, and are host and port right?"


_SENTENCES = {
    "28": "the database refused user or password.",
    "3D": "there is no database of this name on the server.",
    "08": "the connection to the database broke.",
    "57": "the database is shutting down or starting up; try again in a moment.",
    "53": "the database is out of connections, memory or disk.",
    "42": "the user may not do this, or the schema is not ours.",
    "55": "a table stayed locked by somebody else for too long; try again.",
}


def _postgres(state: str) -> SoulterError | None:
    if state in _CONFLICT:
        return StateConflict()
    if state[:2] in _VALUE_CLASSES:
        return ValueRefused()
    if state[:2] == "42":
        return None  # our own statement is wrong: a bug, to be seen as one
    return DatabaseUnavailable()


def _sqlite(error: sqlite3.Error) -> SoulterError | None:
    name = getattr(error, "sqlite_errorname", "")
    if name in ("SQLITE_CONSTRAINT_CHECK", "SQLITE_CONSTRAINT_NOTNULL", "SQLITE_TOOBIG", "SQLITE_MISMATCH"):
        return ValueRefused()
    if name.startswith("SQLITE_CONSTRAINT"):
        return StateConflict()
    if name == "SQLITE_ERROR" or isinstance(error, sqlite3.ProgrammingError):
        return None
    return DatabaseUnavailable()


def _sqlite_name(cause: BaseException) -> str:
    return str(getattr(cause, "sqlite_errorname", ""))


def _shutdown(cause: BaseException) -> bool:
    return getattr(cause, "sqlstate", None) in ("57P01", "57P02", "57P03")


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = error
    for _ in range(8):
        if seen is None:
            return
        yield seen
        seen = getattr(seen, "orig", None) or seen.__cause__
