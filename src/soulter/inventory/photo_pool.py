"""Where photos are developed: in a thread beside the event loop, a few at a time."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Final

from soulter.inventory import pictures
from soulter.inventory.errors import TooManyPhotosAtOnce
from soulter.inventory.pictures import Size

PLACES: Final = 8
"""Photos that a worker takes in at once: 40 MB of bodies, and a wait of a few seconds for the last of them."""

# One at a time: forty megapixels are 160 MB while they are looked at.
_THREADS = 1


class PhotoPool:
    """Develops photos; refuses when there is no place."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="photos")
        self._places = PLACES

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
        return await asyncio.get_running_loop().run_in_executor(self._pool, pictures.develop, body, declared)

    def close(self) -> None:
        """Let the thread end."""
        self._pool.shutdown(wait=False, cancel_futures=True)
