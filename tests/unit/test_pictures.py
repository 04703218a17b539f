"""Processing of uploaded photos: accepted formats, refusals, and removal of metadata."""

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image, PngImagePlugin

from soulter.core.errors import SoulterError
from soulter.inventory import pictures
from soulter.inventory.errors import PhotoTooManyPixels, PhotoTooSmall, PhotoTypeDiffers, PhotoUnreadable
from tests.sample_photos import opened, painted, saved

DARK, LIGHT = (20, 60, 40), (230, 210, 170)
HIDDEN = b"33.6844 north, taken by Ayesha"


def near(found: object, wanted: tuple[int, int, int], within: int = 12) -> bool:
    return isinstance(found, tuple) and all(abs(a - b) <= within for a, b in zip(found, wanted, strict=True))


def test_a_photo_is_kept_in_the_widths_that_pages_show() -> None:
    sizes = pictures.develop(painted(2400, 1600), "image/jpeg")
    assert [(size.fits, size.width, size.height) for size in sizes] == [
        (480, 480, 320),
        (960, 960, 640),
        (1600, 1600, 1067),
    ]
    for size in sizes:
        drawn = opened(size.content)
        assert (drawn.format, drawn.mode, drawn.size) == ("WEBP", "RGB", (size.width, size.height))
        assert near(drawn.getpixel((5, 5)), DARK)
        assert near(drawn.getpixel((size.width - 5, 5)), LIGHT)


@pytest.mark.parametrize(
    ("width", "expected"), [(300, [300]), (480, [480]), (700, [480, 700]), (1599, [480, 960, 1599])]
)
def test_no_size_is_larger_than_the_picture_was(width: int, expected: list[int]) -> None:
    assert [size.width for size in pictures.develop(painted(width, 250), "image/jpeg")] == expected


def test_a_long_strip_is_narrowed() -> None:
    sizes = pictures.develop(painted(2000, 9000), "image/jpeg")
    assert all(size.height <= 2 * size.fits and size.width <= size.fits for size in sizes)
    assert sizes[-1].height == 3200


@pytest.mark.parametrize(
    ("form", "media_type", "mode"),
    [
        ("JPEG", "image/jpeg", "RGB"), ("JPEG", "image/jpeg", "CMYK"), ("JPEG", "image/jpeg", "L"), ("PNG",
            "image/png", "RGB"),
        ("PNG", "image/png", "P"), ("PNG", "image/png", "RGBA"), ("PNG", "image/png", "LA"), ("PNG",
            "image/png", "1"),
        ("WEBP", "image/webp", "RGB"), ("WEBP", "image/webp", "RGBA"),
    ],
)  # fmt: skip
def test_every_kind_of_colour_is_understood(form: str, media_type: str, mode: str) -> None:
    drawn = opened(pictures.develop(painted(form=form, mode=mode), media_type)[0].content)
    left, right = drawn.getpixel((5, 5)), drawn.getpixel((475, 5))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert sum(left) + 150 < sum(right)
    if mode in ("RGB", "P", "RGBA", "CMYK"):
        assert near(left, DARK, 25)
        assert near(right, LIGHT, 25)


def test_sixteen_bits_of_grey_keep_their_shades() -> None:
    row = b"\x00\x40" * 200 + b"\x00\xc0" * 200
    grey = Image.frombytes("I;16", (400, 300), row * 300)
    drawn = opened(pictures.develop(saved(grey, "PNG"), "image/png")[0].content)
    assert near(drawn.getpixel((5, 5)), (0x40,) * 3, 3)
    assert near(drawn.getpixel((395, 5)), (0xC0,) * 3, 3)


