// @ts-check
// The list beside the map. Only the rows in sight exist as elements; their words are fetched in chunks.
import { drawMark, element } from "./dom.js";
import { APPROXIMATE, CLOSED, POSITIONED } from "./points.js";

const ROW_HEIGHT = 60;
const OVERSCAN = 6;
const CHUNK = 500;

export class EntryList {
  /**
   * @param {HTMLElement} scroller
   * @param {{points: import("./points.js").Points, looks: any[], base: string, lang: string,
   *   texts: Record<string, string>}} source
   * @param {{open: (row: number) => void, hover: (row: number | null) => void}} on
   */
  constructor(scroller, source, on) {
    this.scroller = scroller;
    this.source = source;
    this.on = on;
    /** @type {ArrayLike<number>} */
    this.rows = [];
    /** @type {Map<number, Promise<string[][]>>} */
    this.chunks = new Map();
    this.highlighted = -1;
    this.chosen = -1;
    this.list = element("ul", { class: "kk-list" });
    scroller.append(this.list);
    scroller.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(scroller);
  }

  /** @param {ArrayLike<number>} rows entries to list, in order */
  show(rows) {
    this.rows = rows;
    this.list.style.height = `${rows.length * ROW_HEIGHT}px`;
    this.drawn = "";
    this.draw();
  }

  /**
   * @param {number} row
   * @returns {Promise<string[]>} id, name, what and where
   */
  async words(row) {
    const chunk = Math.floor(row / CHUNK);
    let loading = this.chunks.get(chunk);
    if (!loading) {
      loading = fetch(`${this.source.base}rows?chunk=${chunk}&lang=${this.source.lang}`).then((answer) => {
        if (!answer.ok) throw new Error(`rows: ${answer.status}`);
        return answer.json();
      });
      this.chunks.set(chunk, loading);
      loading.catch(() => this.chunks.delete(chunk));
    }
    return (await loading)[row % CHUNK];
  }

  draw() {
    const first = Math.max(0, Math.floor(this.scroller.scrollTop / ROW_HEIGHT) - OVERSCAN);
    const last = Math.min(
      this.rows.length,
      Math.ceil((this.scroller.scrollTop + this.scroller.clientHeight) / ROW_HEIGHT) + OVERSCAN,
    );
    const window = `${first}-${last}`;
    if (window === this.drawn) return;
    this.drawn = window;
    const focused = /** @type {HTMLElement | null} */ (this.list.querySelector("button:focus"))?.dataset.row;
    const items = [];
    for (let at = first; at < last; at++) items.push(this.item(this.rows[at], at));
    this.list.replaceChildren(...items);
    if (focused !== undefined) {
      /** @type {HTMLElement | null} */ (this.list.querySelector(`button[data-row="${focused}"]`))?.focus();
    }
  }

  /** @param {number} row @param {number} at */
  item(row, at) {
    const { points, looks, texts } = this.source;
    const flags = points.flags[row];
    const name = element("span", { class: "kk-row-name" }, texts.loading_row);
    const about = element("span", { class: "kk-row-about" });
    const button = element(
      "button",
      { type: "button", class: "kk-row", "data-row": String(row) },
      drawMark(looks[points.look[row]], {
        hollow: !(flags & POSITIONED) || !!(flags & APPROXIMATE),
        faded: !!(flags & CLOSED),
        size: 28,
      }),
      element("span", { class: "kk-row-words" }, name, about),
    );
    if (row === this.chosen) button.setAttribute("aria-current", "true");
    if (row === this.highlighted) button.classList.add("kk-lit");
    button.addEventListener("click", () => this.on.open(row));
    button.addEventListener("mouseenter", () => this.on.hover(row));
    button.addEventListener("mouseleave", () => this.on.hover(null));
    button.addEventListener("focus", () => this.on.hover(row));
    button.addEventListener("blur", () => this.on.hover(null));
    this.words(row).then(
      ([id, title, where]) => {
        button.dataset.id = id;
        name.textContent = title;
        about.textContent = flags & POSITIONED ? where : `${where} · ${texts.no_position}`;
      },
      () => {
        name.textContent = texts.load_failed;
      },
    );
    return element(
      "li",
      {
        style: `top:${at * ROW_HEIGHT}px`,
        "aria-setsize": String(this.rows.length),
        "aria-posinset": String(at + 1),
      },
      button,
    );
  }

  /** @param {number} row -1 for none */
  highlight(row) {
    this.highlighted = row;
    for (const button of this.list.querySelectorAll("button")) {
      button.classList.toggle("kk-lit", Number(button.dataset.row) === row);
    }
  }

  /** @param {number} row -1 for none */
  choose(row) {
    this.chosen = row;
    const at = Array.prototype.indexOf.call(this.rows, row);
    const top = at * ROW_HEIGHT;
    const { scrollTop, clientHeight } = this.scroller;
    if (at >= 0 && (top < scrollTop || top + ROW_HEIGHT > scrollTop + clientHeight)) {
      this.scroller.scrollTop = top - clientHeight / 2 + ROW_HEIGHT / 2;
    }
    this.drawn = "";
    this.draw();
  }
}
