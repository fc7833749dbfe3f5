// @ts-check
// Entries on a Leaflet map with a list in step. Added to a folium.Map by figures/map_layer.py.
/* global L */
import { Address } from "./address.js";
import { buildCard } from "./card.js";
import { clusterPoints } from "./cluster.js";
import { drawMark, drawRing, element } from "./dom.js";
import { EntryList } from "./list.js";
import { drawLand } from "./land.js";
import { OverlayLayer, describeScale } from "./overlay.js";
import { APPROXIMATE, CLOSED, POSITIONED, decodeMask, decodePoints, toLat, toLon, unitsPerPixel } from "./points.js";
import { applyTheme, borrowFonts, watchHost } from "./host.js";

const CELL_PX = 56;
const REACH_PX = 44;
const CLOSEST_ZOOM = 15; // closer, people on the same spot would still be on the same spot
const WIDE_PX = 720;

/**
 * @typedef {{rev: string, mask: string | null, order: number[] | null, theme: string,
 *   post: {id: string, row: number} | null, overlay: import("./overlay.js").Overlay | null}} State what a filter change sends
 */

/**
 * @param {any} map a Leaflet map
 * @param {any} config see figures/map_layer.py
 * @param {{points: Promise<Response>, land: Promise<Response>}} data already on its way
 */
export async function mount(map, config, data) {
  const layer = new MapLayer(map, config);
  await layer.load(data);
  return layer;
}

class MapLayer {
  /** @param {any} map @param {any} config */
  constructor(map, config) {
    this.map = map;
    this.config = config;
    /** @type {Map<string, any>} */
    this.drawn = new Map();
    /** @type {number | null} */
    this.hovered = null;
    this.open = -1;
    this.layOut();
    const state = /** @type {State} */ (JSON.parse(document.querySelector(".kk-state")?.textContent ?? "{}"));
    applyTheme(config.palettes, state.theme);
    borrowFonts();
    this.state = state;
    this.address = new Address(() => this.followAddress());
  }

  layOut() {
    const { texts, height } = this.config;
    // folium forbids zooming the page by hand, which people who see badly need.
    document.querySelector('meta[name="viewport"][content*="user-scalable=no"]')?.remove();
    const container = this.map.getContainer();
    const stage = element("div", { class: "kk-stage", role: "region", "aria-label": texts.map_label });
    this.root = element("div", { class: "kk", style: `height:${height}px` });
    container.replaceWith(this.root);
    stage.append(container);
    this.count = element("p", { class: "kk-count", role: "status" });
    this.tabs = element("div", { class: "kk-tabs", role: "group", "aria-label": texts.list_choice });
    this.scroller = element("div", { class: "kk-scroll" });
    this.sheet = element("div", { class: "kk-sheet", hidden: "" });
    this.panel = element(
      "section",
      { class: "kk-panel", "aria-label": texts.list_label },
      element("div", { class: "kk-panel-head" }, this.count, this.tabs),
      this.scroller,
      this.sheet,
    );
    this.loading = element("p", { class: "kk-loading", role: "status" }, texts.loading);
    stage.append(this.loading);
    this.root.append(stage, this.panel);
    this.map.attributionControl?.setPrefix(false);
    L.control.zoom({ position: "topright", zoomInTitle: texts.zoom_in, zoomOutTitle: texts.zoom_out }).addTo(this.map);
    this.map.invalidateSize({ pan: false });
    new ResizeObserver(() => this.map.invalidateSize({ pan: false })).observe(stage);
  }

  get wide() {
    return this.root.clientWidth >= WIDE_PX;
  }

  /** The view the address names, else the whole region. */
  setView() {
    const parts = this.address.get("vy").split(",").map(Number);
    const [lat, lon, zoom] = parts;
    if (parts.length === 3 && parts.every(Number.isFinite) && Math.abs(lat) < 85 && Math.abs(lon) <= 180) {
      this.map.setView([lat, lon], Math.min(Math.max(zoom, 3), 18), { animate: false });
    } else {
      const [west, south, east, north] = this.bbox;
      const bounds = [
        [south, west],
        [north, east],
      ];
      this.fitting = true; // the whole region is the view without a name
      this.map.fitBounds(bounds, { animate: false, padding: [6, 6] });
      this.fitting = false;
    }
  }

