"""J. The first visit of the web app: bytes of scripts, and the largest contentful paint on a slow CPU."""

import os
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, async_playwright
from tests.browser import chromium

from bench.environment import Stage
from bench.startup import newcomer

SLOWER = 4
"""How many times slower than this machine's CPU."""

_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The browser does not say which paint is the last one. A second without another paint decides.
_PAINTED = """() => new Promise(resolve => {
  let waiting;
  new PerformanceObserver(list => {
    clearTimeout(waiting);
    waiting = setTimeout(resolve, 1000, list.getEntries().at(-1).startTime);
  }).observe({type: 'largest-contentful-paint', buffered: true});
})"""
_SCRIPTS = """() => performance.getEntriesByType('resource')
  .filter(entry => new URL(entry.name).pathname.endsWith('.js'))
  .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""


@dataclass(frozen=True)
class Visit:
    """One visit: bytes of scripts, milliseconds until the largest paint, and milliseconds of CPU time.

    Other programs on the machine hardly change the CPU time.
    """

    scripts: int
    painted: float
    worked: float


async def first_load(stage: Stage) -> None:
    """Open the start page of the demo, each time in a new browser profile."""
    (stage.folder / "first load").mkdir()
    with on_every_core():
        async with newcomer(stage.folder / "first load") as page, async_playwright() as playwright:
            executable = chromium.found(Path(playwright.chromium.executable_path))
            browser = await playwright.chromium.launch(executable_path=executable, args=_FLAGS)
            found = [await _visit(browser, page) for _ in range(1 + stage.effort.visits)][1:]
            await browser.close()
    stage.report.add("j. scripts of the first page, compressed", found[0].scripts / 1000, " kB", below=200)
    stage.report.add(
        f"j. largest paint, processor {SLOWER} times slower",
        statistics.median(visit.painted for visit in found) / 1000,
        " s",
        below=1.5,
    )
    stage.report.add(
        "j. the same without waiting for anybody: CPU of the page",
        statistics.median(visit.worked for visit in found) / 1000,
        " s",
    )


async def _visit(browser: Browser, url: str) -> Visit:
    context = await browser.new_context(viewport={"width": 390, "height": 844})
    page = await context.new_page()
    developer = await context.new_cdp_session(page)
    await developer.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    await developer.send("Performance.enable", {"timeDomain": "threadTicks"})
    await page.goto(url, wait_until="networkidle")
    scripts, painted = await page.evaluate(_SCRIPTS), await page.evaluate(_PAINTED)
    metrics = {
        metric["name"]: metric["value"]
        for metric in (await developer.send("Performance.getMetrics"))["metrics"]
    }
    await context.close()
    return Visit(scripts, painted, metrics["TaskDuration"] * 1000)


@contextmanager
def on_every_core() -> Iterator[None]:
    """A browser that shares a core with the driver would measure slower."""
    if not hasattr(os, "sched_getaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, range(os.cpu_count() or 1))
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
