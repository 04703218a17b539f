"""A connection to PostgreSQL as ours are set up; what needs only one question need not load SQLAlchemy for it."""

import ssl
from typing import Final

import asyncpg

CONNECT_WAIT: Final = 1.5
"""Seconds until a server that does not answer is given up."""

_SETTINGS = {
    "application_name": "soulter",
    "TimeZone": "UTC",
    "lock_timeout": "2s",
    "statement_timeout": "5s",
    "idle_in_transaction_session_timeout": "10s",
    "client_connection_check_interval": "2s",
}


async def connect(url: str, **server_settings: str) -> "asyncpg.Connection[asyncpg.Record]":
    """A connection by libpq's rules (TLS parameters, `postgres://`), with our timeouts unless overridden."""
    try:
        return await asyncpg.connect(url, timeout=CONNECT_WAIT, server_settings=_SETTINGS | server_settings)
    except ssl.SSLError as error:
        raise ConnectionError(f"TLS with the database failed: {error.reason}") from error
