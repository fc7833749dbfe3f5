// @ts-check
// Rows of a list in an order: by name they come as they are, by relevance from the server, by distance from here.
import { toLat, toX, toY } from "./points.js";

const EARTH_M = 40075016.686; // around the equator
const STEPS = 1024;

/**
 * @param {Uint32Array} rows ascending
 * @param {ArrayLike<number>} order the most relevant rows, first first
 * @param {number} n of all entries
 */
export function sortByRelevance(rows, order, n) {
  const listed = new Uint8Array(n);
  for (const row of rows) listed[row] = 1;
  const sorted = new Uint32Array(rows.length);
  let at = 0;
  for (let i = 0; i < order.length; i++) {
    if (listed[order[i]] !== 1) continue;
    sorted[at++] = order[i];
    listed[order[i]] = 0;
  }
  for (const row of rows) if (listed[row]) sorted[at++] = row;
  return sorted;
}

/**
 * Metres on the ground between packed places. Mercator stretches by 1 / cos(latitude): the mean of both ends does, to
 * within a few per cent across Sweden and less than one across a region.
 * @param {{lon: number, lat: number}} from
 * @returns {(x: number, y: number) => number}
 */
export function metresFrom({ lon, lat }) {
  const [fromX, fromY] = [toX(lon), toY(lat)];
  const shrink = Float64Array.from({ length: STEPS + 1 }, (_, i) => Math.cos((toLat((i / STEPS) * 2 ** 32) * Math.PI) / 180));
  const own = Math.cos((lat * Math.PI) / 180);
  const unit = EARTH_M / 2 ** 32;
  return (x, y) => {
    const dx = x - fromX;
    const dy = y - fromY;
    return Math.sqrt(dx * dx + dy * dy) * unit * ((shrink[Math.floor((y / 2 ** 32) * STEPS)] + own) / 2);
  };
}

/**
 * Nearest first; what has no position comes last, by name.
 * @param {Uint32Array} rows ascending
 * @param {import("./points.js").Points} points
 * @param {{lon: number, lat: number}} from
 */
export function sortByDistance(rows, points, from) {
  const metres = metresFrom(from);
  const { at, placed, mapX, mapY } = points;
  const keys = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const place = at[rows[i]];
    // In decimetres: farther than around the earth is what has no position.
    keys[i] = place < placed ? metres(mapX[place], mapY[place]) * 10 : 2 ** 32 - 1;
  }
  return sortByKey(rows, keys);
}

/**
 * `rows` by ascending key, equal keys as they were: two passes over 16 bits each.
 * @param {Uint32Array} rows
 * @param {Uint32Array} keys beside the rows
 */
export function sortByKey(rows, keys) {
  let [from, by] = [rows, keys];
  for (const shift of [0, 16]) {
    const next = new Uint32Array(65537);
    for (let i = 0; i < by.length; i++) next[((by[i] >>> shift) & 0xffff) + 1]++;
    for (let i = 0; i < 65536; i++) next[i + 1] += next[i];
    const [to, keysTo] = [new Uint32Array(rows.length), new Uint32Array(rows.length)];
    for (let i = 0; i < from.length; i++) {
      const at = next[(by[i] >>> shift) & 0xffff]++;
      to[at] = from[i];
      keysTo[at] = by[i];
    }
    [from, by] = [to, keysTo];
  }
  return from;
}
