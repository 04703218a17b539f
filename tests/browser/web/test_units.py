"""Staff add, change and order units, take them out of use, and manage their photos."""

import re
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, Locator, Page, Response, expect

from tests.browser.web.harness import Site, Width, no_serious_axe_findings
from tests.sample_photos import painted


def names(page: Page) -> Locator:
    return page.get_by_role("list", name="Units").get_by_role("link")


async def test_a_unit_is_added_and_sold(site: Site, width: Width) -> None:
    page = await site.open("/units", width, as_="sana")
    await expect(names(page)).to_have_text(["Lake Tent", "Oak Cabin", "Long House", "Old Shed"])
    await page.get_by_role("link", name="Add unit").click()
    await page.get_by_role("textbox", name="Name", exact=True).fill("Große Jurte")
    slug = page.get_by_label("Short name in addresses")
    await expect(slug).to_have_value("grosse-jurte")
    await page.get_by_role("textbox", name="Price per night").fill("12.345")
    await page.get_by_role("textbox", name="Sleeps").fill("3")
    await page.get_by_role("combobox", name="What it has").fill("Wood stove")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Add unit").click()
    await expect(page.get_by_text("Write an amount of PKR with at most 2 digits")).to_be_visible()
    await no_serious_axe_findings(page)
    await page.get_by_role("textbox", name="Price per night").fill("12,345.5")
    await slug.fill("lake-tent")
    await page.get_by_role("button", name="Add unit").click()
    await expect(page.get_by_text("is already used")).to_be_visible()
    await expect(slug).to_have_attribute("aria-invalid", "true")
    await slug.fill("jurte")
    await page.get_by_role("button", name="Add unit").click()
    await expect(page.get_by_role("heading", name="Große Jurte", level=1)).to_be_visible()
    await expect(page.get_by_role("textbox", name="Price per night")).to_have_value("12345.50")
    await page.get_by_role("link", name="All units").click()
    await expect(names(page)).to_have_text(
        ["Lake Tent", "Oak Cabin", "Long House", "Old Shed", "Große Jurte"]
    )
    guest = await site.open(f"/?checkIn={site.day(10)}&checkOut={site.day(12)}&adults=3", width)
    card = guest.get_by_role("main").get_by_text("Große Jurte")
    await expect(card).to_be_visible()
    units = (await (await site.world.login("sana")).get("/api/units")).json()["units"]
    made = next(unit for unit in units if unit["slug"] == "jurte")
    assert (made["price"], made["amenities"]) == ({"amount": 1_234_550, "currency": "PKR"}, ["Wood stove"])
    booking = await site.book("sana", 10, unitIds=[made["id"]], adults=3)
    assert booking["total"]["amount"] == 2 * 1_234_550


async def test_the_price_is_changed_and_leaving_unsaved_is_asked(site: Site) -> None:
    unit = site.world.units[0]
    page = await site.open(f"/units/{unit}/edit", Width.PHONE, as_="sana")
    price = page.get_by_role("textbox", name="Price per night")
    await expect(price).to_have_value("1000.00")
    await price.fill("1,250.75")
    await page.get_by_role("link", name="All units").click()
    question = page.get_by_role("dialog", name="Leave without saving?")
    await no_serious_axe_findings(page)
    await question.get_by_role("button", name="Stay here").click()
    await expect(price).to_have_value("1,250.75")
    await page.get_by_role("button", name="Save changes").click()
    await expect(page.get_by_text("The changes are saved.")).to_be_visible()
    await expect(price).to_have_value("1250.75")
    await page.get_by_role("link", name="All units").click()
    await expect(page.get_by_role("listitem", name="Lake Tent")).to_contain_text("1,250.75")
    await expect(question).to_be_hidden()


