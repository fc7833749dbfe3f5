// @ts-check
// The marks on the map: one per entry, or one per cluster with what it holds.
/* global L */
import { clusterPoints } from "./cluster.js";
import { drawMark, drawRing, element } from "./dom.js";
import { APPROXIMATE, CLOSED, POSITIONED, toLat, toLon, unitsPerPixel } from "./points.js";

const CELL_PX = 56;
const REACH_PX = 44;
export const CLOSEST_ZOOM = 15; // closer, people on the same spot would still be on the same spot

/**
 * @typedef {{openCard: (row: number) => void, openPlace: (rows: number[]) => void, hover: (row: number | null) => void,
 *   words: (row: number) => Promise<string[]>}} On what a mark asks of the layer
 */

export class Marks {
  /** @param {any} map @param {any} config @param {import("./points.js").Points} points @param {On} on */
  constructor(map, config, points, on) {
    this.map = map;
    this.config = config;
    this.points = points;
    this.on = on;
    /** @type {Map<string, any>} */
    this.drawn = new Map();
    /** @type {Map<number, any>} */
    this.markerOfRow = new Map();
  }

  /** The view in packed units. */
  get box() {
    const unit = unitsPerPixel(this.map.getZoom());
    const { min, max } = this.map.getPixelBounds();
    return { west: min.x * unit, east: max.x * unit, north: min.y * unit, south: max.y * unit, unit };
  }

  /**
   * @param {Uint8Array} mask
   * @param {Map<number, number | null>} emphasis row -> rank: drawn alone and stronger, the others fainter
   */
  draw(mask, emphasis) {
    const { unit, ...box } = this.box;
    const size = { cell: CELL_PX * unit, reach: REACH_PX * unit };
    const ordinary = emphasis.size ? mask.slice() : mask;
    const strong = [...emphasis.keys()].filter((row) => mask[row]);
    for (const row of strong) ordinary[row] = 0;
    const clusters = clusterPoints(this.points, ordinary, box, size);
    const { x, y, flags } = this.points;
    for (const row of strong.filter((each) => flags[each] & POSITIONED)) {
      clusters.push({ rows: [row], x: x[row], y: y[row], west: x[row], east: x[row], north: y[row], south: y[row] });
    }
    this.map.getContainer().classList.toggle("kk-emphasised", strong.length > 0);
    const kept = new Map();
    this.markerOfRow = new Map();
    for (const cluster of clusters) {
      const rank = emphasis.get(cluster.rows[0]);
      const place = `${Math.round(cluster.x)} ${Math.round(cluster.y)}`;
      const key = `${place} ${cluster.rows.length} ${cluster.rows[0]} ${rank}`;
      const marker = this.drawn.get(key) ?? this.makeMarker(cluster, rank);
      this.drawn.delete(key);
      kept.set(key, marker);
      for (const row of cluster.rows) this.markerOfRow.set(row, marker);
    }
    for (const marker of this.drawn.values()) marker.remove();
    this.drawn = kept;
    performance.mark("kk-drawn");
    document.documentElement.dataset.kkDrawn = String(clusters.reduce((sum, c) => sum + c.rows.length, 0));
  }

  /** @param {import("./cluster.js").Cluster} cluster @param {number | null | undefined} rank */
  makeMarker(cluster, rank) {
    const single = cluster.rows.length === 1;
    const [row] = cluster.rows;
    const { texts } = this.config;
    const hollow = cluster.rows.every((r) => this.points.flags[r] & APPROXIMATE);
    const { face, px } = single ? this.drawSingle(row, hollow, rank) : this.drawPile(cluster.rows);
    const kinds = [single ? "kk-marker" : "kk-cluster", hollow && "kk-rough", rank !== undefined && "kk-strong"];
    const icon = L.divIcon({ html: face, className: ["kk-pin", ...kinds.filter(Boolean)].join(" "), iconSize: [px, px] });
    const marker = L.marker([toLat(cluster.y), toLon(cluster.x)], {
      icon,
      keyboard: true,
      riseOnHover: true,
      zIndexOffset: rank === undefined ? 0 : 3000,
    });
    marker.addTo(this.map);
    const pin = marker.getElement();
    pin.dataset.rows = cluster.rows.slice(0, 50).join(" ");
    pin.setAttribute("aria-label", single ? texts.one_entry : this.describe(cluster.rows));
    if (single) this.on.words(row).then(([, name]) => this.name(marker, rank ? `${rank}. ${name}` : name));
    const activate = () => (single ? this.on.openCard(row) : this.openCluster(cluster));
    marker.on("click", activate);
    pin.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      activate();
    });
    for (const [type, target] of [["mouseenter", row], ["mouseleave", null], ["focus", row], ["blur", null]]) {
      pin.addEventListener(type, () => single && this.on.hover(/** @type {number | null} */ (target)));
    }
    return marker;
  }

  /** @param {number} row @param {boolean} hollow @param {number | null | undefined} rank */
  drawSingle(row, hollow, rank) {
    const px = rank === undefined ? 34 : 40;
    const { look, flags } = this.points;
    const mark = drawMark(this.config.looks[look[row]], { hollow, faded: !!(flags[row] & CLOSED), size: px });
    if (!rank) return { face: mark, px };
    const face = element("span", { class: "kk-pile" }, mark, element("span", { class: "kk-rank" }, String(rank)));
    return { face, px };
  }

  /** @param {number[]} rows */
  drawPile(rows) {
    const px = Math.min(60, 34 + 7 * Math.log10(rows.length) * 2);
    const face = element("span", { class: "kk-pile" }, drawRing(this.shares(rows), px));
    face.append(element("span", { class: "kk-number" }, String(rows.length)));
    return { face, px };
  }

  /** @param {any} marker @param {string} name */
  name(marker, name) {
    const pin = marker.getElement();
    if (!name || !pin) return;
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
      this.on.openPlace(cluster.rows);
      return;
    }
    const corners = [
      [toLat(cluster.south), toLon(cluster.west)],
      [toLat(cluster.north), toLon(cluster.east)],
    ];
    this.map.fitBounds(corners, { padding: [50, 50], maxZoom: CLOSEST_ZOOM });
  }

  /** @param {number} row -1 for none */
  light(row) {
    this.lit?.classList.remove("kk-lit");
    this.lit = this.markerOfRow.get(row)?.getElement();
    this.lit?.classList.add("kk-lit");
  }
}
