"""The process that decodes photos: `python -m soulter.inventory.decoder`, started by `decoder_process`.

It reads orders from its standard input and answers on its standard output until the input ends, so that it
never outlives the worker that started it. Its memory has a limit, and it knows no secrets.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from soulter.core.errors import SoulterError
from soulter.inventory import decoder_protocol, pictures

# Beside the pixels: the file, the drawings, and the encoder.
_ROOM = 128 * 1024 * 1024
# Where the system does not say how much a process uses: Python, Pillow and libheif.
_USED = 128 * 1024 * 1024


def main() -> None:
    """Answer orders until the input ends."""
    _limit()
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Answer each order with drawings or a refusal."""
    while (order := decoder_protocol.read_order(orders)) is not None:
        try:
            sizes = pictures.develop(order.body, order.declared)
        except SoulterError as refusal:
            decoder_protocol.write_refusal(answers, refusal)
        else:
            decoder_protocol.write_sizes(answers, sizes)


def _limit() -> None:
    """Limit the address space. The system ends this process before others when it runs out of memory."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    if sys.platform == "win32":
        return
    import resource

    most = _used() + pictures.MOST_MEMORY + _ROOM
    for limit, value in ((resource.RLIMIT_AS, most), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        with suppress(OSError, ValueError):  # not every system has each limit
            resource.setrlimit(limit, (value, value))


def _used() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return _USED
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
