"""The requests that are sent, as bytes."""

import itertools
import json
from collections.abc import Callable, Iterator
from datetime import timedelta

from bench.load_generator import NextRequest
from bench.seeding import Seeded

ORIGIN = "https://soulter-bench.net"
_NIGHTS = 2


def get(path: str, token: str = "") -> NextRequest:
    """The same GET each time, as a browser with a login cookie sends it."""
    cookie = f"Cookie: auth_token={token}\r\n" if token else ""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: api.soulter-bench.net\r\nOrigin: {ORIGIN}\r\nAccept: "
        f"application/json\r\n"
        f"Accept-Encoding: gzip, deflate, br\r\nUser-Agent: Mozilla/5.0 (bench)\r\n{cookie}\r\n"
    ).encode()
    return lambda: request


def stays(seeded: Seeded) -> Iterator[tuple[str, str, str]]:
    """An endless sequence of unit, check-in and check-out of stays that do not overlap."""
    for i in itertools.count():
        lap, unit = divmod(i, len(seeded.units))
        begin = seeded.never_booked + timedelta(days=lap * _NIGHTS)
        yield str(seeded.units[unit]), str(begin), str(begin + timedelta(days=_NIGHTS))


def book(
    path: str, token: str, free: Iterator[tuple[str, str, str]], *, keyed: bool = True
) -> Callable[[], bytes]:
    """A new booking each time: another unit, dates, guest and idempotency key, or no key."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: api.soulter-bench.net\r\nOrigin: {ORIGIN}\r\nContent-Type: "
        f"application/json\r\n"
        f"User-Agent: Mozilla/5.0 (bench)\r\nCookie: auth_token={token}\r\n"
    )

    def make() -> bytes:
        unit, check_in, check_out = next(free)
        key = f"{unit}-{check_in}"
        guest = {"name": "Guest of the bench", "email": f"{key}@example.com"}
        body = json.dumps(
            {
                "unitIds": [unit],
                "checkIn": check_in,
                "checkOut": check_out,
                "adults": 2,
                "children": 0,
                "guest": guest,
            }
        )
        named = f"Idempotency-Key: {key}\r\n" if keyed else ""
        return f"{head}{named}Content-Length: {len(body)}\r\n\r\n{body}".encode()

    return make
