"""Sample photos for uploads, drawn on demand."""

import io
from typing import Any

from PIL import Image


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


def opened(content: bytes) -> Image.Image:
    """A picture, loaded."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


PIXELS = painted(300, 200, "PNG")
"""A small one."""
