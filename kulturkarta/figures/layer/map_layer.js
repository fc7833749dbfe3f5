// @ts-check
// Entries on a Leaflet map with a list in step. Added to a folium.Map by figures/map_layer.py.
/* global L */
import { Address, Memory, View } from "./address.js";
import { CardView } from "./card_view.js";
import { applyTheme, borrowFonts, painted, readRows, takeState, tellHost, watchHost } from "./host.js";
import { keepPoints } from "./kept.js";
import { drawLand } from "./land.js";
import { addLegend, fillLegend } from "./legend.js";
import { Marks } from "./marks.js";
import { OverlayLayer } from "./overlay.js";
import { Panel } from "./panel.js";
import { looksDrawn } from "./pins.js";
import { POSITIONED, decodeRows, toLat, toLon } from "./points.js";
import { layOut } from "./shell.js";
import { mountTools, roofOf } from "./tools.js";
import { Words } from "./words.js";

/**
 * @typedef {{rev: string, rows: import("./host.js").RowsState, theme: string,
 *   post: {id: string, row: number} | null, overlay: import("./overlay.js").Overlay | null, pick: boolean,
 *   actions: Record<string, [action: string, label: string][]>, tools: string[]}} State what a filter change sends
 */

/**
 * @param {any} map a Leaflet map
 * @param {any} config see figures/map_layer.py
 * @param {{points: Promise<Response> | null, land: Promise<Response>}} data on its way, unless it was kept
 */
export async function mount(map, config, data) {
  const layer = new MapLayer(map, config);
  await layer.load(data);
  return layer;
}

/** The layer; what a tool may use of it is described in tools.js. */
class MapLayer {
  /** @param {any} map @param {any} config */
  constructor(map, config) {
    this.map = map;
    this.config = config;
    /** @type {Map<string, Set<(detail: any) => void>>} */
    this.listeners = new Map();
    /** @type {Set<string>} */
    this.mounted = new Set();
    /** @type {import("./tools.js").Selection | null} */
    this.selection = null;
    /** @type {number | null} */
    this.hovered = null;
    this.shell = layOut(map, config);
    this.state = /** @type {State} */ (takeState());
    applyTheme(config.palettes, this.state.theme);
    borrowFonts();
    /** @type {{mask: Uint8Array | null, order: ArrayLike<number>}} which rows the state leaves; null for all */
    this.left = { mask: null, order: [] };
    this.address = config.owns_address ? new Address(() => this.followAddress()) : new Memory();
    /** What the page said before all was there. @type {[State | null, string | null] | null} */
    this.early = null;
    watchHost((state, theme) => {
      if (this.isReady) this.hear(state, theme);
      else this.early = [state, theme];
    });
  }

  /** @param {{points: Promise<Response> | null, land: Promise<Response>}} data */
  async load(data) {
    const { base, lang } = this.config;
    let ground;
    try {
      const url = `${base}points`;
      const reading = keepPoints(url, () => data.points ?? fetch(url));
      const [points, land] = await Promise.all([reading, data.land, this.readRows()]);
      if (!land.ok) throw new Error(`land: ${land.status}`);
      this.points = points;
      ground = await land.json();
    } catch (error) {
      this.sayFailed();
      throw error;
    }
    this.shell.loading.remove();
    this.vocabulary = new Words(base, lang, this.points.n);
    if (!this.state.rows && this.config.with_list) this.vocabulary.askChunk(0, []); // where the list will begin
    this.view = new View(this.map, this.address, ground.bbox, () => roofOf(this.state, this.map.getSize().x));
    this.view.show();
    this.start();
    if (!this.state.overlay) await painted(); // entries first, unless the ground itself is the answer
    await this.lay(ground);
    await mountTools(this, this.state.tools, this.mounted);
    this.isReady = true;
    if (this.early) await this.hear(...this.early);
    const { post } = this.state;
    if (post && post.id === this.address.get("post")) this.openCard(post.row, false);
  }

  /** Over the map, for what it shows is not what the page says. */
  sayFailed() {
    const { loading, stage } = this.shell;
    loading.textContent = this.config.texts.load_failed;
    loading.classList.add("kk-failed");
    stage.append(loading);
  }

  start() {
    this.legend = addLegend(this.map, this.config);
    this.marks = new Marks(this.map, this.config, /** @type {any} */ (this.points), {
      openCard: (row) => this.openCard(row, true),
      openPlace: (rows) => this.openPlace(rows),
      point: (test) => this.list.highlight(test),
      words: (row) => this.words(row),
    });
    this.panel = new Panel(this);
    this.list = this.panel.list;
    this.card = new CardView(this);
    this.map.on("moveend", () => this.moved());
    this.filter();
  }

  /** The ground under the entries, and what the state shows of it. @param {any} land GeoJSON */
  async lay(land) {
    const { ground, labels } = await drawLand(this.map, land, this.config.tiles);
    this.labels = labels;
    labels.marks = () => [...this.marks.drawn.values()].map(({ marker }) => marker);
    labels.show();
    this.overlay = new OverlayLayer(this.map, ground, this.config.base, this.shell.stage);
    this.overlay.show(this.state.overlay);
    this.tellState();
  }

