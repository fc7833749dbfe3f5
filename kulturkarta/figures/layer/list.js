// @ts-check
// The list beside the map. Only the rows in sight exist as elements; their words are fetched when they stand still.
import { drawMark, element } from "./dom.js";
import { APPROXIMATE, CLOSED, POSITIONED } from "./points.js";
import { ScrollScale } from "./scroll.js";

const ROW_HEIGHT = 60;
const OVERSCAN = 6;
const STILL_MS = 60;

export class EntryList {
  /**
   * @param {HTMLElement} scroller
   * @param {{points: import("./points.js").Points, looks: any[], texts: Record<string, string>,
   *   words: (row: number) => Promise<string[]>, peek: (row: number) => string[] | undefined}} source
   * @param {{open: (row: number) => void, hover: (row: number | null) => void}} on
   */
  constructor(scroller, source, on) {
    this.scroller = scroller;
    this.source = source;
    this.on = on;
    /** @type {ArrayLike<number>} */
    this.rows = [];
    /** Says how far a row is, when the list is sorted by that. @type {((row: number) => string) | null} */
    this.distance = null;
    /** @type {(row: number) => boolean} */
    this.isLit = () => false;
    this.chosen = -1;
    this.active = 0; // where in the list the tab key stops
    this.top = 0;
    this.scale = new ScrollScale();
    this.list = element("ul", { class: "kk-list" });
    scroller.append(this.list);
    scroller.addEventListener("scroll", () => this.follow(), { passive: true });
    new ResizeObserver(() => this.measure()).observe(scroller);
    this.list.addEventListener("keydown", (event) => this.press(event));
    this.list.addEventListener("click", (event) => this.with(event, (row) => this.on.open(row)));
    for (const type of ["mouseover", "focusin"]) {
      this.list.addEventListener(type, (event) => this.with(event, (row) => this.on.hover(row)));
    }
    for (const type of ["mouseleave", "focusout"]) this.list.addEventListener(type, () => this.on.hover(null));
  }