def test_what_can_be_seen_through_lies_on_white() -> None:
    clear = saved(Image.new("RGBA", (300, 300), (0, 0, 0, 0)), "PNG")
    assert near(
        opened(pictures.develop(clear, "image/png")[0].content).getpixel((150, 150)), (255, 255, 255), 2
    )


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright_however_the_camera_was_held(orientation: int) -> None:
    """The dark half ends up on the left; the pixels are stored as such a camera stores them."""
    back = {2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}
    upright = opened(painted(900, 600))
    stored = upright.transpose(pictures._UPRIGHT[back[orientation]]) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    [small, *_] = pictures.develop(saved(stored, "JPEG", exif=exif), "image/jpeg")
    drawn = opened(small.content)
    assert drawn.size == (480, 320)
    assert near(drawn.getpixel((5, 160)), DARK)
    assert near(drawn.getpixel((475, 160)), LIGHT)


def test_the_camera_decides_how_to_turn_as_viewers_do() -> None:
    """Orientation 6, as phones write it: the stored left side is shown on top."""
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn = opened(
        pictures.develop(saved(opened(painted(900, 600)), "JPEG", exif=exif), "image/jpeg")[0].content
    )
    assert drawn.size == (480, 720)
    assert near(drawn.getpixel((240, 10)), DARK)
    assert near(drawn.getpixel((240, 710)), LIGHT)


def with_notes() -> dict[str, bytes]:
    """Pictures with metadata."""
    exif = Image.Exif()
    exif[0x010E] = HIDDEN.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (33.0, 41.0, 3.8)})
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", HIDDEN.decode())
    plain = opened(painted(form="PNG"))
    return {
        "image/jpeg": saved(plain, "JPEG", exif=exif, comment=HIDDEN, xmp=HIDDEN),
        "image/png": saved(plain, "PNG", exif=exif, pnginfo=notes),
        "image/webp": saved(plain, "WEBP", exif=exif, xmp=HIDDEN),
    }


@pytest.mark.parametrize("media_type", pictures.MEDIA_TYPES)
def test_nothing_that_a_file_says_besides_its_picture_is_kept(media_type: str) -> None:
    body = with_notes()[media_type]
    assert HIDDEN in body
    for size in pictures.develop(body, media_type):
        drawn = opened(size.content)
        assert HIDDEN not in size.content
        assert not dict(drawn.getexif())
        assert {"exif", "xmp", "icc_profile", "comment"}.isdisjoint(drawn.info)
        assert size.content[12:16] == b"VP8 "  # the bare form, which has no room for notes


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("evil.html", "<script>alert(1)</script>")
    return out.getvalue()


