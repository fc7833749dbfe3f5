// @ts-check
// Points that would lie on top of each other become one mark that says how many they are and of which tables.
import { POSITIONED } from "./points.js";

/**
 * @typedef {{rows: number[], x: number, y: number, west: number, east: number, north: number, south: number}} Cluster
 *   `x`, `y` mean position in packed units; the box is that of its members
 */

/**
 * Clusters of the rows that `mask` leaves within a box of packed units.
 *
 * Rows are gathered in square cells of `cell` units (one linear pass), then cells whose means lie closer than
 * `reach` units are joined, so that no two marks overlap. Cells are fixed to the world, not to the view: panning
 * never regroups anything.
 *
 * @param {import("./points.js").Points} points
 * @param {Uint8Array} mask
 * @param {{west: number, east: number, north: number, south: number}} box
 * @param {{cell: number, reach: number}} size
 * @returns {Cluster[]}
 */
export function clusterPoints(points, mask, box, { cell, reach }) {
  /** @type {Map<number, Cluster>} */
  const cells = new Map();
  const { n, x, y, flags } = points;
  // Widen to whole cells, so that a cell at the edge keeps all its members.
  const west = Math.floor(box.west / cell) * cell;
  const east = Math.ceil(box.east / cell) * cell;
  const north = Math.floor(box.north / cell) * cell;
  const south = Math.ceil(box.south / cell) * cell;
  for (let i = 0; i < n; i++) {
    const px = x[i];
    const py = y[i];
    if (!mask[i] || !(flags[i] & POSITIONED) || px < west || px >= east || py < north || py >= south) continue;
    const key = Math.floor(py / cell) * 67108864 + Math.floor(px / cell);
    const found = cells.get(key);
    if (found === undefined) {
      cells.set(key, { rows: [i], x: px, y: py, west: px, east: px, north: py, south: py });
    } else {
      add(found, { rows: [i], x: px, y: py, west: px, east: px, north: py, south: py });
    }
  }
  return joinNear([...cells.values()], reach);
}

/** @param {Cluster} into @param {Cluster} other */
function add(into, other) {
  const total = into.rows.length + other.rows.length;
  into.x += ((other.x - into.x) * other.rows.length) / total;
  into.y += ((other.y - into.y) * other.rows.length) / total;
  into.west = Math.min(into.west, other.west);
  into.east = Math.max(into.east, other.east);
  into.north = Math.min(into.north, other.north);
  into.south = Math.max(into.south, other.south);
  for (const row of other.rows) into.rows.push(row);
}

/** @param {Cluster[]} clusters @param {number} reach @returns {Cluster[]} */
function joinNear(clusters, reach) {
  clusters.sort((a, b) => b.rows.length - a.rows.length || a.rows[0] - b.rows[0]);
  /** @type {Cluster[]} */
  const kept = [];
  for (const cluster of clusters) {
    const near = kept.find((k) => Math.hypot(k.x - cluster.x, k.y - cluster.y) < reach);
    if (near) add(near, cluster);
    else kept.push(cluster);
  }
  for (const cluster of kept) cluster.rows.sort((a, b) => a - b);
  return kept;
}
