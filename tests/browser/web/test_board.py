"""The staff board: move, sell and block by mouse, touch and keyboard, and refusals."""

import asyncio
import re
from uuid import UUID

from playwright.async_api import Locator, Page, expect

from tests.browser.web.harness import Site, Width, no_serious_axe_findings

GUEST = "Ayesha Siddiqui"


def bar(page: Page, guest: str = GUEST, unit: str = "") -> Locator:
    return page.get_by_role("gridcell", name=re.compile(rf"^{guest}, .*{unit}"))


async def middle(place: Locator) -> tuple[float, float]:
    box = await place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def cell(page: Page, site: Site, day: int, unit: str) -> tuple[float, float]:
    """The middle of a day of a unit."""
    await expect(
        page.get_by_role("rowheader", name=re.compile(unit))
    ).to_be_visible()  # then it is known how wide everything is
    date = site.day(day)
    heads = page.get_by_role("columnheader", name=f"{int(date[8:])} ")
    matching = [
        head
        for head in await heads.all()
        if re.search(rf"\b{int(date[8:])}\b", await head.get_attribute("aria-label") or "")
    ]
    x, _ = await middle(matching[0])
    _, y = await middle(page.get_by_role("rowheader", name=re.compile(unit)))
    return x, y


async def drag(
    page: Page, begin: tuple[float, float], end: tuple[float, float], *, drop: bool = True
) -> None:
    await page.mouse.move(*begin)
    await page.mouse.down()
    for i in range(1, 6):
        await page.mouse.move(*(a + (b - a) * i / 5 for a, b in zip(begin, end, strict=True)))
    if drop:
        await page.mouse.up()


async def drag_days(page: Page, site: Site, place: Locator, days: int, unit: str) -> None:
    """Drag a bar so many days on, to a line."""
    begin = await middle(place)
    one, other = await cell(page, site, 1, unit), await cell(page, site, 2, unit)
    await drag(page, begin, (begin[0] + days * (other[0] - one[0]), one[1]))


async def nights(site: Site, booking_id: str) -> list[tuple[UUID, str]]:
    return [(unit, str(night)) for unit, night in await site.world.nights(booking_id)]


async def test_staff_move_a_stay_by_dragging_and_the_database_shows_it(site: Site, width: Width) -> None:
    booking = await site.book("sana", 1, 2)
    page = await site.open("/board", width, as_="sana")
    await expect(bar(page, unit="Lake Tent")).to_be_visible()
    await drag_days(page, site, bar(page), 1, "Oak Cabin")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Lake Tent")
    await expect(dialog).to_contain_text("Oak Cabin")
    await no_serious_axe_findings(page)
    await dialog.get_by_role("button", name="Save the change").click()
    await expect(dialog).to_be_hidden()
    await expect(bar(page, unit="Oak Cabin")).to_be_visible()
    await expect(page.get_by_text("The price was PKR 2,000.00 and is PKR 4,000.00.")).to_be_visible()
    assert await nights(site, booking["id"]) == [
        (site.world.units[1], site.day(2)),
        (site.world.units[1], site.day(3)),
    ]


async def test_a_refused_move_says_why_and_by_whom_and_the_bar_is_back(site: Site, width: Width) -> None:
    booking = await site.book("sana", 1, 2)
    await site.book("sana", 2, 2, units=[1], guest={"name": "Omar Farooq", "phone": "+92 300 5550100"})
    page = await site.open("/board", width, as_="sana")
    before = await bar(page).get_attribute("aria-label")
    await drag_days(page, site, bar(page), 0, "Oak Cabin")
    dialog = page.get_by_role("dialog")
    # At once, before anybody saves it.
    await expect(dialog.get_by_text("Already taken: Oak Cabin on")).to_be_visible()
    await expect(dialog.get_by_role("button", name="Save the change")).to_be_disabled()
    await expect(dialog.get_by_text("Omar Farooq (SG-")).to_be_visible()
    await dialog.get_by_role("button", name="Go back").click()
    await expect(dialog).to_be_hidden()
    assert await bar(page).get_attribute("aria-label") == before
    assert await nights(site, booking["id"]) == [
        (site.world.units[0], site.day(1)),
        (site.world.units[0], site.day(2)),
    ]


