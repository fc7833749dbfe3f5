"""What a person waits for, and what her browser receives and holds: one way of showing points, one size, one visit."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page

from tests.e2e.browser import wait_ready

LIMIT_MS = 60_000
# Counts what WebGL is told to draw: a deck.gl layer draws one instance per point.
COUNT_INSTANCES = """
window.kkInstances = 0;
for (const kind of [window.WebGL2RenderingContext, window.WebGLRenderingContext]) {
  for (const name of ["drawArraysInstanced", "drawElementsInstanced"]) {
    const draw = kind?.prototype[name];
    if (draw) kind.prototype[name] = function (...args) {
      window.kkInstances = args.at(-1);
      return draw.apply(this, args);
    };
  }
}"""
# How many points each way has drawn, asked in the page, its frames at hand as `docs`. -1: not yet there.
CLUSTERED = """docs.map((doc) => [...doc.querySelectorAll(".marker-cluster span")]
    .reduce((sum, e) => sum + Number(e.textContent), 0)
    + doc.querySelectorAll(".leaflet-marker-icon:not(.marker-cluster)").length).find((n) => n > 0) ?? -1"""
COUNTS = {
    # Ours names the state it has drawn; that it draws every entry is proven by tests/e2e.
    "app": """docs.map((doc) => doc.documentElement.dataset)
        .some((d) => d.kkState !== undefined && d.kkState !== before && Number(d.kkDrawn) > 0) ? expected : -1""",
    "markers": CLUSTERED,
    "fast": CLUSTERED,
    "geojson": """docs.map((doc) => doc.defaultView.map?._layers)
        .map((layers) => layers ? Object.values(layers).filter((l) => l._radius !== undefined).length : 0)
        .find((n) => n > 0) ?? -1""",
    "vectorgrid": """docs.map((doc) => Object.values(doc.defaultView.map?._layers ?? {}).find((l) => l._vectorTiles))
        .filter(Boolean).map((grid) => Object.values(grid._vectorTiles)
          .reduce((sum, tile) => sum + Object.keys(tile._features).length, 0)).find((n) => n > 0) ?? -1""",
    "pydeck": "window.kkInstances || -1",
    "stmap": "window.kkInstances || -1",
    "bare": "Number(document.documentElement.dataset.drawn ?? -1)",
}
# From `act` (a selector to click, or the next click on the page) to the expected number drawn, a card open when asked
# for, and a picture on the screen.
STOPWATCH = """([count, expected, card, limit]) => {
  window.kkInstances = 0;
  const before = [...document.querySelectorAll("iframe")]
    .map((f) => f.contentDocument?.documentElement?.dataset.kkState).find(Boolean);
  const read = () => {
    const docs = [document, ...[...document.querySelectorAll("iframe")].map((f) => f.contentDocument)]
      .filter((doc) => doc?.documentElement);
    return { docs, n: COUNT };
  };
  const until = async (found) => {
    for (const began = performance.now(); performance.now() - began < limit; ) {
      const value = found();
      if (value) return value;
      await new Promise((next) => setTimeout(next, 5));
    }
    throw new Error("too slow");
  };
  const clicked = new Promise((resolve) => addEventListener("click", () => resolve(performance.now()),
    { capture: true, once: true }));
  window.kkStopwatch = clicked.then(async (began) => {
    const { docs } = await until(() => { const now = read(); return now.n === expected && now; });
    if (card) {
      const [press, opened] = card;
      const button = await until(() => docs.map((doc) => doc.querySelector(press)).find(Boolean));
      button.click();
      await until(() => docs.map((doc) => doc.querySelector(opened)).find(Boolean));
    }
    await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
    return performance.now() - began;
  }).catch((error) => { if (error.message === "too slow") return -1; throw error; });
}"""
WATCH_FRAMES = """() => {
  window.kkFrames = [];
  const note = (now) => { window.kkFrames.push(now); window.kkWatching = requestAnimationFrame(note); };
  note(performance.now());
}"""
READ_FRAMES = "() => { cancelAnimationFrame(window.kkWatching); return window.kkFrames; }"


@dataclass
class Seen:
    """One visit. Milliseconds; None where there was none, -1 beyond the limit. Bytes as they came over the wire."""

    navigation: float | None = None
    again: float | None = None
    filter: float | None = None
    pan_fps: float | None = None
    pan_worst: float | None = None
    websocket: int = 0
    http: int = 0
    heap: int | None = None


@dataclass
class Wire:
    """Bytes that the page receives from now on."""

    websocket: int = 0
    http: int = 0
    _started: list[Any] = field(default_factory=list)

    def listen(self, page: Page) -> None:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.webSocketFrameReceived", self._note_frame)
        session.on("Network.loadingFinished", self._note_answer)
        self._started.append(session)

    def _note_frame(self, event: dict[str, Any]) -> None:
        said = event["response"]
        self.websocket += len(said["payloadData"]) * 3 // 4 if said["opcode"] == 2 else len(said["payloadData"])

    def _note_answer(self, event: dict[str, Any]) -> None:
        self.http += int(event["encodedDataLength"])


def visit(context: BrowserContext, way: str, address: str, *, n: int, n_filtered: int) -> Seen:
    """Open the map from a page beside it, weigh what the browser holds, drag the map, leave and come back, filter."""
    page = context.new_page()
    page.set_default_timeout(LIMIT_MS * 2)
    seen = Seen()
    try:
        page.goto(f"{address}/{'om' if way == 'app' else ''}")
        if way != "bare":
            wait_ready(page, LIMIT_MS)
            page.wait_for_timeout(1000)
        wire = Wire()
        wire.listen(page)
        card = [".kk-row[data-row]:not(.kk-loading)", ".kk-card"] if way == "app" else None
        seen.navigation = _time(page, way, n, lambda: _go(page, way), card=card)
        page.wait_for_timeout(300)
        seen.websocket, seen.http = wire.websocket, wire.http
        if seen.navigation < 0:
            return seen
        seen.heap = _weigh(page)
        seen.pan_fps, seen.pan_worst = _drag(page)
        _go_back(page, way, address)
        seen.again = _time(page, way, n, lambda: _go(page, way), card=card)
        press = _prepare_filter(page, way)
        page.wait_for_timeout(500)
        seen.filter = _time(page, way, n_filtered, press)
    except Error as error:
        if "Timeout" not in str(error) and "crash" not in str(error).lower():
            raise
        seen.navigation = -1.0 if seen.navigation is None else seen.navigation
    finally:
        with suppress(Error):
            page.close()
    return seen


def _go(page: Page, way: str) -> None:
    if way == "bare":
        page.evaluate("sessionStorage.began = Date.now()")
        page.goto(page.url.rstrip("/") + "/map.html")
        return
    name = "Karta" if way == "app" else way
    page.locator(f'[data-testid="stTopNavLink"]:has-text("{name}")').first.click()


def _go_back(page: Page, way: str, address: str) -> None:
    """To the page beside the map, by its link; the bare page has its address only."""
    if way == "bare":
        page.goto(address)
        return
    page.locator(f'[data-testid="stTopNavLink"]:has-text("{"Om" if way == "app" else "Start"}")').first.click()
    page.locator("iframe, canvas").first.wait_for(state="detached")
    wait_ready(page, LIMIT_MS)
    page.wait_for_timeout(1000)


def _time(page: Page, way: str, expected: int, act: Callable[[], Any], *, card: list[str] | None = None) -> float:
    script = STOPWATCH.replace("COUNT", COUNTS[way])
    if way == "bare" and "map.html" not in page.url:
        act()
        return float(page.evaluate(_ARRIVED, expected))
    page.evaluate(script, [way, expected, card, LIMIT_MS])
    act()
    return float(page.evaluate("() => window.kkStopwatch"))


_ARRIVED = """async (expected) => {
  while (Number(document.documentElement.dataset.drawn) !== expected) await new Promise((next) => setTimeout(next, 5));
  await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
  return Date.now() - Number(sessionStorage.began);
}"""


def _prepare_filter(page: Page, way: str) -> Callable[[], Any]:
    """Everything up to the click that chooses "bibliotek"."""
    if way == "app":
        page.locator(".st-key-filter_bar button", has_text="Mötesplats").first.click()
        box = page.get_by_text(re.compile(r"^Bibliotek \(")).first
        box.wait_for()
        return box.click
    if way == "bare":
        return page.locator("#filter").click
    page.locator('[data-testid="stSelectbox"] input').click()
    option = page.get_by_role("option", name="bibliotek")
    option.wait_for()
    return option.click


def _drag(page: Page) -> tuple[float, float]:
    """Frames per second and the longest frame (ms) while the map is dragged 300 pixels there and back."""
    frame = next((f for f in page.frames if "streamlit_folium" in f.url), page.main_frame)
    box = page.locator(
        'iframe[title*="streamlit_folium"], [data-testid="stDeckGlJsonChart"], #map, [data-testid="stPydeckChart"]'
    ).first.bounding_box()
    if box is None:
        return 0.0, 0.0
    x, y = box["x"] + box["width"] * 0.35, box["y"] + min(box["height"], 600) / 2
    page.mouse.move(x, y)
    page.mouse.down()
    frame.evaluate(WATCH_FRAMES)
    for step in range(1, 41):
        offset = 15 * (step if step <= 20 else 40 - step)
        page.mouse.move(x + offset, y + offset / 3)
        page.wait_for_timeout(8)
    times = frame.evaluate(READ_FRAMES)
    page.mouse.up()
    gaps = [later - earlier for earlier, later in pairwise(times)]
    return (1000 * len(gaps) / sum(gaps), max(gaps)) if gaps else (0.0, 0.0)


def _weigh(page: Page) -> int:
    """Bytes of the page's JavaScript after a collection, typed arrays too."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    usage = session.send("Runtime.getHeapUsage")
    session.detach()
    return int(usage["usedSize"] + usage.get("backingStorageSize", 0))
