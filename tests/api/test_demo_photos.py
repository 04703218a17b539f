"""The photos of the demo: every unit has some, the package contains all of them, and they are added once."""

from uuid import UUID

import httpx2
from sqlalchemy import delete, func, select, update

from soulter.inventory import photos
from soulter.inventory.models import Photo, PhotoSize, Unit
from soulter.inventory.picture_formats import WIDTHS
from soulter.seeds import demo, gallery
from tests import sql
from tests.sample_photos import opened
from tests.world import NOW, Stack, World

HUNG = sum(map(len, gallery.OF_UNITS.values()))


async def count(stack: Stack) -> int:
    return int((await sql.fetch(stack.database.reader, select(func.count()).select_from(Photo)))[0][0])


def test_every_unit_of_the_demo_has_three_or_four() -> None:
    slugs = {name.lower().replace(" ", "-") for kind in demo._KINDS for name in kind.names}
    assert slugs == gallery.OF_UNITS.keys()
    assert {len(names) for names in gallery.OF_UNITS.values()} == {3, 4}
    assert len({names[0] for names in gallery.OF_UNITS.values()}) == len(slugs), "no two units look alike"


def test_the_files_are_exactly_the_listed_ones_and_small() -> None:
    files = {path.name: path.read_bytes() for path in gallery.FOLDER.iterdir()}
    assert files.keys() == {
        f"{name}.{width}.webp" for names in gallery.OF_UNITS.values() for name in names for width in WIDTHS
    }
    for name, content in files.items():
        width = int(name.split(".")[1])
        assert (opened(content).format, opened(content).size) == ("WEBP", (width, round(width * 2 / 3))), name
        assert len(content) <= 60_000, name
    assert sum(map(len, files.values())) <= 1_200_000


async def test_demo_photos_are_added_once_and_served(stack: Stack) -> None:
    assert await demo.plant(stack.database, NOW)
    assert await count(stack) == HUNG
    assert not await demo.plant(stack.database, NOW)
    assert await count(stack) == HUNG
    here = World(stack)
    visitor = here.client()
    units = (await visitor.get("/api/units", params={"size": 100})).json()["units"]
    assert [len(unit["photos"]) for unit in units] == [len(gallery.OF_UNITS[unit["slug"]]) for unit in units]
    answer: httpx2.Response = await visitor.get(units[0]["photos"][0], params={"width": 960})
    assert (
        answer.content == (gallery.FOLDER / f"{gallery.OF_UNITS[units[0]['slug']][0]}.960.webp").read_bytes()
    )
    await here.close()


async def test_a_demo_without_photos_gets_them(stack: Stack) -> None:
    assert await demo.plant(stack.database, NOW)
    async with stack.database.writing() as session:
        await sql.execute(session, delete(PhotoSize))
        await sql.execute(session, delete(Photo))
        await sql.execute(session, update(Unit).values(photos=[]))
        await sql.execute(
            session,
            update(Unit).where(Unit.slug == "meadow-pitch-1").values(photos=[photos.address(UUID(int=7))]),
        )
    assert not await demo.plant(stack.database, NOW)
    assert await count(stack) == HUNG - len(gallery.OF_UNITS["meadow-pitch-1"]), (
        "photos that somebody chose stay as they are"
    )
