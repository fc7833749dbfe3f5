// @ts-check
// What stands beside the map: how many entries, which of them are listed and in which order, and the list.
import { element } from "./dom.js";
import { EntryList } from "./list.js";
import { APPROXIMATE } from "./points.js";
import { metresFrom, sortByDistance, sortByRelevance } from "./sorting.js";

/** @typedef {"alla" | "vy" | "utan-plats"} Which */
/** @typedef {"relevans" | "namn" | "avstand"} Order */

export class Panel {
  /** @param {any} layer the MapLayer */
  constructor(layer) {
    this.layer = layer;
    this.shell = layer.shell;
    const { texts, looks, locale } = layer.config;
    this.format = new Intl.NumberFormat(locale);
    this.list = new EntryList(
      this.shell.scroller,
      { points: layer.points, looks, texts, words: (row) => layer.words(row), peek: (row) => layer.vocabulary.peek(row) },
      { open: (row) => layer.openCard(row, true), hover: (row) => layer.hover(row) },
    );
    this.shell.order.addEventListener("change", () => this.sort(/** @type {Order} */ (this.shell.order.value)));
    /** @type {Which} */
    this.which = readWhich(layer.address.get("lista"));
    /** @type {ArrayLike<number> | null} the entries of one spot, while they are listed */
    this.place = null;
    this.sizes = { alla: 0, "utan-plats": 0 };
  }

  /** What the list is sorted by: what the address says where that can be, else relevance for a search and name. @returns {Order} */
  get order() {
    const asked = this.layer.address.get("ordning");
    if (asked === "avstand" || (asked === "namn" && this.isSearch)) return asked;
    return this.isSearch ? "relevans" : "namn";
  }

  get isSearch() {
    return this.layer.order.length > 0;
  }

  /** Other entries are shown: count them. */
  count() {
    const { points } = this.layer;
    const { shown } = this.layer;
    let n = 0;
    let unplaced = 0;
    for (let row = 0; row < points.n; row++) n += shown[row];
    for (let i = points.placed; i < points.n; i++) unplaced += shown[points.order[i]];
    this.sizes = { alla: n, "utan-plats": unplaced };
  }

  /** @param {Which} which @returns {Uint32Array} ascending */
  rowsOf(which) {
    const { points, shown } = this.layer;
    const wanted = which === "alla" ? shown : this.find(which);
    const rows = new Uint32Array(which === "utan-plats" ? this.sizes[which] : this.sizes.alla);
    let size = 0;
    for (let row = 0; row < points.n; row++) if (wanted[row]) rows[size++] = row;
    return rows.subarray(0, size);
  }

  /** @param {Which} which @returns {Uint8Array} 1 for what is shown there, by row */
  find(which) {
    const { points, shown, marks } = this.layer;
    const { n, placed, order, mapX, mapY } = points;
    const found = new Uint8Array(n);
    if (which === "utan-plats") {
      for (let i = placed; i < n; i++) found[order[i]] = shown[order[i]];
      return found;
    }
    const { west, east, north, south } = marks.box;
    for (let i = 0; i < placed; i++) {
      const inside = mapX[i] >= west && mapX[i] <= east && mapY[i] >= north && mapY[i] <= south;
      if (inside) found[order[i]] = shown[order[i]];
    }
    return found;
  }

  /** @param {Uint32Array} rows ascending @returns {Uint32Array} */
  sorted(rows) {
    const { points, order, origin } = this.layer;
    if (this.order === "avstand") return sortByDistance(rows, points, origin);
    return this.order === "relevans" ? sortByRelevance(rows, order, points.n) : rows;
  }

  /** @param {number[]} rows the entries of one spot */
  listPlace(rows) {
    this.place = rows;
    this.fill();
  }

  /** The whole panel anew, the list from its top. */
  fill() {
    if (!this.layer.config.with_list) return;
    const from = performance.now();
    this.fillTabs();
    this.fillOrder();
    const rows = this.place ?? this.sorted(this.rowsOf(this.which));
    this.list.distance = this.order === "avstand" ? this.tellDistance() : null;
    this.list.show(rows);
    this.shell.panel.classList.toggle("kk-empty", rows.length === 0);
    this.shell.panel.dataset.empty = this.layer.config.texts.empty;
    performance.measure("kk-list", { start: from });
  }

  /** @returns {(row: number) => string} */
  tellDistance() {
    const { points, origin, config } = this.layer;
    const metres = metresFrom(origin);
    const format = (/** @type {number} */ km) =>
      new Intl.NumberFormat(config.locale, { maximumFractionDigits: km < 10 ? 1 : 0, style: "unit", unit: "kilometer" }).format(km);
    return (row) => {
      const km = format(metres(points.xOf(row), points.yOf(row)) / 1000);
      return points.flagsOf(row) & APPROXIMATE ? config.texts.about_distance.replace("{distance}", km) : km;
    };
  }

  /** The view moved. */
  follow() {
    if (!this.layer.config.with_list) return;
    if ((this.which === "vy" || this.order === "avstand") && !this.place) this.fill();
    else this.fillTabs();
  }

  fillTabs() {
    const { texts } = this.layer.config;
    const sizes = { alla: this.sizes.alla, vy: this.layer.countView(), "utan-plats": this.sizes["utan-plats"] };
    const { tabs, count } = this.shell;
    const told = texts.count
      .replace("{shown}", this.format.format(sizes.alla))
      .replace("{total}", this.format.format(this.layer.points.n));
    count.textContent = [told, this.layer.selection?.label].filter(Boolean).join(" · ");
    const labels = { alla: texts.tab_all, vy: texts.tab_view, "utan-plats": texts.tab_unplaced };
    const buttons = Object.entries(labels).map(([which, label]) => {
      const pressed = !this.place && which === this.which;
      const button = element(
        "button",
        { type: "button", "aria-pressed": String(pressed), "data-which": which },
        `${label} ${this.format.format(sizes[/** @type {Which} */ (which)])}`,
      );
      button.addEventListener("click", () => this.choose(/** @type {Which} */ (which)));
      return button;
    });
    if (this.place) {
      const here = texts.tab_here.replace("{n}", this.format.format(this.place.length));
      buttons.push(element("button", { type: "button", "aria-pressed": "true", "data-which": "har" }, here));
    }
    const focused = /** @type {HTMLElement | null} */ (tabs.querySelector(":focus"))?.dataset.which;
    tabs.replaceChildren(...buttons);
    if (focused) /** @type {HTMLElement | null} */ (tabs.querySelector(`[data-which="${focused}"]`))?.focus();
  }

  fillOrder() {
    const { texts } = this.layer.config;
    const orders = [...(this.isSearch ? ["relevans"] : []), "namn", "avstand"];
    const labels = { relevans: texts.order_relevance, namn: texts.order_name, avstand: texts.order_distance };
    const options = orders.map((order) => element("option", { value: order }, labels[/** @type {Order} */ (order)]));
    this.shell.order.replaceChildren(...options);
    this.shell.order.value = this.order;
  }

  /** @param {Order} order */
  sort(order) {
    this.layer.address.set({ ordning: order === (this.isSearch ? "relevans" : "namn") ? "" : order });
    this.fill();
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
    this.which = readWhich(this.layer.address.get("lista"));
    this.fill();
  }
}

/** @param {string} text @returns {Which} */
const readWhich = (text) => (text === "vy" || text === "utan-plats" ? text : "alla");
