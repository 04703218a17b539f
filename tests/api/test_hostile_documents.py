"""Request bodies that no route accepts as a document."""

import json
from typing import Any

from tests.api.test_hostile_input import JSON, routes, stored, told
from tests.world import Client, World


def documents(body: dict[str, Any]) -> dict[str, tuple[bytes, int, list[str] | None]]:
    """Bodies that no route accepts: bytes, status, pointers."""
    text = json.dumps(body)
    return {
        "no JSON": (b"{", 400, None),
        "broken UTF-8": (text.replace("{", '{"\xff": 1, ', 1).encode("latin-1"), 400, None),
        "UTF-16": (text.encode("utf-16"), 400, None),
        "duplicate names": (f"{text[:-1]}, {text[1:]}".encode(), 400, None),
        "duplicate names deep inside": (
            text.replace("{", '{"x": [{"a": 1, "a": 2}], ', 1).encode(),
            400,
            None,
        ),
        "NaN": (text.replace("{", '{"x": NaN, ', 1).encode(), 400, None),
        "Infinity": (text.replace("{", '{"x": -Infinity, ', 1).encode(), 400, None),
        "5000 digits": (text.replace("{", '{"x": ' + "9" * 5000 + ", ", 1).encode(), 400, None),
        "100000 lists deep": (b"[" * 100_000, 400, None),
        "100000 lists deep, closed": (b"[" * 100_000 + b"]" * 100_000, 400, None),
        "40000 objects deep": (b'{"a":' * 40_000, 400, None),
        "two documents": ((text + text).encode(), 400, None),
        "a comment": (("/**/" + text).encode(), 400, None),
        "nothing": (b"", 422, [""]),
        "spaces": (b"   ", 400, None),
        "a list": (f"[{text}]".encode(), 422, [""]),
        "a string": (json.dumps(text).encode(), 422, [""]),
        "a number": (b"1", 422, [""]),
        "true": (b"true", 422, [""]),
        "null": (b"null", 422, [""]),
        "an unknown field": (text.replace("{", '{"surprise": 1e400, ', 1).encode(), 422, ["/surprise"]),
        "the Python name of a field": (
            text.replace("{", '{"unit_ids": [], ', 1).encode(),
            422,
            ["/unit_ids"],
        ),
        "a role": (text.replace("{", '{"role": "SUPER_ADMIN"}'[:-1] + ", ", 1).encode(), 422, ["/role"]),
        "a name with slash and tilde": (text.replace("{", '{"a/b~c": 1, ', 1).encode(), 422, ["/a~1b~0c"]),
        "an empty name": (text.replace("{", '{"": 1, ', 1).encode(), 422, ["/"]),
        "a NUL as name": (text.replace("{", '{"\\u0000": 1, ', 1).encode(), 422, ["/\x00"]),
        "a lone surrogate as name": (text.replace("{", '{"\\ud800": 1, ', 1).encode(), 422, None),
    }


async def test_documents_that_no_route_takes(here: World, zara: Client) -> None:
    known = await routes(here)
    before = await stored(here)
    wrong = {}
    for route, (method, path, body) in known.items():
        for name, (content, status, pointers) in documents(body).items():
            answer = await zara.request(method, path, content=content, headers=JSON)
            found = told(answer)
            code = {400: "malformed_body", 422: "invalid"}[status]
            if found[:2] != (status, code) or (pointers is not None and found[2] != pointers):
                wrong[route, name] = found
    assert wrong == {}
    assert await stored(here) == before
    # The valid bodies from which the hostile ones are derived are accepted.
    for route, (method, path, body) in known.items():
        answer = await zara.request(method, path, json=body)
        assert answer.status_code in (200, 201), (route, answer.text)
