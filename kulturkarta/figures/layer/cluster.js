// @ts-check
// Points that would lie on top of each other become one mark that says how many they are and of which groups.

/**
 * @typedef {import("./tally.js").Run} Run
 * @typedef {{n: number, parts: number[], x: number, y: number, sharp: number, runs: Run[]}} Cluster
 *   `parts`: entries per group; `x`, `y`: mean position in packed units; `sharp`: entries with an exact position
 */

/**
 * Clusters of what the tally counts within a box of packed units.
 *
 * Entries are gathered in square cells, each a run of the Morton curve and so one subtraction, then cells whose means
 * lie closer than `reach` units are joined, so that no two marks overlap. Cells are fixed to the world, not to the
 * view: panning never regroups anything.
 *
 * @param {import("./tally.js").Tally} tally
 * @param {{west: number, east: number, north: number, south: number}} box
 * @param {{cell: number, reach: number}} size `cell`: a power of two
 * @returns {Cluster[]}
 */
export function clusterPoints(tally, box, { cell, reach }) {
  const found = [];
  // Whole cells, so that one at the edge keeps all its members; beyond the world there are none.
  const east = Math.min(box.east, 2 ** 32 - 1);
  const south = Math.min(box.south, 2 ** 32 - 1);
  for (let top = Math.max(0, Math.floor(box.north / cell) * cell); top <= south; top += cell) {
    for (let left = Math.max(0, Math.floor(box.west / cell) * cell); left <= east; left += cell) {
      const run = tally.run(left, top, cell);
      if (run[0] === run[1]) continue;
      const cluster = describeRun(tally, run);
      if (cluster.n) found.push(cluster);
    }
  }
  return joinNear(found, reach);
}

/** @param {import("./tally.js").Tally} tally @param {Run} run @returns {Cluster} */
function describeRun(tally, run) {
  const { parts, x, y, sharp } = tally.sum(run);
  const n = parts.reduce((sum, part) => sum + part, 0);
  return { n, parts, x: x / n, y: y / n, sharp, runs: [run] };
}

/** @param {Cluster} into @param {Cluster} other */
function add(into, other) {
  const n = into.n + other.n;
  into.x += ((other.x - into.x) * other.n) / n;
  into.y += ((other.y - into.y) * other.n) / n;
  into.parts = into.parts.map((part, group) => part + other.parts[group]);
  into.sharp += other.sharp;
  into.runs.push(...other.runs);
  into.n = n;
}

/** @param {Cluster[]} clusters @param {number} reach @returns {Cluster[]} the largest first */
function joinNear(clusters, reach) {
  clusters.sort((a, b) => b.n - a.n || a.runs[0][0] - b.runs[0][0]);
  /** @type {Map<string, Cluster[]>} what is kept, by squares of `reach` */
  const squares = new Map();
  const kept = [];
  for (const cluster of clusters) {
    const i = Math.floor(cluster.x / reach);
    const j = Math.floor(cluster.y / reach);
    const near = nearest(squares, cluster, i, j, reach);
    if (near) {
      add(near, cluster);
      continue;
    }
    kept.push(cluster);
    const key = `${i} ${j}`;
    squares.set(key, [...(squares.get(key) ?? []), cluster]);
  }
  return kept;
}

/** @param {Map<string, Cluster[]>} squares @param {Cluster} cluster @param {number} i @param {number} j @param {number} reach */
function nearest(squares, cluster, i, j, reach) {
  for (let di = -1; di <= 1; di++) {
    for (let dj = -1; dj <= 1; dj++) {
      for (const other of squares.get(`${i + di} ${j + dj}`) ?? []) {
        if (Math.hypot(other.x - cluster.x, other.y - cluster.y) < reach) return other;
      }
    }
  }
  return null;
}

/** @param {number} zoom @returns {number} side of a cell in packed units: 64 pixels, 45 between two zooms */
export const cellAt = (zoom) => 2 ** Math.floor(30 - zoom);
