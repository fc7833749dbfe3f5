"""From a press to the answer drawn, timed by the page itself: nothing asks the browser anything meanwhile.

A press counts from its event's own time (the click, or the key going down) to the end of the frame that paints the last
change of the page: of its elements, of a picture, or of what a table draws on its canvas. The answer is whole when the
script has run, no element is stale or a skeleton, and nothing has changed for `_QUIET_MS` more.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

_QUIET_MS = 400
_LONGEST_MS = 60_000
_FINISHED = ForwardMsg.DESCRIPTOR.fields_by_name["script_finished"].number
_WATCH = """
(() => {
  const watch = { pressed: NaN, finished: NaN, drawn: 0, isPainting: false };
  window.pressWatch = watch;
  const painted = new MessageChannel();
  painted.port1.onmessage = () => { watch.drawn = performance.now(); };
  const note = () => {
    if (watch.isPainting) return;
    watch.isPainting = true;
    requestAnimationFrame(() => { watch.isPainting = false; painted.port2.postMessage(0); });
  };
  for (const kind of ["click", "keydown"])
    addEventListener(kind, (event) => { if (isNaN(watch.pressed)) watch.pressed = event.timeStamp; }, true);
  addEventListener("load", note, true);
  const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (...words) { note(); return write.apply(this, words); };
  // What a table tells assistive programs stands in its canvas, and follows a while after the picture.
  const isSeen = ({ type, target }) =>
    !(type === "attributes" || !target.closest ? target.parentElement : target)?.closest("canvas");
  new MutationObserver((changes) => { if (changes.some(isSeen)) note(); })
    .observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const hasField = (bytes, wanted) => {  // on the first level of a message of protocol buffers
    let at = 0;
    const number = () => {
      let found = 0, step = 1;
      do { found += (bytes[at] & 127) * step; step *= 128; } while (bytes[at++] > 127);
      return found;
    };
    while (at < bytes.length) {
      const tag = number(), kind = tag % 8;
      if ((tag - kind) / 8 === wanted) return true;
      const size = kind === 2 ? number() : kind === 1 ? 8 : kind === 5 ? 4 : 0;
      if (kind === 0) number();
      at += size;
    }
    return false;
  };
  window.WebSocket = class extends WebSocket {
    constructor(...how) {
      super(...how);
      this.addEventListener("message", ({ data }) => {
        if (hasField(new Uint8Array(data), FINISHED)) watch.finished = performance.now();
      });
    }
  };
})()
""".replace("FINISHED", str(_FINISHED))
_WAIT = """
([quiet, longest]) => new Promise((done, fail) => {
  const watch = window.pressWatch, since = performance.now();
  const look = () => {
    const isWhole = watch.finished > watch.pressed && !watch.isPainting
      && performance.now() - Math.max(watch.drawn, watch.finished) > quiet
      && document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')
      && !document.querySelector('[data-testid="stSkeleton"], [data-stale="true"]');
    if (isWhole) done(Math.max(watch.drawn, watch.finished) - watch.pressed);
    else if (performance.now() - since > longest) fail(new Error(`No rest: ${JSON.stringify(watch)}`));
    else setTimeout(look, 50);
  };
  setTimeout(look, quiet);
})
"""


def watch_presses(context: BrowserContext) -> None:
    """Let every page that `context` opens time its presses."""
    context.add_init_script(_WATCH)


class Presses:
    """The presses on one page."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def time(self, act: Callable[[], None]) -> float:
        """Milliseconds from the press in `act` until all that it changes is drawn."""
        self._page.evaluate("() => { Object.assign(window.pressWatch, { pressed: NaN, finished: NaN }) }")
        act()
        return float(self._page.evaluate(_WAIT, [_QUIET_MS, _LONGEST_MS]))

    def press(self, button: Locator) -> float:
        """A press on a button."""
        button.wait_for(state="attached")
        button.scroll_into_view_if_needed()
        return self.time(lambda: button.click(force=True))

    def pick(self, key: str) -> float:
        """An option of a list that unfolds, other than the one chosen, from the press on it."""
        self._page.locator(f".st-key-{key} input").first.click()
        option = self._page.locator('[role=option][aria-selected="false"]').first
        option.wait_for()
        return self.time(option.click)

    def slide(self, run: int) -> float:
        """A slider one step up or down by the keyboard."""
        self._page.get_by_role("slider").first.focus()
        return self.time(lambda: self._page.keyboard.press(("ArrowRight", "ArrowLeft")[run % 2]))
