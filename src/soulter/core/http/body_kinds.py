"""The kinds of request bodies: JSON, and another media type on the few addresses that take one."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.types import Scope

from soulter.core import errors

BODY_LIMIT: Final = 256 * 1024
"""Bytes of a JSON body, at most."""


class NotJson(errors.UnsupportedMedia):
    """A body that is not declared as JSON."""

    def __init__(self) -> None:
        super().__init__(
            "Send JSON: the header Content-Type: application/json, UTF-8, and no Content-Encoding."
        )


class BodyTooLarge(errors.TooLarge):
    """More bytes than a request body may have."""

    def __init__(self) -> None:
        super().__init__(f"A request body has at most {BODY_LIMIT} bytes.", limit=BODY_LIMIT)


@dataclass(frozen=True, slots=True)
class BodyKind:
    """A kind of body: its media types, its largest size in bytes, and the errors for other bodies.

    It has only types that no HTML form can send: a browser then sends a preflight before another site's page
    may send one.
    """

    media_types: frozenset[bytes]
    limit: int
    wrong_type: Callable[[], errors.UnsupportedMedia]
    too_large: Callable[[], errors.TooLarge]


JSON: Final = BodyKind(frozenset({b"application/json"}), BODY_LIMIT, NotJson, BodyTooLarge)


@dataclass(frozen=True, slots=True)
class Upload:
    """The kind of body that one address takes instead of JSON."""

    method: str
    path: re.Pattern[str]
    kind: BodyKind


def kind_for(scope: Scope, uploads: tuple[Upload, ...]) -> BodyKind:
    """The kind of body that this request has to have."""
    for upload in uploads:
        if scope["method"] == upload.method and upload.path.fullmatch(scope["path"]):
            return upload.kind
    return JSON


def media_type(content_type: bytes) -> bytes:
    """The media type alone, without its parameters."""
    return content_type.split(b";")[0].strip().lower()
