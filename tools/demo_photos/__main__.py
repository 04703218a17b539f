"""Draws every photo in a Chromium, in the widths in which photos are kept."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright
from tests.browser import chromium

from soulter.inventory.picture_formats import WIDTHS
from tools.demo_photos import exteriors, interiors
from tools.demo_photos.svg import H, W

FOLDER = Path(__file__).parents[1] / "src" / "soulter" / "seeds" / "photos"

DRAWN: dict[str, Callable[[], str]] = {
    "bell-lakeside": exteriors.lake_tent,
    "bell-orchard": exteriors.orchard_tent,
    "bell-ridge": exteriors.ridge_tent,
    "bell-inside": interiors.bell,
    "bell-evening": exteriors.bell_evening,
    "lake-morning": exteriors.lake_jetty,
    "lodge-walnut": exteriors.walnut_lodge,
    "lodge-river": exteriors.river_lodge,
    "lodge-inside": interiors.lodge,
    "lodge-evening": exteriors.lodge_evening,
    "dome-north-star": exteriors.dome_of_the_north_star,
    "dome-milky-way": exteriors.dome_of_the_milky_way,
    "dome-inside": interiors.dome,
    "dome-morning": exteriors.dome_morning,
    "treehouse": exteriors.in_the_deodar,
    "treehouse-inside": interiors.treehouse,
    "treehouse-bridge": exteriors.rope_bridge,
    "treehouse-night": exteriors.treehouse_night,
    "pitch-1": lambda: exteriors.pitch_evening(1),
    "pitch-2": lambda: exteriors.pitch_evening(2),
    "pitch-morning": exteriors.pitch_morning,
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
