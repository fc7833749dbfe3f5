// @ts-check
// Entries on one spot, fanned out so that each can be seen and reached.
/* global L */

const FOOT_PX = 40; // between neighbours
export const MOST = 60; // more would cover the map; the list has them all

/**
 * Where each of `n` marks goes, in pixels from the spot: a ring for few, a spiral for many.
 * @param {number} n
 * @returns {[number, number][]}
 */
export function fan(n) {
  if (n <= 10) {
    const radius = Math.max(44, (n * FOOT_PX) / (2 * Math.PI));
    return Array.from({ length: n }, (_, i) => onCircle(radius, (i / n) * 2 * Math.PI - Math.PI / 2));
  }
  /** @type {[number, number][]} */
  const places = [];
  let angle = 0;
  let radius = 50;
  for (let i = 0; i < n; i++) {
    places.push(onCircle(radius, angle - Math.PI / 2));
    const step = FOOT_PX / radius;
    angle += step;
    radius += (FOOT_PX * step) / (2 * Math.PI); // one turn leads one foot outwards
  }
  return places;
}

/** @param {number} radius @param {number} angle @returns {[number, number]} */
const onCircle = (radius, angle) => [radius * Math.cos(angle), radius * Math.sin(angle)];

export class Spider {
  /**
   * @param {any} map
   * @param {(row: number, at: any) => any} makeMark draws the mark of a row and returns its Leaflet marker
   */
  constructor(map, makeMark) {
    this.map = map;
    this.makeMark = makeMark;
    map.createPane("kk-legs").style.zIndex = "590";
    this.drawing = L.svg({ pane: "kk-legs" });
    /** @type {Map<number, any>} */
    this.markers = new Map();
    /** @type {any[]} */
    this.legs = [];
    map.on("zoomstart click", () => this.close());
  }

  get isOpen() {
    return this.markers.size > 0;
  }

  /** @param {number[]} rows @param {any} spot where they all are */
  open(rows, spot) {
    this.close();
    const centre = this.map.latLngToLayerPoint(spot);
    const shown = rows.slice(0, MOST);
    fan(shown.length).forEach(([dx, dy], i) => {
      const at = this.map.layerPointToLatLng(centre.add([dx, dy]));
      const options = { renderer: this.drawing, pane: "kk-legs", className: "kk-leg", interactive: false };
      this.legs.push(L.polyline([spot, at], options).addTo(this.map));
      this.markers.set(shown[i], this.makeMark(shown[i], at));
    });
    this.map.getContainer().classList.add("kk-fanned");
  }

  close() {
    if (!this.isOpen) return;
    for (const drawn of [...this.legs, ...this.markers.values()]) drawn.remove();
    this.legs = [];
    this.markers.clear();
    this.map.getContainer().classList.remove("kk-fanned");
  }
}
