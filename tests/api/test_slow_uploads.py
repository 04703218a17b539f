"""Uploads whose sender loses the right while the body is on its way, over a real socket."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import func, select

from soulter.core.http import services
from soulter.inventory.models import Photo
from soulter.inventory.photo_pool import PLACES, PhotoPool
from soulter.server.protocol import GuardedHttp
from tests import sql
from tests.api.raw_connections import Line, Served, serving, until
from tests.sample_photos import PIXELS
from tests.world import FRONTEND, Client, World

HALF = len(PIXELS) // 2

Deed = Callable[[World, Client], Awaitable[int]]


@pytest.fixture
async def served(here: World) -> AsyncIterator[Served]:
    async with serving(here, GuardedHttp) as running:
        yield running


def places_taken(served: Served) -> int:
    return PLACES - services.of(served.app, PhotoPool)._places


@asynccontextmanager
async def half_sent(served: Served, here: World, name: str) -> AsyncIterator[Line]:
    """An upload whose sender was let in, and whose body has arrived in part."""
    head = (
        f"POST /api/units/{here.units[0]}/photos HTTP/1.1\r\nHost: x\r\nOrigin: {FRONTEND}\r\n"
        f"Cookie: auth_token={await here.token(name)}\r\nContent-Type: image/png\r\n"
        f"Idempotency-Key: slow-photo\r\nContent-Length: {len(PIXELS)}\r\n\r\n"
    )
    async with served.line(head.encode() + PIXELS[:HALF]) as line:
        await until(lambda: places_taken(served) == 1)
        yield line


async def photos_kept(here: World) -> int:
    return int((await sql.fetch(here.database.reader, select(func.count()).select_from(Photo)))[0][0])


async def deactivated(here: World, zara: Client) -> int:
    return (await zara.post(f"/api/users/{here.users['sana']}/deactivate")).status_code


async def demoted(here: World, zara: Client) -> int:
    user = f"/api/users/{here.users['sana']}/role"
    return (await zara.post(user, json={"role": "AGENT"})).status_code


async def logged_out(here: World, zara: Client) -> int:
    return (await zara.post(f"/api/users/{here.users['sana']}/sign-out")).status_code


@pytest.mark.parametrize("deed", [deactivated, demoted, logged_out])
async def test_who_loses_the_right_while_the_body_arrives_adds_no_photo(
    here: World, served: Served, zara: Client, deed: Deed
) -> None:
    async with half_sent(served, here, "sana") as line:
        assert await deed(here, zara) in (200, 204)
        line.writer.write(PIXELS[HALF:])
        answer = await line.answer()
    assert answer.status in (401, 403), answer.body
    assert await photos_kept(here) == 0
    assert places_taken(served) == 0
    assert services.of(served.app, PhotoPool).decoder_pid is None, "nothing was decoded for them"


async def test_who_loses_the_right_while_the_photo_is_decoded_adds_none(
    here: World, served: Served, zara: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    develop = PhotoPool.develop

    async def slow(pool: PhotoPool, body: bytes, declared: str) -> object:
        assert await deactivated(here, zara) == 200
        return await develop(pool, body, declared)

    monkeypatch.setattr(PhotoPool, "develop", slow)
    async with half_sent(served, here, "sana") as line:
        line.writer.write(PIXELS[HALF:])
        assert (await line.answer()).status == 401
    assert await photos_kept(here) == 0


async def test_a_json_body_is_complete_before_its_sender_is_asked_for(
    here: World, served: Served, zara: Client
) -> None:
    """All other routes read the body first, so that there is no second check."""
    body = b'{"name": "Tent by the lake"}'
    head = (
        f"PATCH /api/units/{here.units[0]} HTTP/1.1\r\nHost: x\r\nOrigin: {FRONTEND}\r\n"
        f"Cookie: auth_token={await here.token('sana')}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    async with served.line(head.encode() + body[:9]) as line:
        await line.writer.drain()
        assert await deactivated(here, zara) == 200
        line.writer.write(body[9:])
        assert (await line.answer()).status == 401


async def test_who_keeps_the_right_adds_the_photo(here: World, served: Served, zara: Client) -> None:
    async with half_sent(served, here, "sana") as line:
        assert (await zara.post(f"/api/users/{here.users['bilal']}/deactivate")).status_code == 200
        line.writer.write(PIXELS[HALF:])
        assert (await line.answer()).status == 201
    assert await photos_kept(here) == 1


async def test_an_upload_that_no_guard_has_seen_is_never_taken(here: World) -> None:
    """A route that forgets to name its permission fails, and does not let everybody in."""
    from soulter.core.http.web import Upload

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": PIXELS, "more_body": False}

    with pytest.raises(AttributeError):
        await Upload({"type": "http", "method": "POST", "headers": []}, receive).body()
