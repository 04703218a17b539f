"""The formats of pictures: what is taken, by its first bytes, and the sizes in which it is kept."""

from dataclasses import dataclass
from typing import Final

WIDTHS: Final = (480, 960, 1600)
"""The widths that are kept, in pixels: a card on a phone, a card or a phone's whole screen, a desktop's."""

MEDIA_TYPES: Final = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "image/heic": "HEIC",
    "image/heif": "HEIC",
}
"""What is taken, and the name of its format."""

TAKEN: Final = frozenset(MEDIA_TYPES.values())

MOST_BYTES: Final = 5 * 1024 * 1024

_SIGNATURES: Final = (
    (b"\xff\xd8\xff", 0, "JPEG"),
    (b"\x89PNG\r\n\x1a\n", 0, "PNG"),
    (b"GIF8", 0, "GIF"),
    (b"BM", 0, "BMP"),
    (b"II*\0", 0, "TIFF"),
    (b"MM\0*", 0, "TIFF"),
    (b"8BPS", 0, "PSD"),
    (b"%PDF-", 0, "PDF"),
    (b"\xff\x0a", 0, "JPEG XL"),
    (b"\0\0\0\x0cJXL ", 0, "JPEG XL"),
    (b"\0\0\0\x0cjP  ", 0, "JPEG 2000"),
    (b"<svg", 0, "SVG"),
)
# The brands of the container that HEIC shares with AVIF and with videos.
_BRANDS: Final = (
    ("AVIF", frozenset({b"avif", b"avis"})),
    ("HEIC", frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})),
)
_MOST_BRANDS: Final = 32


@dataclass(frozen=True, slots=True)
class Size:
    """A picture drawn for one of WIDTHS: what it really measures in pixels, and its WebP bytes."""

    fits: int
    width: int
    height: int
    content: bytes


def format_of(body: bytes) -> str | None:
    """The format that the first bytes of a file show; None when it is no known one."""
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return "WebP"
    if body[4:8] == b"ftyp":
        end = min(int.from_bytes(body[:4], "big"), 16 + 4 * _MOST_BRANDS)
        brands = {body[8:12], *(body[at : at + 4] for at in range(16, end, 4))}
        return next((name for name, known in _BRANDS if brands & known), "MP4")
    return next((name for signature, at, name in _SIGNATURES if body.startswith(signature, at)), None)
