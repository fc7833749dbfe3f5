// @ts-check
// Names on the ground: as many as have room at this zoom, municipalities first, in the order they were given. Plain
// words in a pane of their own, made when they first come into sight: hundreds of markers would cost more than the map.
/* global L */
import { element } from "./dom.js";

const MARGIN = 0.5; // of the view on each side: what a short drag brings into sight is there already
const NEAR_ZOOM = 10; // from here on localities are named too
const FAR_ZOOM = 8.5; // as in map_layer.css: names are smaller here
const LINE_PX = 15;
const OF_COUNTY = 50; // municipalities at the most
const GAP_PX = 8; // between a name and the next on its line
const PUSHED_PX = 40; // farther off a name would seem to be another's
// Pixels per letter of each kind's face, a little too wide rather than too narrow.
const LETTER_PX = { municipality: 9.4, municipality_far: 7.2, locality: 6.6 };

/** @typedef {{name: string, kind: "municipality" | "locality", lat: number, lon: number}} Name */
/** @typedef {{x: number, y: number, width: number, height: number}} Box `x`, `y`: its middle */

export class Labels {
  /** @param {any} map @param {Name[]} names those that come first win the room */
  constructor(map, names) {
    this.map = map;
    this.names = names;
    /** @type {Record<string, string>} what is written under a municipality's name */
    this.values = {};
    /** @type {Map<Name, HTMLElement>} */
    this.made = new Map();
    /** @type {{name: Name, box: Box}[]} */
    this.spots = [];
    this.pane = map.createPane("kk-names");
    this.pane.classList.add("leaflet-zoom-hide");
    this.pane.setAttribute("aria-hidden", "true");
    /** What lies over names. @type {() => any[]} */
    this.marks = () => [];
    map.on("zoomend", () => this.layOut());
    this.layOut();
  }

  /** Writes a value under the name of each municipality. @param {Record<string, string>} values by name */
  say(values) {
    if (Object.keys({ ...values, ...this.values }).length) {
      this.values = values;
      this.made.clear();
      this.layOut();
    }
    this.show();
  }

  /** Which names have room at this zoom: the same ones wherever the map is dragged. The layer has them shown then. */
  layOut() {
    const { map } = this;
    const zoom = map.getZoom();
    map.getContainer().classList.toggle("kk-far", zoom < FAR_ZOOM);
    map.getContainer().classList.toggle("kk-near", zoom >= NEAR_ZOOM);
    const named = this.names.filter(({ kind }) => kind === "municipality" || zoom >= NEAR_ZOOM);
    const boxes = named.map((name) => this.boxOf(name, zoom));
    this.spots = withRoom(boxes).map((at) => ({ name: named[at], box: boxes[at] }));
    this.findRoom(named, boxes);
    this.pane.replaceChildren();
  }

  /** Of a county each municipality is missed: one in another's way stands beside it. @param {Name[]} named @param {Box[]} boxes */
  findRoom(named, boxes) {
    const towns = named.filter(({ kind }) => kind === "municipality");
    if (towns.length > OF_COUNTY) return;
    const placed = new Set(this.spots.map(({ name }) => name));
    for (const name of towns) {
      if (placed.has(name)) continue;
      const box = besideNames(boxes[named.indexOf(name)], this.spots.map((spot) => spot.box), PUSHED_PX);
      if (box) this.spots.push({ name, box });
    }
  }

  /** @param {Name} name @param {number} zoom @returns {Box} in pixels of the map's layer */
  boxOf({ name, kind, lat, lon }, zoom) {
    const { x, y } = this.map.latLngToLayerPoint([lat, lon]);
    const letter = LETTER_PX[kind === "municipality" && zoom < FAR_ZOOM ? "municipality_far" : kind];
    const lines = kind === "municipality" && this.values[name] ? 2 : 1;
    return { x, y, width: name.length * letter, height: lines * LINE_PX };
  }

