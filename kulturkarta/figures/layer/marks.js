// @ts-check
// The marks on the map. They are drawn for the view and a margin around it; a pan within that draws nothing anew.
/* global L */
import { cellAt, clusterPoints } from "./cluster.js";
import { element } from "./dom.js";
import { describeKinds, drawPile, drawSingle, groupLooks, shares } from "./pins.js";
import { POSITIONED, toLat, toLon, unitsPerPixel } from "./points.js";
import { nextSpot } from "./rove.js";
import { Spider } from "./spider.js";
import { Tally } from "./tally.js";

const REACH_PX = 48;
const MARGIN = 0.15; // of the view's width and height on each side
export const CLOSEST_ZOOM = 15; // closer, people on the same spot would still be on the same spot

/**
 * @typedef {import("./cluster.js").Cluster} Cluster
 * @typedef {{openCard: (row: number) => void, openPlace: (rows: number[]) => void,
 *   point: (holds: ((row: number) => boolean) | null) => void, words: (row: number) => Promise<string[]>}} On
 *   what a mark asks of the layer
 * @typedef {{marker: any, cluster: Cluster | null, row: number}} Mark `row`: -1 for a cluster
 */

export class Marks {
  /** @param {any} map @param {any} config @param {import("./points.js").Points} points @param {On} on */
  constructor(map, config, points, on) {
    this.map = map;
    this.config = config;
    this.points = points;
    this.on = on;
    const { groups, groupOfLook } = groupLooks(config.looks);
    this.groups = groups;
    this.tally = new Tally(points, groupOfLook, groups.length);
    this.spider = new Spider(map, (row, at) => this.makeSingle(row, at));
    /** @type {Map<string, Mark>} */
    this.drawn = new Map();
    /** @type {Map<number, number | null>} */
    this.emphasis = new Map();
    /** @type {number[]} */
    this.strong = [];
    /** What is drawn: none yet. @type {{zoom: number, west: number, east: number, north: number, south: number} | null} */
    this.covered = null;
    /** @type {Mark | null} */
    this.lit = null;
    this.pane = map.getPane("markerPane");
    this.pane.setAttribute("role", "group");
    this.pane.setAttribute("aria-label", config.texts.marks_label);
    this.pane.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.press(event));
    map.on("move", () => this.follow());
  }

  /** The view in packed units. */
  get box() {
    const unit = unitsPerPixel(this.map.getZoom());
    const { min, max } = this.map.getPixelBounds();
    return { west: min.x * unit, east: max.x * unit, north: min.y * unit, south: max.y * unit, unit };
  }

  /**
   * Other entries are to be seen.
   * @param {Uint8Array | null} mask by row, null for all
   * @param {Map<number, number | null>} emphasis row -> rank: drawn alone and stronger, the others fainter
   */
  show(mask, emphasis) {
    this.spider.close();
    this.emphasis = emphasis;
    this.strong = [...emphasis.keys()].filter((row) => mask?.[row] !== 0 && this.points.flagsOf(row) & POSITIONED);
    let ordinary = mask;
    if (this.strong.length) {
      ordinary = mask?.slice() ?? new Uint8Array(this.points.n).fill(1);
      for (const row of this.strong) ordinary[row] = 0;
    }
    const from = performance.now();
    this.tally.count(ordinary);
    performance.measure("kk-tally", { start: from });
    this.map.getContainer().classList.toggle("kk-emphasised", this.strong.length > 0);
    this.covered = null;
    this.draw();
  }

  /** While the map is dragged: what came into sight beyond the margin is drawn with the next frame. */
  follow() {
    if (this.waiting || !this.covered || this.map.getZoom() !== this.covered.zoom || this.isCovered()) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      if (this.map.getZoom() === this.covered?.zoom) this.draw();
    });
  }

  isCovered() {
    const { box, covered } = this;
    if (!covered || covered.zoom !== this.map.getZoom()) return false;
    return (
      box.west >= covered.west && box.east <= covered.east && box.north >= covered.north && box.south <= covered.south
    );
  }

  /** Draws the view where it isn't yet. */
  draw() {
    if (this.isCovered()) return;
    const from = performance.now();
    const { west, east, north, south, unit } = this.box;
    const [dx, dy] = [(east - west) * MARGIN, (south - north) * MARGIN];
    const zoom = this.map.getZoom();
    this.covered = { zoom, west: west - dx, east: east + dx, north: north - dy, south: south + dy };
    const clusters = clusterPoints(this.tally, this.covered, { cell: cellAt(zoom), reach: REACH_PX * unit });
    performance.measure("kk-cluster", { start: from });
    const kept = new Map();
    for (const cluster of clusters) this.keep(kept, this.keyOf(cluster), () => this.makeCluster(cluster));
    for (const row of this.strong) {
      this.keep(kept, `strong ${row} ${this.emphasis.get(row)}`, () => ({ ...this.single(row), cluster: null }));
    }
    for (const { marker } of this.drawn.values()) marker.remove();
    this.drawn = kept;
    this.giveStop();
    performance.measure("kk-draw", { start: from });
    performance.mark("kk-drawn");
    const n = clusters.reduce((sum, cluster) => sum + cluster.n, this.strong.length);
    document.documentElement.dataset.kkDrawn = String(n);
  }

  /** @param {Map<string, Mark>} kept @param {string} key @param {() => Mark} make */
  keep(kept, key, make) {
    kept.set(key, this.drawn.get(key) ?? make());
    this.drawn.delete(key);
  }

  /** @param {Cluster} cluster */
  keyOf({ n, parts, x, y, runs }) {
    return `${Math.round(x)} ${Math.round(y)} ${n} ${parts.join(",")} ${runs[0]}`;
  }

  /** @param {Cluster} cluster @returns {Mark} */
  makeCluster(cluster) {
    if (cluster.n === 1) return { ...this.single(this.rowsOf(cluster, 1)[0]), cluster };
    const { icon, at } = drawPile(cluster, this.groups, this.config.locale);
    const marker = this.place(icon, at);
    const said = this.describe(cluster);
    const tell = () => element("span", {}, said, element("br"), describeKinds(this.tally, cluster, this.config));
    marker.bindTooltip(tell, { direction: "top", offset: [0, -14], className: "kk-tip", opacity: 1 });
    this.prepare(marker, said, () => this.openCluster(cluster), (row) => holds(cluster, this.points.at[row]));
    return { marker, cluster, row: -1 };
  }

  /** @param {number} row @returns {{marker: any, row: number}} */
  single(row) {
    return { marker: this.makeSingle(row), row };
  }

  /** @param {number} row @param {any} [fannedTo] where it is drawn when not at its place */
  makeSingle(row, fannedTo) {
    const rank = this.emphasis.get(row);
    const { icon, at } = drawSingle(this.points, this.config.looks, row, rank);
    const marker = this.place(icon, fannedTo ?? at, rank !== undefined || fannedTo ? 3000 : 0);
    this.prepare(marker, this.config.texts.one_entry, () => this.on.openCard(row), (other) => other === row);
    const pin = marker.getElement();
    pin.dataset.rows = String(row);
    if (fannedTo) pin.classList.add("kk-fan");
    this.on.words(row).then(([, name]) => {
      const said = rank ? `${rank}. ${name}` : name;
      if (!name || !pin.isConnected) return;
      pin.setAttribute("aria-label", said);
      marker.bindTooltip(element("span", {}, said), { direction: "top", offset: [0, -14], className: "kk-tip", opacity: 1 });
    });
    return marker;
  }

  /** @param {any} icon @param {any} at @param {number} [above] */
  place(icon, at, above = 0) {
    return L.marker(at, { icon, keyboard: true, riseOnHover: true, zIndexOffset: above }).addTo(this.map);
  }

  /** @param {any} marker @param {string} label @param {() => void} open @param {(row: number) => boolean} test */
  prepare(marker, label, open, test) {
    const pin = marker.getElement();
    pin.tabIndex = -1;
    pin.setAttribute("aria-label", label);
    marker.on("click", open);
    pin.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      open();
    });
    for (const type of ["mouseenter", "focus"]) pin.addEventListener(type, () => this.on.point(test));
    for (const type of ["mouseleave", "blur"]) pin.addEventListener(type, () => this.on.point(null));
  }

  /** @param {Cluster} cluster "9: 6 mötesplatser, 3 aktörer" */
  describe(cluster) {
    const format = new Intl.NumberFormat(this.config.locale);
    const parts = shares(cluster, this.groups).map(({ n, label }) => `${format.format(n)} ${label}`);
    return `${this.config.texts.cluster} ${parts.join(", ")}`;
  }

  /** @param {Cluster} cluster @param {number} [most] */
  rowsOf(cluster, most) {
    return cluster.runs.flatMap((run) => this.tally.rowsOf(run, most));
  }

  /** A cluster opens into the view of its members, or, when they share a spot, into a fan. @param {Cluster} cluster */
  openCluster(cluster) {
    const { west, east, north, south } = this.tally.boxOf(cluster.runs);
    const tight = Math.max(east - west, south - north) < unitsPerPixel(CLOSEST_ZOOM) * 4;
    if (tight || this.map.getZoom() >= CLOSEST_ZOOM) {
      const rows = this.rowsOf(cluster).sort((a, b) => a - b);
      this.on.openPlace(rows);
      this.spider.open(rows, [toLat(cluster.y), toLon(cluster.x)]);
      this.focus(this.spider.markers.values().next().value);
      return;
    }
    const corners = [
      [toLat(south), toLon(west)],
      [toLat(north), toLon(east)],
    ];
    this.map.fitBounds(corners, { padding: [50, 50], maxZoom: CLOSEST_ZOOM });
  }

  /** @param {number} row -1 for none */
  light(row) {
    this.lit?.marker.getElement()?.classList.remove("kk-lit");
    this.lit = row < 0 ? null : this.find(row);
    this.lit?.marker.getElement()?.classList.add("kk-lit");
  }

  /** The mark that stands for a row now. @param {number} row @returns {Mark | null} */
  find(row) {
    const fanned = this.spider.markers.get(row);
    if (fanned) return { marker: fanned, cluster: null, row };
    const at = this.points.at[row];
    for (const mark of this.drawn.values()) {
      if (mark.row === row || (mark.cluster && this.tally.live[at] && holds(mark.cluster, at))) return mark;
    }
    return null;
  }

  /** The marks that can be reached: those of the fan while one is open, else those in sight. */
  get reachable() {
    const size = this.map.getSize();
    const all = this.spider.isOpen ? [...this.spider.markers.values()] : [...this.drawn.values()].map((mark) => mark.marker);
    return all
      .map((marker) => ({ marker, ...pick(this.map.latLngToContainerPoint(marker.getLatLng())) }))
      .filter(({ x, y }) => x >= 0 && y >= 0 && x <= size.x && y <= size.y);
  }

  /** One of the marks is where the tab key stops: the one it stopped at last, else the first in sight. */
  giveStop() {
    const pins = [...this.drawn.values()].map((mark) => mark.marker.getElement());
    if (pins.some((pin) => pin.tabIndex === 0)) return;
    const first = this.reachable.sort((a, b) => a.y - b.y)[0];
    if (first) first.marker.getElement().tabIndex = 0;
  }

  /** @param {any} marker */
  focus(marker) {
    const pin = marker?.getElement();
    if (!pin) return;
    for (const stop of this.pane.querySelectorAll('.kk-pin[tabindex="0"]')) stop.tabIndex = -1;
    pin.tabIndex = 0;
    pin.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const pin = /** @type {HTMLElement} */ (event.target);
    if (event.key === "Escape" && this.spider.isOpen) {
      event.stopPropagation();
      const [row] = this.spider.markers.keys();
      this.spider.close();
      this.focus(this.find(row)?.marker);
      return;
    }
    if (!event.key.startsWith("Arrow") || !pin.classList.contains("kk-pin")) return;
    event.preventDefault();
    event.stopPropagation(); // else Leaflet moves the map as well
    const spots = this.reachable;
    const from = spots.find(({ marker }) => marker.getElement() === pin);
    if (!from) return;
    const next = nextSpot(from, spots, event.key);
    if (next >= 0) this.focus(spots[next].marker);
  }

  /** Entries in the view. */
  countView() {
    const { box, points } = this;
    const inside = (/** @type {number} */ row) => {
      const [x, y] = [points.xOf(row), points.yOf(row)];
      return x >= box.west && x <= box.east && y >= box.north && y <= box.south;
    };
    return this.tally.countBox(box) + this.strong.filter(inside).length;
  }
}

/** @param {Cluster} cluster @param {number} at place along the way */
const holds = ({ runs }, at) => runs.some(([from, to]) => at >= from && at < to);

/** @param {{x: number, y: number}} point */
const pick = ({ x, y }) => ({ x, y });
