"""Backups as objects in a bucket of a storage that speaks S3; found by the AWS_* variables that its tools read too."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from soulter.core.config.database_url import is_private
from soulter.core.storage.errors import AlreadyThere, PlaceUnusable

_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
_PART = 8 * 1024 * 1024
_PARTS_AT_ONCE = 2
_RETRIES: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=30)}


class Bucket:
    """The objects under a prefix of a bucket; `prefix` is "" or ends with a slash."""

    def __init__(self, bucket: str, prefix: str) -> None:
        self._bucket, self._prefix = bucket, prefix
        self._store: Any = None

    def shown(self, name: str) -> str:
        """How an object is spoken of."""
        return f"s3://{self._bucket}/{self._prefix}{name}"

    def check_free(self, name: str) -> None:
        """Raises AlreadyThere, before work is done for nothing."""
        with self._said(name) as storage:
            try:
                storage.head(self._connected(name), self._prefix + name)
            except FileNotFoundError:
                return
        raise AlreadyThere(self.shown(name))

    @contextmanager
    def draft(self, name: str) -> Iterator[BinaryIO]:
        """A nameless file on this machine: what is uploaded must be complete."""
        self._connected(name)
        with tempfile.TemporaryFile() as file:
            yield file

    def publish(self, file: BinaryIO, name: str) -> None:
        """Upload the draft in parts; the object appears with the last one, whole. Raises AlreadyThere."""
        file.flush()
        file.seek(0)
        self.check_free(name)
        with self._said(name) as storage:
            storage.put(
                self._connected(name),
                self._prefix + name,
                file,
                chunk_size=_PART,
                max_concurrency=_PARTS_AT_ONCE,
            )

    def names(self) -> list[str]:
        """The objects right under the prefix."""
        with self._said("") as storage:
            found = [
                entry["path"]
                for some in storage.list(self._connected(""), self._prefix or None)
                for entry in some
            ]
        return [
            path.removeprefix(self._prefix) for path in found if "/" not in path.removeprefix(self._prefix)
        ]

    def beginning(self, name: str, count: int) -> bytes:
        """The first bytes of an object."""
        with self._said(name) as storage:
            return bytes(storage.get_range(self._connected(name), self._prefix + name, start=0, length=count))

    def remove(self, name: str) -> None:
        """Delete an object."""
        with self._said(name) as storage:
            storage.delete(self._connected(name), self._prefix + name)

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """The object, fetched into a nameless file, so that it cannot change between being judged and being used."""
        with tempfile.TemporaryFile() as file:
            with self._said(name) as storage:
                for part in storage.get(self._connected(name), self._prefix + name).stream(_PART):
                    file.write(part)
            file.seek(0)
            yield file

    def _connected(self, name: str) -> Any:
        if self._store is None:
            from obstore.store import S3Store

            options: Any = {
                "client_options": {"allow_http": self._in_the_clear(name)},
                "retry_config": _RETRIES,
            }
            self._store = S3Store(self._bucket, **options, **_endpoint())
        return self._store

    def _in_the_clear(self, name: str) -> bool:
        url = urlsplit(_endpoint().get("endpoint", "https:"))
        if url.scheme == "http" and not is_private(url.hostname or ""):
            raise PlaceUnusable(
                self.shown(name),
                "its endpoint is a public host without encryption: write https:// in AWS_ENDPOINT_URL",
            )
        return bool(url.scheme == "http")

    @contextmanager
    def _said(self, name: str) -> Iterator[Any]:
        """The client library; what it raises becomes a sentence, without its text, which quotes requests."""
        try:
            import obstore
            from obstore import exceptions
        except ImportError:
            raise PlaceUnusable(
                self.shown(name), "the client of S3 is not installed. Run: pip install 'soulter[s3]'"
            ) from None
        try:
            yield obstore
        except FileNotFoundError:
            raise PlaceUnusable(self.shown(name), "there is no such object or bucket") from None
        except (exceptions.PermissionDeniedError, exceptions.UnauthenticatedError):
            raise PlaceUnusable(
                self.shown(name),
                "the storage refused the keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
            ) from None
        except exceptions.BaseError as error:
            raise PlaceUnusable(
                self.shown(name), f"the storage does not answer as it should ({type(error).__name__})"
            ) from None


def _endpoint() -> dict[str, Any]:
    found = next((os.environ[name] for name in _ENDPOINTS if os.environ.get(name)), None)
    return {"endpoint": found} if found else {}
