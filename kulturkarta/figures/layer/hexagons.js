// @ts-check
// How densely entries lie: counts in hexagons of the same size on the screen, fixed to the world at each zoom level.
import { unitsPerPixel } from "./points.js";

export const HEXAGON_PX = 26; // from the middle to a corner
const ROOT3 = Math.sqrt(3);
const HALF = 2 ** 25; // columns and rows are numbered from here, so that a pair of them is one positive number

/**
 * @typedef {{size: number, counts: Map<number, number>, most: number}} Hexagons
 *   `size`: from a middle to a corner, in packed units; `counts` by key, see keyAt; `most`: the highest count
 */

/** From the middle to a corner in packed units. @param {number} zoom whole hexagon grids belong to whole zooms */
export const hexagonSize = (zoom) => HEXAGON_PX * unitsPerPixel(Math.floor(zoom));

/**
 * Which hexagon a point is in: pointed at the top, counted by axial column and row (Patel 2013).
 * @param {number} x packed @param {number} y packed @param {number} size
 */
export function keyAt(x, y, size) {
  const q = (x * ROOT3 - y) / (3 * size);
  const r = (2 * y) / (3 * size);
  let column = Math.round(q);
  let row = Math.round(r);
  const third = Math.round(-q - r);
  const dq = Math.abs(column - q);
  const dr = Math.abs(row - r);
  const dt = Math.abs(third + q + r);
  // The three coordinates sum to 0: the one that was rounded farthest gives way.
  if (dq > dr && dq > dt) column = -row - third;
  else if (dr > dt) row = -column - third;
  return (row + HALF) * 2 * HALF + (column + HALF);
}

/** The middle of a hexagon in packed units. @param {number} key @param {number} size */
export function middleOf(key, size) {
  const row = Math.floor(key / (2 * HALF)) - HALF;
  const column = (key % (2 * HALF)) - HALF;
  return { x: size * ROOT3 * (column + row / 2), y: size * 1.5 * row };
}

/** @param {number} key @param {number} size @returns {[number, number][]} six corners in packed units */
export function cornersOf(key, size) {
  const { x, y } = middleOf(key, size);
  const half = (size * ROOT3) / 2;
  return [[x, y - size], [x + half, y - size / 2], [x + half, y + size / 2], [x, y + size], [x - half, y + size / 2], [x - half, y - size / 2]];
}

/**
 * Counts the entries that have a position and that the filter leaves. One pass in the order of the map, where
 * neighbours follow each other: most entries lie in the hexagon of the one before. Nothing is kept per entry.
 * @param {{placed: number, mapX: Uint32Array, mapY: Uint32Array}} points
 * @param {Uint8Array} live 1 for what the filter leaves, in the order of the map (see tally.js)
 * @param {number} zoom
 * @returns {Hexagons}
 */
export function countInHexagons(points, live, zoom) {
  const size = hexagonSize(zoom);
  /** @type {Map<number, number>} */
  const counts = new Map();
  let most = 0;
  const { placed, mapX, mapY } = points;
  let here = -1;
  let run = 0;
  for (let i = 0; i < placed; i++) {
    if (live[i] === 0) continue;
    const key = keyAt(mapX[i], mapY[i], size);
    if (key === here) {
      run += 1;
      continue;
    }
    if (run) counts.set(here, (counts.get(here) ?? 0) + run);
    here = key;
    run = 1;
  }
  if (run) counts.set(here, (counts.get(here) ?? 0) + run);
  for (const count of counts.values()) if (count > most) most = count;
  return { size, counts, most };
}

/**
 * The lowest count of each step of the scale, five at most: 1 and then round numbers, evenly apart on a logarithmic
 * scale, since a town holds hundreds of times what a village does. 4 -> 1 2 3 4; 100 -> 1 3 6 20 40.
 * @param {number} most
 * @param {number} [n]
 */
export function countSteps(most, n = 5) {
  if (most <= n) return Array.from({ length: Math.max(most, 0) }, (_, i) => i + 1);
  const steps = [1];
  for (let i = 1; i < n; i++) {
    const exact = most ** (i / n);
    const round = exact < 10 ? Math.round(exact) : Math.round(exact / 10 ** Math.floor(Math.log10(exact))) * 10 ** Math.floor(Math.log10(exact));
    steps.push(Math.max(round, steps[i - 1] + 1));
  }
  return steps;
}

/** The step of a count. @param {number} count @param {number[]} steps */
export function stepOf(count, steps) {
  let step = steps.length - 1;
  while (step > 0 && count < steps[step]) step -= 1;
  return step;
}
