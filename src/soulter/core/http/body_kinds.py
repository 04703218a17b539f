"""What the body of a request may be: JSON, and on the few addresses that are there for it something else."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.types import Scope

from soulter.core import errors

BODY_LIMIT: Final = 256 * 1024
"""Bytes of a JSON body."""


class NotJson(errors.UnsupportedMedia):
    """A body that is not declared as JSON."""

    def __init__(self) -> None:
        super().__init__(
            "Send JSON: the header Content-Type: application/json, UTF-8, and no Content-Encoding."
        )


class BodyTooLarge(errors.TooLarge):
    """More bytes than a request may have."""

    def __init__(self) -> None:
        super().__init__(f"A request body has at most {BODY_LIMIT} bytes.", limit=BODY_LIMIT)


@dataclass(frozen=True, slots=True)
class BodyKind:
    """A kind of body: its media types, at most how many bytes, and how another one is refused.

    Only types that no form can send: a browser then asks first (preflight) before a foreign page may send one.
    """

    media_types: frozenset[bytes]
    limit: int
    wrong_type: Callable[[], errors.UnsupportedMedia]
    too_large: Callable[[], errors.TooLarge]


JSON: Final = BodyKind(frozenset({b"application/json"}), BODY_LIMIT, NotJson, BodyTooLarge)


@dataclass(frozen=True, slots=True)
class Upload:
    """The one kind of body that an address takes instead of JSON."""

    method: str
    path: re.Pattern[str]
    kind: BodyKind


def kind_for(scope: Scope, uploads: tuple[Upload, ...]) -> BodyKind:
    """What the body of this request has to be."""
    for upload in uploads:
        if scope["method"] == upload.method and upload.path.fullmatch(scope["path"]):
            return upload.kind
    return JSON


def media_type(content_type: bytes) -> bytes:
    """The type alone, without its parameters."""
    return content_type.split(b";")[0].strip().lower()