  /** @param {{points: Promise<Response>, land: Promise<Response>}} data */
  async load(data) {
    const { base, lang, texts } = this.config;
    try {
      const [answer, land] = await Promise.all([data.points, data.land]);
      if (!answer.ok || !land.ok) throw new Error(`points ${answer.status}, land ${land.status}`);
      this.points = decodePoints(await answer.arrayBuffer());
      const ground = await land.json();
      this.bbox = ground.bbox;
      this.setView();
      this.overlay = new OverlayLayer(this.map, drawLand(this.map, ground, this.config.tiles), base);
    } catch (error) {
      this.loading.textContent = texts.load_failed;
      this.loading.classList.add("kk-failed");
      throw error;
    }
    this.loading.remove();
    this.addLegend();
    this.list = new EntryList(
      this.scroller,
      { points: this.points, looks: this.config.looks, base, lang, texts },
      { open: (row) => this.openCard(row, true), hover: (row) => this.hover(row) },
    );
    this.which = ["vy", "utan-plats"].includes(this.address.get("lista")) ? this.address.get("lista") : "alla";
    this.map.on("moveend", () => this.moved());
    this.map.on("popupclose", (/** @type {any} */ event) => event.popup === this.popup && this.closeCard());
    watchHost((state, theme) => {
      applyTheme(this.config.palettes, theme ?? state?.theme);
      if (state && state.rev !== this.state.rev) {
        this.state = state;
        this.filter();
      }
    });
    this.filter();
    const { post } = this.state;
    if (post && post.id === this.address.get("post")) this.openCard(post.row, false);
  }

  /** A filter changed: same view, other rows. */
  filter() {
    this.mask = decodeMask(this.state.mask, this.points.n);
    this.place = null;
    this.draw();
    this.fillList();
    this.overlay.show(this.state.overlay);
    this.fillLegend();
    document.documentElement.dataset.kkState = this.state.rev;
  }

  moved() {
    const { lat, lng } = this.map.getCenter();
    if (this.fitting) this.address.set({ vy: "" });
    else this.address.set({ vy: `${lat.toFixed(4)},${lng.toFixed(4)},${this.map.getZoom()}` });
    this.draw();
    if (this.which === "vy") this.fillList();
    else this.fillTabs();
  }

  /** The view in packed units. */
  get box() {
    const unit = unitsPerPixel(this.map.getZoom());
    const { min, max } = this.map.getPixelBounds();
    return { west: min.x * unit, east: max.x * unit, north: min.y * unit, south: max.y * unit, unit };
  }

  draw() {
    const box = this.box;
    const size = { cell: CELL_PX * box.unit, reach: REACH_PX * box.unit };
    const clusters = clusterPoints(this.points, this.mask, box, size);
    const kept = new Map();
    this.markerOfRow = new Map();
    for (const cluster of clusters) {
      const key = `${Math.round(cluster.x)} ${Math.round(cluster.y)} ${cluster.rows.length} ${cluster.rows[0]}`;
      const marker = this.drawn.get(key) ?? this.makeMarker(cluster);
      this.drawn.delete(key);
      kept.set(key, marker);
      for (const row of cluster.rows) this.markerOfRow.set(row, marker);
    }
    for (const marker of this.drawn.values()) marker.remove();
    this.drawn = kept;
    this.light(this.hovered ?? this.open);
    performance.mark("kk-drawn");
    document.documentElement.dataset.kkDrawn = String(clusters.reduce((sum, c) => sum + c.rows.length, 0));
  }