  /** The names in sight, beside the marks that would cover them. */
  show() {
    const size = this.map.getSize();
    const { x, y } = this.map.containerPointToLayerPoint([0, 0]);
    const [dx, dy] = [size.x * MARGIN, size.y * MARGIN];
    const isBare = this.map.getContainer().classList.contains("kk-without-marks");
    const marks = (isBare ? [] : this.marks()).map((marker) => boxOfMarker(this.map, marker));
    // Of a whole country what a mark half covers reads ill, and another name is near; of a county each is missed.
    const mayGo = this.map.getZoom() < FAR_ZOOM;
    /** @type {Box[]} */
    const taken = [];
    for (const { name, box } of this.spots) {
      const isFar = box.x < x - dx || box.x > x + size.x + dx || box.y < y - dy || box.y > y + size.y + dy;
      let free = isFar ? null : (besideMarks(box, marks) ?? (mayGo ? null : box));
      // What moved out of a mark's way may now be in another name's.
      if (free && taken.some((other) => overlap(other, /** @type {Box} */ (free)))) {
        free = besideNames(free, mayGo ? [...taken, ...marks] : taken, PUSHED_PX);
      }
      if (!free) {
        this.made.get(name)?.remove();
        continue;
      }
      taken.push(free);
      const label = this.made.get(name) ?? this.make(name);
      L.DomUtil.setPosition(label, L.point(free.x, free.y));
      if (!label.isConnected) this.pane.append(label);
    }
  }

  /** @param {Name} name */
  make(name) {
    const words = element("span", {}, name.name);
    const value = name.kind === "municipality" && this.values[name.name];
    if (value) words.append(element("b", { class: "kk-value" }, value));
    const label = element("div", { class: `kk-label kk-label-${name.kind}` }, words);
    this.made.set(name, label);
    return label;
  }
}

/**
 * Where a name can stand in sight: at its place, else just above or below the mark that covers it.
 * @param {Box} box
 * @param {Box[]} marks
 * @returns {Box | null} null where there is no room
 */
export function besideMarks(box, marks) {
  const over = marks.find((mark) => overlap(mark, box));
  if (!over) return box;
  const away = (over.height + box.height) / 2;
  const sides = [over.y - away, over.y + away].sort((a, b) => Math.abs(a - box.y) - Math.abs(b - box.y));
  const spots = sides.map((y) => ({ ...box, y }));
  return spots.find((spot) => !marks.some((mark) => overlap(mark, spot))) ?? null;
}

/**
 * Where a name can stand that others would cover: beside or above or below them, the least way off.
 * @param {Box} box
 * @param {Box[]} names
 * @param {number} reach the farthest it may be moved
 * @returns {Box | null} null where there is no room
 */
export function besideNames(box, names, reach) {
  const near = names.filter((name) => overlap(name, { ...box, width: box.width + 2 * reach, height: box.height + 2 * reach }));
  const aside = (/** @type {number} */ from, /** @type {number} */ by) => [from - by, from + by];
  const columns = near.flatMap(({ x, width }) => aside(x, (width + box.width) / 2 + GAP_PX));
  const lines = near.flatMap(({ y, height }) => aside(y, (height + box.height) / 2));
  const spots = [box.x, ...columns].flatMap((x) => [box.y, ...lines].map((y) => ({ ...box, x, y })));
  const away = (/** @type {Box} */ spot) => Math.abs(spot.x - box.x) + Math.abs(spot.y - box.y);
  const free = spots.filter((spot) => away(spot) <= reach && !names.some((name) => overlap(name, spot)));
  return free.sort((a, b) => away(a) - away(b))[0] ?? null;
}

/** @param {any} map @param {any} marker @returns {Box} in pixels of the map's layer */
function boxOfMarker(map, marker) {
  const { x, y } = map.latLngToLayerPoint(marker.getLatLng());
  const [width, height] = marker.getIcon().options.iconSize;
  return { x, y, width, height };
}

/**
 * Which boxes can stand without covering one another, the earlier before the later.
 * @param {Box[]} boxes
 * @returns {number[]}
 */
export function withRoom(boxes) {
  /** @type {number[]} */
  const kept = [];
  /** @type {Map<string, number[]>} */
  const cells = new Map();
  const tall = Math.max(1, ...boxes.map((box) => box.height));
  const wide = Math.max(1, ...boxes.map((box) => box.width));
  boxes.forEach((box, index) => {
    const [column, row] = [Math.floor(box.x / wide), Math.floor(box.y / tall)];
    for (let i = column - 1; i <= column + 1; i++) {
      for (let j = row - 1; j <= row + 1; j++) {
        for (const other of cells.get(`${i} ${j}`) ?? []) if (overlap(box, boxes[other])) return;
      }
    }
    kept.push(index);
    const key = `${column} ${row}`;
    cells.set(key, [...(cells.get(key) ?? []), index]);
  });
  return kept;
}

/** @param {Box} a @param {Box} b */
const overlap = (a, b) => 2 * Math.abs(a.x - b.x) < a.width + b.width && 2 * Math.abs(a.y - b.y) < a.height + b.height;
