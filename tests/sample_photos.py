"""Sample photos for uploads, drawn on demand."""

import io
import struct
import zlib
from typing import Any

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()


def painted(
    width: int = 1200, height: int = 800, form: str = "JPEG", mode: str = "RGB", **options: Any
) -> bytes:
    """A picture whose left half is dark and whose right half is light."""
    ground = Image.new("RGB", (width, height), (20, 60, 40))
    ground.paste((230, 210, 170), (width // 2, 0, width, height))
    return saved(ground.convert(mode), form, **options)


def saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def bomb(width: int = 30_000, height: int = 30_000, colour: int = 2) -> bytes:
    """A PNG of a few bytes that says it has very many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def opened(content: bytes) -> Image.Image:
    """A picture, loaded."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


PIXELS = painted(300, 200, "PNG")
"""A small one."""
