"""Takes the pictures of the README anew: three pages in Swedish, light, without tiles, in a palette to be small."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from kulturkarta.launch.browser import OF_PLAYWRIGHT, find_browser
from tests.e2e.browser import Visit, start_visit
from tests.e2e.layer import map_frame
from tests.e2e.server import CLONE, serve

FOLDER = CLONE / "docs" / "screenshots"
WIDTH_PX = 1440  # with the height of start_visit: 1440 x 900
MAX_BYTES = 250_000
COLOURS = 128
FADE_MS = 1500
PAGES = {"karta": {}, "kommun": {"kommun": "0482"}, "data": {}}


def main() -> int:
    """Write one picture per page into docs/screenshots; 1 when no browser was found."""
    path = find_browser()
    if not path:
        sys.stderr.write("No Chromium was found: set KULTURKARTA_CHROMIUM to its path.\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder) / "log.txt", environment={"KULTURKARTA_TILE_URL": "none"}) as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=None if path == OF_PLAYWRIGHT else path, args=["--no-sandbox"] if is_root else []
        )
        with start_visit(browser, url, width=WIDTH_PX, lang="sv", theme="light") as visit:
            for name, params in PAGES.items():
                picture = shrink(take_picture(visit, name, params))
                (FOLDER / f"{name}.png").write_bytes(picture)
                print(f"{name}.png: {len(picture) // 1000} kB")
        browser.close()
    return 0


def take_picture(visit: Visit, name: str, params: dict[str, str]) -> bytes:
    """The window as it looks when page, fonts, map and charts have been drawn."""
    page = visit.open("" if name == "karta" else name, **params)
    if name == "karta":
        map_frame(page)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.wait_for_timeout(FADE_MS)
    return page.screenshot()


def shrink(png: bytes) -> bytes:
    """`png` with a palette. Raises ValueError when it is still too large for a repository."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    small = io.BytesIO()
    picture.save(small, "PNG", optimize=True)
    if small.tell() > MAX_BYTES:
        raise ValueError(f"The picture has {small.tell()} bytes, more than {MAX_BYTES}")
    return small.getvalue()


if __name__ == "__main__":
    sys.exit(main())
