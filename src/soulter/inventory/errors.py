"""Refusals about units."""

from collections.abc import Sequence
from uuid import UUID

from soulter.core.errors import Conflict, Invalid, NotFound, TooLarge, Unavailable, UnsupportedMedia

_AS_A_FILE = "Send a JPEG, PNG, WebP or HEIC file."


class UnitNotFound(NotFound):
    """No such unit, or none that this actor sees."""

    def __init__(self) -> None:
        super().__init__("There is no such unit.")


class WrongCurrency(Invalid):
    """A price in another currency than the property's."""

    def __init__(self, given: str, expected: str) -> None:
        super().__init__(
            f"Prices at this property are in {expected}, not in {given}.", given=given, expected=expected
        )


class NoSuchProperty(Invalid):
    """A unit at a property that does not exist."""

    def __init__(self, property_id: UUID) -> None:
        super().__init__("There is no such property.", property_id=property_id)


class UnitChanged(Conflict):
    """Somebody changed the same data since it was read; `fields` are the wire names that differ."""

    def __init__(self, fields: Sequence[str]) -> None:
        super().__init__(
            f"Somebody changed this unit meanwhile ({', '.join(fields)}). "
            "Reload it and apply your change again.",
            fields=list(fields),
        )


class OrderDoesNotFit(Conflict):
    """An order of units that leaves one out, names a foreign one or names one twice."""

    def __init__(self) -> None:
        super().__init__(
            "Units were added meanwhile, or belong elsewhere. Reload the list and order it again."
        )


class PhotoNotFound(NotFound):
    """No such photo, or none that this actor sees."""

    def __init__(self) -> None:
        super().__init__("There is no such photo.")


class PhotoTypeExpected(UnsupportedMedia):
    """A body that is not declared as a picture of a kind that we take."""

    def __init__(self) -> None:
        super().__init__(
            "Send the picture itself: the header Content-Type: image/jpeg, image/png, image/webp "
            "or image/heic, and no Content-Encoding."
        )


class PhotoTooLarge(TooLarge):
    """More bytes than a photo may have."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"A photo has at most {limit // 1024**2} MB. Please save a smaller copy and send that.",
            limit=limit,
        )


class PhotoTypeDiffers(UnsupportedMedia):
    """A picture that is another kind than its header says."""

    def __init__(self, found: str, declared: str) -> None:
        super().__init__(
            f"This is a {found} file, but it was sent as {declared}. "
            "Send it with the Content-Type that it has.",
            found=found,
            declared=declared,
        )


class PhotoUnreadable(Invalid):
    """Bytes that are no picture."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This is not a picture that can be read: {reason}. {_AS_A_FILE}")


class PhotoFormatNotTaken(UnsupportedMedia):
    """A picture, or another file, of a known format that is not taken."""

    def __init__(self, found: str) -> None:
        super().__init__(f"The format of this file is {found}. {_AS_A_FILE}", found=found)


class PhotoTooManyPixels(Invalid):
    """A picture whose pixels would take more memory than one may have."""

    def __init__(self, width: int, height: int, most_width: int, most_height: int) -> None:
        super().__init__(
            f"This picture has {width} by {height} pixels. "
            f"Please save a copy of at most {most_width} by {most_height} pixels and send that.",
            width=width,
            height=height,
            most_width=most_width,
            most_height=most_height,
        )


class PhotoTooSmall(Invalid):
    """A picture too small to be shown."""

    def __init__(self, least: int) -> None:
        super().__init__(
            f"A photo is at least {least} pixels wide and {least} high, or it would look blurred. "
            "Please send a larger one.",
            least=least,
        )


class TooManyPhotosAtOnce(Unavailable):
    """More photos at once than are developed."""

    def __init__(self) -> None:
        super().__init__(
            "Several photos are being prepared right now. Please send this one again in a few seconds.", 3
        )


class PhotoTooSlow(Unavailable):
    """A photo that took longer to decode than one may."""

    def __init__(self) -> None:
        super().__init__(
            "Preparing this photo took too long. Please send it again in a minute, or send a smaller copy.",
            60,
        )


class UnitHasEnoughPhotos(Conflict):
    """A photo more than a unit may have."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"A unit has at most {limit} photos. Remove one before you add another.", limit=limit
        )


class PropertyHasEnoughPhotos(Conflict):
    """A photo more than the units of a property may have together."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The units of a property have at most {limit:,} photos together. "
            "Remove some before you add others.",
            limit=limit,
        )


class NoPhotoOfThisUnit(Invalid):
    """An order of photos that names one which the unit does not have, or one twice."""

    def __init__(self, places: list[int]) -> None:
        detail = "This photo is not one of the unit's, or stands twice in the list."
        super().__init__(
            "The list names photos that this unit does not have, or one of them twice. "
            "Reload the unit and order its photos again.",
            errors=[{"pointer": f"/photos/{place}", "detail": detail} for place in places],
        )


class PhotosLeftOut(Conflict):
    """An order of photos without one of those that the unit has."""

    def __init__(self, count: int) -> None:
        which = "a photo" if count == 1 else f"{count} photos"
        super().__init__(
            f"The list leaves out {which} of this unit, perhaps added a moment ago. "
            "Reload the unit and order its photos again; "
            "a photo is removed by deleting it.",
            count=count,
        )
