"""Photos of units: on cards, in the gallery, in full size, and next to a booking."""

from typing import Any

from playwright.async_api import Page, Request, expect

from soulter.inventory import photos
from soulter.seeds import gallery
from tests.browser.web.harness import Site, Width, no_serious_axe_findings

NAMES = gallery.OF_UNITS["lakeside-bell-tent"]


async def hang(site: Site, unit: int = 0, names: tuple[str, ...] = NAMES) -> list[str]:
    """Photos of the demo for a unit of the world; their addresses."""
    world = site.world
    async with world.database.writing() as session:
        return [
            photos.address(
                await photos.add(
                    session, world.actor("zara"), world.units[unit], gallery._sizes(name), world.clock.now()
                )
            )
            for name in names
        ]


async def loaded(page: Page) -> None:
    """Every picture that is in sight has come."""
    await page.wait_for_function(
        "() => [...document.images].filter(one => one.loading === 'eager').every(one => one.complete && "
        "one.naturalWidth > 0)"
    )


def landscapes(asked: list[str]) -> list[str]:
    return [url for url in asked if "/Landscape-" in url]


async def test_cards_show_the_first_photo_in_the_width_that_fits(site: Site, width: Width) -> None:
    for unit in range(3):
        await hang(site, unit, NAMES[unit : unit + 1])
    asked: list[str] = []
    page = await site.open("/units/nothing", width)
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(site.web)
    await expect(page.get_by_role("link", name="Lake Tent")).to_be_visible()
    await loaded(page)
    first = page.locator("li img").first
    assert await first.get_attribute("loading") == "eager"
    assert await first.get_attribute("fetchpriority") == "high"
    assert [await one.get_attribute("loading") for one in (await page.locator("li img").all())[1:]] == [
        "lazy",
        "lazy",
    ]
    assert "width=480" in await first.evaluate("one => one.currentSrc")
    box = await first.bounding_box()
    assert box is not None
    assert abs(box["width"] / box["height"] - 8 / 5) < 0.02
    assert landscapes(asked) == [], "what draws landscapes was loaded though every place has a photo"
    await no_serious_axe_findings(page)


async def test_a_place_without_photos_is_drawn(site: Site) -> None:
    asked: list[str] = []
    page = await site.open("/units/nothing")
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(site.web)
    await expect(page.locator("li svg[viewBox='0 0 400 250']")).to_have_count(3)
    assert len(landscapes(asked)) == 1
    await page.get_by_role("link", name="Lake Tent").click()
    await expect(page.locator("svg[viewBox='-190 0 780 250']")).to_be_visible()
    await expect(page.get_by_role("button", name="Next picture")).to_have_count(0)


async def test_the_pictures_of_a_place_are_turned_and_opened_large(site: Site, width: Width) -> None:
    await hang(site)
    page = await site.open(f"/units/{site.world.units[0]}", width)
    row = page.get_by_role("region", name="Pictures")
    await expect(row.get_by_text("1 of 4")).to_be_visible()
    await loaded(page)
    await no_serious_axe_findings(page)
    await expect(row.get_by_role("button", name="Previous picture")).to_have_count(0)
    await row.get_by_role("button", name="Next picture").click()
    await expect(row.get_by_text("2 of 4")).to_be_visible()
    await row.get_by_role("list").evaluate(
        "one => one.scrollTo({left: one.scrollWidth, behavior: 'instant'})"
    )
    await expect(row.get_by_text("4 of 4")).to_be_visible()
    await expect(row.get_by_role("button", name="Next picture")).to_have_count(0)
    await row.get_by_role("button", name="Show picture 2 of 4 large").focus()
    await page.keyboard.press("Enter")
    large = page.get_by_role("dialog", name="Pictures")
    await expect(large.get_by_role("img", name="Lake Tent, picture 2 of 4")).to_be_visible()
    await no_serious_axe_findings(page)
    await page.keyboard.press("ArrowRight")
    await expect(large.get_by_role("img", name="Lake Tent, picture 3 of 4")).to_be_visible()
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("ArrowLeft")
    await expect(large.get_by_text("4 of 4")).to_be_visible()
    await large.get_by_role("button", name="Next picture").click()
    await expect(large.get_by_text("1 of 4")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(large).to_have_count(0)
    await expect(row.get_by_role("button", name="Show picture 1 of 4 large")).to_be_focused()


async def test_a_photo_that_does_not_load_is_drawn_instead(site: Site) -> None:
    [address] = await hang(site, 0, NAMES[:1])
    page = await site.open("/units/nothing")

    async def fail(route: Any, _request: Request) -> None:
        await route.fulfill(status=404)

    await page.route(f"**{address}*", fail)
    await page.goto(f"{site.web}/units/{site.world.units[0]}")
    await expect(page.locator("svg[viewBox='-190 0 780 250']")).to_be_visible()


async def test_a_booking_shows_its_place(site: Site, width: Width) -> None:
    await hang(site)
    made = await site.book("hina")
    page = await site.open(f"/booking/{made['id']}", width, as_="hina")
    await expect(page.locator("main img")).to_have_count(1)
    await loaded(page)
    await no_serious_axe_findings(page)
    await page.goto(f"{site.web}/book/{site.world.units[0]}")
    await expect(page.get_by_role("heading", name="Book Lake Tent")).to_be_visible()
    await loaded(page)
    await expect(page.locator("main img")).to_have_count(1)
    await no_serious_axe_findings(page)


async def test_in_the_dark_they_can_be_used_as_well(site: Site) -> None:
    await hang(site)
    page = await site.open(f"/units/{site.world.units[0]}", color_scheme="dark")
    await expect(page.get_by_text("1 of 4")).to_be_visible()
    await no_serious_axe_findings(page)
    await page.get_by_role("button", name="Show picture 1 of 4 large").click()
    await expect(page.get_by_role("dialog").get_by_text("1 of 4")).to_be_visible()
    await no_serious_axe_findings(page)
