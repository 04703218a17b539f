"""Image processing: an uploaded photo is checked, decoded, and encoded again in the sizes that pages show.

Nothing of the file itself is kept. What it hides (places, names, scripts behind the last pixel) is gone.
It runs in the process of `decoder`, which has an address space of its own size.
"""

import io
import math
from typing import Final

import pillow_heif
from PIL import Image, ImageFile, WebPImagePlugin  # noqa: F401 -- else the first WebP would load every plugin

from soulter.inventory.errors import (
    PhotoFormatNotTaken,
    PhotoTooManyPixels,
    PhotoTooSmall,
    PhotoTypeDiffers,
    PhotoUnreadable,
)
from soulter.inventory.picture_formats import MEDIA_TYPES, TAKEN, WIDTHS, Size, format_of

MOST_MEMORY: Final = 256 * 1024 * 1024
"""Bytes that the pixels of one picture may take while it is decoded."""

SHORTEST_SIDE: Final = 200

_QUALITY = 80
# How much higher than wide a picture may be drawn; only long strips are narrowed by it.
_HIGHEST = 2
# Rows that are flattened at once.
_STRIP = 256
# Bytes of a pixel in memory, by mode; all other modes have four.
_BYTES_OF_MODE = {"1": 1, "L": 1, "P": 1, "I;16": 2}
# libwebp holds two canvases, a frame, and its copy; libheif holds planes, a frame, and its copy (measured).
_BYTES_OF_FORMAT = {"WEBP": 17, "HEIF": 10}
# A progressive JPEG is held as coefficients of two bytes for each component before a pixel is drawn.
_BYTES_OF_COEFFICIENT = 2
# By these Pillow divides the sides of a JPEG while it decodes.
_FRACTIONS = (8, 4, 2, 1)
# Each scan of a progressive JPEG is a walk over all pixels: cameras write a dozen, attackers thousands.
_MOST_SCANS = 64
_SCAN = b"\xff\xda"
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = frozenset({5, 6, 7, 8})

Box = tuple[int, int]

# The memory is what counts, and `_check_memory` knows it better than a number of pixels for all formats.
Image.MAX_IMAGE_PIXELS = None
# JPEG and PNG, now and not with the first picture: later no file may be written, and no bytecode kept.
Image.preinit()
# Embedded thumbnails may show something else than the picture. Each thread would take address space.
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)


def develop(body: bytes, declared: str) -> list[Size]:
    """The sizes of a picture, the smallest first; none is larger than the picture was.

    Raises PhotoUnreadable, PhotoFormatNotTaken, PhotoTypeDiffers, PhotoTooManyPixels, PhotoTooSmall.
    """
    found = _format(body)
    if found != MEDIA_TYPES[declared]:
        raise PhotoTypeDiffers(found, declared)
    if body.count(_SCAN) > _MOST_SCANS and found == "JPEG":
        raise PhotoUnreadable("it is drawn in too many steps")
    picture = _decoded(body, "HEIF" if found == "HEIC" else found.upper())
    sizes = []
    for fits in WIDTHS:
        sizes.append(_drawn(picture, fits))
        if (sizes[-1].width, sizes[-1].height) == picture.size:
            break
    return sizes


def _format(body: bytes) -> str:
    if not body:
        raise PhotoUnreadable("it is empty")
    found = format_of(body)
    if found is None:
        raise PhotoUnreadable("its format is unknown")
    if found not in TAKEN:
        raise PhotoFormatNotTaken(found)
    return found


def _decoded(body: bytes, form: str) -> Image.Image:
    """The first frame, upright, in plain colours, no larger than the largest of WIDTHS."""
    try:
        if form == "WEBP":  # libwebp allocates the canvas before Pillow knows its size
            _check_memory(_canvas(body), form, "RGB", 0)
        with Image.open(io.BytesIO(body), formats=(form,)) as opened:
            _check_size(opened, form)
            orientation = _orientation(opened)
            sideways = orientation in _SIDEWAYS
            scale = _scale(opened.size, sideways=sideways)
            box = max(round(opened.width / scale), 1), max(round(opened.height / scale), 1)
            opened.draft("RGB", box)  # a JPEG is decoded at a fraction of its size where that is enough
            opened.load()
            picture = _plain(opened, int(_scale(opened.size, sideways=sideways)))
        picture.thumbnail(box, Image.Resampling.LANCZOS, reducing_gap=None)
        return picture.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else picture
    except (PhotoTooManyPixels, PhotoTooSmall):
        raise
    except MemoryError:
        raise PhotoUnreadable("decoding it takes more memory than is allowed") from None
    except Exception:  # noqa: BLE001 -- decoders fail in a hundred ways on what is no picture
        raise PhotoUnreadable("it is cut off or damaged") from None


