"""Processing of uploaded photos: accepted formats, refusals, and removal of metadata."""

import io
import itertools
import struct
import zipfile

import pytest
from PIL import Image, ImageFile, PngImagePlugin

from soulter.core.errors import SoulterError
from soulter.inventory import pictures
from soulter.inventory.errors import (
    PhotoFormatNotTaken,
    PhotoTooManyPixels,
    PhotoTooSmall,
    PhotoTypeDiffers,
    PhotoUnreadable,
)
from tests.sample_photos import bomb, opened, painted, saved

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
        ("HEIF", "image/heic", "RGB"), ("HEIF", "image/heif", "RGBA"), ("HEIF", "image/heic", "L"),
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


def test_transparent_pixels_become_white() -> None:
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
        "image/heic": saved(plain, "HEIF", exif=exif, xmp=HIDDEN),
    }


@pytest.mark.parametrize("media_type", ["image/jpeg", "image/png", "image/webp", "image/heic"])
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
def test_data_after_the_image_is_removed(form: str, media_type: str, tail: bytes) -> None:
    for size in pictures.develop(painted(form=form) + tail, media_type):
        assert b"script" not in size.content
        assert not zipfile.is_zipfile(io.BytesIO(size.content))


def test_the_first_frame_of_an_animation_is_kept() -> None:
    first, second = opened(painted(400, 300, "PNG")), Image.new("RGB", (400, 300), (255, 0, 0))
    body = saved(first, "WEBP", save_all=True, append_images=[second], duration=100, lossless=True)
    drawn = opened(pictures.develop(body, "image/webp")[0].content)
    assert getattr(drawn, "n_frames", 1) == 1
    assert near(drawn.getpixel((5, 5)), DARK)


def webp_bomb() -> bytes:
    canvas = (16_000 - 1).to_bytes(3, "little") * 2
    return b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + canvas


def never(*_args: object, **_options: object) -> None:
    raise AssertionError("it was decoded")


@pytest.mark.parametrize(
    ("body", "media_type", "size", "most"),
    [
        (bomb(), "image/png", (30_000, 30_000), 64_000_000),
        (bomb(9000, 9000, 6), "image/png", (9000, 9000), 64_000_000),
        (bomb(17_000, 17_000, 0), "image/png", (17_000, 17_000), 256_000_000),
        (bomb(600_000, 1000), "image/png", (600_000, 1000), 64_000_000),
        (webp_bomb(), "image/webp", (16_000, 16_000), 16_000_000),
    ],
    ids=["900 megapixels", "81 that can be seen through", "289 of grey", "600 in a strip", "a canvas"],
)
def test_what_takes_too_much_memory_is_never_decoded(
    body: bytes, media_type: str, size: tuple[int, int], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile.ImageFile, "load", never)
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", never)
    with pytest.raises(PhotoTooManyPixels) as refused:
        pictures.develop(body, media_type)
    facts = refused.value.facts
    assert (facts["width"], facts["height"]) == size
    smaller = int(str(facts["most_width"])), int(str(facts["most_height"]))
    assert most * 0.8 < smaller[0] * smaller[1] < most * 1.05
    assert smaller[0] / smaller[1] == pytest.approx(size[0] / size[1], rel=0.01)
    assert f"{size[0]} by {size[1]} pixels" in refused.value.detail
    assert f"at most {smaller[0]} by {smaller[1]} pixels" in refused.value.detail


FORMS = [
    (painted(1000, 2000, "WEBP"), "image/webp"),
    (painted(1000, 2000, "HEIF"), "image/heic"),
    (painted(1000, 2000, "PNG", "RGBA"), "image/png"),
    (painted(1000, 2000, progressive=True), "image/jpeg"),
]


