"""Where photos are developed: in a process beside the worker, one after the other."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Final

from soulter.inventory import decoder_process
from soulter.inventory.decoder_process import DecoderProcess
from soulter.inventory.errors import TooManyPhotosAtOnce
from soulter.inventory.picture_formats import Size

PLACES: Final = 8
"""Concurrent uploads in one process: 40 MB of bodies, and a wait of a few seconds for the last one."""

IDLE_SECONDS: Final = 10.0
"""How long the process waits for the next photo before it ends."""

# One at a time: each may take all the memory that a picture is allowed.
_THREADS = 1


class PhotoPool:
    """Develops photos; refuses when there is no place. Its process starts with a photo and ends when idle."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self._thread = ThreadPoolExecutor(
            _THREADS, thread_name_prefix="photos", initializer=decoder_process.ignore_stop_signals
        )
        self._decoder = DecoderProcess()
        self._idle_seconds = idle_seconds
        self._idle: asyncio.TimerHandle | None = None
        self._places = PLACES

    @property
    def decoder_pid(self) -> int | None:
        """The process that decodes; None when there is none."""
        return self._decoder.pid

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place for one photo, from its first byte on. Raises TooManyPhotosAtOnce."""
        if self._places == 0:
            raise TooManyPhotosAtOnce
        self._places -= 1
        try:
            yield
        finally:
            self._places += 1

    async def develop(self, body: bytes, declared: str) -> list[Size]:
        """The sizes to keep. Raises what `pictures.develop` does."""
        loop = asyncio.get_running_loop()
        self._forget_idle()
        try:
            return await loop.run_in_executor(self._thread, self._decoder.develop, body, declared)
        finally:
            self._forget_idle()
            self._idle = loop.call_later(self._idle_seconds, self._thread.submit, self._decoder.end)

    def _forget_idle(self) -> None:
        if self._idle:
            self._idle.cancel()

    def close(self) -> None:
        """End the process and the thread."""
        self._forget_idle()
        self._thread.submit(self._decoder.end)
        self._decoder.kill()
        self._thread.shutdown()
