"""Photos of units: upload, order, removal, and who may see them."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import func, select, update

from soulter.core.http.middleware import UNSAFE
from soulter.inventory import photos
from soulter.inventory.models import Photo, PhotoSize, Unit, UnitStatus
from soulter.inventory.photo_pool import PhotoPool
from tests import sql
from tests.api.responses import SECURITY
from tests.sample_photos import PIXELS, bomb, opened, painted
from tests.world import FRONTEND, Client, World

PNG = {"Content-Type": "image/png"}

ELSEWHERE = "https://img.example/1.webp"


async def send(client: Client, unit_id: UUID, body: Any = PIXELS, **headers: Any) -> httpx2.Response:
    return await client.post(f"/api/units/{unit_id}/photos", content=body, headers={**PNG, **headers})


async def sent(client: Client, unit_id: UUID, body: Any = PIXELS, **headers: Any) -> list[str]:
    """The unit's photos after one more was taken."""
    answer = await send(client, unit_id, body, **headers)
    assert answer.status_code == 201, answer.text
    found: list[str] = answer.json()["unit"]["photos"]
    return found


async def count(here: World, table: Any) -> int:
    return int((await sql.fetch(here.database.reader, select(func.count()).select_from(table)))[0][0])


async def events(here: World, zara: Client) -> list[tuple[str, dict[str, Any]]]:
    found = (await zara.get("/api/audit", params={"size": 100})).json()["events"]
    return [(event["action"], event["facts"]) for event in found if "photo" in event["action"]]


async def test_staff_add_photos_and_everybody_sees_them(
    here: World, sana: Client, nobody: Client, zara: Client
) -> None:
    unit = here.units[0]
    first = await sent(sana, unit, painted(2000, 1500), **{"Content-Type": "image/jpeg"})
    both = await sent(sana, unit)
    assert both[:1] == first
    assert len(set(both)) == 2
    assert (await nobody.get(f"/api/units/{unit}")).json()["unit"]["photos"] == both
    for width, expected in ((None, (1600, 1200)), (1600, (1600, 1200)), (960, (960, 720)), (480, (480, 360))):
        answer = await nobody.get(both[0], params={"width": width} if width else None)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/webp")
        assert opened(answer.content).size == expected
    assert opened((await nobody.get(both[1], params={"width": 1600})).content).size == (300, 200), (
        "no photo is drawn larger than it was"
    )
    assert (await nobody.get(both[0], params={"width": 800})).status_code == 422
    [small, large] = await events(here, zara)
    assert small == ("unit.photo_added", {"photo_id": both[1].rsplit("/", 1)[1], "width": 300, "height": 200})
    assert (large[1]["width"], large[1]["height"]) == (1600, 1200)


@pytest.mark.parametrize("declared", ["image/heic", "image/heif"])
async def test_a_photo_of_an_iphone_is_taken(
    here: World, sana: Client, nobody: Client, declared: str
) -> None:
    [photo] = await sent(sana, here.units[0], painted(600, 400, "HEIF"), **{"Content-Type": declared})
    assert opened((await nobody.get(photo)).content).size == (600, 400)


async def test_photos_elsewhere_on_the_web_are_not_taken(here: World, sana: Client, nobody: Client) -> None:
    """The web app's content policy would not load them, and the API fetches no address."""
    path = f"/api/units/{here.units[0]}"
    own = await sent(sana, here.units[0])
    for wanted, place in (([ELSEWHERE], 0), ([*own, ELSEWHERE], 1)):
        answer = await sana.patch(path, json={"photos": wanted})
        [error] = answer.json()["errors"]
        assert (answer.status_code, error["pointer"], error["code"]) == (
            422,
            f"/photos/{place}",
            "not_a_photo_address",
        )
    assert (await nobody.get(path)).json()["unit"]["photos"] == own
    unit = {
        "propertyId": str(here.property_id),
        "name": "Dome",
        "slug": "dome",
        "sleeps": 2,
        "price": {"amount": 1, "currency": "PKR"},
    }
    refused = await sana.post("/api/units", json=unit | {"photos": [ELSEWHERE]})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "unknown_field")
    assert (await sana.post("/api/units", json=unit)).json()["unit"]["photos"] == []


