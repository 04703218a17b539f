"""The forms of text that the API takes. `field_errors` has a code for each."""

from typing import Final

# No control characters, so no NUL, and no line break that could forge another line.
SINGLE_LINE: Final = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
# Line breaks and tabs, and no other control characters.
PARAGRAPHS: Final = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
EMAIL: Final = (
    r"^[^\s@,;<>\"\x00-\x1f\x7f]{1,64}@[^\s@,;<>\"\x00-\x1f\x7f]{1,180}\.[^\s@.,;<>\"\x00-\x1f\x7f]{2,63}$"
)
PHONE: Final = r"^\+?[0-9][0-9 ()./-]{4,30}$"
CURRENCY: Final = r"^[A-Z]{3}$"
SLUG: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
CLOCK_TIME: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
TOKEN_OF_A_LINK: Final = r"^[A-Za-z0-9_-]{20,100}$"  # noqa: S105 -- a form and no secret
DIGEST: Final = r"^[0-9a-f]{64}$"
AUDIT_NAME: Final = r"^[a-z_]+(\.[a-z_]+)?$"
TOPIC: Final = r"^[a-z_.-]{1,60}$"

PHOTO_ADDRESS: Final = r"^/api/photos/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