async def test_an_end_is_dragged_to_lengthen_and_escape_leaves_everything(site: Site) -> None:
    booking = await site.book("sana", 1, 2)
    page = await site.open("/board", as_="sana")
    box = await bar(page).bounding_box()
    assert box is not None
    end = (box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
    (one, _), (other, _) = await cell(page, site, 1, "Lake Tent"), await cell(page, site, 2, "Lake Tent")
    await drag(page, end, (end[0] + 2 * (other - one), end[1]), drop=False)
    await expect(page.get_by_test_id("ghost")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("ghost")).to_be_hidden()
    await page.mouse.up()
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await drag(page, end, (end[0] + 2 * (other - one), end[1]))
    await page.get_by_role("dialog").get_by_role("button", name="Save the change").click()
    await expect(page.get_by_role("dialog")).to_be_hidden()
    assert [night for _, night in await nights(site, booking["id"])] == [
        site.day(day) for day in (1, 2, 3, 4)
    ]


async def test_a_stay_that_somebody_else_changed_is_not_overwritten(site: Site) -> None:
    booking = await site.book("sana", 1, 2)
    page = await site.open("/board", as_="sana")
    await drag_days(page, site, bar(page), 0, "Long House")
    dialog = page.get_by_role("dialog")
    await expect(
        dialog.get_by_text("The price is PKR 2,000.00 now and will be PKR 6,000.00.")
    ).to_be_visible()
    client = await site.world.login("zara")
    client.headers["Origin"] = site.web
    assert (
        await client.patch(f"/api/bookings/{booking['id']}", json={"checkOut": site.day(5)})
    ).status_code == 200
    await dialog.get_by_role("button", name="Save the change").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Zara changed this booking meanwhile")
    await expect(dialog.get_by_role("alert")).to_contain_text("check-out")
    await no_serious_axe_findings(page)
    await dialog.get_by_role("button", name="Show the booking as it is now").click()
    await expect(dialog).to_be_hidden()
    await expect(bar(page, unit="Lake Tent")).to_be_visible()
    assert {unit for unit, _ in await nights(site, booking["id"])} == {site.world.units[0]}


async def test_free_nights_are_sold_by_dragging_over_them(site: Site, width: Width) -> None:
    page = await site.open("/board", width, as_="sana")
    await expect(page.get_by_role("grid")).to_be_visible()
    await drag(page, await cell(page, site, 1, "Oak Cabin"), await cell(page, site, 3, "Oak Cabin"))
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("Guest's name").fill("Hina Raza")
    await dialog.get_by_role("button", name="Book", exact=True).click()
    await expect(dialog.get_by_text("Give the guest's e-mail address or phone number.")).to_be_visible()
    await dialog.get_by_label("Phone").fill("+92 300 5550100")
    await expect(dialog.get_by_text("Price of the stay: PKR 4,000.00")).to_be_visible()
    await no_serious_axe_findings(page)
    await dialog.get_by_role("button", name="Book", exact=True).click()
    panel = page.get_by_role("dialog", name=re.compile("Hina Raza, SG-"))
    await expect(panel.get_by_text("Confirmed", exact=True).first).to_be_visible()
    await expect(panel.get_by_text("Sana").first).to_be_visible()
    await no_serious_axe_findings(page)
    assert [(unit, str(night)) for unit, night in await site.world.nights()] == [
        (site.world.units[1], site.day(1)),
        (site.world.units[1], site.day(2)),
    ]


async def test_a_click_on_a_free_day_opens_a_booking_of_that_night(site: Site, width: Width) -> None:
    page = await site.open("/board", width, as_="sana")
    await expect(page.get_by_role("grid")).to_be_visible()
    place = await cell(page, site, 1, "Oak Cabin")
    if width is Width.PHONE:
        await page.touchscreen.tap(*place)
    else:
        await page.mouse.click(*place)
    dialog = page.get_by_role("dialog", name=re.compile("Oak Cabin"))
    await dialog.get_by_label("Guest's name").fill("Hina Raza")
    await dialog.get_by_label("Phone").fill("+92 300 5550100")
    await dialog.get_by_role("button", name="Book", exact=True).click()
    await expect(page.get_by_role("dialog", name=re.compile("Hina Raza, SG-"))).to_be_visible()
    assert await nights_taken(site) == [(site.world.units[1], site.day(1))]


async def test_a_new_booking_begins_without_the_grid(site: Site, width: Width) -> None:
    """The button opens the same form; a unit that is taken is said so before anything is sent."""
    await site.book("sana", 0, 1, units=[1])
    page = await site.open("/board", width, as_="sana")
    await page.get_by_role("button", name="New booking").click()
    dialog = page.get_by_role("dialog", name=re.compile("Free nights"))
    await dialog.get_by_role("combobox", name="Unit").click()
    await page.get_by_role("option", name="Oak Cabin").click()
    await expect(dialog.get_by_text("Not all of these nights are free in this unit.")).to_be_visible()
    await dialog.get_by_role("combobox", name="Unit").click()
    await page.get_by_role("option", name="Long House").click()
    await dialog.get_by_label("Guest's name").fill("Hina Raza")
    await dialog.get_by_label("Phone").fill("+92 300 5550100")
    await expect(dialog.get_by_text("Price of the stay: PKR")).to_be_visible()
    await no_serious_axe_findings(page)
    await dialog.get_by_role("button", name="Book", exact=True).click()
    await expect(page.get_by_role("dialog", name=re.compile("Hina Raza, SG-"))).to_be_visible()


async def nights_taken(site: Site) -> list[tuple[UUID, str]]:
    return [(unit, str(night)) for unit, night in await site.world.nights()]


async def test_a_night_is_blocked_and_the_block_lifted(site: Site, width: Width) -> None:
    page = await site.open("/board", width, as_="sana")
    await expect(page.get_by_role("grid")).to_be_visible()
    await page.mouse.click(*await cell(page, site, 1, "Long House"), button="right")
    await page.get_by_role("dialog").get_by_label("Reason").fill("Roof repair")
    await page.get_by_role("dialog").get_by_role("button", name="Block the nights").click()
    blocked = page.get_by_role("gridcell", name=re.compile("Blocked: Roof repair, Long House"))
    await expect(blocked).to_be_visible()
    assert [night for _, night in await site.world.nights()] == [site.today.fromisoformat(site.day(1))]
    await no_serious_axe_findings(page)
    await blocked.click()
    await page.get_by_role("dialog").get_by_role("button", name="Lift the block").click()
    await expect(blocked).to_be_hidden()
    assert await site.world.nights() == []


async def test_nights_are_sold_and_a_stay_is_opened_by_keyboard_only(site: Site) -> None:
    page = await site.open("/board", as_="sana")
    await expect(page.get_by_role("grid")).to_be_visible()
    for _ in range(20):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement.getAttribute('role')") == "gridcell":
            break
    for key in (
        "ArrowDown",
        "ArrowRight",
        "ArrowRight",
        "ArrowRight",
        "Shift+ArrowRight",
        "Shift+ArrowRight",
    ):
        await page.keyboard.press(key)
    await expect(page.get_by_role("gridcell", name=re.compile("Oak Cabin, .*, selected"))).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Guest's name")).to_be_focused()
    await page.keyboard.type("Hina Raza")
    await page.keyboard.press("Tab")
    await page.keyboard.type("hina@example.com")
    await page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name=re.compile("Hina Raza, SG-"))
    await expect(panel).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()
    assert [str(night) for _, night in await site.world.nights()] == [site.day(1), site.day(2)]
    sold = bar(page, "Hina Raza")
    await page.get_by_role("gridcell").first.focus()
    await page.keyboard.press("Home")
    for _ in range(4):
        await page.keyboard.press("ArrowRight")
        if await sold.evaluate("one => one === document.activeElement"):
            break
    await expect(sold).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(panel).to_be_visible()
    await page.keyboard.press("Escape")
    await page.reload()


