"""What becomes of a file that somebody sends as a photo: judged, decoded, and painted anew in the sizes that pages show.

Nothing of the file itself is kept. What it hides (places, names, scripts behind the last pixel) is gone.
"""

import io
import warnings
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageFile

from soulter.inventory.errors import PhotoTooManyPixels, PhotoTooSmall, PhotoTypeDiffers, PhotoUnreadable

WIDTHS: Final = (480, 960, 1600)
"""The widths that are kept, in pixels: a card on a phone, a card or a phone's whole screen, a desktop's."""

MEDIA_TYPES: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP"}
"""What is taken, and what people call it."""

MOST_BYTES: Final = 5 * 1024 * 1024
MOST_PIXELS: Final = 40_000_000
SHORTEST_SIDE: Final = 200

_SIGNATURES = (
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"WEBP", 8, "image/webp"),
)
_QUALITY = 80
# How much higher than wide a picture may be drawn; only long strips are narrowed by it.
_HIGHEST = 2
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
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})

# Pillow asks this as soon as it knows the size, before there is room for a single pixel; its warning has to stop us too.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Size:
    """A picture drawn for one of WIDTHS: what it really measures in pixels, and its WebP bytes."""

    fits: int
    width: int
    height: int
    content: bytes


def develop(body: bytes, declared: str) -> list[Size]:
    """The sizes of a picture, the smallest first; none is larger than the picture was.

    Raises PhotoUnreadable, PhotoTypeDiffers, PhotoTooManyPixels, PhotoTooSmall.
    """
    found = _media_type(body)
    if found != declared:
        raise PhotoTypeDiffers(MEDIA_TYPES[found], declared)
    if body.count(_SCAN) > _MOST_SCANS and found == "image/jpeg":
        raise PhotoUnreadable("it is drawn in too many steps")
    picture = _decoded(body, MEDIA_TYPES[found].upper())
    sizes = []
    for fits in WIDTHS:
        sizes.append(_drawn(picture, fits))
        if (sizes[-1].width, sizes[-1].height) == picture.size:
            break
    return sizes


def _media_type(body: bytes) -> str:
    if not body:
        raise PhotoUnreadable("it is empty")
    for signature, at, media_type in _SIGNATURES:
        if body.startswith(signature, at):
            return media_type
    raise PhotoUnreadable("it is neither JPEG, PNG nor WebP")


def _decoded(body: bytes, form: str) -> Image.Image:
    """The first frame, upright, in plain colours, hardly larger than the largest of WIDTHS."""
    try:
        with Image.open(io.BytesIO(body), formats=(form,)) as opened:
            _check_size(opened)
            orientation = _orientation(opened)
            narrow, high = WIDTHS[-1], WIDTHS[-1] * _HIGHEST
            box = (high, narrow) if orientation in _ON_ITS_SIDE else (narrow, high)
            opened.draft("RGB", box)  # a JPEG is decoded at a fraction of its size where that is enough
            opened.load()
            picture = _plain(opened)
            picture.thumbnail(box, Image.Resampling.LANCZOS)
            return picture.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PhotoTooManyPixels(MOST_PIXELS) from None
    except (PhotoTooManyPixels, PhotoTooSmall):
        raise
    except Exception:  # noqa: BLE001 -- decoders fail in a hundred ways on what is no picture
        raise PhotoUnreadable("it is cut off or damaged") from None


def _check_size(opened: ImageFile.ImageFile) -> None:
    if opened.width * opened.height > MOST_PIXELS:
        raise PhotoTooManyPixels(MOST_PIXELS)
    if min(opened.size) < SHORTEST_SIDE:
        raise PhotoTooSmall(SHORTEST_SIDE)


def _orientation(opened: ImageFile.ImageFile) -> int:
    """How the camera was held; upright where the file does not say it readably."""
    try:
        return int(opened.getexif().get(_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 -- a broken note about a picture is no reason against the picture
        return 1


def _plain(picture: Image.Image) -> Image.Image:
    """Eight bits of red, green and blue; what can be seen through lies on white."""
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
