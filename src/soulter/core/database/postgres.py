"""A connection to PostgreSQL as ours are set up; what needs only one question need not load SQLAlchemy for it."""

import os
import socket
import ssl

import asyncpg

CONNECT_WAIT = 1.4
"""Seconds that a server has to take a new connection."""

SILENCE = 1.5
"""Seconds after which a network that acknowledges nothing is dead. A server that works long acknowledges all the same."""

ANSWER_WAIT = 6.0
"""Seconds after which a server that acknowledges, and should have ended every statement itself after five, is taken for frozen."""

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
    applied = _SETTINGS | server_settings
    answer = None if applied["statement_timeout"] == "0" else ANSWER_WAIT
    try:
        connection = await asyncpg.connect(
            url, timeout=CONNECT_WAIT, command_timeout=answer, server_settings=applied
        )
    except ssl.SSLError as error:
        raise ConnectionError(f"TLS with the database failed: {error.reason}") from error
    _listen_for_life(connection)
    return connection


def _listen_for_life(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Let the kernel end a connection whose other side is gone without a word: a dead host, or a NAT that forgot it."""
    made = connection._transport.get_extra_info("socket")  # noqa: SLF001 -- asyncpg offers no other way to its socket
    if made is None or made.family not in (socket.AF_INET, socket.AF_INET6):
        return
    # A socket of our own to the same connection: those of uvloop set no options.
    with socket.socket(fileno=os.dup(made.fileno())) as own:
        own.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in (
            ("TCP_KEEPIDLE", 1),
            ("TCP_KEEPINTVL", 1),
            ("TCP_KEEPCNT", 2),
            ("TCP_USER_TIMEOUT", int(SILENCE * 1000)),
        ):
            if option := getattr(socket, name, None):  # not every system has all of them
                own.setsockopt(socket.IPPROTO_TCP, option, value)
