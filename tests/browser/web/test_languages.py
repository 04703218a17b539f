"""The web app in a pseudo-language: accented English, about 40 % longer, each text in brackets.

The catalogue is generated from the English ones and is part of no build; the app loads it from its origin. A
text without brackets is missing in the catalogues. Data, numbers and dates stay as they are.
"""

import json
import re
import subprocess
from functools import cache
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.web.harness import WEB, Site, Width
from tests.browser.web.test_every_page import EVERYBODY, PAGES, arrived, places, resize

LOCALE = "en-XA"
SWITCH = (
    f"() => {{ localStorage.setItem('soulter.language', '{LOCALE}'); window.dispatchEvent(new "
    f"Event('languagechange')); }}"
)
DATA = re.compile(
    r"\b(?:Mon|Tues?|Wed(?:nes)?|Thur?s?|Fri|Sat(?:ur)?|Sun)(?:day)?\b"
    r"|\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b"
    r"|\b[AP]M\b|\b[\w.]+@[\w.]+\b|\bSoulter\b|\b(?:PKR|MB|ms)\b|\bAsia/Karachi\b|\b[A-Z]{2}-[A-Z0-9]{4,}\b|"
    r"[0-9a-f-]{32,36}"
)
"""Dates, addresses, codes and names that are the same in every language."""
TEXTS = """() => {
  const shown = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !element.closest("svg, style, script");
  const found = [["title", document.title]];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode())
    if (shown(texts.currentNode.parentElement)) found.push(["text", texts.currentNode.data]);
  for (const element of document.body.querySelectorAll("*"))
    for (const name of ["aria-label", "aria-description", "alt", "placeholder", "title"])
      if (element.hasAttribute(name) && shown(element)) found.push([name, element.getAttribute(name)]);
  return found;
}"""
CUT_OFF = """() => [...document.body.querySelectorAll("*")].filter((element) => {
  const own = [...element.childNodes]
    .filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("");
  if (!own.includes("⟦") || !element.checkVisibility()) return false;
  const style = getComputedStyle(element);
  if (style.clip !== "auto" || style.clipPath !== "none") return false;  // only for screen readers
  const across = style.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1;
  const down = style.overflowY === "hidden" && element.scrollHeight > element.clientHeight + 1;
  return across || down;
}).map((element) => element.textContent)"""


@cache
def catalogue() -> str:
    """The module that the app loads as the language."""
    made = subprocess.run(
        [WEB / "with-node", "node", "scripts/pseudo.mjs"], cwd=WEB, capture_output=True, text=True, check=True
    )
    return made.stdout


async def serve(page: Page) -> None:
    async def answer(route: Route) -> None:
        await route.fulfill(content_type="text/javascript", body=catalogue())

    await page.route(f"**/locales/{LOCALE}.js", answer)


def untranslated(found: list[list[str]], data: set[str]) -> list[str]:
    """What has letters that stand neither in brackets nor in what people wrote."""
    return [f"{kind}: {text}" for kind, text in found if re.search(r"[^\W\d_]", _bare(text, data))]


