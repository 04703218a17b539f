"""What a worker and its decoder process say to each other: a line of JSON, then the bytes that it announces.

Nothing is unpickled: a decoder that a hostile picture has taken over can only send pixels and refusals.
"""

import json
from dataclasses import dataclass
from typing import IO, Any, Final

from soulter.core.errors import SoulterError
from soulter.inventory import errors
from soulter.inventory.picture_formats import WIDTHS, Size

_LONGEST_LINE: Final = 4096
# The constraint on the column `photo_sizes.content`.
_MOST_CONTENT: Final = 8 * 1024 * 1024
_REFUSALS: Final[dict[str, type[SoulterError]]] = {
    refusal.__name__: refusal
    for refusal in (
        errors.PhotoFormatNotTaken,
        errors.PhotoTooManyPixels,
        errors.PhotoTooSmall,
        errors.PhotoTypeDiffers,
        errors.PhotoUnreadable,
    )
}


class BrokenAnswer(Exception):
    """The decoder ended, or sent something else than an answer."""


@dataclass(frozen=True, slots=True)
class Order:
    """A file, and the media type that its sender declared."""

    body: bytes
    declared: str


def write_order(stream: IO[bytes], order: Order) -> None:
    """Send a file. Raises OSError when the decoder has ended."""
    _write(stream, {"declared": order.declared, "bytes": len(order.body)}, order.body)


def read_order(stream: IO[bytes]) -> Order | None:
    """The next file; None when there will be none."""
    line = stream.readline()
    if not line:
        return None
    head = json.loads(line)
    return Order(stream.read(head["bytes"]), head["declared"])


def write_sizes(stream: IO[bytes], sizes: list[Size]) -> None:
    """Answer with drawings."""
    heads = [[size.fits, size.width, size.height, len(size.content)] for size in sizes]
    _write(stream, {"sizes": heads}, b"".join(size.content for size in sizes))


def write_refusal(stream: IO[bytes], refusal: SoulterError) -> None:
    """Answer with a refusal."""
    head = {"refusal": type(refusal).__name__, "detail": refusal.detail, "facts": refusal.facts}
    _write(stream, head, b"")


def read_answer(stream: IO[bytes]) -> list[Size]:
    """The drawings. Raises the refusal, or BrokenAnswer."""
    try:
        head = json.loads(stream.readline(_LONGEST_LINE))
        if "refusal" in head:
            refusal = _refusal(head)
        else:
            return [_size(stream, *numbers) for numbers in head["sizes"]]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise BrokenAnswer from error
    raise refusal


def _write(stream: IO[bytes], head: dict[str, Any], content: bytes) -> None:
    stream.write(json.dumps(head).encode() + b"\n")
    stream.write(content)
    stream.flush()


def _refusal(head: dict[str, Any]) -> SoulterError:
    kind = _REFUSALS[head["refusal"]]
    refusal = kind.__new__(kind)
    SoulterError.__init__(refusal, head["detail"], **head["facts"])
    return refusal


def _size(stream: IO[bytes], fits: int, width: int, height: int, length: int) -> Size:
    if fits not in WIDTHS or not 0 < length <= _MOST_CONTENT:
        raise ValueError(fits, length)
    content = stream.read(length)
    if len(content) != length:
        raise ValueError(length)
    return Size(fits, width, height, content)