async def test_photos_are_put_in_order(here: World, sana: Client) -> None:
    path = f"/api/units/{here.units[0]}"
    for _ in range(3):
        a_b_c = await sent(sana, here.units[0])
    turned = a_b_c[::-1]
    assert (await sana.patch(path, json={"photos": turned})).json()["unit"]["photos"] == turned
    assert (await sana.patch(path, json={"name": "Tent by the lake"})).json()["unit"]["photos"] == turned


async def test_an_order_loses_no_photo_and_takes_no_other_units(here: World, sana: Client) -> None:
    path = f"/api/units/{here.units[0]}"
    [foreign] = await sent(sana, here.units[1])
    mine = [*await sent(sana, here.units[0])]
    mine = await sent(sana, here.units[0])
    missing = photos.address(UUID(int=7))
    for wanted, status, code, pointers in (
        (mine[:1], 409, "photos_left_out", []),
        ([], 409, "photos_left_out", []),
        ([*mine, foreign], 422, "no_photo_of_this_unit", ["/photos/2"]),
        ([missing, *mine], 422, "no_photo_of_this_unit", ["/photos/0"]),
        ([*mine, mine[0]], 422, "no_photo_of_this_unit", ["/photos/2"]),
        ([*mine, "/api/photos/../users"], 422, "invalid", ["/photos/2"]),
        ([*mine, f"{mine[0]}?width=480"], 422, "invalid", ["/photos/2"]),
        ([*mine, mine[0].upper()], 422, "invalid", ["/photos/2"]),
        ([*mine, "javascript:alert(1)"], 422, "invalid", ["/photos/2"]),
    ):
        answer = await sana.patch(path, json={"photos": wanted})
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
        assert [error["pointer"] for error in answer.json().get("errors", [])] == pointers
    assert (await sana.get(path)).json()["unit"]["photos"] == mine


async def test_a_photo_is_removed_for_good(here: World, sana: Client, nobody: Client, zara: Client) -> None:
    unit = here.units[0]
    await sent(sana, unit)
    kept, gone = await sent(sana, unit)
    foreign = (await sent(sana, here.units[1]))[0]
    wrong = await sana.delete(f"/api/units/{unit}{foreign.removeprefix('/api')}")
    assert (wrong.status_code, wrong.json()["code"]) == (404, "photo_not_found")
    removed = await sana.delete(f"/api/units/{unit}{gone.removeprefix('/api')}")
    assert (removed.status_code, removed.json()["unit"]["photos"]) == (200, [kept])
    assert (await nobody.get(gone)).status_code == 404
    assert (await sana.delete(f"/api/units/{unit}{gone.removeprefix('/api')}")).status_code == 404
    assert (await count(here, Photo), await count(here, PhotoSize)) == (2, 2)
    assert (await events(here, zara))[0] == ("unit.photo_removed", {"photo_id": gone.rsplit("/", 1)[1]})


async def test_only_staff_change_photos(
    here: World, sana: Client, bilal: Client, hina: Client, nobody: Client
) -> None:
    [photo] = await sent(sana, here.units[0])
    for client, status in ((bilal, 403), (hina, 403), (nobody, 401)):
        assert (await send(client, here.units[0])).status_code == status
        assert (
            await client.delete(f"/api/units/{here.units[0]}{photo.removeprefix('/api')}")
        ).status_code == status
    assert await count(here, Photo) == 1
    missing = await send(sana, UUID(int=7))
    assert (missing.status_code, missing.json()["code"]) == (404, "unit_not_found")


