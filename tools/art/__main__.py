"""Draws every photo in a Chromium, in the widths in which photos are kept."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright
from tests.browser import chromium

from soulter.inventory.picture_formats import WIDTHS
from tools.art import inside, places
from tools.art.kit import H, W

FOLDER = Path(__file__).parents[1] / "src" / "soulter" / "seeds" / "photos"

DRAWN: dict[str, Callable[[], str]] = {
    "bell-lakeside": places.lake_tent,
    "bell-orchard": places.orchard_tent,
    "bell-ridge": places.ridge_tent,
    "bell-inside": inside.bell,
    "bell-evening": places.bell_evening,
    "lake-morning": places.lake_jetty,
    "lodge-walnut": places.walnut_lodge,
    "lodge-river": places.river_lodge,
    "lodge-inside": inside.lodge,
    "lodge-evening": places.lodge_evening,
    "dome-north-star": places.dome_of_the_north_star,
    "dome-milky-way": places.dome_of_the_milky_way,
    "dome-inside": inside.dome,
    "dome-morning": places.dome_morning,
    "treehouse": places.in_the_deodar,
    "treehouse-inside": inside.treehouse,
    "treehouse-bridge": places.rope_bridge,
    "treehouse-night": places.treehouse_night,
    "pitch-1": lambda: places.pitch_evening(1),
    "pitch-2": lambda: places.pitch_evening(2),
    "pitch-morning": places.pitch_morning,
}


def keep(drawn: Image.Image, file: Path, width: int) -> int:
    """Flat colours need less than a photo does; the size in bytes."""
    copy = drawn.resize((width, round(width * H / W)), Image.Resampling.LANCZOS)
    copy.save(file, "WEBP", quality=58, method=6)
    return file.stat().st_size


def main(wanted: list[str]) -> None:
    """Draw those that are named, or all."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.found(Path(playwright.chromium.executable_path)), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": W, "height": H})
        for name in wanted or DRAWN:
            page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{DRAWN[name]()}")
            drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            sizes = [keep(drawn, FOLDER / f"{name}.{fits}.webp", fits) for fits in WIDTHS]
            sys.stdout.write(f"{name}: {', '.join(str(size // 1000) for size in sizes)} kB\n")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
