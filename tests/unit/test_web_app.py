"""The server of the built web app: files, encodings, caching and headers."""

import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest
from starlette.types import ASGIApp

import soulter
from soulter.app import close, create_app, paths
from soulter.server import web_app
from soulter.server.web_app import NotBuilt, OneOrigin, WebApp
from tests.conftest import settings_for

API = "https://api.example.com"
SCRIPT = b"console.log('a tent');" * 100
PAGE = '<!doctype html><meta name="soulter-api" content="" /><title>Soulter</title>'


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A built app, and a secret beside it."""
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "dist"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "icon.svg").write_text("<svg/>")
    (folder / "assets" / "index-1a2b.js").write_bytes(SCRIPT)
    (folder / "assets" / "index-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT))
    (folder / "assets" / "index-1a2b.js.br").write_bytes(b"smaller still")
    return folder


@asynccontextmanager
async def visiting(app: ASGIApp, encodings: str = "identity") -> AsyncIterator[httpx2.AsyncClient]:
    headers = {"Accept-Encoding": encodings}
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app=app), base_url="http://localhost:3000", headers=headers
    ) as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/board", "/bookings/SG-7KQ3MP/edit", "/apiary", "/reset?from=mail"]
)
async def test_every_address_of_the_app_is_its_one_page_which_knows_where_the_api_is(
    built: Path, path: str
) -> None:
    async with visiting(WebApp(built, API)) as visitor:
        answer = await visitor.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.text == PAGE.replace('content=""', f'content="{API}"')
    assert answer.headers["cache-control"] == "no-cache"


async def test_files_with_a_hash_in_their_name_are_kept_for_ever_and_others_asked_for_again(
    built: Path,
) -> None:
    async with visiting(WebApp(built, API)) as visitor:
        script, icon = await visitor.get("/assets/index-1a2b.js"), await visitor.get("/icon.svg")
    assert (script.content, script.headers["content-type"]) == (SCRIPT, "text/javascript; charset=utf-8")
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (icon.text, icon.headers["content-type"], icon.headers["cache-control"]) == (
        "<svg/>",
        "image/svg+xml",
        "no-cache",
    )


@pytest.mark.parametrize(
    ("accepted", "used"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0.000", None),
        ("", None),
        ("zstd", None),
    ],
)
async def test_what_was_compressed_at_build_time_is_sent_to_who_can_read_it(
    built: Path, accepted: str, used: str | None
) -> None:
    async with (
        visiting(WebApp(built, API), accepted) as visitor,
        visitor.stream("GET", "/assets/index-1a2b.js") as answer,
    ):
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers.get("content-encoding") == used
    assert raw == {"br": b"smaller still", None: SCRIPT}.get(used, raw)
    assert (answer.headers["vary"], int(answer.headers["content-length"])) == ("Accept-Encoding", len(raw))


async def test_a_file_that_the_browser_has_is_not_sent_again(built: Path) -> None:
    async with visiting(WebApp(built, API)) as visitor:
        tag = (await visitor.get("/board")).headers["etag"]
        for given in (tag, f'"other", {tag}', f"W/{tag}"):
            again = await visitor.get("/", headers={"If-None-Match": given})
            assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
            assert "content-security-policy" in again.headers
        assert (await visitor.get("/", headers={"If-None-Match": '"other"'})).status_code == 200
    async with visiting(WebApp(built, "https://other.example")) as visitor:
        assert (await visitor.get("/")).headers["etag"] != tag, "the page says something else now"


async def test_a_head_has_the_headers_of_a_get_and_nothing_is_written_here(built: Path) -> None:
    async with visiting(WebApp(built, API)) as visitor:
        got, head = await visitor.get("/"), await visitor.head("/")
        assert (head.status_code, head.content, head.headers) == (200, b"", got.headers)
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            refused = await visitor.request(method, "/")
            assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt", "/assets/../../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt",
        "//secret.txt", "/assets/..\\..\\secret.txt",
        "/index.html/../../secret.txt", "/assets/index-1a2b.js.br", "/assets/old-9f.js", "/.env",
        "/secret.txt%00.js", "/C:/secret.txt",
    ],
)  # fmt: skip
async def test_a_file_that_is_not_the_apps_is_not_there(built: Path, path: str) -> None:
    sent = []

    async def send(message: dict[str, object]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path.replace("%2f", "/").replace("%2e", ".").replace("%00", "\0"),
        "headers": [],
    }
    await WebApp(built, API)(scope, None, send)  # type: ignore[arg-type]
    assert (sent[0]["status"], sent[1]["body"]) == (404, b"There is no such file.")


async def test_every_answer_tells_the_browser_to_trust_nobody_else(built: Path) -> None:
    async with visiting(WebApp(built, API, production=True)) as visitor:
        answers = [await visitor.get(path) for path in ("/", "/assets/index-1a2b.js", "/gone.js")] + [
            await visitor.post("/")
        ]
    for answer in answers:
        policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
        assert (policy["default-src"], policy["script-src"], policy["frame-ancestors"]) == (
            "'self'",
            "'self'",
            "'none'",
        )
        assert (policy["connect-src"], policy["img-src"]) == (f"'self' {API}", f"'self' data: {API}")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
    async with visiting(WebApp(built)) as visitor:
        answer = await visitor.get("/")
    assert "connect-src 'self';" in answer.headers["content-security-policy"]
    assert "strict-transport-security" not in answer.headers
    assert answer.text == PAGE, "the API is where the page is"


async def test_on_one_origin_the_api_comes_first_with_its_own_checks(built: Path, tmp_path: Path) -> None:
    api = create_app(settings_for(f"sqlite:///{tmp_path}/soulter.db"))
    async with visiting(OneOrigin(api, paths(api), WebApp(built))) as visitor:
        for path in ("/", "/bookings", "/health-and-safety", "/apis"):
            assert (await visitor.get(path)).text == PAGE, path
        for path in ("/livez", "/api/nothing", "/api", "/openapi.json", "/docs", "/docs/files/none.js"):
            answer = await visitor.get(path)
            assert answer.text != PAGE, path
            assert len(answer.headers["x-request-id"]) == 32, path
        assert "default-src 'none'" in (await visitor.get("/api/nothing")).headers["content-security-policy"]
        assert (await visitor.post("/api/auth/login", json={})).json()["code"] == "origin_missing"
    await close(api)


def test_the_app_is_found_in_the_package_or_in_a_checkout_or_missed_in_a_sentence(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "soulter"
    package.mkdir(parents=True)
    monkeypatch.setattr(soulter, "__file__", str(package / "__init__.py"))
    with pytest.raises(NotBuilt, match="make setup"):
        web_app.folder()
    (tmp_path / "web").mkdir()
    built.rename(tmp_path / "web" / "dist")
    assert web_app.folder() == tmp_path / "web" / "dist"
    (package / "web").mkdir()
    (package / "web" / "index.html").write_text(PAGE)
    assert web_app.folder() == package / "web"
