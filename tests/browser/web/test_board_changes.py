"""Changes on the board: price before saving, concurrent changes, blocks, and scrolling while dragging."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import insert

from soulter.core import ids
from soulter.inventory.models import Unit, UnitStatus
from tests import sql
from tests.browser.web.booking_steps import pick
from tests.browser.web.harness import Site, Width, no_serious_axe_findings
from tests.browser.web.test_board import bar, cell, drag, drag_days, middle, nights

SAVE = "Save changes"


async def changing(site: Site, page: Page, booking: dict[str, Any]) -> Any:
    """The form of a booking, opened from its panel."""
    await page.goto(f"{site.web}/board?booking={booking['id']}")
    await page.get_by_role("button", name="Change booking").click()
    form = page.get_by_role("dialog", name=re.compile("^Change booking"))
    await expect(form.get_by_role("button", name=SAVE)).to_be_visible()
    return form


@pytest.mark.parametrize(
    ("width", "scheme"), [(Width.DESKTOP, "light"), (Width.PHONE, "dark")], ids=["desktop", "phone"]
)
async def test_everything_of_a_booking_is_changed_in_one_form(site: Site, width: Width, scheme: str) -> None:
    booking = await site.book("sana", 2, 2)
    page = await site.open("/board", width, as_="sana", color_scheme=scheme)
    form = await changing(site, page, booking)
    await form.get_by_role("button", name="Dates of the stay").click()
    await pick(page, site.today.fromisoformat(site.day(3)), site.today.fromisoformat(site.day(6)))
    await form.get_by_role("button", name="Fewer adults").click()
    await form.get_by_label("Phone number").fill("+92 300 5550199")
    await form.get_by_label("Notes").fill("A cot, please.")
    await expect(form.get_by_text("The price is PKR 2,000.00 now and will be PKR 3,000.00.")).to_be_visible()
    await form.get_by_text("PKR 1,000.00 more: show the nights").click()
    await expect(form.get_by_role("table")).to_contain_text("(new)")
    await no_serious_axe_findings(page)
    await form.get_by_role("button", name=SAVE).click()
    await expect(form).to_be_hidden()
    await expect(page.get_by_text("The total was PKR 2,000.00 and is now PKR 3,000.00.")).to_be_visible()
    await expect(page.get_by_text("A cot, please.")).to_be_visible()
    await expect(page.get_by_role("link", name="+92 300 5550199")).to_be_visible()
    assert [night for _, night in await nights(site, booking["id"])] == [site.day(day) for day in (3, 4, 5)]


async def test_units_are_added_and_taken_away_in_the_panel(site: Site, width: Width) -> None:
    booking = await site.book("sana", 2, 1, units=[0])
    page = await site.open("/board", width, as_="sana")
    form = await changing(site, page, booking)
    await form.get_by_label("Units").first.click()
    await page.get_by_role("option", name="Oak Cabin").click()
    await expect(form.get_by_text("The price is PKR 1,000.00 now and will be PKR 3,000.00.")).to_be_visible()
    await form.get_by_label("Notes").click()
    await form.get_by_role("button", name=SAVE).click()
    await expect(form).to_be_hidden()
    panel = page.get_by_role("dialog", name=re.compile("SG-"))
    for unit in ("Lake Tent", "Oak Cabin"):
        await expect(panel.get_by_text(unit, exact=True)).to_be_visible()
    assert {unit for unit, _ in await nights(site, booking["id"])} == set(site.world.units[:2])


async def test_staff_decide_what_a_change_costs(site: Site, width: Width) -> None:
    booking = await site.book("sana", 2, 2)
    page = await site.open("/board", width, as_="sana")
    form = await changing(site, page, booking)
    await form.get_by_role("combobox", name="Price").click()
    await page.get_by_role("option", name="A total of your own").click()
    await expect(form.get_by_role("button", name=SAVE)).to_be_disabled()
    total = form.get_by_label("Total in PKR")
    await total.fill("cheap")
    await expect(form.get_by_text("Write an amount such as 1500 or 1500.50.")).to_be_visible()
    await total.fill("1500")
    await expect(form.get_by_text("The price is PKR 2,000.00 now and will be PKR 1,500.00.")).to_be_visible()
    await no_serious_axe_findings(page)
    await form.get_by_role("button", name=SAVE).click()
    await expect(page.get_by_text("The total was PKR 2,000.00 and is now PKR 1,500.00.")).to_be_visible()


async def test_a_form_refuses_at_once_what_the_api_would_refuse(site: Site) -> None:
    booking = await site.book("sana", 2, 2)
    page = await site.open("/board", as_="sana")
    form = await changing(site, page, booking)
    await form.get_by_role("button", name="More adults").click()
    await expect(form.get_by_role("alert")).to_contain_text("3 guests do not fit")
    await expect(form.get_by_role("button", name=SAVE)).to_be_disabled()
    await form.get_by_role("button", name="Fewer adults").click()
    await expect(form.get_by_role("button", name=SAVE)).to_be_enabled()


async def test_one_bar_of_two_moves_alone(site: Site) -> None:
    booking = await site.book("sana", 1, 2, units=[0, 1])
    page = await site.open("/board", as_="sana")
    await expect(bar(page, unit="Lake Tent")).to_be_visible()
    await drag_days(page, site, bar(page, unit="Lake Tent"), 0, "Long House")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text("The booking has 2 units.")).to_be_visible()
    await expect(
        dialog.get_by_text("The price is PKR 6,000.00 now and will be PKR 10,000.00.")
    ).to_be_visible()
    await dialog.get_by_role("button", name="Save the change").click()
    await expect(dialog).to_be_hidden()
    await expect(bar(page, unit="Long House")).to_be_visible()
    await expect(bar(page, unit="Oak Cabin")).to_be_visible()
    await expect(bar(page, unit="Lake Tent")).to_be_hidden()
    assert {unit for unit, _ in await nights(site, booking["id"])} == set(site.world.units[1:3])


async def test_of_two_colleagues_the_second_sees_who_was_faster(site: Site) -> None:
    """Two browsers, one booking."""
    booking = await site.book("sana", 1, 2)
    pages = [await site.open("/board", as_=name) for name in ("zara", "sana")]
    for page, unit in zip(pages, ("Oak Cabin", "Long House"), strict=True):
        await expect(bar(page)).to_be_visible()
        await drag_days(page, site, bar(page), 0, unit)
        await expect(page.get_by_role("dialog").get_by_text("will be")).to_be_visible()
    first, second = (page.get_by_role("dialog") for page in pages)
    await first.get_by_role("button", name="Save the change").click()
    await expect(first).to_be_hidden()
    await second.get_by_role("button", name="Save the change").click()
    await expect(second.get_by_role("alert")).to_contain_text("Zara changed this booking meanwhile")
    await expect(second.get_by_role("alert")).to_contain_text(re.compile("Changed: .*units"))
    await second.get_by_role("button", name="Show the booking as it is now").click()
    await expect(second).to_be_hidden()
    await expect(bar(pages[1], unit="Oak Cabin")).to_be_visible()
    assert {unit for unit, _ in await nights(site, booking["id"])} == {site.world.units[1]}


async def blocked(site: Site, day: int, length: int) -> str:
    client = await site.world.login("sana")
    client.headers["Origin"] = site.web
    body = {
        "unitId": str(site.world.units[0]),
        "from": site.day(day),
        "to": site.day(day + length),
        "reason": "Roof",
    }
    answer = await client.post("/api/blocks", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["block"]["id"])


async def test_a_block_is_dragged_and_lengthened(site: Site, width: Width) -> None:
    await blocked(site, 1, 2)
    # From today on, so that a phone shows the days in its middle: near its edge it would scroll.
    page = await site.open(f"/board?from={site.day(0)}", width, as_="sana")
    block = page.get_by_role("gridcell", name=re.compile("Blocked: Roof"))
    await expect(block).to_be_visible()
    await drag_days(page, site, block, 1, "Oak Cabin")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("button", name="Save the block")).to_be_visible()
    await no_serious_axe_findings(page)
    await dialog.get_by_role("button", name="Save the block").click()
    await expect(dialog).to_be_hidden()
    assert [(unit, str(night)) for unit, night in await site.world.nights()] == [
        (site.world.units[1], site.day(day)) for day in (2, 3)
    ]
    await expect(block).to_have_accessible_name(re.compile("Oak Cabin"))
    box = await block.bounding_box()
    assert box is not None
    (one, _), (other, _) = await cell(page, site, 1, "Oak Cabin"), await cell(page, site, 2, "Oak Cabin")
    end = (box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
    await drag(page, end, (end[0] + other - one, end[1]))
    await dialog.get_by_role("button", name="Save the block").click()
    await expect(dialog).to_be_hidden()
    assert [str(night) for _, night in await site.world.nights()] == [site.day(day) for day in (2, 3, 4)]


async def test_a_block_that_meets_a_stay_is_refused(site: Site) -> None:
    await blocked(site, 1, 2)
    await site.book("sana", 1, 2, units=[1])
    page = await site.open("/board", as_="sana")
    block = page.get_by_role("gridcell", name=re.compile("Blocked: Roof"))
    await drag_days(page, site, block, 0, "Oak Cabin")
    await page.get_by_role("dialog").get_by_role("button", name="Save the block").click()
    await expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("Already taken: Oak Cabin")


async def more_units(site: Site, count: int) -> None:
    now = site.world.clock.now()
    stamps = {
        "created_at": now,
        "updated_at": now,
        "status": UnitStatus.ACTIVE,
        "sleeps": 2,
        "price_minor": 100_000,
    }
    rows = [
        {"id": ids.new_id(), "property_id": site.world.property_id, "name": f"Tent {i}", "slug": f"tent-{i}",
            "position": 10 + i, "description": "",
         "amenities": [], "photos": [], **stamps}
        for i in range(count)
    ]  # fmt: skip
    async with site.world.database.writing() as session:
        await sql.execute(session, insert(Unit), rows)


async def scrolled(page: Page) -> tuple[float, float]:
    left, top = await page.get_by_role("grid").evaluate("grid => [grid.scrollLeft, grid.scrollTop]")
    return left, top


@pytest.mark.parametrize("what", ["a stay", "free days"])
async def test_the_board_scrolls_while_something_is_dragged_near_its_edge(site: Site, what: str) -> None:
    await more_units(site, 40)
    await site.book("sana", 1, 2)
    page = await site.open("/board?days=60", as_="sana")
    await expect(bar(page)).to_be_visible()
    grid = await page.get_by_role("grid").bounding_box()
    assert grid is not None
    begin = await middle(bar(page)) if what == "a stay" else await cell(page, site, 5, "Oak Cabin")
    corner = (grid["x"] + grid["width"] - 22, grid["y"] + grid["height"] - 22)
    await drag(page, begin, corner, drop=False)
    await expect(page.get_by_test_id("ghost")).to_be_visible()
    # The pointer does not move any more; the board does, until both of its ends.
    await page.wait_for_function(
        "() => { const g = document.querySelector('[role=grid]'); return g.scrollLeft + g.clientWidth >= "
        "g.scrollWidth - 2 }"
    )
    await page.wait_for_function(
        "() => { const g = document.querySelector('[role=grid]'); return g.scrollTop + g.clientHeight >= "
        "g.scrollHeight - 2 }"
    )
    await page.mouse.move(grid["x"] + 190, grid["y"] + 60)
    await page.wait_for_function(
        "() => { const g = document.querySelector('[role=grid]'); return g.scrollLeft === 0 && g.scrollTop "
        "=== 0 }"
    )
    await page.mouse.move(*corner)
    await page.wait_for_function("() => document.querySelector('[role=grid]').scrollLeft > 400")
    await page.mouse.up()
    left, top = await scrolled(page)
    assert left > 400
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    if what == "a stay":
        await expect(dialog).not_to_contain_text(re.compile(r"After\s*Lake Tent"))
    # Nothing scrolls on by itself once it is dropped.
    await page.wait_for_timeout(120)
    assert await scrolled(page) == (left, top)