async def test_two_people_change_the_same_unit(site: Site) -> None:
    path = f"/api/units/{site.world.units[0]}"
    page = await site.open(f"/units/{site.world.units[0]}/edit", Width.PHONE, as_="sana")
    price, name = (
        page.get_by_role("textbox", name="Price per night"),
        page.get_by_role("textbox", name="Name", exact=True),
    )
    await price.fill("1200")
    await name.fill("Lake Dome")
    zara = await site.world.login("zara")
    zara.headers["Origin"] = site.web
    assert (await zara.patch(path, json={"price": {"amount": 90_000, "currency": "PKR"}})).status_code == 200
    await page.get_by_role("button", name="Save changes").click()
    conflict = page.get_by_role("alert").filter(has_text="Somebody else changed this unit")
    await expect(conflict.get_by_role("row", name="Price per night")).to_contain_text("900.00")
    await expect(conflict.get_by_role("row", name="Price per night")).to_contain_text("1200")
    await no_serious_axe_findings(page)
    await conflict.get_by_role("button", name="Take what is there").click()
    await expect(price).to_have_value("900.00")
    await expect(name).to_have_value("Lake Dome")
    await page.get_by_role("button", name="Save changes").click()
    await expect(page.get_by_role("heading", name="Lake Dome", level=1)).to_be_visible()
    assert (await zara.get(path)).json()["unit"]["price"]["amount"] == 90_000


async def test_a_unit_is_taken_out_of_use_and_put_back(site: Site, width: Width) -> None:
    page = await site.open(f"/units/{site.world.units[0]}", width, as_="sana")
    await page.get_by_role("link", name="Edit unit").click()
    await page.get_by_role("button", name="Take out of use").click()
    question = page.get_by_role("dialog", name="Take Lake Tent out of use?")
    await question.get_by_role("button", name="Take out of use").click()
    await expect(page.get_by_text("Only staff see it.")).to_be_visible()
    guest = await site.open("/", width)
    await expect(guest.get_by_text("Oak Cabin").first).to_be_visible()
    await expect(guest.get_by_text("Lake Tent")).to_have_count(0)
    await page.get_by_role("link", name="All units").click()
    await page.get_by_role("radiogroup", name="Show").get_by_text("Out of use").click()
    await expect(names(page)).to_have_text(["Lake Tent", "Old Shed"])
    await expect(page).to_have_url(re.compile("status=INACTIVE"))
    await names(page).first.click()
    await page.get_by_role("button", name="Put back on sale").click()
    await expect(page.get_by_text("Guests find it and can book it.")).to_be_visible()
    await guest.reload()
    await expect(guest.get_by_text("Lake Tent").first).to_be_visible()


