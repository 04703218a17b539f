"""The first page asks each question once: what it shows, and nothing else."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.web.harness import Site, Width, no_serious_axe_findings
from tests.browser.web.test_unit_photos import hang, loaded

UNITS, FREE, PHOTOS = "/api/units", "/api/availability", "/api/photos/"


async def another_property(site: Site) -> str:
    """A property whose name comes after the first one's, with a unit of its own; its id."""
    zara = await site.world.login("zara")
    zara.headers["Origin"] = site.web
    place = {
        "name": "Two Rivers",
        "slug": "two-rivers",
        "timezone": "Asia/Karachi",
        "currency": "PKR",
        "checkInTime": "15:00",
        "checkOutTime": "11:00",
    }
    made = (await zara.post("/api/properties", json=place)).json()["property"]["id"]
    unit = {
        "propertyId": made,
        "name": "River Tent",
        "slug": "river-tent",
        "sleeps": 2,
        "price": {"amount": 100_000, "currency": "PKR"},
    }
    assert (await zara.post("/api/units", json=unit)).status_code == 201
    return str(made)


async def arrive(site: Site, path: str, shows: str, width: Width = Width.DESKTOP) -> tuple[Page, list[str]]:
    """Open this address and record its requests to the API until the page is idle."""
    page = await site.open("/icon.svg", width)
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(request.url) if request.url.startswith(f"{site.api}/api/") else None,
    )
    await page.goto(site.web + path)
    await expect(page.get_by_role("link", name=shows)).to_be_visible()
    await page.wait_for_load_state("networkidle")
    return page, asked


def questions(asked: list[str]) -> list[str]:
    """The paths without those of pictures, in order."""
    return sorted(path for path in (urlsplit(url).path for url in asked) if not path.startswith(PHOTOS))


def the_one(asked: list[str], path: str) -> dict[str, list[str]]:
    """What the one question at this path was about."""
    (url,) = [url for url in asked if urlsplit(url).path == path]
    return parse_qs(urlsplit(url).query)


@pytest.mark.parametrize("properties", [1, 2])
async def test_without_wishes_the_first_propertys_units_are_asked_for_once(
    site: Site, properties: int
) -> None:
    if properties == 2:
        await another_property(site)
    page, asked = await arrive(site, "/", "Lake Tent")
    assert questions(asked) == ["/api/auth/me", "/api/properties", UNITS]
    assert the_one(asked, UNITS)["property"] == [str(site.world.property_id)]
    await expect(page.get_by_role("link", name="River Tent")).to_have_count(0)


async def test_a_property_in_the_address_is_the_one_that_is_asked_for(site: Site) -> None:
    other = await another_property(site)
    _, asked = await arrive(site, f"/?where={other}&adults=1", "River Tent")
    assert questions(asked) == ["/api/auth/me", "/api/properties", UNITS]
    assert (the_one(asked, UNITS)["property"], the_one(asked, UNITS)["sleeps"]) == ([other], ["1"])


async def test_with_dates_in_the_address_only_what_is_free_is_asked_for(site: Site) -> None:
    _, asked = await arrive(
        site, f"/?checkIn={site.day(10)}&checkOut={site.day(12)}&adults=3&children=1", "Oak Cabin"
    )
    assert questions(asked) == ["/api/auth/me", FREE, "/api/properties"]
    assert the_one(asked, FREE)["guests"] == ["4"]


async def test_the_first_photo_comes_once_and_before_it_is_drawn(site: Site, width: Width) -> None:
    photo, *_ = await hang(site)
    page, asked = await arrive(site, "/", "Lake Tent", width)
    await loaded(page)
    assert [url for url in asked if PHOTOS in url] == [f"{site.api}{photo}?width=480"]
    assert (
        await page.evaluate(
            "() => performance.getEntriesByType('resource').find(one => "
            "one.name.includes('/api/photos/')).initiatorType"
        )
        == "link"
    )


async def test_who_waits_for_the_units_sees_the_page_around_them(site: Site) -> None:
    page = await site.open("/icon.svg", Width.PHONE)
    held: list[Route] = []

    async def hold(route: Route) -> None:
        held.append(route)

    await page.route("**/api/units?**", hold)
    await page.goto(site.web)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Stay at Starry Meadow")
    assert len(held) == 1
    await held[0].continue_()
    await expect(page.get_by_role("link", name="Lake Tent")).to_be_visible()
    await no_serious_axe_findings(page)