async def test_a_finger_that_stays_on_a_bar_takes_it_along(site: Site) -> None:
    booking = await site.book("sana", 1, 2)
    page = await site.open("/board", Width.PHONE, as_="sana")
    await expect(bar(page)).to_be_visible()
    begin = await middle(bar(page))
    one, other = await cell(page, site, 1, "Oak Cabin"), await cell(page, site, 2, "Oak Cabin")
    end = (begin[0] + other[0] - one[0], one[1])
    touch = await page.context.new_cdp_session(page)

    async def finger(kind: str, *at: tuple[float, float]) -> None:
        await touch.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in at]}
        )

    await finger("touchStart", begin)
    await expect(page.get_by_test_id("ghost")).to_be_visible()
    for i in range(1, 6):
        await finger(
            "touchMove", (begin[0] + (end[0] - begin[0]) * i / 5, begin[1] + (end[1] - begin[1]) * i / 5)
        )
        await asyncio.sleep(0.02)
    await finger("touchEnd")
    await page.get_by_role("dialog").get_by_role("button", name="Save the change").click()
    await expect(page.get_by_role("dialog")).to_be_hidden()
    assert await nights(site, booking["id"]) == [
        (site.world.units[1], site.day(2)),
        (site.world.units[1], site.day(3)),
    ]


async def test_the_board_is_for_staff(site: Site) -> None:
    page = await site.open("/board", as_="bilal")
    await expect(page.get_by_role("heading", name="This page is not for your account.")).to_be_visible()