def _canvas(body: bytes) -> Box:
    """The size that the header of a WebP file says. Raises ValueError."""
    chunk = body[12:16]
    if len(body) < 30:
        raise ValueError
    if chunk == b"VP8X":
        return int.from_bytes(body[24:27], "little") + 1, int.from_bytes(body[27:30], "little") + 1
    if chunk == b"VP8L":
        bits = int.from_bytes(body[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 ":
        return int.from_bytes(body[26:28], "little") & 0x3FFF, int.from_bytes(body[28:30], "little") & 0x3FFF
    raise ValueError


def _check_size(opened: ImageFile.ImageFile, form: str) -> None:
    progressive = form == "JPEG" and "progressive" in opened.info
    _check_memory(opened.size, form, opened.mode, len(opened.getbands()) if progressive else 0)
    if min(opened.size) < SHORTEST_SIDE:
        raise PhotoTooSmall(SHORTEST_SIDE)


def _check_memory(size: Box, form: str, mode: str, coefficients: int) -> None:
    share, most = 1.0, size
    while _memory(most, form, mode, coefficients) > MOST_MEMORY:
        share *= 0.99
        most = int(size[0] * share), int(size[1] * share)
    if most != size:
        raise PhotoTooManyPixels(*size, *most)


def _memory(size: Box, form: str, mode: str, coefficients: int) -> int:
    """The bytes that decoding a picture takes by its header: its pixels, and their copy in plain colours.

    A JPEG has `coefficients` for each pixel beside them.
    """
    pixels = size[0] * size[1]
    held = pixels * coefficients * _BYTES_OF_COEFFICIENT
    scale = min(_scale(size, sideways=sideways) for sideways in (False, True))
    if form == "JPEG":
        smaller = next(fraction for fraction in _FRACTIONS if scale >= fraction)
        pixels, scale = math.ceil(pixels / smaller**2), scale / smaller
    each = _BYTES_OF_FORMAT.get(form) or _BYTES_OF_MODE.get(mode, 4)
    return held + pixels * each + math.ceil(4 * pixels / int(scale) ** 2)


def _scale(size: Box, *, sideways: bool) -> float:
    """How many times larger a picture is than its largest drawing; `sideways` is one that will be turned."""
    narrow, high = WIDTHS[-1], WIDTHS[-1] * _HIGHEST
    width, height = (high, narrow) if sideways else (narrow, high)
    return max(size[0] / width, size[1] / height, 1)


def _orientation(opened: ImageFile.ImageFile) -> int:
    """How the camera was held; upright where the file does not say it readably."""
    try:
        return int(opened.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 -- a broken note about a picture is no reason against the picture
        return 1


def _plain(picture: Image.Image, factor: int) -> Image.Image:
    """Eight bits of red, green and blue, averaged over squares of `factor` pixels.

    It goes strip by strip, so that the whole picture is in memory once and not in each mode.
    """
    width, height = picture.size
    plain = Image.new("RGB", (math.ceil(width / factor), math.ceil(height / factor)))
    rows = max(_STRIP // factor, 1) * factor
    for top in range(0, height, rows):
        strip = _flat(picture.crop((0, top, width, min(top + rows, height))))
        plain.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    return plain


def _flat(picture: Image.Image) -> Image.Image:
    """In red, green and blue; what can be seen through lies on white."""
    if picture.mode.startswith(
        ("I", "F")
    ):  # sixteen bits of grey; converting them would cut off all but the darkest
        picture = picture.convert("F").point(lambda value: value * (1 / 256)).convert("L")
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        ground = Image.new("RGB", seen.size, "white")
        ground.paste(seen, mask=seen.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _drawn(picture: Image.Image, fits: int) -> Size:
    copy = Image.new("RGB", picture.size)  # a new sheet: notes stick to a copy, pixels alone are pasted
    copy.paste(picture)
    copy.thumbnail((fits, fits * _HIGHEST), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    copy.save(out, "WEBP", quality=_QUALITY, method=4)
    return Size(fits, copy.width, copy.height, out.getvalue())