  /** @param {import("./cluster.js").Cluster} cluster */
  makeMarker(cluster) {
    const single = cluster.rows.length === 1;
    const [row] = cluster.rows;
    const { looks, texts } = this.config;
    const hollow = cluster.rows.every((r) => this.points.flags[r] & APPROXIMATE);
    let face;
    let px = 34;
    if (single) {
      face = drawMark(looks[this.points.look[row]], { hollow, faded: !!(this.points.flags[row] & CLOSED), size: px });
    } else {
      px = Math.min(60, 34 + 7 * Math.log10(cluster.rows.length) * 2);
      face = element("span", { class: "kk-pile" }, drawRing(this.shares(cluster.rows), px));
      face.append(element("span", { class: "kk-number" }, String(cluster.rows.length)));
    }
    const icon = L.divIcon({
      html: face,
      className: `kk-pin ${single ? "kk-marker" : "kk-cluster"}${hollow ? " kk-rough" : ""}`,
      iconSize: [px, px],
    });
    const marker = L.marker([toLat(cluster.y), toLon(cluster.x)], { icon, keyboard: true, riseOnHover: true });
    marker.addTo(this.map);
    const pin = marker.getElement();
    pin.dataset.rows = cluster.rows.slice(0, 50).join(" ");
    pin.setAttribute("aria-label", single ? texts.one_entry : this.describe(cluster.rows));
    if (single) this.list_words(row).then(([, name]) => this.name(marker, pin, name));
    const activate = () => (single ? this.openCard(row, true) : this.openCluster(cluster));
    marker.on("click", activate);
    pin.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      activate();
    });
    for (const [type, target] of [["mouseenter", row], ["mouseleave", null], ["focus", row], ["blur", null]]) {
      pin.addEventListener(type, () => single && this.hover(/** @type {number | null} */ (target)));
    }
    return marker;
  }

  /** @param {number} row */
  list_words(row) {
    return this.list ? this.list.words(row) : Promise.resolve(["", ""]);
  }

  /** @param {any} marker @param {HTMLElement} pin @param {string} name */
  name(marker, pin, name) {
    if (!name) return;
    pin.setAttribute("aria-label", name);
    const label = element("span", {}, name);
    marker.bindTooltip(label, { direction: "top", offset: [0, -14], opacity: 1, className: "kk-tip" });
  }

  /** @param {number[]} rows @returns {{color: string, share: number, label: string, n: number}[]} */
  shares(rows) {
    /** @type {Map<string, {color: string, share: number, label: string, n: number}>} */
    const parts = new Map();
    for (const row of rows) {
      const look = this.config.looks[this.points.look[row]];
      const part = parts.get(look.color) ?? { color: look.color, label: look.plural, share: 0, n: 0 };
      part.n += 1;
      part.share += 1 / rows.length;
      parts.set(look.color, part);
    }
    return [...parts.values()].sort((a, b) => b.n - a.n);
  }

  /** @param {number[]} rows "9: 6 mötesplatser, 3 aktörer" */
  describe(rows) {
    const parts = this.shares(rows).map(({ n, label }) => `${n} ${label}`);
    return `${this.config.texts.cluster} ${parts.join(", ")}`;
  }

  /** @param {import("./cluster.js").Cluster} cluster */
  openCluster(cluster) {
    const tight = Math.max(cluster.east - cluster.west, cluster.south - cluster.north) < unitsPerPixel(CLOSEST_ZOOM) * 4;
    if (tight || this.map.getZoom() >= CLOSEST_ZOOM) {
      this.closeCard();
      this.place = cluster.rows;
      this.fillList();
      /** @type {HTMLElement | null} */ (this.scroller.querySelector("button"))?.focus({ preventScroll: true });
      return;
    }
    const corners = [
      [toLat(cluster.south), toLon(cluster.west)],
      [toLat(cluster.north), toLon(cluster.east)],
    ];
    this.map.fitBounds(corners, { padding: [50, 50], maxZoom: CLOSEST_ZOOM });
  }

  /** @param {"alla" | "vy" | "utan-plats"} which @returns {number[]} */
  rowsOf(which) {
    const { n, x, y, flags } = this.points;
    const box = this.box;
    const rows = [];
    for (let i = 0; i < n; i++) {
      if (!this.mask[i]) continue;
      const positioned = flags[i] & POSITIONED;
      if (which === "utan-plats" && positioned) continue;
      if (which === "vy") {
        if (!positioned || x[i] < box.west || x[i] > box.east || y[i] < box.north || y[i] > box.south) continue;
      }
      rows.push(i);
    }
    return this.state.order ? rows.sort((a, b) => this.rank(a) - this.rank(b)) : rows;
  }

  /** @param {number} row place in a search's order of relevance */
  rank(row) {
    if (this.ranked !== this.state.order) {
      this.ranked = this.state.order;
      this.ranks = new Map(this.state.order?.map((r, at) => [r, at]));
    }
    return this.ranks?.get(row) ?? this.points.n + row;
  }

  fillList() {
    this.fillTabs();
    const rows = this.place ?? this.rowsOf(/** @type {any} */ (this.which));
    this.list.show(rows);
    this.scroller.scrollTop = 0;
    this.panel.classList.toggle("kk-empty", rows.length === 0);
    this.panel.dataset.empty = this.config.texts.empty;
  }

  fillTabs() {
    const { texts } = this.config;
    const format = new Intl.NumberFormat(this.config.locale);
    const sizes = { alla: this.rowsOf("alla").length, vy: this.rowsOf("vy").length, "utan-plats": this.rowsOf("utan-plats").length };
    this.count.textContent = texts.count
      .replace("{shown}", format.format(sizes.alla))
      .replace("{total}", format.format(this.points.n));
    const labels = { alla: texts.tab_all, vy: texts.tab_view, "utan-plats": texts.tab_unplaced };
    const buttons = Object.entries(labels).map(([which, label]) => {
      const pressed = !this.place && which === this.which;
      const button = element(
        "button",
        { type: "button", "aria-pressed": String(pressed), "data-which": which },
        `${label} ${format.format(sizes[/** @type {keyof typeof sizes} */ (which)])}`,
      );
      button.addEventListener("click", () => this.choose(which));
      return button;
    });
    if (this.place) {
      const here = texts.tab_here.replace("{n}", format.format(this.place.length));
      buttons.push(element("button", { type: "button", "aria-pressed": "true", "data-which": "har" }, here));
    }
    const focused = /** @type {HTMLElement | null} */ (this.tabs.querySelector(":focus"))?.dataset.which;
    this.tabs.replaceChildren(...buttons);
    if (focused) /** @type {HTMLElement | null} */ (this.tabs.querySelector(`[data-which="${focused}"]`))?.focus();
  }

  /** @param {string} which */
  choose(which) {
    this.which = which;
    this.place = null;
    this.address.set({ lista: which === "alla" ? "" : which });
    this.fillList();
  }

  /** @param {number | null} row */
  hover(row) {
    this.hovered = row;
    this.light(row ?? this.open);
    this.list.highlight(row ?? -1);
  }

  /** @param {number} row -1 for none */
  light(row) {
    this.lit?.classList.remove("kk-lit");
    this.lit = this.markerOfRow?.get(row)?.getElement();
    this.lit?.classList.add("kk-lit");
  }

  /** @param {number} row @param {boolean} asStep */
  async openCard(row, asStep) {
    const { base, lang, looks } = this.config;
    this.open = row;
    const answer = await fetch(`${base}card?row=${row}&lang=${lang}`);
    if (!answer.ok || this.open !== row) return;
    const card = await answer.json();
    const body = buildCard(card, looks[this.points.look[row]], (other) => this.openCard(other, true));
    this.address.set({ post: card.id }, asStep && this.address.get("post") !== card.id);
    this.list.choose(row);
    this.light(row);
    if (this.wide && this.points.flags[row] & POSITIONED) this.showPopup(row, body);
    else this.showSheet(body);
  }

  /** @param {number} row @param {HTMLElement} body */
  showPopup(row, body) {
    this.hideSheet();
    const at = [toLat(this.points.y[row]), toLon(this.points.x[row])];
    const old = this.popup;
    this.popup = L.popup({ minWidth: 280, maxWidth: 340, maxHeight: this.root.clientHeight - 90, offset: [0, -12] });
    if (old) this.map.closePopup(old);
    this.popup.setLatLng(at).setContent(body).openOn(this.map);
    const close = this.popup.getElement()?.querySelector(".leaflet-popup-close-button");
    close?.setAttribute("aria-label", this.config.texts.close);
  }

  /** @param {HTMLElement} body */
  showSheet(body) {
    if (this.popup) {
      const old = this.popup;
      this.popup = null;
      this.map.closePopup(old);
    }
    const back = element("button", { type: "button", class: "kk-back" }, this.config.texts.back_to_list);
    back.addEventListener("click", () => this.closeCard());
    this.sheet.replaceChildren(back, body);
    this.sheet.hidden = false;
    this.sheet.scrollTop = 0;
    back.focus({ preventScroll: true });
  }

  hideSheet() {
    this.sheet.hidden = true;
    this.sheet.replaceChildren();
  }

  closeCard() {
    if (this.open < 0) return;
    const row = this.open;
    this.open = -1;
    this.hideSheet();
    if (this.popup) {
      const old = this.popup;
      this.popup = null;
      this.map.closePopup(old);
    }
    this.address.set({ post: "" });
    this.list.choose(-1);
    this.light(-1);
    const button = this.list.list.querySelector(`button[data-row="${row}"]`);
    /** @type {HTMLElement | null} */ (button)?.focus({ preventScroll: true });
  }

  /** Back or forward: the address changed under us. */
  async followAddress() {
    this.setView();
    const id = this.address.get("post");
    if (!id) this.closeCard();
    else {
      const answer = await fetch(`${this.config.base}row?entry=${encodeURIComponent(id)}`);
      if (answer.ok) this.openCard((await answer.json()).row, false);
    }
    const which = this.address.get("lista") || "alla";
    if (which !== this.which) {
      this.which = which;
      this.fillList();
    }
  }

  addLegend() {
    this.legend = element("div", { class: "kk-legend", role: "group", "aria-label": this.config.texts.legend });
    const control = L.control({ position: "bottomleft" });
    control.onAdd = () => this.legend;
    control.addTo(this.map);
  }

  fillLegend() {
    const { texts, looks } = this.config;
    const seen = new Map(looks.map((/** @type {any} */ look) => [look.color, look]));
    const lines = [...seen.values()].map((look) => line(drawMark({ ...look, path: "" }, { size: 18 }), look.singular));
    const [look] = looks;
    if (look) lines.push(line(drawMark({ ...look, path: "" }, { size: 18, hollow: true }), texts.approximate));
    if (this.state.overlay) lines.push(...describeScale(this.state.overlay));
    this.legend.replaceChildren(...lines);
  }
}

/** @param {Node} mark @param {string} text */
const line = (mark, text) => element("p", {}, mark, element("span", {}, text));