def _bare(text: str, data: set[str]) -> str:
    while (without := re.sub(r"⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = without
    for word in sorted(data, key=len, reverse=True):
        text = text.replace(word, " ")
    return DATA.sub(" ", text)


async def written(site: Site) -> set[str]:
    """What people wrote: names of units, places and people, and what stands in bookings."""
    zara = await site.world.login("zara")
    found: set[str] = {site.world.stack.settings.environment}

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            for member in value.values():
                collect(member)
        elif isinstance(value, list):
            for member in value:
                collect(member)
        elif isinstance(value, str) and re.search(
            r"[a-z]", value
        ):  # a word in capitals is a status, which must be translated
            found.update((value, value[:2].upper()))  # an avatar has the first letters of a name

    for path in (
        "/api/units",
        "/api/properties",
        "/api/bookings",
        "/api/users",
        "/api/guests",
        "/api/holds",
        "/api/system",
    ):
        collect((await zara.get(path)).json())
    return found


async def judge(page: Page, data: set[str]) -> list[str]:
    """What is wrong with the page as it is, at the size that it has."""
    await arrived(page)
    wide = await page.evaluate(
        "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    wrong = ["scrolls sideways"] if wide else []
    wrong += [f"not translated: {text}" for text in untranslated(await page.evaluate(TEXTS), data)]
    return wrong + [f"cut off: {text}" for text in await page.evaluate(CUT_OFF)]


async def test_every_page_speaks_another_language_and_keeps_its_layout(site: Site) -> None:
    filling = await places(site, "zara")
    data = await written(site)
    wrong: list[str] = []
    for name in ("zara", "nobody"):
        page = await site.open("/", Width.PHONE, as_=None if name == "nobody" else name)
        await serve(page)
        await expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^[^⟦]+$"))
        await page.evaluate(SWITCH)
        await expect(page.get_by_role("heading", level=1)).to_contain_text("⟦")
        assert await page.evaluate("document.documentElement.lang") == LOCALE
        for who, address in PAGES.values():
            if name not in who or (name == "zara" and who == EVERYBODY):
                continue
            await page.goto("about:blank")
            await resize(page, Width.PHONE)
            await page.goto(site.web + address.format(**filling))
            wrong += [f"{address} on a phone, {what}" for what in await judge(page, data)]
            await resize(page, Width.DESKTOP)
            wrong += [f"{address} at a desk, {what}" for what in await judge(page, data)]
    assert wrong == [], "\n".join(dict.fromkeys(wrong))


async def speak(page: Page) -> None:
    """Switch the page to the language."""
    await serve(page)
    await page.evaluate(SWITCH)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("⟦")


@pytest.mark.parametrize("width", [Width.PHONE, Width.DESKTOP])
async def test_a_form_says_in_another_language_what_is_wrong_with_its_fields(
    site: Site, width: Width
) -> None:
    data = await written(site)
    page = await site.open("/account", width, as_="zara")
    await speak(page)
    form = page.locator("form").filter(has=page.locator("input[type=tel]"))
    name, phone = form.locator("input[autocomplete=name]"), form.locator("input[type=tel]")
    await name.fill("  ")
    await phone.fill("call me")
    await form.locator("[type=submit]").click()
    for field in (name, phone):
        await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(form.locator("[class*=error]:not(input)").filter(has_text="⟦")).to_have_count(2)
    assert await judge(page, data) == []


async def test_a_form_says_every_error_of_a_field_in_another_language(site: Site) -> None:
    """The API refuses once for each code; nothing of its English sentences is shown."""
    data = await written(site) | {"ACTIVE", "INACTIVE"}
    examples = json.loads((WEB / "src/text/public/field-examples.json").read_text(encoding="utf-8"))
    page = await site.open("/account", as_="zara")
    await speak(page)

    async def refuse(route: Route) -> None:
        if route.request.method != "PATCH":
            await route.continue_()
            return
        real = await route.fetch()
        problem = await real.json()
        problem["errors"] = [{"pointer": "/phone", **refused[-1]}]
        await route.fulfill(response=real, json=problem)

    await page.route("**/api/auth/me", refuse)
    form = page.locator("form").filter(has=page.locator("input[type=tel]"))
    wrong: list[str] = []
    refused: list[dict[str, Any]] = []
    for example in examples:
        refused.append(example)
        await form.locator("input[type=tel]").fill(f"call me {len(refused)}")
        async with page.expect_response(lambda answer: answer.request.method == "PATCH") as answered:
            await form.locator("[type=submit]").click()
        assert (await answered.value).status == 422
        await expect(form.locator("input[type=tel]")).to_have_attribute("aria-invalid", "true")
        wrong += [f"{example['code']}: {what}" for what in untranslated(await page.evaluate(TEXTS), data)]
    assert wrong == []
    assert len(refused) > 25


def test_a_text_without_brackets_is_noticed() -> None:
    data = {"Lake Tent", "Zara Malik"}
    assert (
        untranslated(
            [["text", "⟦Ŧȧȧķḗḗƞ Lake Tent⟧, Zara Malik · 2 May 2027"], ["text", "⟦ȧȧ ⟦ƀ⟧⟧ PKR 45,000.00"]],
            data,
        )
        == []
    )
    assert untranslated([["text", "⟦Ŧȧȧķḗḗƞ⟧ by"], ["placeholder", "Name"]], data) == [
        "text: ⟦Ŧȧȧķḗḗƞ⟧ by",
        "placeholder: Name",
    ]