async def test_units_are_ordered_by_keyboard_and_by_dragging(site: Site, width: Width) -> None:
    page = await site.open("/units", width, as_="sana")
    await page.get_by_role("button", name="Move Old Shed up").focus()
    await page.keyboard.press("Enter")
    await expect(names(page)).to_have_text(["Lake Tent", "Oak Cabin", "Old Shed", "Long House"])
    await expect(page.get_by_role("button", name="Move Old Shed up")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(names(page)).to_have_text(["Lake Tent", "Old Shed", "Oak Cabin", "Long House"])
    await expect(page.get_by_text("Old Shed is number 2 of 4 now.")).to_have_count(1)
    await page.get_by_role("listitem", name="Long House").drag_to(
        page.get_by_role("listitem", name="Lake Tent")
    )
    ordered = ["Long House", "Lake Tent", "Old Shed", "Oak Cabin"]
    await expect(names(page)).to_have_text(ordered)
    await page.wait_for_load_state("networkidle")
    await page.reload()
    await expect(names(page)).to_have_text(ordered)
    # Somebody adds a unit: an order without it is refused, and the list is as it was.
    sana = await site.world.login("sana")
    sana.headers["Origin"] = site.web
    body = {
        "propertyId": str(site.world.property_id),
        "name": "Dome",
        "slug": "dome",
        "sleeps": 2,
        "price": {"amount": 1, "currency": "PKR"},
    }
    assert (await sana.post("/api/units", json=body)).status_code == 201
    await page.get_by_role("button", name="Move Lake Tent up").click()
    await expect(page.get_by_text("Units were added meanwhile")).to_be_visible()
    await expect(names(page)).to_have_text([*ordered, "Dome"])


async def test_photos_are_sent_ordered_and_removed(site: Site, width: Width, tmp_path: Path) -> None:
    unit = site.world.units[0]
    page = await site.open(f"/units/{unit}/edit", width, as_="sana")
    chosen: list[FilePayload] = [
        {"name": f"{number}.jpg", "mimeType": "image/jpeg", "buffer": painted(800 + number, 500)}
        for number in (1, 2)
    ]
    # What a phone makes: 48 megapixels, more than the API takes.
    camera = tmp_path / "camera.jpg"
    camera.write_bytes(painted(8000, 6000))
    files = page.get_by_label("Choose photos").and_(page.locator("input"))
    await files.set_input_files(chosen)
    photos = page.get_by_role("list", name="Photos").get_by_role("img")
    await expect(photos).to_have_count(2)
    await files.set_input_files(camera)
    await expect(photos).to_have_count(3)
    await files.set_input_files([FilePayload(name="roof.jpg", mimeType="image/jpeg", buffer=b"no picture")])
    refused = page.get_by_role("group", name="roof.jpg")
    await expect(refused.get_by_role("alert")).to_contain_text("This is not a picture that can be read")
    await expect(page.get_by_text("Cover", exact=True)).to_be_visible()
    await page.wait_for_function(
        "() => [...document.images].every(image => image.complete && image.naturalWidth > 0)"
    )
    await no_serious_axe_findings(page)
    await refused.get_by_role("button", name="Hide roof.jpg").click()
    await expect(refused).to_have_count(0)
    before = await stored(site)
    await page.get_by_role("button", name="Move photo 3 forward").focus()
    async with page.expect_response(is_order):
        await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Move photo 2 forward")).to_be_focused()
    assert await stored(site) == [before[0], before[2], before[1]]
    items = page.get_by_role("list", name="Photos").get_by_role("listitem")
    async with page.expect_response(is_order):
        await items.nth(2).drag_to(items.nth(0))
    assert await stored(site) == [before[1], before[0], before[2]]
    await page.get_by_role("button", name="Remove photo 1").click()
    await page.get_by_role("dialog", name="Remove this photo?").get_by_role("button", name="Remove").click()
    await expect(photos).to_have_count(2)
    assert await stored(site) == [before[0], before[2]]


def is_order(answer: Response) -> bool:
    return answer.request.method == "PATCH" and answer.ok


async def stored(site: Site) -> list[str]:
    found: list[str] = (
        await (await site.world.login("sana")).get(f"/api/units/{site.world.units[0]}")
    ).json()["unit"]["photos"]
    return found


async def test_photos_are_dropped_several_at_once(site: Site) -> None:
    page = await site.open(f"/units/{site.world.units[0]}/edit", as_="sana")
    await expect(page.get_by_text("There are no photos yet.")).to_be_visible()
    transfer = await page.evaluate_handle(
        """pictures => { const found = new DataTransfer();
          for (const [name, bytes] of pictures)
            found.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/jpeg' }));
          return found; }""",
        [[f"{number}.jpg", list(painted(400 + number, 300))] for number in range(3)],
    )
    zone = page.get_by_text("Drop photos here")
    await zone.dispatch_event("dragover", {"dataTransfer": transfer})
    await zone.dispatch_event("drop", {"dataTransfer": transfer})
    await expect(page.get_by_role("list", name="Photos").get_by_role("img")).to_have_count(3)


async def test_a_photo_of_an_iphone_is_sent_as_it_is(site: Site) -> None:
    """This browser cannot decode it and, like many systems, may not know its type; the API decodes it."""
    page = await site.open(f"/units/{site.world.units[0]}/edit", as_="sana")
    files = page.get_by_label("Choose photos").and_(page.locator("input"))
    await expect(files).to_have_attribute("accept", "image/*,.heic,.heif")
    await files.set_input_files(
        [FilePayload(name="IMG_1.HEIC", mimeType="", buffer=painted(800, 500, "HEIF"))]
    )
    await expect(page.get_by_role("list", name="Photos").get_by_role("img")).to_have_count(1)
    await page.wait_for_function(
        "() => [...document.images].every(image => image.complete && image.naturalWidth > 0)"
    )


@pytest.mark.parametrize("place", ["/units", "/units/new", "/units/{unit}/edit", "/guests"])
async def test_in_the_dark_on_a_phone_too(site: Site, place: str) -> None:
    await site.book("sana", 10)
    page = await site.open(
        place.format(unit=site.world.units[0]), Width.PHONE, as_="sana", color_scheme="dark"
    )
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page.get_by_role("status", name="Loading")).to_have_count(0)
    await no_serious_axe_findings(page)


async def test_to_others_it_is_said_that_the_page_is_not_for_them(site: Site) -> None:
    for who, place in (
        ("bilal", "/units"),
        ("hina", "/guests"),
        ("bilal", f"/units/{site.world.units[0]}/edit"),
    ):
        page = await site.open(place, as_=who)
        await expect(page.get_by_role("heading", name="This page is not for your account.")).to_be_visible()
        await expect(page.get_by_role("link", name="Units")).to_have_count(0)
