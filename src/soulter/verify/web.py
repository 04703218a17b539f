"""Asking a deployment from outside, as strictly as a browser does: certificates are judged, redirects are not followed."""

import http.client
import json
import socket
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from soulter.core import clock

PATIENCE: Final = 4.0
"""Seconds that one answer may take."""

_MOST: Final = 8 * 1024 * 1024
_NO_HEADERS: Final[Mapping[str, str]] = {}


class Unreachable(Exception):
    """There was no answer; the message is a sentence about it."""


class Untrusted(Unreachable):
    """The certificate is not one for this host, so nothing was asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: names of headers in lower case, in their order."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The first value of a header; "" without one."""
        return next((value for key, value in self.headers if key == name), "")

    def document(self) -> dict[str, Any]:
        """The JSON object of the body; empty when it is none."""
        try:
            found = json.loads(self.body)
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def objection(self) -> str:
        """What a refusal says of itself, for a sentence that goes on."""
        detail = self.document().get("detail")
        return f"{self.status}: {detail}" if isinstance(detail, str) else f"{self.status}."


class Web:
    """Opens connections; `places` maps host names to addresses that are used in the place of DNS. `until` is a moment of `clock.monotonic`."""

    def __init__(self, places: Mapping[str, tuple[str, int]], ca_file: str | None, until: float) -> None:
        self._places, self._until = places, until
        self._trust = ssl.create_default_context(cafile=ca_file)

    def ask(
        self, method: str, url: str, headers: Mapping[str, str] = _NO_HEADERS, body: bytes | None = None
    ) -> Answer:
        """One request on a connection of its own. Raises Unreachable."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return self._exchange(origin, [(method, path)], headers, body)[0]

    def read_all(self, origin: str, paths: Iterable[str]) -> list[Answer]:
        """GET several paths, one after the other on one connection. Raises Unreachable."""
        return self._exchange(origin, [("GET", path) for path in paths], _NO_HEADERS, None)

    def expires(self, origin: str) -> float:
        """When the certificate of an https origin ends, in seconds since 1970. Raises Untrusted for one that is not valid."""
        connection = self._connection(origin)
        try:
            connection.connect()
            shown = connection.sock.getpeercert() if isinstance(connection.sock, ssl.SSLSocket) else None
            return float(ssl.cert_time_to_seconds(str((shown or {})["notAfter"])))
        except OSError as error:
            raise _told(origin, error) from None
        finally:
            connection.close()

    def _exchange(
        self, origin: str, requests: list[tuple[str, str]], headers: Mapping[str, str], body: bytes | None
    ) -> list[Answer]:
        connection = self._connection(origin)
        found: list[Answer] = []
        try:
            for method, path in requests:
                connection.timeout = self._patience()
                connection.request(
                    method, path, body, {"User-Agent": "soulter-verify", "Accept": "*/*", **headers}
                )
                answer = connection.getresponse()
                names = tuple((name.lower(), value) for name, value in answer.getheaders())
                found.append(Answer(answer.status, names, answer.read(_MOST)))
                if not answer.isclosed():
                    connection.close()
        except (OSError, http.client.HTTPException) as error:
            raise _told(origin, error) from None
        finally:
            connection.close()
        return found

    def _connection(self, origin: str) -> http.client.HTTPConnection:
        parts = urlsplit(origin)
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        place = self._places.get(host, (host, port))
        patience = self._patience()
        made = (
            http.client.HTTPSConnection(host, port, timeout=patience, context=self._trust)
            if secure
            else http.client.HTTPConnection(host, port)
        )
        made.timeout = patience
        # The name stays in the Host header and in the certificate's check; only where it leads is ours to say.
        made._create_connection = lambda _address, *rest: socket.create_connection(place, *rest)  # type: ignore[attr-defined]  # noqa: SLF001
        return made

    def _patience(self) -> float:
        left = self._until - clock.monotonic()
        if left <= 0:
            raise Unreachable("There was no time left to ask.")
        return min(PATIENCE, left)


def _told(origin: str, error: Exception) -> Unreachable:
    host = urlsplit(origin).hostname
    if isinstance(error, ssl.SSLCertVerificationError):
        return Untrusted(f"The certificate of {host} is refused: {error.verify_message.rstrip('.')}.")
    if isinstance(error, ssl.SSLError):
        return Untrusted(f"{host} does not speak TLS as it should ({error.reason or 'no reason given'}).")
    if isinstance(error, socket.gaierror):
        return Unreachable(f"{host} has no address in DNS.")
    if isinstance(error, TimeoutError):
        return Unreachable(f"{host} did not answer within {PATIENCE:.0f} seconds.")
    return Unreachable(
        f"{host} cannot be reached ({getattr(error, 'strerror', None) or type(error).__name__})."
    )