  /** @param {Event} event @param {(row: number) => void} act */
  with(event, act) {
    const button = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest(".kk-row"));
    if (button) act(Number(button.dataset.row));
  }

  /** @param {ArrayLike<number>} rows entries to list, in order */
  show(rows) {
    this.rows = rows;
    this.active = 0;
    this.fit();
    this.go(0);
  }

  /** The panel has another size: the place is kept. */
  measure() {
    this.fit();
    this.draw();
  }

  fit() {
    this.scale.resize(this.rows.length * ROW_HEIGHT, this.scroller.clientHeight);
    this.list.style.height = `${this.scale.height}px`;
  }

  follow() {
    const { top, bar } = this.scale.moved(this.scroller.scrollTop);
    this.top = top;
    if (bar !== this.scroller.scrollTop) this.scroller.scrollTop = bar;
    this.draw();
  }

  /** @param {number} top pixels from the top of all rows */
  go(top) {
    const moved = this.scale.go(top);
    this.top = moved.top;
    this.scroller.scrollTop = moved.bar;
    this.draw(true);
  }

  /** @param {boolean} [anew] also when the same rows are in sight */
  draw(anew = false) {
    const first = Math.max(0, Math.floor(this.top / ROW_HEIGHT) - OVERSCAN);
    const last = Math.min(this.rows.length, Math.ceil((this.top + this.scroller.clientHeight) / ROW_HEIGHT) + OVERSCAN);
    const seen = `${first}-${last} ${this.scale.offset}`;
    if (seen === this.drawn && !anew) return;
    this.drawn = seen;
    const focused = /** @type {HTMLElement | null} */ (this.list.querySelector("button:focus"))?.dataset.row;
    const items = [];
    for (let at = first; at < last; at++) items.push(this.item(this.rows[at], at));
    this.list.replaceChildren(...items);
    this.giveStop();
    if (focused !== undefined) this.button(Number(focused))?.focus({ preventScroll: true });
    clearTimeout(this.still);
    if (anew) this.fillWords();
    else this.still = setTimeout(() => this.fillWords(), STILL_MS);
  }

  /** @param {number} row @param {number} at */
  item(row, at) {
    const { points, looks, texts, peek } = this.source;
    const flags = points.flagsOf(row);
    const button = element(
      "button",
      { type: "button", class: "kk-row", tabindex: "-1", "data-row": String(row), "data-at": String(at) },
      drawMark(looks[points.lookOf(row)], {
        hollow: !(flags & POSITIONED) || !!(flags & APPROXIMATE),
        faded: !!(flags & CLOSED),
        size: 28,
      }),
      element(
        "span",
        { class: "kk-row-words" },
        element("span", { class: "kk-row-name" }, texts.loading_row),
        element("span", { class: "kk-row-about" }),
      ),
    );
    const words = peek(row);
    if (words) this.tell(button, row, words);
    if (row === this.chosen) button.setAttribute("aria-current", "true");
    if (this.isLit(row)) button.classList.add("kk-lit");
    const place = { "aria-setsize": String(this.rows.length), "aria-posinset": String(at + 1) };
    return element("li", { style: `top:${at * ROW_HEIGHT - this.scale.offset}px`, ...place }, button);
  }

  /** The rows in sight that have no words yet get them. */
  fillWords() {
    for (const button of this.buttons()) {
      if (button.dataset.id) continue;
      const row = Number(button.dataset.row);
      this.source.words(row).then(
        (words) => this.tell(button, row, words),
        () => {
          button.querySelector(".kk-row-name")?.replaceChildren(this.source.texts.load_failed);
        },
      );
    }
  }

  /** @param {HTMLElement} button @param {number} row @param {string[]} words */
  tell(button, row, [id, title, where]) {
    const { points, texts } = this.source;
    button.dataset.id = id;
    const far = points.flagsOf(row) & POSITIONED ? this.distance?.(row) : texts.no_position;
    button.querySelector(".kk-row-name")?.replaceChildren(title);
    button.querySelector(".kk-row-about")?.replaceChildren([far, where].filter(Boolean).join(" · "));
  }

  /** @returns {HTMLElement[]} */
  buttons() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll(".kk-row"))];
  }

  /** @param {number} row @returns {HTMLElement | null} */
  button(row) {
    return this.list.querySelector(`.kk-row[data-row="${row}"]`);
  }

  /** The tab key stops at one row: the active one, or the first in sight when that is elsewhere. */
  giveStop() {
    const buttons = this.buttons();
    const inSight = buttons.find((button) => Number(button.dataset.at) * ROW_HEIGHT >= this.top) ?? buttons[0];
    const stop = buttons.find((button) => Number(button.dataset.at) === this.active) ?? inSight;
    for (const button of buttons) button.tabIndex = button === stop ? 0 : -1;
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const button = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest(".kk-row"));
    if (!button) return;
    const at = Number(button.dataset.at);
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / ROW_HEIGHT) - 1);
    const last = this.rows.length - 1;
    const goals = /** @type {Record<string, number>} */ ({
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: last,
    });
    if (!(event.key in goals)) return;
    event.preventDefault();
    this.focusAt(Math.min(Math.max(goals[event.key], 0), last));
  }

  /** @param {number} at place in the list */
  focusAt(at) {
    this.active = at;
    this.reveal(at, false);
    this.giveStop();
    /** @type {HTMLElement | null} */ (this.list.querySelector(`.kk-row[data-at="${at}"]`))?.focus({ preventScroll: true });
  }

  /** @param {number} at place in the list @param {boolean} centred */
  reveal(at, centred) {
    const top = at * ROW_HEIGHT;
    const { clientHeight } = this.scroller;
    if (top >= this.top && top + ROW_HEIGHT <= this.top + clientHeight) return;
    const above = top < this.top;
    this.go(centred ? top - clientHeight / 2 + ROW_HEIGHT / 2 : above ? top : top + ROW_HEIGHT - clientHeight);
  }

  /** @param {((row: number) => boolean) | null} test which rows are lit */
  highlight(test) {
    this.isLit = test ?? (() => false);
    for (const button of this.buttons()) button.classList.toggle("kk-lit", this.isLit(Number(button.dataset.row)));
  }

  /** @param {number} row -1 for none */
  choose(row) {
    this.chosen = row;
    const at = row < 0 ? -1 : Array.prototype.indexOf.call(this.rows, row);
    if (at >= 0) {
      this.active = at;
      this.reveal(at, true);
    }
    for (const button of this.buttons()) {
      if (Number(button.dataset.row) === row) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    this.giveStop();
  }
}