  /** @param {State | null} state @param {string | null} theme */
  async hear(state, theme) {
    if (applyTheme(this.config.palettes, theme ?? state?.theme)) this.emit("theme");
    if (!state || state.rev === this.state.rev) return;
    this.state = state;
    const failed = await this.readRows().then(() => false, () => true);
    if (this.state !== state) return; // a newer one came while this one's rows were fetched
    if (failed) return this.sayFailed();
    this.shell.loading.remove();
    this.view.clear();
    this.filter();
    await mountTools(this, state.tools, this.mounted);
    this.emit("state");
  }

  /** Which entries the state leaves, fetched where they are too many to be sent along. */
  async readRows() {
    const { state } = this;
    const buffer = await readRows(this.config.base, state.rows);
    if (this.state !== state) return;
    this.left = buffer ? decodeRows(buffer) : { mask: null, order: [] };
  }

  /** A filter changed: same view, other rows. */
  filter() {
    const from = performance.now();
    const { mask, order } = this.left;
    this.mask = mask ?? new Uint8Array(this.points.n).fill(1);
    this.order = order;
    this.emphasis = new Map(this.state.overlay?.emphasis ?? []);
    this.marks.show(mask, this.emphasis);
    this.marks.light(this.hovered ?? this.card.row);
    this.labels?.show();
    this.choose();
    this.overlay?.show(this.state.overlay);
    fillLegend(this.legend, this.config, this.state.overlay, looksDrawn(this.marks, this.config.looks));
    this.emit("rows");
    performance.measure("kk-filter", { start: from });
    if (this.overlay || !this.state.overlay) this.tellState();
  }

  /** All that the state asks for is drawn. */
  tellState() {
    document.documentElement.dataset.kkState = this.state.rev;
  }

  /** What list and counts speak of: the rows of the filter that pass the selection. */
  choose() {
    const { mask, selection } = this;
    this.shown = selection ? mask.map((seen, row) => (seen && selection.test(row) ? 1 : 0)) : mask;
    this.panel.place = null;
    this.panel.count();
    this.panel.fill();
  }

  /** Entries in the view that list and counts speak of. */
  countView() {
    return this.selection ? this.panel.rowsOf("vy").length : this.marks.countView();
  }

  moved() {
    this.view.tell();
    this.marks.draw();
    this.marks.light(this.hovered ?? this.card.row);
    this.labels?.show();
    this.panel.follow();
    this.emit("view");
  }

  /** Where distances are measured from: what a tool has set, else the middle of the map. */
  get origin() {
    if (this.centre) return this.centre;
    const { lat, lng } = this.map.getCenter();
    return { lon: lng, lat };
  }

  /** @param {{lon: number, lat: number} | null} place null for the middle of the map */
  setOrigin(place) {
    this.centre = place;
    if (this.panel.order === "avstand") this.panel.fill();
  }

  /** Back or forward: the address changed under us. */
  async followAddress() {
    this.view.show();
    const id = this.address.get("post");
    if (!id) this.card.close();
    else {
      const answer = await fetch(`${this.config.base}row?entry=${encodeURIComponent(id)}`);
      if (answer.ok) this.openCard((await answer.json()).row, false);
    }
    this.panel.followAddress();
  }

  /** @param {number | null} row */
  hover(row) {
    this.hovered = row;
    this.marks.light(row ?? this.card.row);
    this.list.highlight(row === null ? null : (other) => other === row);
  }

  /** @param {number} row @param {boolean} asStep */
  openCard(row, asStep) {
    return this.card.open(row, asStep);
  }

  /** @param {number[]} rows entries on one spot */
  openPlace(rows) {
    this.card.close();
    this.panel.listPlace(rows);
  }

  /** @param {string} event @param {(detail: any) => void} heard @returns {() => void} takes the listener away */
  on(event, heard) {
    const all = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, all.add(heard));
    return () => all.delete(heard);
  }

  /** @param {string} event @param {any} [detail] */
  emit(event, detail) {
    for (const heard of this.listeners.get(event) ?? []) heard(detail);
  }

  /** @param {number} row */
  shows(row) {
    return this.shown[row] === 1;
  }

  *rows() {
    for (let row = 0; row < this.points.n; row++) if (this.shows(row)) yield row;
  }

  /** @param {number} row */
  place(row) {
    const { points } = this;
    return points.flagsOf(row) & POSITIONED ? { lon: toLon(points.xOf(row)), lat: toLat(points.yOf(row)) } : null;
  }

  /** @param {number} row @returns {Promise<string[]>} */
  words(row) {
    return this.vocabulary.of(row);
  }

  /** @param {string} name */
  color(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name.replaceAll("_", "-")}`).trim();
  }

  /** @param {import("./tools.js").Selection | null} selection */
  select(selection) {
    this.selection = selection;
    this.choose();
    this.emit("rows");
  }

  /** @param {HTMLElement} content @param {string} position as Leaflet names its corners */
  addControl(content, position) {
    const control = L.control({ position });
    control.onAdd = () => {
      L.DomEvent.disableClickPropagation(content);
      return content;
    };
    control.addTo(this.map);
  }

  /** @param {{lon?: number, lat?: number, row?: number, action?: string}} pick */
  tell(pick) {
    tellHost(pick);
  }
}
