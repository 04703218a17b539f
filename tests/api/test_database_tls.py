"""TLS as DATABASE_URL asks for it: `require` never falls back to an unencrypted connection."""

import asyncio
import struct
from collections.abc import AsyncIterator

import asyncpg
import certifi
import pytest

from soulter.core.database import driver_errors, postgres
from soulter.core.errors import DatabaseUnavailable

_SSL_REQUEST = 80877103
_PROTOCOL_3 = 3 << 16


@pytest.fixture
async def server_without_tls() -> AsyncIterator[tuple[int, list[int]]]:
    """A PostgreSQL server that refuses TLS and records the startup messages."""
    greetings: list[int] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                length, code = struct.unpack("!II", await reader.readexactly(8))
                await reader.readexactly(length - 8)
                greetings.append(code)
                if code != _SSL_REQUEST:
                    break
                writer.write(b"N")
        except asyncio.IncompleteReadError:
            pass
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1], greetings
    server.close()
    await server.wait_closed()


@pytest.mark.parametrize(
    ("mode", "greeted"),
    [
        ("disable", [_PROTOCOL_3]),
        ("prefer", [_SSL_REQUEST, _PROTOCOL_3]),
        ("require", [_SSL_REQUEST]),
        (f"verify-full&sslrootcert={certifi.where()}", [_SSL_REQUEST]),
    ],
    ids=["disable", "prefer", "require", "verify-full"],
)
async def test_only_a_mode_that_allows_it_goes_on_in_the_clear(
    server_without_tls: tuple[int, list[int]], mode: str, greeted: list[int]
) -> None:
    port, greetings = server_without_tls
    with pytest.raises((OSError, asyncpg.PostgresError, asyncpg.InterfaceError)) as refused:
        await postgres.connect(f"postgres://user:secret@127.0.0.1:{port}/database?sslmode={mode}")
    assert list(dict.fromkeys(greetings)) == greeted
    assert isinstance(driver_errors.refusal(refused.value), DatabaseUnavailable)
