"""Photos of units: sent by staff as they are, served to everybody as pictures that we made of them."""

import re
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Header, Response

from soulter.access.actor import Actor
from soulter.access.permissions import UnitPermission
from soulter.accounts.auth import client_of, requires
from soulter.core.http import body_kinds, web
from soulter.core.http.body_kinds import BodyKind
from soulter.core.http.services import provided
from soulter.core.http.web import Now, Reading, Upload, Writing
from soulter.inventory import photos, picture_formats, queries
from soulter.inventory.errors import PhotoTooLarge, PhotoTypeExpected
from soulter.inventory.photo_pool import PhotoPool
from soulter.inventory.schemas import PhotoWidth, UnitEnvelope, unit_out

router = web.router("/photos", "photos")
upload_router = web.router("/units", "photos", uploads=True)

_PICTURE = BodyKind(
    frozenset(media_type.encode() for media_type in picture_formats.MEDIA_TYPES),
    picture_formats.MOST_BYTES,
    PhotoTypeExpected,
    lambda: PhotoTooLarge(picture_formats.MOST_BYTES),
)
UPLOADS: Final = (body_kinds.Upload("POST", re.compile(r"/api/units/[^/]+/photos"), _PICTURE),)

_BINARY = {"schema": {"type": "string", "format": "binary"}}
_SENT: dict[str, Any] = {
    "requestBody": {"required": True, "content": dict.fromkeys(picture_formats.MEDIA_TYPES, _BINARY)}
}
_SERVED: dict[int | str, dict[str, Any]] = {
    200: {"description": "The picture", "content": {"image/webp": _BINARY}},
    304: {"description": "The one that you have"},
}

# The content at an address never changes, so clients may cache it. The server encoded it, and it is inert.
_A_YEAR = "max-age=31536000, immutable"
_INERT = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Content-Disposition": "inline",
}

Reader = Annotated[Actor, requires(UnitPermission.READ)]
Uploader = Annotated[Actor, requires(UnitPermission.WRITE, claims=False)]


@upload_router.post("/{unit_id}/photos", status_code=201, openapi_extra=_SENT)
async def add_photo(
    unit_id: UUID,
    request: Upload,
    actor: Uploader,
    session: Writing,
    now: Now,
    photo_pool: Annotated[PhotoPool, provided(PhotoPool)],
) -> UnitEnvelope:
    """Add a photo behind the others: the body is the picture itself, of at most 5 MB.

    It is painted anew: what else was in the file, such as the place where it was taken, is not kept.
    """
    async with photo_pool.place():
        declared = body_kinds.media_type(request.headers.get("content-type", "").encode("latin-1")).decode(
            "latin-1"
        )
        sizes = await photo_pool.develop(await request.body(), declared)
    await request.check_again()
    # Only now does the transaction begin: no writer waits for a decoder.
    await web.claim(request, client_of(request, actor))
    await photos.add(session, actor, unit_id, sizes, now)
    return {"unit": unit_out(await queries.get(session, actor, unit_id))}


@router.get("/{photo_id}", response_class=Response, responses=_SERVED)
async def read_photo(
    photo_id: UUID,
    actor: Reader,
    reader: Reading,
    width: PhotoWidth = picture_formats.WIDTHS[-1],
    if_none_match: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Response:
    """A photo of a unit, as WebP, at most so wide. It may be kept for a year."""
    found = await queries.photo(reader, actor, photo_id, width)
    tag = f'"{photo_id}-{found.fits}"'
    headers = {
        "ETag": tag,
        "Cache-Control": f"{'public' if found.public else 'private'}, {_A_YEAR}",
        **_INERT,
    }
    if if_none_match and tag in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type="image/webp", headers=headers)