@pytest.mark.parametrize(
    "tail", [b"<html><script>alert(document.domain)</script></html>", a_zip()], ids=["a page", "an archive"]
)
@pytest.mark.parametrize(("form", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png")])
def test_what_stands_behind_the_last_pixel_is_gone(form: str, media_type: str, tail: bytes) -> None:
    for size in pictures.develop(painted(form=form) + tail, media_type):
        assert b"script" not in size.content
        assert not zipfile.is_zipfile(io.BytesIO(size.content))


def test_of_a_film_the_first_picture_is_taken() -> None:
    first, second = opened(painted(400, 300, "PNG")), Image.new("RGB", (400, 300), (255, 0, 0))
    body = saved(first, "WEBP", save_all=True, append_images=[second], duration=100, lossless=True)
    drawn = opened(pictures.develop(body, "image/webp")[0].content)
    assert getattr(drawn, "n_frames", 1) == 1
    assert near(drawn.getpixel((5, 5)), DARK)


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a few bytes that says it has very many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def webp_bomb() -> bytes:
    canvas = (16_000 - 1).to_bytes(3, "little") * 2
    return b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + canvas


def never(*_args: object, **_options: object) -> None:
    raise AssertionError("it was decoded")


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (bomb(), "image/png"),
        (bomb(8000, 5001), "image/png"),
        (bomb(60_000, 1000), "image/png"),
        (webp_bomb(), "image/webp"),
    ],
    ids=["900 megapixels", "a little more than 40", "60 in one strip", "a canvas of WebP"],
)
def test_what_has_too_many_pixels_is_never_decoded(
    body: bytes, media_type: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", never)
    with pytest.raises(PhotoTooManyPixels, match="40 megapixels"):
        pictures.develop(body, media_type)


def test_forty_megapixels_are_taken() -> None:
    grey = saved(Image.new("L", (8000, 5000), 90), "PNG")
    assert pictures.develop(grey, "image/png")[-1].width == 1600


def test_a_jpeg_of_a_thousand_scans_is_not_begun() -> None:
    body = painted(progressive=True)
    scan = body.rindex(pictures._SCAN)
    with pytest.raises(PhotoUnreadable, match="too many steps"):
        pictures.develop(body[:scan] + body[scan:-2] * 1000 + body[-2:], "image/jpeg")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
JPEG, PNG, WEBP = painted(), painted(form="PNG"), painted(form="WEBP")
REFUSED: dict[str, tuple[bytes, str, type[SoulterError]]] = {
    "nothing": (b"", "image/png", PhotoUnreadable),
    "a page": (b"<!doctype html><script>alert(1)</script>", "image/png", PhotoUnreadable),
    "a page that begins like a PNG": (
        b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
        "image/png",
        PhotoUnreadable,
    ),
    "a page that begins like a JPEG": (
        b"\xff\xd8\xff<script>alert(1)</script>",
        "image/jpeg",
        PhotoUnreadable,
    ),
    "an SVG": (SVG, "image/png", PhotoUnreadable),
    "a GIF": (saved(opened(PNG).convert("P"), "GIF"), "image/png", PhotoUnreadable),
    "a BMP": (saved(opened(PNG), "BMP"), "image/png", PhotoUnreadable),
    "a TIFF that says WEBP": (b"II*\0\x08\0\0\0WEBP" + b"\0" * 100, "image/webp", PhotoUnreadable),
    "half a JPEG": (JPEG[: len(JPEG) // 2], "image/jpeg", PhotoUnreadable),
    "half a PNG": (PNG[: len(PNG) // 2], "image/png", PhotoUnreadable),
    "half a WebP": (WEBP[: len(WEBP) // 2], "image/webp", PhotoUnreadable),
    "a WebP of twelve bytes": (WEBP[:12], "image/webp", PhotoUnreadable),
    "a JPEG as PNG": (JPEG, "image/png", PhotoTypeDiffers),
    "a PNG as WebP": (PNG, "image/webp", PhotoTypeDiffers),
    "a narrow one": (painted(199, 800), "image/jpeg", PhotoTooSmall),
    "a flat one": (painted(800, 199), "image/jpeg", PhotoTooSmall),
    "a pixel": (painted(1, 1, "PNG"), "image/png", PhotoTooSmall),
}


@pytest.mark.parametrize(("body", "media_type", "refusal"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_picture_is_refused_in_a_sentence(
    body: bytes, media_type: str, refusal: type[SoulterError]
) -> None:
    with pytest.raises(refusal) as refused:
        pictures.develop(body, media_type)
    assert refused.value.detail.endswith(".")


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_a_picture_with_a_broken_note_is_a_picture() -> None:
    exif = b"Exif\0\0" + b"MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 40
    assert pictures.develop(painted(exif=exif), "image/jpeg")[0].width == 480


@pytest.mark.parametrize("seed", range(20))
def test_damage_anywhere_is_a_refusal_or_a_picture(seed: int) -> None:
    import random

    chance = random.Random(seed)
    for body, media_type in ((JPEG, "image/jpeg"), (PNG, "image/png"), (WEBP, "image/webp")):
        broken = bytearray(body)
        for _ in range(8):
            broken[chance.randrange(12, len(broken))] = chance.randrange(256)
        try:
            sizes = pictures.develop(bytes(broken), media_type)
        except SoulterError:
            continue
        assert sizes[0].content.startswith(b"RIFF")
