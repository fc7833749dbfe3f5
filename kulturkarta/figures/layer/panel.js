// @ts-check
// What stands beside the map: how many entries, which of them are listed, and the list.
import { element } from "./dom.js";
import { EntryList } from "./list.js";
import { POSITIONED } from "./points.js";

/** @typedef {"alla" | "vy" | "utan-plats"} Which */

export class Panel {
  /** @param {any} layer the MapLayer */
  constructor(layer) {
    this.layer = layer;
    this.shell = layer.shell;
    const { base, lang, texts, looks } = layer.config;
    this.list = new EntryList(
      this.shell.scroller,
      { points: layer.points, looks, base, lang, texts },
      { open: (row) => layer.openCard(row, true), hover: (row) => layer.hover(row) },
    );
    /** @type {Which} */
    this.which = readWhich(layer.address.get("lista"));
    /** @type {number[] | null} the entries of one spot, while they are listed */
    this.place = null;
  }

  /** @param {Which} which @returns {number[]} */
  rowsOf(which) {
    const { points, state } = this.layer;
    const { n, x, y, flags } = points;
    const { west, east, north, south } = this.layer.marks.box;
    const rows = [];
    for (let i = 0; i < n; i++) {
      if (!this.layer.shows(i)) continue;
      const positioned = flags[i] & POSITIONED;
      if (which === "utan-plats" && positioned) continue;
      if (which === "vy" && (!positioned || x[i] < west || x[i] > east || y[i] < north || y[i] > south)) continue;
      rows.push(i);
    }
    return state.order ? rows.sort((a, b) => this.rank(a) - this.rank(b)) : rows;
  }

  /** @param {number} row place in a search's order of relevance */
  rank(row) {
    const { order } = this.layer.state;
    if (this.ranked !== order) {
      this.ranked = order;
      this.ranks = new Map(order?.map((/** @type {number} */ r, /** @type {number} */ at) => [r, at]));
    }
    return this.ranks?.get(row) ?? this.layer.points.n + row;
  }

  /** @param {number[]} rows the entries of one spot */
  listPlace(rows) {
    this.place = rows;
    this.fill();
    /** @type {HTMLElement | null} */ (this.shell.scroller.querySelector("button"))?.focus({ preventScroll: true });
  }

  /** The whole panel anew, the list from its top. */
  fill() {
    if (!this.layer.config.with_list) return;
    this.fillTabs();
    const rows = this.place ?? this.rowsOf(this.which);
    this.list.show(rows);
    this.shell.scroller.scrollTop = 0;
    this.shell.panel.classList.toggle("kk-empty", rows.length === 0);
    this.shell.panel.dataset.empty = this.layer.config.texts.empty;
  }

  /** The view moved. */
  follow() {
    if (!this.layer.config.with_list) return;
    if (this.which === "vy" && !this.place) this.fill();
    else this.fillTabs();
  }

  fillTabs() {
    const { texts, locale } = this.layer.config;
    const format = new Intl.NumberFormat(locale);
    const sizes = {
      alla: this.rowsOf("alla").length,
      vy: this.rowsOf("vy").length,
      "utan-plats": this.rowsOf("utan-plats").length,
    };
    const { tabs, count } = this.shell;
    count.textContent = [
      texts.count.replace("{shown}", format.format(sizes.alla)).replace("{total}", format.format(this.layer.points.n)),
      this.layer.selection?.label,
    ]
      .filter(Boolean)
      .join(" · ");
    const labels = { alla: texts.tab_all, vy: texts.tab_view, "utan-plats": texts.tab_unplaced };
    const buttons = Object.entries(labels).map(([which, label]) => {
      const pressed = !this.place && which === this.which;
      const button = element(
        "button",
        { type: "button", "aria-pressed": String(pressed), "data-which": which },
        `${label} ${format.format(sizes[/** @type {Which} */ (which)])}`,
      );
      button.addEventListener("click", () => this.choose(/** @type {Which} */ (which)));
      return button;
    });
    if (this.place) {
      const here = texts.tab_here.replace("{n}", format.format(this.place.length));
      buttons.push(element("button", { type: "button", "aria-pressed": "true", "data-which": "har" }, here));
    }
    const focused = /** @type {HTMLElement | null} */ (tabs.querySelector(":focus"))?.dataset.which;
    tabs.replaceChildren(...buttons);
    if (focused) /** @type {HTMLElement | null} */ (tabs.querySelector(`[data-which="${focused}"]`))?.focus();
  }

  /** @param {Which} which */
  choose(which) {
    this.which = which;
    this.place = null;
    this.layer.address.set({ lista: which === "alla" ? "" : which });
    this.fill();
  }

  /** The address changed under us. */
  followAddress() {
    const which = readWhich(this.layer.address.get("lista"));
    if (which === this.which) return;
    this.which = which;
    this.fill();
  }
}

/** @param {string} text @returns {Which} */
const readWhich = (text) => (text === "vy" || text === "utan-plats" ? text : "alla");