@pytest.mark.parametrize(("body", "media_type"), FORMS)
def test_a_copy_of_the_size_that_a_refusal_names_is_taken(
    body: bytes, media_type: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MOST_MEMORY", 12_000_000)
    with pytest.raises(PhotoTooManyPixels) as refused:
        pictures.develop(body, media_type)
    facts = refused.value.facts
    most = int(str(facts["most_width"])), int(str(facts["most_height"]))
    form = opened(body).format
    assert form
    smaller = saved(opened(body).resize(most), form, **({"progressive": True} if form == "JPEG" else {}))
    assert pictures.develop(smaller, media_type)[-1].height == most[1]


def test_the_memory_of_a_pixel_depends_on_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Grey has a byte for each pixel, and a JPEG that is not progressive has no coefficients beside them."""
    monkeypatch.setattr(pictures, "MOST_MEMORY", 12_000_000)
    for body, media_type in (
        (painted(1000, 2000, "PNG", "L"), "image/png"),
        (painted(900, 1600), "image/jpeg"),
    ):
        assert pictures.develop(body, media_type)[-1].width > 800


def test_a_jpeg_is_shrunk_while_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a camera's forty megapixels only a fraction is ever in memory."""
    decoded: list[tuple[int, int]] = []
    plain = pictures._plain

    def watching(picture: Image.Image, factor: int) -> Image.Image:
        decoded.append(picture.size)
        return plain(picture, factor)

    monkeypatch.setattr(pictures, "_plain", watching)
    assert pictures.develop(painted(7200, 5400), "image/jpeg")[-1].width == 1600
    assert decoded == [(1800, 1350)]


def test_strips_are_joined_without_a_seam() -> None:
    """A slope of grey, larger than one strip: each row is as bright as its neighbours, or hardly brighter."""
    slope = Image.linear_gradient("L").resize((1200, 3000))
    drawn = opened(pictures.develop(saved(slope, "PNG"), "image/png")[-1].content).convert("L")
    rows = [int(drawn.getpixel((600, row)) or 0) for row in range(drawn.height)]  # type: ignore[arg-type]
    assert rows[0] <= 3
    assert rows[-1] >= 252
    assert max(abs(after - before) for before, after in itertools.pairwise(rows)) <= 3


def test_a_jpeg_of_a_thousand_scans_is_not_begun() -> None:
    body = painted(progressive=True)
    scan = body.rindex(pictures._SCAN)
    with pytest.raises(PhotoUnreadable, match="too many steps"):
        pictures.develop(body[:scan] + body[scan:-2] * 1000 + body[-2:], "image/jpeg")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
JPEG, PNG, WEBP, HEIC = painted(), painted(form="PNG"), painted(form="WEBP"), painted(form="HEIF")
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
    "an SVG": (SVG, "image/png", PhotoFormatNotTaken),
    "a GIF": (saved(opened(PNG).convert("P"), "GIF"), "image/png", PhotoFormatNotTaken),
    "a BMP": (saved(opened(PNG), "BMP"), "image/png", PhotoFormatNotTaken),
    "a TIFF that says WEBP": (b"II*\0\x08\0\0\0WEBP" + b"\0" * 100, "image/webp", PhotoFormatNotTaken),
    "half a JPEG": (JPEG[: len(JPEG) // 2], "image/jpeg", PhotoUnreadable),
    "half a PNG": (PNG[: len(PNG) // 2], "image/png", PhotoUnreadable),
    "half a WebP": (WEBP[: len(WEBP) // 2], "image/webp", PhotoUnreadable),
    "a WebP of twelve bytes": (WEBP[:12], "image/webp", PhotoUnreadable),
    "half a HEIC": (HEIC[: len(HEIC) // 2], "image/heic", PhotoUnreadable),
    "the head of a HEIC": (HEIC[:32], "image/heic", PhotoUnreadable),
    "an AVIF": (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf" + b"\0" * 100, "image/heic", PhotoFormatNotTaken),
    "a video": (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0" * 100, "image/heic", PhotoFormatNotTaken),
    "a HEIC as JPEG": (HEIC, "image/jpeg", PhotoTypeDiffers),
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
def test_a_picture_with_broken_metadata_is_accepted() -> None:
    exif = b"Exif\0\0" + b"MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 40
    assert pictures.develop(painted(exif=exif), "image/jpeg")[0].width == 480


@pytest.mark.parametrize("seed", range(20))
def test_damage_anywhere_is_a_refusal_or_a_picture(seed: int) -> None:
    import random

    chance = random.Random(seed)
    for body, media_type in (
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (WEBP, "image/webp"),
        (HEIC, "image/heic"),
    ):
        broken = bytearray(body)
        for _ in range(8):
            broken[chance.randrange(12, len(broken))] = chance.randrange(256)
        try:
            sizes = pictures.develop(bytes(broken), media_type)
        except SoulterError:
            continue
        assert sizes[0].content.startswith(b"RIFF")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (saved(opened(PNG).convert("P"), "GIF"), "GIF"),
        (saved(opened(PNG), "TIFF"), "TIFF"),
        (saved(opened(PNG), "AVIF"), "AVIF"),
        (b"%PDF-1.7\n" + b"\0" * 50, "PDF"),
    ],
)
def test_a_format_that_is_not_taken_is_named(body: bytes, name: str) -> None:
    with pytest.raises(PhotoFormatNotTaken) as refused:
        pictures.develop(body, "image/png")
    assert refused.value.detail == f"The format of this file is {name}. Send a JPEG, PNG, WebP or HEIC file."


def test_a_heic_that_a_phone_turned_stands_upright() -> None:
    """Its container says how to turn it; the note of the camera is only repeated."""
    stored = opened(painted(900, 600))
    stored.getexif()[0x0112] = 6
    drawn = opened(pictures.develop(saved(stored, "HEIF"), "image/heic")[0].content)
    assert drawn.size == (480, 720)
    assert near(drawn.getpixel((240, 10)), DARK)
    assert near(drawn.getpixel((240, 710)), LIGHT)
