"""Steps of a guest on the page, by the texts of the page."""

import re
from datetime import date

from playwright.async_api import Locator, Page, expect

from tests.browser.web.harness import Site


def spoken(day: date) -> str:
    """A date as the page says it."""
    month = "Sept" if day.month == 9 else f"{day:%b}"
    return f"{day:%a} {day.day} {month} {day.year}"


def span(first: date, last: date) -> str:
    """The dates of a stay as the page says them."""
    return f"{spoken(first)} \N{EN DASH} {spoken(last)}"


def day_of(page: Page, day: date) -> Locator:
    """The button of a day in the calendar, taken or not."""
    return page.get_by_role("button", name=re.compile(rf"^{re.escape(spoken(day))}(, taken)?$"))


async def pick(page: Page, *days: date) -> None:
    """Tap days in the calendar, turning its pages as far as needed."""
    for day in days:
        button = day_of(page, day)
        following = page.get_by_role("button", name="Next month")
        await expect(following).to_be_visible()
        for _ in range(12):
            if await button.count():
                break
            await following.click()
        await button.click()


async def to_last_step(
    site: Site, page: Page, unit: int = 0, name: str = "Ayesha Siddiqui", first: int = 10, nights: int = 2
) -> None:
    """From the address of a booking to the button that makes it."""
    stay = f"checkIn={site.day(first)}&checkOut={site.day(first + nights)}&adults=2"
    await page.goto(f"{site.web}/book/{site.world.units[unit]}?{stay}")
    await page.get_by_role("button", name="Continue").click()
    await page.get_by_role("textbox", name="Name").fill(name)
    await page.get_by_role("textbox", name="E-mail address").fill("ayesha@example.com")
    await page.get_by_role("textbox", name="Wishes").fill("We arrive late.")
    await page.get_by_role("button", name="Continue").click()
    await expect(page.get_by_role("button", name="Book now")).to_be_visible()
