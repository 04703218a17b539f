"""The configuration for hosts of the web app sets what our own server does."""

import json
import re
import tomllib
from typing import Any

import pytest

from soulter.server import web_app
from tests.contract.write_references import ROOT

EXPECTED = web_app.security_headers("", production=True)
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
VERCEL: dict[str, Any] = json.loads((ROOT / "web" / "vercel.json").read_text(encoding="utf-8"))
NETLIFY: dict[str, Any] = tomllib.loads((ROOT / "web" / "netlify.toml").read_text(encoding="utf-8"))
API = "https://api.example.com/api/"


def test_vercel_sends_the_same_headers() -> None:
    found = {
        rule["source"]: {header["key"]: header["value"] for header in rule["headers"]}
        for rule in VERCEL["headers"]
    }
    assert found == {"/((?!api/).*)": EXPECTED, "/assets/(.*)": FOREVER}


def test_netlify_sends_the_same_headers() -> None:
    assert {rule["for"]: rule["values"] for rule in NETLIFY["headers"]} == {
        "/*": EXPECTED,
        "/assets/*": FOREVER,
    }


def test_both_pass_the_api_on_before_anything_is_a_page() -> None:
    assert VERCEL["rewrites"][0] == {"source": "/api/:path*", "destination": f"{API}:path*"}
    first, gone, pages = NETLIFY["redirects"]
    assert first == {"from": "/api/*", "to": f"{API}:splat", "status": 200, "force": True}
    assert (gone["from"], gone["status"], pages["from"], pages["to"], pages["status"]) == (
        "/assets/*",
        404,
        "/*",
        "/index.html",
        200,
    )


@pytest.mark.parametrize(
    ("path", "page"),
    [("/", True), ("/bookings/SG-7KQ3MP", True), ("/assets/gone-1a.js", False), ("/favicon.ico", False)],
)
def test_vercel_knows_a_page_from_a_file_as_we_do(path: str, page: bool) -> None:
    rule = VERCEL["rewrites"][1]
    assert rule["destination"] == "/index.html"
    assert bool(re.fullmatch(rule["source"], path)) is page