async def test_an_unauthorized_upload_is_refused_before_its_body_is_read(
    here: World, hina: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read() -> bytes:
        raise AssertionError("the body was read")

    async def unread() -> AsyncIterator[bytes]:
        yield read()

    monkeypatch.setattr(PhotoPool, "develop", None)
    for client, status in ((hina, 403), (here.client(), 401)):
        assert (await send(client, here.units[0], unread())).status_code == status


async def test_only_staff_see_photos_of_an_inactive_unit(
    here: World, sana: Client, nobody: Client, bilal: Client
) -> None:
    [photo] = await sent(sana, here.units[0])
    [hidden] = await sent(sana, here.units[3])
    assert (await sana.patch(f"/api/units/{here.units[0]}", json={"status": "INACTIVE"})).status_code == 200
    for path in (photo, hidden):
        same = {"X-Request-Id": "the-same-request"}
        for client in (nobody, bilal):
            answer, missing = (
                await client.get(path, headers=same),
                await client.get(photos.address(UUID(int=7)), headers=same),
            )
            assert (answer.status_code, answer.content, answer.headers) == (
                404,
                missing.content,
                missing.headers,
            )
        seen = await sana.get(path)
        assert seen.status_code == 200
        assert seen.headers["cache-control"] == "private, max-age=31536000, immutable"


async def test_a_photo_may_be_cached_and_cannot_run_scripts(
    here: World, sana: Client, nobody: Client
) -> None:
    [photo] = await sent(sana, here.units[0])
    answer = await nobody.get(photo)
    inert = {
        "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "cache-control": "public, max-age=31536000, immutable",
    }
    assert {name: answer.headers.get_list(name) for name in SECURITY} == {
        name: [value] for name, value in (SECURITY | inert).items()
    }
    assert answer.headers["content-disposition"] == "inline"
    again = await nobody.get(photo, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert {name: again.headers.get(name) for name in SECURITY} == SECURITY | inert
    assert again.headers["etag"] == answer.headers["etag"]
    assert (await nobody.get(photo, headers={"If-None-Match": '"another"'})).status_code == 200
    large = (await sent(sana, here.units[0], painted(1000, 800, "PNG")))[-1]
    assert (await nobody.get(large)).headers["etag"] != (
        await nobody.get(large, params={"width": 480})
    ).headers["etag"]


async def test_no_other_answer_may_be_cached(here: World, zara: Client) -> None:
    """Every other read operation answers no-store."""
    [photo] = await sent(zara, here.units[0])
    checked = 0
    for path, operations in here.stack.app.openapi()["paths"].items():
        if "get" not in operations or path.startswith("/api/photos/"):
            continue
        address = path.replace("{unit_id}", str(here.units[0])).replace(
            "{property_id}", str(here.property_id)
        )
        answer = await zara.get(
            address,
            params={"from": "2027-05-10", "to": "2027-05-12"}
            if "calendar" in path or "board" in path
            else None,
        )
        assert answer.headers.get_list("cache-control") == ["no-store"], address
        checked += answer.status_code == 200
    assert checked >= 10
    assert "no-store" not in (await zara.get(photo)).headers["cache-control"]


async def test_reading_a_photo_is_one_statement(
    here: World, sana: Client, nobody: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    [photo] = await sent(sana, here.units[0])
    asked: list[Any] = []
    everything = type(here.database.reader).all

    async def counting(self: Any, query: Any, /, **params: Any) -> Any:
        asked.append(query)
        return await everything(self, query, **params)

    monkeypatch.setattr(type(here.database.reader), "all", counting)
    assert (await nobody.get(photo)).status_code == 200
    assert len(asked) == 1


async def in_pieces(body: bytes) -> AsyncIterator[bytes]:
    for i in range(0, len(body), 500_000):
        yield body[i : i + 500_000]


async def test_a_photo_has_at_most_five_megabytes(here: World, sana: Client) -> None:
    limit = 5 * 1024 * 1024
    small = painted(600, 400, "PNG")
    for form in (bytes, in_pieces):
        too_large = await send(sana, here.units[0], form(small + b"\0" * (limit + 1 - len(small))))
        assert (too_large.status_code, too_large.json()["code"], too_large.json()["limit"]) == (
            413,
            "photo_too_large",
            limit,
        )
        assert too_large.json()["detail"].startswith("A photo has at most 5 MB.")
    assert await count(here, Photo) == 0
    for form in (bytes, in_pieces):
        await sent(sana, here.units[0], form(small + b"\0" * (limit - len(small))))


@pytest.mark.parametrize(
    ("body", "declared", "status", "code"),
    [
        (b"", "image/png", 422, "photo_unreadable"),
        (b"<html>", "image/png", 422, "photo_unreadable"),
        (PIXELS[:80], "image/png", 422, "photo_unreadable"),
        (painted(100, 100, "PNG"), "image/png", 422, "photo_too_small"),
        (PIXELS, "image/jpeg", 415, "photo_type_differs"),
        (painted(300, 200, "GIF"), "image/png", 415, "photo_format_not_taken"),
        (bomb(), "image/png", 422, "photo_too_many_pixels"),
        (PIXELS, "image/heic", 415, "photo_type_differs"),
        (PIXELS, "image/svg+xml", 415, "photo_type_expected"),
        (PIXELS, "image/gif", 415, "photo_type_expected"),
        (PIXELS, "application/octet-stream", 415, "photo_type_expected"),
        (PIXELS, "multipart/form-data; boundary=x", 415, "photo_type_expected"),
        (PIXELS, "text/plain", 415, "photo_type_expected"),
        (b"{}", "application/json", 415, "photo_type_expected"),
        (PIXELS, None, 415, "photo_type_expected"),
    ],
)
async def test_a_file_that_is_not_a_photo_is_refused_with_a_sentence(
    here: World, sana: Client, body: bytes, declared: str | None, status: int, code: str
) -> None:
    headers = {"Content-Type": declared} if declared else {}
    answer = await sana.post(f"/api/units/{here.units[0]}/photos", content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.json()["detail"].endswith(".")
    assert await count(here, Photo) == 0
    compressed = await send(sana, here.units[0], PIXELS, **{"Content-Encoding": "gzip"})
    assert (compressed.status_code, compressed.json()["code"]) == (415, "photo_type_expected")


async def test_no_other_route_accepts_an_image(here: World, zara: Client) -> None:
    """An image type needs a preflight like JSON does; no other route reads one, which is a second guard."""
    checked = 0
    for path, operations in here.stack.app.openapi()["paths"].items():
        for method in (method.upper() for method in operations if method.upper() in UNSAFE):
            if (method, path) == ("POST", "/api/units/{unit_id}/photos"):
                continue
            answer = await zara.request(
                method, path.replace("{unit_id}", str(here.units[0])), content=PIXELS, headers=PNG
            )
            assert (answer.status_code, answer.json()["code"]) == (415, "not_json"), (method, path)
            checked += 1
    assert checked >= 30
    for path in (
        f"/api/units/{here.units[0]}/photos/",
        f"/api/units/{here.units[0]}/photos/x",
        "/api/units/photos",
        "/api/units/a/b/photos",
    ):
        assert (await zara.post(path, content=PIXELS, headers=PNG)).status_code == 415, path


async def test_another_page_sends_no_photos(here: World) -> None:
    cookie = {"Cookie": f"auth_token={await here.token('sana')}"}
    for origin in ({"Origin": "https://evil.example"}, {"Origin": "null"}):
        assert (await send(here.client(headers=cookie | origin), here.units[0])).status_code == 403
    assert (await send(here.client(headers=cookie | {"Origin": FRONTEND}), here.units[0])).status_code == 201
    assert await count(here, Photo) == 1


async def test_a_repeated_upload_is_one_photo(here: World, sana: Client) -> None:
    key = {"Idempotency-Key": "the-same-photo"}
    first, again = await send(sana, here.units[0], **key), await send(sana, here.units[0], **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    other = await send(sana, here.units[0], painted(400, 300, "PNG"), **key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert await count(here, Photo) == 1


async def test_a_photo_belongs_to_its_unit_whatever_the_unit_is_called(
    here: World, sana: Client, nobody: Client
) -> None:
    [photo] = await sent(sana, here.units[3])
    async with here.database.writing() as session:
        await sql.execute(
            session, update(Unit).where(Unit.id == here.units[3]).values(status=UnitStatus.ACTIVE)
        )
    assert (await nobody.get(photo)).headers["cache-control"].startswith("public")
