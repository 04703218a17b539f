"""A TCP proxy between two programs: it can cut connections, go silent, or drop one direction."""

import asyncio
import ctypes
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from socket import AF_INET, SOL_SOCKET

_SO_ATTACH_FILTER = 26

Connect = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


class TcpProxy:
    """A TCP port on this machine that forwards to another address."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self.alive = asyncio.Event()
        self.alive.set()
        self.refuses = self.loses_answers = False
        self.port = 0

    @property
    def idle(self) -> bool:
        """Whether no connection is open."""
        return not self._writers

    def cut(self) -> None:
        """Break every connection, even in the middle of a transfer."""
        for writer in list(self._writers):
            writer.transport.abort()

    def lose_everything(self) -> None:
        """Drop all packets of open connections without closing them, as a dead host or a NAT timeout does.

        New connections still work.
        """
        program = ctypes.create_string_buffer(
            struct.pack("HBBI", 0x06, 0, 0, 0)
        )  # BPF: of every packet, keep nothing
        filtering = struct.pack("HL", 1, ctypes.addressof(program))
        for writer in self._writers:
            if (socket := writer.get_extra_info("socket")).family == AF_INET:
                socket.setsockopt(SOL_SOCKET, _SO_ATTACH_FILTER, filtering)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refuses:
            writer.transport.abort()
            return
        self._writers.add(writer)
        try:
            await self.alive.wait()
            there_reader, there_writer = await self._connect()
            self._writers.add(there_writer)
            await asyncio.gather(
                self._pump(reader, there_writer), self._pump(there_reader, writer, answers=True)
            )
        except OSError:
            writer.transport.abort()

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool = False
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                await self.alive.wait()
                if answers and self.loses_answers:
                    writer.transport.abort()
                    return
                writer.write(data)
                await writer.drain()
        with suppress(OSError):
            writer.close()
        self._writers.discard(writer)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._carry(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["TcpProxy"]:
        """Run the proxy during the block."""
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            self.cut()
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)


def to_socket(path: str) -> TcpProxy:
    """A proxy to a Unix socket."""
    return TcpProxy(lambda: asyncio.open_unix_connection(path))
