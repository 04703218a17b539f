"""A process in which photos are decoded: what a picture takes of memory goes back to the system with it.

It starts with the first photo, an interpreter of its own: a fork would share the connections of the worker.
"""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Final

from soulter.core import clock
from soulter.core.telemetry import logs
from soulter.inventory import decoder_protocol
from soulter.inventory.decoder_protocol import BrokenAnswer, Order
from soulter.inventory.errors import PhotoTooSlow, PhotoUnreadable
from soulter.inventory.picture_formats import Size

SECONDS: Final = 8.0
"""The longest that decoding one photo may take, its process's start included; less than a handler has."""

_MODULE: Final = "soulter.inventory.decoder"
# What an interpreter needs to start. The secrets of the application are not among it.
_KEPT: Final = ("PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "LD_LIBRARY_PATH", "SYSTEMROOT")
# With one arena, memory that is freed is found again: the limit of the address space is not used up by gaps.
_ONE_ARENA: Final = {"MALLOC_ARENA_MAX": "1"}

_log = logs.get(__name__)


class DecoderProcess:
    """Decodes one photo after the other. It is used by one thread at a time, except for `kill`."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The process; None when there is none."""
        return self._process.pid if self._process else None

    def develop(self, body: bytes, declared: str) -> list[Size]:
        """The sizes to keep.

        Raises what `pictures.develop` does, PhotoUnreadable also when the process ends, and PhotoTooSlow.
        """
        started = clock.monotonic()
        process = self._running()
        assert process.stdin
        assert process.stdout
        alarm = threading.Timer(SECONDS, process.kill)
        alarm.start()
        try:
            decoder_protocol.write_order(process.stdin, Order(body, declared))
            return decoder_protocol.read_answer(process.stdout)
        except (OSError, BrokenAnswer):
            late = clock.monotonic() - started >= SECONDS
            self.end()
            _log.warning("photo decoder ended", status=process.returncode, late=late)
            if late:
                raise PhotoTooSlow from None
            raise PhotoUnreadable("decoding it failed") from None
        finally:
            alarm.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process and self._process.poll() is not None:
            self.end()
        if self._process is None:
            self._process = subprocess.Popen(  # noqa: S603 -- our own module, by our own interpreter
                [sys.executable, "-P", "-m", _MODULE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: os.environ[name] for name in _KEPT if name in os.environ} | _ONE_ARENA,
            )
        return self._process

    def kill(self) -> None:
        """End the process at once, also from another thread; what waits for its answer is refused."""
        if process := self._process:
            process.kill()

    def end(self) -> None:
        """End the process, and return its memory. The next photo starts another one."""
        process, self._process = self._process, None
        if process:
            process.kill()
            with suppress(OSError):  # what it has not read yet
                process.communicate()


def ignore_stop_signals() -> None:
    """Block the signals by which terminals and systemd stop a process, for this thread and what it starts.

    A worker that is told to stop still answers its last request, so its decoder may not end before it.
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
